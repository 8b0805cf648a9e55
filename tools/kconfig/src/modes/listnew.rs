//! The symbols that the user has not set.

use crate::eval::Config;
use crate::model::{NodeId, SymbolId};

/// What `--listnewconfig` prints: a line for each visible symbol that the user has not set.
pub fn list_new(config: &Config) -> String {
    let prefix = config.tree().prefix();
    let tree = config.tree();
    let line = |(node, symbol): (NodeId, Option<SymbolId>)| {
        // A choice is a symbol too; of those without a name there is nothing to print.
        let choice = tree.node(node).choice().map(|choice| tree.choice(choice));
        let named = choice.filter(|choice| choice.name().is_some()).and_then(|choice| choice.mode());
        match symbol.or(named) {
            // Linux 4.x gives the names only, and none of members.
            Some(symbol) if tree.writes_defaulted_no && tree.symbol(symbol).choice().is_some() => {
                String::new()
            }
            Some(symbol) if tree.writes_defaulted_no => format!("{prefix}{}\n", tree.name(symbol)),
            Some(symbol) => format!("{prefix}{}={}\n", tree.name(symbol), config.quoted(symbol)),
            None => String::new(),
        }
    };
    new_places(config).into_iter().map(line).collect()
}

/// What `--helpnewconfig` prints: the help of each visible symbol that the user has not set.
pub fn help_new(config: &Config) -> String {
    let text = |(node, _)| format!("-----\n{}-----\n", super::symbol_help(config, node));
    new_places(config).into_iter().map(text).collect()
}

/// The places that ask for a value which the user never gave, in the order of the menu. What is below an invisible
/// place is not looked at.
fn new_places(config: &Config) -> Vec<(NodeId, Option<SymbolId>)> {
    let tree = config.tree();
    let mut found = Vec::new();
    let mut stack = vec![tree.root()];
    while let Some(node) = stack.pop() {
        if node != tree.root() && !config.is_visible(node) {
            continue;
        }
        if let Some(symbol) = tree.node(node).symbol()
            && config.user(symbol).is_none()
            && config.is_changeable(symbol)
        {
            found.push((node, Some(symbol)));
        }
        if tree.node(node).choice().is_some_and(|choice| config.is_new_choice(choice)) {
            found.push((node, None));
        }
        let at = stack.len();
        stack.extend(tree.children(node));
        stack[at..].reverse();
    }
    found
}
