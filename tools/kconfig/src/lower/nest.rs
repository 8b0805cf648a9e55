//! Implicit submenus: what follows a symbol and depends on it nests under it.

use crate::expr::{Comparison, Expr, ExprId, Operand};
use crate::intern::Name;
use crate::model::simplify::{Join, Simple, same, simplify_as_conditions, terms_of};
use crate::model::{NodeId, Tree};
use std::cell::OnceCell;

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
    pub(super) fn takes(&self, tree: &Tree, candidate: NodeId) -> bool {
        let node = tree.node(candidate);
        let Some(condition) = node.prompt_condition.or(node.dependency) else { return false };
        match self.mention(tree, condition) {
            Mention::None => false,
            Mention::Required => true,
            // It shows without the symbol at times: it nests if it shows only where the symbol can be seen.
            Mention::Somewhere => self.covers(tree, condition),
        }
    }

    /// How a condition speaks of the symbol. A loop: conditions can be long.
    fn mention(&self, tree: &Tree, condition: ExprId) -> Mention {
        let is = |operand| operand == Operand::Symbol(self.name);
        let mut found = Mention::None;
        // The flag says whether only `&&` stands above.
        let mut stack = vec![(condition, true)];
        while let Some((expr, required)) = stack.pop() {
            let [n, m, y] = tree.constants.map(Operand::Constant);
            let here = match tree.exprs.get(expr) {
                Expr::And(a, b) => {
                    stack.extend([(a, required), (b, required)]);
                    continue;
                }
                Expr::Or(a, b) => {
                    stack.extend([(a, false), (b, false)]);
                    continue;
                }
                Expr::Not(a) => {
                    stack.push((a, false));
                    continue;
                }
                Expr::Leaf(leaf) if is(leaf) => required,
                Expr::Compare(Comparison::Equal, a, b) if is(a) && (b == y || b == m) => required,
                Expr::Compare(Comparison::Unequal, a, b) if is(a) && b == n => required,
                Expr::Compare(_, a, b) if is(a) || is(b) => false,
                _ => continue,
            };
            if here {
                return Mention::Required;
            }
            found = Mention::Somewhere;
        }
        found
    }

    /// Whether every term of the symbol's own condition is also a term of the candidate's.
    fn covers(&self, tree: &Tree, condition: ExprId) -> bool {
        let own = self.terms.get_or_init(|| {
            let Some(condition) = self.condition else { return Some(Vec::new()) };
            let simple = simplify_as_conditions(tree, condition)?;
            let always = Simple::Leaf(Operand::Constant(tree.constants[2]));
            Some(terms_of(&simple, Join::And).into_iter().filter(|t| **t != always).cloned().collect())
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

enum Mention {
    None,
    Somewhere,
    Required,
}
