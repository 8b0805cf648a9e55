//! The minimal defconfig: what the user chose and the defaults do not give.

use crate::dialect::Feature;
use crate::eval::{Config, Tristate};
use crate::event::Type;
use crate::expr::Expr;
use crate::model::SymbolId;

impl Config {
    /// The text of the minimal defconfig: what differs from the defaults. O(tree).
    pub fn write_minimal(&self) -> String {
        // As the reference programs do it, the modes of new choices do not count here.
        let mut settled;
        let this = if self.modes().is_empty() {
            self
        } else {
            settled = self.clone();
            settled.drop_new_modes();
            &settled
        };
        this.minimal_lines()
    }

    fn minimal_lines(&self) -> String {
        let tree = self.tree();
        let mut out = String::new();
        for node in tree.walk() {
            let Some(id) = tree.node(node).symbol() else { continue };
            if tree.symbol(id).nodes.first() == Some(&node) && self.is_written(id) && self.is_chosen(id) {
                out.push_str(&self.line(id));
            }
        }
        out
    }

    /// Whether the user can change the symbol and it is not what it would be without the user.
    fn is_chosen(&self, id: SymbolId) -> bool {
        if !self.is_changeable(id) || self.default_text(id) == self.text(id) {
            return false;
        }
        self.tree().symbol(id).choice.is_none_or(|choice| self.is_chosen_member(id, choice))
    }

    /// The value that a symbol would have if the user had said nothing of it, as the reference program reckons it:
    /// an int or hex is not moved into its range.
    fn default_text(&self, id: SymbolId) -> String {
        let symbol = self.tree().symbol(id);
        let state = self.state(id);
        let bare = symbol.choice.is_some() && self.tree().dialect.has(Feature::BareMembers);
        let default = self.default_property(id).filter(|_| !bare);
        let text = |zero: &str| match default {
            Some((_, value, _)) => match self.tree().exprs.get(value) {
                Expr::Leaf(leaf) => self.text_of(self.operand_text(leaf)).to_owned(),
                _ => zero.to_owned(),
            },
            None => zero.to_owned(),
        };
        match symbol.kind {
            Some(Type::Bool | Type::Tristate) => {
                let value =
                    default.map_or(Tristate::No, |(_, value, condition)| self.eval(value).min(condition));
                let mut value = value.max(state.reverse);
                if value == Tristate::Mod && self.effective_kind(id) == Some(Type::Bool) {
                    value = Tristate::Yes;
                }
                value.max(state.implied).as_str().to_owned()
            }
            Some(Type::Int | Type::Hex) if self.tree().dialect.has(Feature::EmptyNumbers) => text(""),
            Some(Type::Int) => text("0"),
            Some(Type::Hex) => text("0x0"),
            _ => text(""),
        }
    }
}
