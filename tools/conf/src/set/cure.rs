//! What else to set so that assignments hold.
//!
//! A guess that follows the conditions as they are written: it is tried out before anybody hears of it, so it may
//! miss a way but does not name a wrong one.

use super::{Assignment, apply};
use kconfig::Config;
use kconfig::eval::Tristate;
use kconfig::expr::{Expr, ExprId, Operand};
use kconfig::model::SymbolId;

/// How many symbols a cure may set: a longer list is no help.
const MOST: usize = 8;

/// A call that sets the assignments and what they need; `None` if no simple one was found.
pub(super) fn find(before: &Config, assignments: &[Assignment]) -> Option<String> {
    let tree = before.tree();
    let mut wanted = assignments.to_vec();
    // Each round sets what the assignments of the last one need.
    loop {
        let mut config = before.clone();
        apply(&mut config, &wanted);
        let unmet: Vec<SymbolId> = wanted.iter().filter(|a| !a.holds(&config)).map(|a| a.symbol).collect();
        if unmet.is_empty() {
            break;
        }
        let count = wanted.len();
        for symbol in unmet {
            for node in tree.symbol(symbol).nodes() {
                if let Some(condition) = tree.node(*node).prompt_condition() {
                    need(&config, condition, Tristate::Yes, &mut wanted);
                }
            }
        }
        if wanted.len() == count || wanted.len() > assignments.len() + MOST {
            return None;
        }
    }
    let words = wanted.iter().rev().map(|Assignment { symbol, value }| {
        let word = format!("{}{}={value}", tree.prefix(), tree.name(*symbol));
        let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "_-=.,/:+".contains(c));
        if plain { word } else { format!("'{}'", word.replace('\'', r"'\''")) }
    });
    Some(format!("conf set {}", words.collect::<Vec<_>>().join(" ")))
}

/// Adds what makes an expression true, or false if that is due; of an `||` the first side will do.
fn need(config: &Config, expr: ExprId, due: Tristate, wanted: &mut Vec<Assignment>) {
    let tree = config.tree();
    let mut left = vec![(expr, due)];
    while let Some((expr, due)) = left.pop() {
        if config.evaluate(expr) == due {
            continue;
        }
        match (tree.exprs().get(expr), due) {
            (Expr::Not(inner), _) => left.push((inner, !due)),
            (Expr::And(a, b), Tristate::Yes) | (Expr::Or(a, b), Tristate::No) => {
                left.extend([(b, due), (a, due)])
            }
            (Expr::And(a, _) | Expr::Or(a, _), _) => left.push((a, due)),
            (Expr::Leaf(Operand::Symbol(name)), _) => {
                let Some(symbol) = tree.symbol_of(name) else { continue };
                if wanted.iter().all(|assignment| assignment.symbol != symbol) {
                    wanted.push(Assignment { symbol, value: due.as_str().to_owned() });
                }
            }
            (Expr::Leaf(Operand::Constant(_)) | Expr::Compare(..), _) => {}
        }
    }
}
