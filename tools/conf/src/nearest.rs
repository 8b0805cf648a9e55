//! Finding symbols by what people type.

use kconfig::model::{SymbolId, Tree};

/// The symbol that is named with or without the tree's prefix.
///
/// # Errors
/// What to say if there is none, with the names that come nearest.
pub(crate) fn symbol(tree: &Tree, name: &str) -> Result<SymbolId, String> {
    let bare = name.strip_prefix(tree.prefix()).filter(|bare| !bare.is_empty());
    // A symbol's own name may begin with the prefix: the name as it was given comes first.
    if let Some(symbol) = tree.symbol_named(name).or_else(|| tree.symbol_named(bare?)) {
        return Ok(symbol);
    }
    let near = nearest(tree, bare.unwrap_or(name));
    Err(match near.as_slice() {
        [] => format!("no symbol is named {name}: look for it in the menu, or check the spelling"),
        [one] => format!("no symbol is named {name}: did you mean {one}?"),
        [first @ .., last] => {
            format!("no symbol is named {name}: did you mean {} or {last}?", first.join(", "))
        }
    })
}

/// Up to three names that could have been meant, the likeliest first. O(symbols).
fn nearest(tree: &Tree, name: &str) -> Vec<String> {
    let wanted = name.to_uppercase();
    // Names of one tree share their beginnings, which Jaro-Winkler would reward: plain edit distance tells more.
    let mut near: Vec<(f64, &str)> = tree
        .symbols()
        .map(|symbol| tree.name(symbol))
        .map(|other| (likeness(&wanted, &other.to_uppercase()), other))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    // One that is nearly right leaves no doubt: what is much further away would only be noise.
    let best = near.first().map_or(0.0, |(likeness, _)| *likeness);
    near.retain(|(likeness, _)| *likeness >= best - 0.15);
    near.iter().take(3).map(|(_, name)| format!("{}{name}", tree.prefix())).collect()
}

/// From 0 to 1. A part of the name is as good as a small mistake.
fn likeness(wanted: &str, name: &str) -> f64 {
    let whole = strsim::normalized_damerau_levenshtein(wanted, name);
    let part = if wanted.len() >= 3 && name.contains(wanted) { 0.75 } else { 0.0 };
    whole.max(part)
}
