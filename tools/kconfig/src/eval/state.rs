//! The rules: from the user's values and the values of others to the value of one symbol or choice.

use super::config::Config;
use super::graph::Cell;
use super::texts::TextId;
use super::{Tristate, UserText};
use crate::dialect::Feature;
use crate::event::Type;
use crate::expr::{Comparison, Expr, ExprId, Operand};
use crate::model::{Property, PropertyKind, SymbolId};
use crate::number::{self, Number};
use std::cmp::Ordering;

/// What was computed of a symbol.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct State {
    /// The value in logic.
    pub(crate) tri: Tristate,
    /// The best of its prompts.
    pub(crate) visible: Tristate,
    /// `depends on`.
    pub(crate) direct: Tristate,
    /// The best of the selects.
    pub(crate) reverse: Tristate,
    /// The best of the implies.
    pub(crate) implied: Tristate,
    /// Whether it is written to `.config`.
    pub(crate) write: bool,
    /// The value of an int, hex or string. Of a bool or tristate, `n`: so others see it that take it as a text.
    pub(crate) text: TextId,
}

impl State {
    /// Whether another symbol or the file could tell the difference.
    pub(crate) fn same_value(&self, other: &State) -> bool {
        self.tri == other.tri && self.text == other.text && self.write == other.write
    }
}

/// One frame of the evaluation of an expression.
enum Pending {
    Not,
    /// The right side of `&&` is still to come.
    And(ExprId),
    Or(ExprId),
    /// The left side was this.
    Least(Tristate),
    Most(Tristate),
}

/// How deep an expression is evaluated on the program's stack.
const SHALLOW: u32 = 100;

impl Config {
    /// The value of an expression.
    pub(crate) fn eval(&self, expr: ExprId) -> Tristate {
        self.eval_within(expr, SHALLOW)
    }

    /// Nearly every expression is shallow, and the program's stack the fastest.
    fn eval_within(&self, expr: ExprId, levels: u32) -> Tristate {
        let Some(left) = levels.checked_sub(1) else { return self.eval_deep(expr) };
        match self.tree().exprs.get(expr) {
            Expr::Leaf(leaf) => self.logic(leaf),
            Expr::Compare(how, a, b) => Tristate::of(self.compare(how, a, b)),
            Expr::Not(a) => !self.eval_within(a, left),
            Expr::And(a, b) => match self.eval_within(a, left) {
                Tristate::No => Tristate::No,
                value => value.min(self.eval_within(b, left)),
            },
            Expr::Or(a, b) => match self.eval_within(a, left) {
                Tristate::Yes => Tristate::Yes,
                value => value.max(self.eval_within(b, left)),
            },
        }
    }

    /// The same with a stack on the heap: expressions are as deep as the input wants.
    fn eval_deep(&self, expr: ExprId) -> Tristate {
        let exprs = &self.tree().exprs;
        let mut stack: Vec<Pending> = Vec::new();
        let mut at = expr;
        loop {
            let mut value = match exprs.get(at) {
                Expr::Leaf(leaf) => self.logic(leaf),
                Expr::Compare(how, a, b) => Tristate::of(self.compare(how, a, b)),
                Expr::Not(a) => {
                    stack.push(Pending::Not);
                    at = a;
                    continue;
                }
                Expr::And(a, b) => {
                    stack.push(Pending::And(b));
                    at = a;
                    continue;
                }
                Expr::Or(a, b) => {
                    stack.push(Pending::Or(b));
                    at = a;
                    continue;
                }
            };
            loop {
                match stack.pop() {
                    None => return value,
                    Some(Pending::Not) => value = !value,
                    Some(Pending::Least(left)) => value = value.min(left),
                    Some(Pending::Most(left)) => value = value.max(left),
                    Some(Pending::And(_)) if value == Tristate::No => {}
                    Some(Pending::Or(_)) if value == Tristate::Yes => {}
                    Some(Pending::And(right)) => {
                        stack.push(Pending::Least(value));
                        at = right;
                        break;
                    }
                    Some(Pending::Or(right)) => {
                        stack.push(Pending::Most(value));
                        at = right;
                        break;
                    }
                }
            }
        }
    }

    /// A condition that may be absent, which is always.
    pub(crate) fn holds(&self, condition: Option<ExprId>) -> Tristate {
        condition.map_or(Tristate::Yes, |expr| self.eval(expr))
    }

    fn logic(&self, operand: Operand) -> Tristate {
        let tree = self.tree();
        match operand {
            Operand::Symbol(name) => tree.mentioned(name).map_or(Tristate::No, |id| self.state(id).tri),
            Operand::Constant(name) if name == tree.constants[2] => Tristate::Yes,
            Operand::Constant(name) if name == tree.constants[1] => Tristate::Mod,
            Operand::Constant(_) => Tristate::No,
        }
    }

