//! Implicit submenus: what follows a symbol and depends on it nests under it.

use crate::expr::{Comparison, Expr, ExprId, Operand};
use crate::intern::Name;
use crate::model::simplify::{Join, Simple, same, simplify, simplify_as_conditions, terms_of};
use crate::model::{NodeId, Tree};
use std::cell::OnceCell;

/// Which symbols the expressions of a tree may mention: a bit for every 64th name.
#[derive(Default)]
pub(super) struct Mentions {
    /// By the expression's number; those that were made since the last question are missing.
    masks: Vec<u64>,
}

impl Mentions {
    /// Whether an expression may mention a name. O(1) beside the work for new expressions, which is done once.
    fn may_mention(&mut self, tree: &Tree, expr: ExprId, name: Name) -> bool {
        let bit = |operand| match operand {
            Operand::Symbol(name) => 1u64 << (name.index() % 64),
            Operand::Constant(_) => 0,
        };
        for index in self.masks.len()..=expr.index() {
            // Parts come before the whole.
            let mask = match tree.exprs.get(ExprId::new(index)) {
                Expr::Leaf(leaf) => bit(leaf),
                Expr::Not(a) => self.masks[a.index()],
                Expr::And(a, b) | Expr::Or(a, b) => self.masks[a.index()] | self.masks[b.index()],
                Expr::Compare(_, a, b) => bit(a) | bit(b),
            };
            self.masks.push(mask);
        }
        self.masks[expr.index()] & bit(Operand::Symbol(name)) != 0
    }
}

/// The entry under which others may nest.
pub(super) struct Base {
    name: Name,
    condition: Option<ExprId>,
    terms: OnceCell<Option<Vec<Simple>>>,
}

impl Base {
    pub(super) fn of(tree: &Tree, node: NodeId) -> Base {
        let entry = tree.node(node);
        let name = entry.symbol().map(|symbol| tree.symbol(symbol).name).expect("only symbols have submenus");
        Base { name, condition: entry.prompt_condition, terms: OnceCell::new() }
    }

    /// Whether an entry behind goes into the submenu.
    pub(super) fn takes(&self, tree: &Tree, mentions: &mut Mentions, candidate: NodeId) -> bool {
        let node = tree.node(candidate);
        let Some(condition) = node.prompt_condition.or(node.dependency) else { return false };
        // What the simplified condition mentions, the written one does, and that is cheaper to see.
        if !mentions.may_mention(tree, condition, self.name) {
            return false;
        }
        match self.mention(tree, condition) {
            Mention::None => return false,
            // Nothing in such a condition can vanish.
            Mention::Required if is_plain(tree, condition) => return true,
            _ => {}
        }
        let simple = simplify(tree, condition);
        let mention = match &simple {
            Some(simple) => self.mention_simple(tree, simple),
            None => self.mention(tree, condition),
        };
        match mention {
            Mention::None => false,
            Mention::Required => true,
            // It shows without the symbol at times: it nests if it shows only where the symbol can be seen.
            Mention::Somewhere => self.covers(tree, condition),
        }
    }

    /// How a simplified condition speaks of the symbol.
    fn mention_simple(&self, tree: &Tree, condition: &Simple) -> Mention {
        terms_of(condition, Join::And)
            .into_iter()
            .map(|term| self.mention_term(tree, term))
            .max()
            .unwrap_or_default()
    }

    fn mention_term(&self, tree: &Tree, term: &Simple) -> Mention {
        match term {
            Simple::Leaf(leaf) => self.mention_leaf(tree, Expr::Leaf(*leaf)),
            Simple::Compare(how, a, b) => self.mention_leaf(tree, Expr::Compare(*how, *a, *b)),
            Simple::Not(a) => self.mention_term(tree, a).min(Mention::Somewhere),
            Simple::And(a, b) | Simple::Or(a, b) => {
                self.mention_term(tree, a).max(self.mention_term(tree, b)).min(Mention::Somewhere)
            }
        }
    }

    /// How a symbol or a comparison speaks of the symbol, if it is a condition by itself.
    fn mention_leaf(&self, tree: &Tree, expr: Expr) -> Mention {
        let is = |operand| operand == Operand::Symbol(self.name);
        let [n, m, y] = tree.constants.map(Operand::Constant);
        match expr {
            Expr::Leaf(leaf) if is(leaf) => Mention::Required,
            Expr::Compare(Comparison::Equal, a, b) if is(a) && (b == y || b == m) => Mention::Required,
            Expr::Compare(Comparison::Unequal, a, b) if is(a) && b == n => Mention::Required,
            Expr::Compare(_, a, b) if is(a) || is(b) => Mention::Somewhere,
            _ => Mention::None,
        }
    }

    /// How a condition speaks of the symbol. A loop: conditions can be long.
    fn mention(&self, tree: &Tree, condition: ExprId) -> Mention {
        let mut found = Mention::None;
        // The flag says whether only `&&` stands above.
        let mut stack = vec![(condition, true)];
        while let Some((expr, required)) = stack.pop() {
            match tree.exprs.get(expr) {
                Expr::And(a, b) => stack.extend([(a, required), (b, required)]),
                Expr::Or(a, b) => stack.extend([(a, false), (b, false)]),
                Expr::Not(a) => stack.push((a, false)),
                leaf => {
                    let limit = if required { Mention::Required } else { Mention::Somewhere };
                    found = found.max(self.mention_leaf(tree, leaf).min(limit));
                }
            }
        }
        found
    }

    /// Whether every term of the symbol's own condition is also a term of the candidate's.
    fn covers(&self, tree: &Tree, condition: ExprId) -> bool {
        let own = self.terms.get_or_init(|| {
            let Some(condition) = self.condition else { return Some(Vec::new()) };
            let simple = simplify_as_conditions(tree, condition)?;
            // A condition that is always true is one all the same: only where none is written, none has to be shared.
            Some(terms_of(&simple, Join::And).into_iter().cloned().collect())
        });
        let Some(own) = own else { return false };
        if own.is_empty() {
            return true;
        }
        let Some(other) = simplify_as_conditions(tree, condition) else { return false };
        let other = terms_of(&other, Join::And);
        own.iter().all(|term| other.iter().any(|candidate| same(term, candidate)))
    }
}

/// Whether a condition is made of symbols and `&&` alone.
fn is_plain(tree: &Tree, condition: ExprId) -> bool {
    let mut stack = vec![condition];
    while let Some(expr) = stack.pop() {
        match tree.exprs.get(expr) {
            Expr::And(a, b) => stack.extend([a, b]),
            Expr::Leaf(Operand::Symbol(_)) => {}
            _ => return false,
        }
    }
    true
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Mention {
    #[default]
    None,
    Somewhere,
    Required,
}
