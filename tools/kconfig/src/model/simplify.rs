//! Expressions in the form that the reference program gives them before it prints or compares them.
//!
//! Values come from the arena as written; this form is only for messages and for the shape of the menu.
//!
//! The rules are those of logic over n < m < y, applied from the leaves up until nothing changes:
//! - comparisons of a bool with a constant become the bool or its negation;
//! - a negation moves inward;
//! - `y` and `n` vanish where they decide nothing, and swallow the rest where they decide;
//! - of two terms of one `&&` or `||` that say the same of one symbol, the earlier is gone, and the later says what it said or what
//!   both say together.

use super::Tree;
use crate::event::Type;
use crate::expr::{Comparison, Expr, ExprId, Operand};

/// Above this many nodes an expression is left as it is: the rules compare all pairs of terms.
const LIMIT: usize = 1000;

/// A simplified expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Simple {
    /// A symbol or constant.
    Leaf(Operand),
    /// `!a`
    Not(Box<Simple>),
    /// `a && b`
    And(Box<Simple>, Box<Simple>),
    /// `a || b`
    Or(Box<Simple>, Box<Simple>),
    /// A comparison.
    Compare(Comparison, Operand, Operand),
}

/// The two operators that join terms.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Join {
    And,
    Or,
}

/// The simplified form of an expression; `None` if it is too large.
pub(crate) fn simplify(tree: &Tree, expr: ExprId) -> Option<Simple> {
    let rules = Rules { tree };
    let plain = rules.plain(expr, &mut LIMIT.clone())?;
    Some(rules.without_repeats(plain))
}

/// The form in which the reference looks whether one condition holds wherever another does: leaves are written
/// as comparisons, so that `A` and `A != n` are one thing.
pub(crate) fn simplify_as_conditions(tree: &Tree, expr: ExprId) -> Option<Simple> {
    let rules = Rules { tree };
    let simple = simplify(tree, expr)?;
    Some(rules.without_repeats(rules.transform(rules.as_conditions(simple))))
}

struct Rules<'t> {
    tree: &'t Tree,
}