    /// An operand's type and text, as a comparison sees it.
    pub(crate) fn operand(&self, operand: Operand) -> (Option<Type>, &str) {
        let tree = self.tree();
        match operand {
            Operand::Constant(name) => {
                (tree.constants.contains(&name).then_some(Type::Tristate), tree.names.text(name))
            }
            Operand::Symbol(name) => match tree.mentioned(name) {
                None => (None, tree.names.text(name)),
                Some(id) => {
                    let kind = tree.symbol(id).kind;
                    let text = match kind {
                        Some(Type::Bool | Type::Tristate) => self.state(id).tri.as_str(),
                        _ => self.text_of(self.state(id).text),
                    };
                    (kind, text)
                }
            },
        }
    }

    fn compare(&self, how: Comparison, a: Operand, b: Operand) -> bool {
        let ((a_kind, a_text), (b_kind, b_text)) = (self.operand(a), self.operand(b));
        let numbers = if a_kind == Some(Type::String) && b_kind == Some(Type::String) {
            None
        } else {
            Number::parse(a_text, a_kind).zip(Number::parse(b_text, b_kind))
        };
        let order = match numbers {
            Some((a, b)) => a.compare(b),
            None => a_text.as_bytes().cmp(b_text.as_bytes()),
        };
        match how {
            Comparison::Equal => order == Ordering::Equal,
            Comparison::Unequal => order != Ordering::Equal,
            Comparison::Less => order == Ordering::Less,
            Comparison::LessOrEqual => order != Ordering::Greater,
            Comparison::Greater => order == Ordering::Greater,
            Comparison::GreaterOrEqual => order != Ordering::Less,
        }
    }

    /// Whether `m` exists.
    pub(crate) fn has_modules(&self) -> bool {
        self.tree().modules.is_some_and(|id| self.state(id).tri != Tristate::No)
    }

    /// The type that a symbol has now: without modules, a tristate is a bool.
    pub(crate) fn effective_kind(&self, id: SymbolId) -> Option<Type> {
        match self.tree().symbol(id).kind {
            Some(Type::Tristate) if !self.has_modules() => Some(Type::Bool),
            kind => kind,
        }
    }

    /// The best of the prompts.
    pub(crate) fn prompt_visibility(&self, id: SymbolId) -> Tristate {
        let prompts = self.tree().properties(id).iter().filter(|p| p.kind == PropertyKind::Prompt);
        let best = prompts.map(|p| self.member_visibility(id, self.holds(p.condition))).max();
        self.rounded(id, best.unwrap_or_default())
    }

    /// `m` where only `y` and `n` are possible is `y`.
    pub(super) fn rounded(&self, id: SymbolId, value: Tristate) -> Tristate {
        match self.effective_kind(id) {
            Some(Type::Tristate) => value,
            _ if value == Tristate::Mod => Tristate::Yes,
            _ => value,
        }
    }

    /// The first `default` whose condition holds.
    pub(crate) fn default_property(&self, id: SymbolId) -> Option<(&Property, ExprId, Tristate)> {
        self.tree().properties(id).iter().find_map(|property| {
            let PropertyKind::Default(value) = property.kind else { return None };
            let condition = self.holds(property.condition);
            (condition != Tristate::No).then_some((property, value, condition))
        })
    }

    /// The best of `select` or `imply` lines.
    fn raised(&self, terms: &[crate::model::Term]) -> Tristate {
        let mut best = Tristate::No;
        for term in terms {
            let source = self.state(term.source).tri;
            if source > best {
                best = best.max(source.min(self.holds(term.condition)));
            }
            if best == Tristate::Yes {
                break;
            }
        }
        best
    }

    /// Computes a symbol anew from what it depends on.
    pub(crate) fn compute(&self, id: SymbolId) -> State {
        let symbol = self.tree().symbol(id);
        let mut state = self.blank(id);
        let Some(kind) = symbol.kind else { return state };
        if let Some(at) = self.tree().constants.iter().position(|constant| *constant == symbol.name) {
            state.tri = [Tristate::No, Tristate::Mod, Tristate::Yes][at];
            return state;
        }
        if let Some(choice) = self.tree().choice_of_mode(id) {
            self.compute_mode(id, self.tree().choice(choice), &mut state);
            return state;
        }
        state.visible = self.prompt_visibility(id);
        if let Some(choice) = symbol.choice
            && let Some(value) = self.member_value(id, choice, state.visible)
        {
            state.write = state.visible != Tristate::No || self.is_left(id);
            state.tri = value;
            return state;
        }
        state.direct = self.rounded(id, self.holds(symbol.direct_dep));
        // select and imply have no effect on members of a choice.
        if symbol.choice.is_none() {
            let raised = self.raised(&symbol.rev_dep);
            // A number or text that an `m` selects can still be changed: only a bool is rounded up.
            let is_bool = self.effective_kind(id) == Some(Type::Bool);
            state.reverse = if is_bool { self.rounded(id, raised) } else { raised };
            state.implied = self.rounded(id, self.raised(&symbol.weak_rev_dep));
        }
        state.write = state.visible != Tristate::No;
        if matches!(kind, Type::Bool | Type::Tristate) {
            self.compute_logic(id, &mut state);
        } else {
            self.compute_text(id, kind, &mut state);
        }
        state
    }

