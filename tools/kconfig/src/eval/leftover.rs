//! Lines that the reference program leaves behind when it works everything out a second time.
//!
//! It remembers of a member of a choice that it was visible once, and writes its line although it no longer is. It
//! forgets where it looks again:
//! - at the members from the one that the user spoke of last back to the one that the user chose, at all if none was;
//! - at the member that it comes to first. The order in which it works values out is that of the menu, but before
//!   each entry comes what that reads.

use super::{Config, Tristate};
use crate::event::Type;
use crate::expr::{Expr, ExprId, Operand};
use crate::model::{NodeKind, PropertyKind, SymbolId};

impl Config {
    /// The members of choices whose lines are written now.
    pub(crate) fn written_members(&self) -> Vec<SymbolId> {
        let tree = self.tree();
        let members = tree.symbols().filter(|id| tree.symbol(*id).choice.is_some());
        members.filter(|id| self.state(*id).write).collect()
    }

    /// Keeps the lines of members that were written before a change of many values, as the reference program does.
    /// O(tree).
    pub(crate) fn leave_behind(&mut self, written: Vec<SymbolId>) {
        let mut walk = Walk::new(self);
        walk.run();
        let first = walk.first;
        for id in written {
            if !first[id.index()] && self.is_not_looked_at(id) {
                self.leave_line(id);
            }
        }
    }

    /// Whether the search for the user's choice ends before it comes to a member.
    fn is_not_looked_at(&self, member: SymbolId) -> bool {
        let selected = self.tree().symbol(member).choice.and_then(|choice| self.choice_selected(choice));
        let chosen =
            selected.and_then(|id| self.user(id)).filter(|user| user.tristate() == Some(Tristate::Yes));
        chosen.is_some_and(|chosen| self.user(member).is_none_or(|user| user.stamp < chosen.stamp))
    }
}

/// One step of working values out.
#[derive(Clone, Copy)]
enum Step {
    Symbol(SymbolId),
    /// What comes after the conditions of the prompts: for each symbol some of it is read only if that is the case.
    Defaults(SymbolId),
    Expr(ExprId),
}

struct Walk<'c> {
    config: &'c Config,
    done: Vec<bool>,
    /// The member of its choice that came first.
    first: Vec<bool>,
    /// The next step is the last; a stack of its own, because dependencies are as long as the input wants.
    stack: Vec<Step>,
}

impl<'c> Walk<'c> {
    fn new(config: &'c Config) -> Walk<'c> {
        let count = config.tree().symbols.len();
        Walk { config, done: vec![false; count], first: vec![false; count], stack: Vec::new() }
    }

    fn run(&mut self) {
        let tree = self.config.tree();
        self.stack.extend(tree.modules().map(Step::Symbol));
        self.finish();
        for id in tree.walk() {
            let node = tree.node(id);
            match node.kind {
                NodeKind::Symbol(symbol) => self.stack.push(Step::Symbol(symbol)),
                _ => self.exprs([node.prompt_condition, node.visible_if]),
            }
            self.finish();
        }
    }

    fn exprs(&mut self, exprs: impl IntoIterator<Item = Option<ExprId>, IntoIter: DoubleEndedIterator>) {
        self.stack.extend(exprs.into_iter().flatten().rev().map(Step::Expr));
    }

    fn finish(&mut self) {
        while let Some(step) = self.stack.pop() {
            match step {
                Step::Symbol(id) => self.symbol(id),
                Step::Defaults(id) => self.defaults(id),
                Step::Expr(expr) => match self.config.tree().exprs.get(expr) {
                    Expr::Leaf(leaf) => self.operands([leaf]),
                    Expr::Not(a) => self.stack.push(Step::Expr(a)),
                    // Both sides are worked out, whatever the first is.
                    Expr::And(a, b) | Expr::Or(a, b) => self.stack.extend([Step::Expr(b), Step::Expr(a)]),
                    Expr::Compare(_, a, b) => self.operands([b, a]),
                },
            }
        }
    }

    fn operands(&mut self, operands: impl IntoIterator<Item = Operand>) {
        for operand in operands {
            if let Operand::Symbol(name) = operand
                && let Some(id) = self.config.tree().mentioned(name)
            {
                self.stack.push(Step::Symbol(id));
            }
        }
    }

    fn symbol(&mut self, id: SymbolId) {
        if std::mem::replace(&mut self.done[id.index()], true) {
            return;
        }
        let tree = self.config.tree();
        let symbol = tree.symbol(id);
        let prompts = |id: SymbolId| {
            let prompts = tree.properties(id).iter().filter(|p| p.kind == PropertyKind::Prompt);
            prompts.map(|p| p.condition).collect::<Vec<_>>()
        };
        if let Some(choice) = symbol.choice {
            // The choice and all of its members are worked out together.
            self.first[id.index()] = true;
            let members = &tree.choice(choice).members;
            members.iter().for_each(|member| self.done[member.index()] = true);
            let conditions = members.iter().flat_map(|member| prompts(*member));
            let of_choice = tree.choice_properties(choice).iter().map(|property| property.condition);
            self.exprs(prompts(id).into_iter().chain(conditions).chain(of_choice).collect::<Vec<_>>());
            return;
        }
        self.stack.push(Step::Defaults(id));
        for term in symbol.rev_dep.iter().chain(&symbol.weak_rev_dep).rev() {
            self.exprs([term.condition]);
            self.stack.push(Step::Symbol(term.source));
        }
        self.exprs(prompts(id).into_iter().chain([symbol.direct_dep]).collect::<Vec<_>>());
    }

    fn defaults(&mut self, id: SymbolId) {
        let tree = self.config.tree();
        let state = self.config.state(id);
        let is_set = state.visible != Tristate::No && self.config.user(id).is_some();
        let mut exprs = Vec::new();
        let properties = tree.properties(id);
        if !is_set {
            for property in properties {
                let PropertyKind::Default(value) = property.kind else { continue };
                exprs.push(property.condition);
                if self.config.holds(property.condition) != Tristate::No {
                    exprs.push(Some(value));
                    break;
                }
            }
        }
        if matches!(tree.symbol(id).kind, Some(Type::Int | Type::Hex)) {
            for property in properties {
                let PropertyKind::Range(..) = property.kind else { continue };
                exprs.push(property.condition);
                if self.config.holds(property.condition) != Tristate::No {
                    break;
                }
            }
        }
        self.exprs(exprs);
    }
}
