//! The members of a choice in dialects whose choices have a mode: n, m or y.
//!
//! Knows nothing of values; which member is chosen is for [`crate::eval`] to say.

use crate::event::Type;
use crate::expr::{Comparison, Expr, ExprId, Operand};
use crate::model::{ChoiceId, NodeId, SymbolId, Tree};

/// A choice without type has that of its first member that has one; a member without type has the choice's.
pub(super) fn give_types(tree: &mut Tree, id: ChoiceId, node: NodeId, mode: SymbolId) {
    let direct: Vec<SymbolId> = tree.children(node).filter_map(|child| tree.node(child).symbol()).collect();
    let first = direct.iter().find_map(|member| tree.symbol(*member).kind);
    let kind = tree.choice(id).kind.or(first);
    tree.choices[id.index()].kind = kind;
    tree.symbols[mode.index()].kind = kind;
    for member in direct {
        let symbol = &mut tree.symbols[member.index()];
        symbol.kind = symbol.kind.or(kind);
    }
}

/// Takes what is directly below a place of a choice, its `if` blocks dissolved, as its members. What nests under a member is none.
/// A bool in a tristate choice can only be had while exactly one member is chosen.
pub(super) fn gather(tree: &mut Tree, id: ChoiceId, node: NodeId, properties_of_node: &(Vec<u32>, Vec<u32>)) {
    let choice = tree.choice(id);
    let (kind, mode) = (choice.kind, choice.mode);
    let children: Vec<_> = tree.children(node).collect();
    for child in children {
        let Some(member) = tree.node(child).symbol() else { continue };
        if tree.symbol(member).choice.is_some() {
            continue;
        }
        tree.symbols[member.index()].choice = Some(id);
        tree.choices[id.index()].members.push(member);
        let Some(mode) = mode else { continue };
        if kind != Some(Type::Tristate) || tree.symbol(member).kind == Some(Type::Tristate) {
            continue;
        }
        let span = tree.node(child).span;
        let (name, yes) = (Operand::Symbol(tree.symbol(mode).name), Operand::Constant(tree.constants[2]));
        let single = tree.exprs.add(Expr::Compare(Comparison::Equal, name, yes), span);
        let with_single = |tree: &mut Tree, condition: Option<ExprId>| match condition {
            Some(condition) => Some(tree.exprs.add(Expr::And(single, condition), span)),
            None => Some(single),
        };
        tree.nodes[child.index()].dependency = with_single(tree, tree.node(child).dependency);
        tree.nodes[child.index()].prompt_condition = with_single(tree, tree.node(child).prompt_condition);
        let (starts, list) = properties_of_node;
        let properties = starts[child.index()] as usize..starts[child.index() + 1] as usize;
        for index in list[properties].iter().map(|index| *index as usize) {
            tree.properties[index].condition = with_single(tree, tree.properties[index].condition);
        }
    }
}
