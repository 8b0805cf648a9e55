//! Writes `.config`.

use crate::dialect::Feature;
use crate::eval::{Config, Tristate};
use crate::event::Type;
use crate::model::{NodeId, NodeKind, SymbolId};
use std::fmt::Write;

impl Config {
    /// The text of `.config`. O(tree).
    pub fn write(&self) -> String {
        let mut writer = Writer { config: self, out: String::with_capacity(1 << 16), blank: false };
        writer.header();
        let tree = self.tree();
        let mut at = tree.node(tree.root()).first_child;
        while let Some(id) = at {
            writer.begin(id);
            let node = tree.node(id);
            at = node.first_child.or_else(|| writer.leave(id));
        }
        writer.out
    }

    /// The line of one symbol, as `.config` has it, with its newline.
    pub(crate) fn line(&self, id: SymbolId) -> String {
        let (prefix, name) = (&self.tree().prefix, self.tree().name(id));
        match self.tree().symbol(id).kind {
            Some(Type::Bool | Type::Tristate) if self.tristate(id) == Tristate::No => {
                format!("# {prefix}{name} is not set\n")
            }
            _ => format!("{prefix}{name}={}\n", self.quoted(id)),
        }
    }
}

struct Writer<'c> {
    config: &'c Config,
    out: String,
    /// Whether a symbol's line is to be set apart from the end of a menu.
    blank: bool,
}

impl Writer<'_> {
    fn header(&mut self) {
        let title = self.config.tree().title();
        let _ = write!(self.out, "#\n# Automatically generated file; DO NOT EDIT.\n# {title}\n#\n");
    }

    fn begin(&mut self, id: NodeId) {
        let tree = self.config.tree();
        let node = tree.node(id);
        match node.kind {
            NodeKind::Menu | NodeKind::Comment => {
                if self.config.is_visible(id) {
                    let _ = write!(self.out, "\n#\n# {}\n#\n", tree.prompt(id).unwrap_or_default());
                    self.blank = false;
                }
            }
            NodeKind::Symbol(symbol) => {
                // A symbol stands where it is defined first.
                if tree.symbol(symbol).nodes.first() == Some(&id) && self.config.is_written(symbol) {
                    if std::mem::take(&mut self.blank) {
                        self.out.push('\n');
                    }
                    let line = self.config.line(symbol);
                    self.out.push_str(&line);
                }
            }
            NodeKind::Choice(_) | NodeKind::If => {}
        }
    }

    /// Closes a node that has no (more) children, and those that end with it; the node to go on with.
    fn leave(&mut self, id: NodeId) -> Option<NodeId> {
        let tree = self.config.tree();
        let mut id = id;
        loop {
            let node = tree.node(id);
            if node.kind == NodeKind::Menu {
                if id == tree.root() {
                    return None;
                }
                if self.config.is_visible(id) && tree.dialect.has(Feature::MenuEnds) {
                    let _ = writeln!(self.out, "# end of {}", tree.prompt(id).unwrap_or_default());
                    self.blank = true;
                }
            }
            match node.next {
                Some(next) => return Some(next),
                None => id = node.parent?,
            }
        }
    }
}
