//! `depends on A if B`: what the condition means where it is n.
//!
//! Not `!B`, which is m where B is m, but `B = n`, which is y or n. Only symbols can be compared, so the comparison
//! moves inward: `(X && Y) = n` is `X = n || Y = n`.

use crate::expr::{Comparison, Expr, ExprId, Exprs, Operand};
use crate::intern::Names;

/// Whether an expression has to be n or y.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    No,
    Yes,
}

enum Step {
    Visit(ExprId, Wanted),
    And(ExprId),
    Or(ExprId),
}

/// An expression that is y where `condition` is n, and n elsewhere. A loop: conditions are as long as the input wants.
pub(super) fn is_off(exprs: &mut Exprs, names: &mut Names, condition: ExprId) -> ExprId {
    let [n, y] = ["n", "y"].map(|word| Operand::Constant(names.intern(word)));
    let (mut steps, mut done) = (vec![Step::Visit(condition, Wanted::No)], Vec::new());
    while let Some(step) = steps.pop() {
        match step {
            Step::Visit(id, wanted) => match (exprs.get(id), wanted) {
                (Expr::Leaf(leaf), _) => {
                    let value = if wanted == Wanted::No { n } else { y };
                    let span = exprs.span(id);
                    done.push(exprs.add(Expr::Compare(Comparison::Equal, leaf, value), span));
                }
                (Expr::Compare(..), Wanted::Yes) => done.push(id),
                (Expr::Compare(..), Wanted::No) => {
                    let span = exprs.span(id);
                    done.push(exprs.add(Expr::Not(id), span));
                }
                (Expr::Not(a), Wanted::No) => steps.push(Step::Visit(a, Wanted::Yes)),
                (Expr::Not(a), Wanted::Yes) => steps.push(Step::Visit(a, Wanted::No)),
                (Expr::And(a, b), Wanted::Yes) | (Expr::Or(a, b), Wanted::No) => {
                    steps.extend([Step::And(id), Step::Visit(b, wanted), Step::Visit(a, wanted)]);
                }
                (Expr::Or(a, b), Wanted::Yes) | (Expr::And(a, b), Wanted::No) => {
                    steps.extend([Step::Or(id), Step::Visit(b, wanted), Step::Visit(a, wanted)]);
                }
            },
            Step::And(id) | Step::Or(id) => {
                let (right, left) = (done.pop().unwrap_or(id), done.pop().unwrap_or(id));
                let made =
                    if matches!(step, Step::And(_)) { Expr::And(left, right) } else { Expr::Or(left, right) };
                let span = exprs.span(id);
                done.push(exprs.add(made, span));
            }
        }
    }
    done.pop().unwrap_or(condition)
}