impl Rules<'_> {
    /// Copies out of the arena, transforming on the way up.
    fn plain(&self, expr: ExprId, left: &mut usize) -> Option<Simple> {
        *left = left.checked_sub(1)?;
        Some(match self.tree.exprs.get(expr) {
            Expr::Leaf(leaf) => Simple::Leaf(leaf),
            Expr::Compare(how, a, b) => self.transform(Simple::Compare(how, a, b)),
            Expr::Not(a) => self.transform(Simple::Not(Box::new(self.plain(a, left)?))),
            Expr::And(a, b) => {
                self.transform(Simple::And(Box::new(self.plain(a, left)?), Box::new(self.plain(b, left)?)))
            }
            Expr::Or(a, b) => {
                self.transform(Simple::Or(Box::new(self.plain(a, left)?), Box::new(self.plain(b, left)?)))
            }
        })
    }

    fn kind(&self, operand: Operand) -> Option<Type> {
        let Operand::Symbol(name) = operand else { return None };
        self.tree.mentioned(name).and_then(|id| self.tree.symbol(id).kind)
    }

    fn constant(&self, value: usize) -> Operand {
        Operand::Constant(self.tree.constants[value])
    }

    fn n(&self) -> Operand {
        self.constant(0)
    }

    fn m(&self) -> Operand {
        self.constant(1)
    }

    fn y(&self) -> Operand {
        self.constant(2)
    }

    fn is(&self, expr: &Simple, constant: Operand) -> bool {
        *expr == Simple::Leaf(constant)
    }

    /// Applies the rules for one node and those that it makes; the parts are in this form already.
    fn transform(&self, expr: Simple) -> Simple {
        match expr {
            Simple::Leaf(_) => expr,
            Simple::Compare(how, a, b) => self.compare(how, a, b),
            Simple::Not(a) => self.not(*a),
            Simple::And(a, b) => {
                let (a, b) = (self.transform(*a), self.transform(*b));
                if self.is(&a, self.n()) || self.is(&b, self.n()) {
                    Simple::Leaf(self.n())
                } else if self.is(&a, self.y()) {
                    b
                } else if self.is(&b, self.y()) {
                    a
                } else {
                    Simple::And(Box::new(a), Box::new(b))
                }
            }
            Simple::Or(a, b) => {
                let (a, b) = (self.transform(*a), self.transform(*b));
                if self.is(&a, self.y()) || self.is(&b, self.y()) {
                    Simple::Leaf(self.y())
                } else if self.is(&a, self.n()) {
                    b
                } else if self.is(&b, self.n()) {
                    a
                } else {
                    Simple::Or(Box::new(a), Box::new(b))
                }
            }
        }
    }

    fn compare(&self, how: Comparison, a: Operand, b: Operand) -> Simple {
        let equal = match how {
            Comparison::Equal => true,
            Comparison::Unequal => false,
            _ => return Simple::Compare(how, a, b),
        };
        if self.kind(a) != Some(Type::Bool) {
            return Simple::Compare(how, a, b);
        }
        let leaf = Simple::Leaf(a);
        if b == self.m() {
            // A bool is never m.
            return Simple::Leaf(if equal { self.n() } else { self.y() });
        }
        match (b == self.y(), b == self.n()) {
            (true, _) if equal => leaf,
            (_, true) if equal => Simple::Not(Box::new(leaf)),
            (true, _) => Simple::Not(Box::new(leaf)),
            (_, true) => leaf,
            _ => Simple::Compare(how, a, b),
        }
    }

    fn not(&self, inner: Simple) -> Simple {
        match self.transform(inner) {
            Simple::Not(a) => self.transform(*a),
            Simple::Compare(how, a, b) => {
                let opposite = match how {
                    Comparison::Equal => Comparison::Unequal,
                    Comparison::Unequal => Comparison::Equal,
                    Comparison::Less => Comparison::GreaterOrEqual,
                    Comparison::LessOrEqual => Comparison::Greater,
                    Comparison::Greater => Comparison::LessOrEqual,
                    Comparison::GreaterOrEqual => Comparison::Less,
                };
                self.transform(Simple::Compare(opposite, a, b))
            }
            Simple::And(a, b) => Simple::Or(Box::new(self.not(*a)), Box::new(self.not(*b))),
            Simple::Or(a, b) => Simple::And(Box::new(self.not(*a)), Box::new(self.not(*b))),
            leaf if self.is(&leaf, self.y()) => Simple::Leaf(self.n()),
            leaf if self.is(&leaf, self.n()) => Simple::Leaf(self.y()),
            leaf if self.is(&leaf, self.m()) => leaf,
            leaf => Simple::Not(Box::new(leaf)),
        }
    }

    /// Removes terms that say again what another says, until there are none.
    fn without_repeats(&self, expr: Simple) -> Simple {
        let mut expr = expr;
        loop {
            let mut changed = false;
            expr = self.unrepeat(expr, &mut changed);
            if !changed {
                return expr;
            }
            expr = self.transform(expr);
        }
    }

    fn unrepeat(&self, expr: Simple, changed: &mut bool) -> Simple {
        let join = match &expr {
            Simple::And(..) => Join::And,
            Simple::Or(..) => Join::Or,
            _ => return expr,
        };
        let neutral = Simple::Leaf(match join {
            Join::And => self.y(),
            Join::Or => self.n(),
        });
        let mut shape = Vec::new();
        let mut terms = Vec::new();
        flatten(expr, join, &mut terms, &mut shape);
        for term in &mut terms {
            let inner = std::mem::replace(term, neutral.clone());
            *term = self.unrepeat(inner, changed);
        }
        for i in 0..terms.len() {
            for j in i + 1..terms.len() {
                if let Some(both) = self.join(join, &terms[i], &terms[j]) {
                    terms[i] = neutral.clone();
                    terms[j] = both;
                    *changed = true;
                    break;
                }
            }
        }
        rebuild(join, terms, &shape)
    }

    /// What two terms say together, if one term can say it.
    fn join(&self, join: Join, a: &Simple, b: &Simple) -> Option<Simple> {
        if same(a, b) {
            return Some(a.clone());
        }
        let (x, y) = (self.claim(a)?, self.claim(b)?);
        if x.0 != y.0 {
            return None;
        }
        let symbol = x.0;
        let kind = self.kind(symbol)?;
        let equal = |value| Some(Simple::Compare(Comparison::Equal, symbol, value));
        let unequal = |value| Some(Simple::Compare(Comparison::Unequal, symbol, value));
        let pair = |p: Claim, q: Claim| (x.1 == p && y.1 == q) || (x.1 == q && y.1 == p);
        let (yes, module, no) = (self.y(), self.m(), self.n());
        match join {
            Join::Or if kind == Type::Tristate => {
                if pair(Claim::Is(yes), Claim::Is(module)) {
                    return unequal(no);
                }
                if pair(Claim::Is(yes), Claim::Is(no)) {
                    return unequal(module);
                }
                if pair(Claim::Is(module), Claim::Is(no)) {
                    return unequal(yes);
                }
                None
            }
            Join::Or if kind == Type::Bool && pair(Claim::On, Claim::Off) => Some(Simple::Leaf(yes)),
            Join::Or => None,
            Join::And => {
                if !matches!(kind, Type::Bool | Type::Tristate) {
                    return None;
                }
                if pair(Claim::On, Claim::Is(yes)) || pair(Claim::On, Claim::Not(module)) {
                    return equal(yes);
                }
                if pair(Claim::On, Claim::Not(no)) {
                    return Some(Simple::Leaf(symbol));
                }
                if kind == Type::Bool {
                    return None;
                }
                match (x.1, y.1) {
                    (Claim::Is(value), Claim::Not(other)) | (Claim::Not(other), Claim::Is(value))
                        if matches!((value, other), (Operand::Constant(_), Operand::Constant(_))) =>
                    {
                        if value == other { Some(Simple::Leaf(no)) } else { equal(value) }
                    }
                    _ if pair(Claim::Not(yes), Claim::Not(no)) => equal(module),
                    _ if pair(Claim::Not(yes), Claim::Not(module)) => equal(no),
                    _ if pair(Claim::Not(module), Claim::Not(no)) => equal(yes),
                    // `A && A=m` is m where `A=m` is y: the two are no terms to be joined.
                    _ => None,
                }
            }
        }
    }

    /// What a term says of one symbol.
    fn claim(&self, expr: &Simple) -> Option<(Operand, Claim)> {
        Some(match expr {
            Simple::Leaf(symbol) => (*symbol, Claim::On),
            Simple::Compare(Comparison::Equal, symbol, value) => (*symbol, Claim::Is(*value)),
            Simple::Compare(Comparison::Unequal, symbol, value) => (*symbol, Claim::Not(*value)),
            Simple::Not(inner) => match **inner {
                Simple::Leaf(symbol) => (symbol, Claim::Off),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// Each leaf `A` as `A != n`.
    fn as_conditions(&self, expr: Simple) -> Simple {
        match expr {
            Simple::Leaf(symbol @ Operand::Symbol(_)) => {
                Simple::Compare(Comparison::Unequal, symbol, self.n())
            }
            Simple::And(a, b) => {
                Simple::And(Box::new(self.as_conditions(*a)), Box::new(self.as_conditions(*b)))
            }
            Simple::Or(a, b) => {
                Simple::Or(Box::new(self.as_conditions(*a)), Box::new(self.as_conditions(*b)))
            }
            Simple::Not(a) => match *a {
                Simple::Leaf(symbol @ Operand::Symbol(_)) => {
                    Simple::Compare(Comparison::Equal, symbol, self.n())
                }
                a => Simple::Not(Box::new(a)),
            },
            other => other,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    On,
    Off,
    Is(Operand),
    Not(Operand),
}

/// Takes the terms of a chain of one operator, from left to right, and the shape of the chain in postfix order.
fn flatten(expr: Simple, join: Join, terms: &mut Vec<Simple>, shape: &mut Vec<bool>) {
    match expr {
        Simple::And(a, b) if join == Join::And => {
            flatten(*a, join, terms, shape);
            flatten(*b, join, terms, shape);
            shape.push(true);
        }
        Simple::Or(a, b) if join == Join::Or => {
            flatten(*a, join, terms, shape);
            flatten(*b, join, terms, shape);
            shape.push(true);
        }
        term => {
            terms.push(term);
            shape.push(false);
        }
    }
}

/// Puts terms back into the shape they came from.
fn rebuild(join: Join, terms: Vec<Simple>, shape: &[bool]) -> Simple {
    let mut terms = terms.into_iter();
    let mut done: Vec<Simple> = Vec::new();
    for operator in shape {
        if !operator {
            done.extend(terms.next());
            continue;
        }
        if let (Some(b), Some(a)) = (done.pop(), done.pop()) {
            let (a, b) = (Box::new(a), Box::new(b));
            done.push(match join {
                Join::And => Simple::And(a, b),
                Join::Or => Simple::Or(a, b),
            });
        }
    }
    done.pop().expect("a chain has at least one term")
}

/// Whether two expressions are the same, the order of terms apart.
pub(crate) fn same(a: &Simple, b: &Simple) -> bool {
    let join = match (a, b) {
        (Simple::And(..), Simple::And(..)) => Join::And,
        (Simple::Or(..), Simple::Or(..)) => Join::Or,
        (Simple::Not(a), Simple::Not(b)) => return same(a, b),
        _ => return a == b,
    };
    let (left, mut right) = (terms_of(a, join), terms_of(b, join));
    left.len() == right.len()
        && left.iter().all(|term| match right.iter().position(|other| same(term, other)) {
            Some(at) => {
                right.swap_remove(at);
                true
            }
            None => false,
        })
}

/// The terms of a chain of one operator, from left to right.
pub(crate) fn terms_of(expr: &Simple, join: Join) -> Vec<&Simple> {
    let mut terms = Vec::new();
    let mut stack = vec![expr];
    while let Some(expr) = stack.pop() {
        match (expr, join) {
            (Simple::And(a, b), Join::And) | (Simple::Or(a, b), Join::Or) => stack.extend([&**b, &**a]),
            _ => terms.push(expr),
        }
    }
    terms
}