    /// What a symbol is before anything is known of it.
    pub(crate) fn blank(&self, id: SymbolId) -> State {
        let symbol = self.tree().symbol(id);
        let builtin = self.builtin();
        State {
            tri: Tristate::No,
            visible: Tristate::No,
            direct: Tristate::Yes,
            reverse: Tristate::No,
            implied: Tristate::No,
            write: false,
            text: match symbol.kind {
                None => TextId::Tree(symbol.name),
                Some(Type::Bool | Type::Tristate) => builtin.n,
                Some(Type::String) => builtin.empty,
                Some(_) if self.tree().dialect.has(Feature::EmptyNumbers) => builtin.empty,
                Some(Type::Int) => builtin.zero,
                Some(Type::Hex) => builtin.hex_zero,
            },
        }
    }

    fn compute_logic(&self, id: SymbolId, state: &mut State) {
        let user = match self.user(id) {
            Some(user) if state.visible != Tristate::No => {
                user.tristate().map(|value| value.min(state.visible))
            }
            Some(user) if self.tree().symbol(id).transitional => user.tristate(),
            _ => None,
        };
        let mut value = Tristate::No;
        if let Some(user) = user {
            value = user;
        } else {
            state.write |= state.reverse != Tristate::No;
            let bare =
                self.tree().symbol(id).choice.is_some() && self.tree().dialect.has(Feature::BareMembers);
            if let Some((_, default, condition)) = self.default_property(id).filter(|_| !bare) {
                value = self.eval(default).min(condition);
                state.write |= value != Tristate::No || self.tree().writes_defaulted_no;
            }
            let heard = state.direct != Tristate::No || !self.tree().dialect.has(Feature::MetImplies);
            if state.implied != Tristate::No && heard {
                state.write = true;
                value = value.max(state.implied);
                if !self.tree().dialect.has(Feature::MetImplies) {
                    value = value.min(state.direct);
                }
            }
        }
        state.tri = self.rounded(id, value.max(state.reverse));
    }

    fn compute_text(&self, id: SymbolId, kind: Type, state: &mut State) {
        let counts = state.visible != Tristate::No || self.tree().symbol(id).transitional;
        if let Some(UserText { text, .. }) = self.user(id).filter(|_| counts) {
            state.text = *text;
        } else if let Some((_, value, _)) = self.default_property(id)
            && let Expr::Leaf(leaf) = self.tree().exprs.get(value)
        {
            state.write = true;
            state.text = self.operand_text(leaf);
        }
        if matches!(kind, Type::Int | Type::Hex)
            && let Some((_, bound)) = self.clamp(id, kind, state.text)
        {
            state.text = bound;
        }
    }

    /// The text that an operand gives to a symbol that takes it as default or bound.
    pub(crate) fn operand_text(&self, operand: Operand) -> TextId {
        match operand {
            Operand::Constant(name) => TextId::Tree(name),
            Operand::Symbol(name) => match self.tree().mentioned(name) {
                Some(other) => self.state(other).text,
                None => TextId::Tree(name),
            },
        }
    }

    /// The first `range` whose condition holds.
    pub(crate) fn range_property(&self, id: SymbolId) -> Option<(&Property, Operand, Operand)> {
        self.tree().properties(id).iter().find_map(|property| {
            let PropertyKind::Range(low, high) = property.kind else { return None };
            (self.holds(property.condition) != Tristate::No).then_some((property, low, high))
        })
    }

    /// The bound as a number, read in its own type's base, or in the symbol's if it is a plain text.
    pub(crate) fn bound(&self, operand: Operand, kind: Type) -> i64 {
        let own = match operand {
            Operand::Symbol(name) => self.tree().mentioned(name).and_then(|id| self.tree().symbol(id).kind),
            Operand::Constant(_) => None,
        };
        let base = match own {
            Some(Type::Int) => 10,
            Some(Type::Hex) => 16,
            _ => base_of(kind),
        };
        number::prefix(self.text_of(self.operand_text(operand)), base)
    }

    /// The bound that a value outside its range becomes, and the range.
    pub(crate) fn clamp(&self, id: SymbolId, kind: Type, text: TextId) -> Option<(&Property, TextId)> {
        let (property, low, high) = self.range_property(id)?;
        let value = number::prefix(self.text_of(text), base_of(kind));
        let bound = if value < self.bound(low, kind) {
            low
        } else if value > self.bound(high, kind) {
            high
        } else {
            return None;
        };
        Some((property, self.operand_text(bound)))
    }

    /// Computes one cell and says whether its readers must look again.
    pub(crate) fn refresh(&mut self, cell: Cell) -> bool {
        match cell {
            Cell::Symbol(id) => {
                let new = self.compute(id);
                self.store(id, new)
            }
            Cell::Choice(id) => {
                let new = self.compute_choice(id);
                self.store_selected(id, new)
            }
        }
    }
}

pub(crate) fn base_of(kind: Type) -> u32 {
    if kind == Type::Hex { 16 } else { 10 }
}
