//! Replaces the conditions of a tree by their simplified form.
//!
//! The values are the same. It is done only where a symbol depends on itself by a term that decides nothing, as in
//! `depends on A || y`: the order of evaluation follows the symbols that an expression names.

use crate::expr::{Expr, ExprId};
use crate::model::Tree;
use crate::model::simplify::{Simple, simplify};
use crate::span::Span;
use std::collections::HashMap;

pub(super) fn conditions(tree: &mut Tree) {
    let mut known: HashMap<ExprId, ExprId> = HashMap::new();
    let mut replace = |tree: &mut Tree, expr: &mut Option<ExprId>| {
        let Some(old) = *expr else { return };
        let new = *known.entry(old).or_insert_with(|| match simplify(tree, old) {
            Some(simple) => {
                let span = tree.exprs.span(old);
                add(tree, &simple, span)
            }
            None => old,
        });
        *expr = Some(new);
    };
    for index in 0..tree.properties.len() {
        let mut condition = tree.properties[index].condition;
        replace(tree, &mut condition);
        tree.properties[index].condition = condition;
    }
    for index in 0..tree.nodes.len() {
        let (mut dependency, mut prompt) = (tree.nodes[index].dependency, tree.nodes[index].prompt_condition);
        replace(tree, &mut dependency);
        replace(tree, &mut prompt);
        (tree.nodes[index].dependency, tree.nodes[index].prompt_condition) = (dependency, prompt);
    }
    for index in 0..tree.symbols.len() {
        let mut symbol = tree.symbols[index].clone();
        for term in symbol.rev_dep.iter_mut().chain(&mut symbol.weak_rev_dep) {
            replace(tree, &mut term.condition);
        }
        for dependency in &mut symbol.dependencies {
            let mut expr = Some(*dependency);
            replace(tree, &mut expr);
            *dependency = expr.unwrap_or(*dependency);
        }
        let span = symbol.direct_dep.map(|expr| tree.exprs.span(expr));
        let joined = symbol.dependencies.iter().copied().reduce(|a, b| {
            let span = span.unwrap_or_else(|| tree.exprs.span(b));
            tree.exprs.add(Expr::Or(a, b), span)
        });
        symbol.direct_dep = joined;
        tree.symbols[index] = symbol;
    }
}

fn add(tree: &mut Tree, simple: &Simple, span: Span) -> ExprId {
    let expr = match simple {
        Simple::Leaf(leaf) => Expr::Leaf(*leaf),
        Simple::Compare(how, a, b) => Expr::Compare(*how, *a, *b),
        Simple::Not(a) => Expr::Not(add(tree, a, span)),
        Simple::And(a, b) => Expr::And(add(tree, a, span), add(tree, b, span)),
        Simple::Or(a, b) => Expr::Or(add(tree, a, span), add(tree, b, span)),
    };
    tree.exprs.add(expr, span)
}
