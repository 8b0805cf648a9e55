//! Which module may know which.
//!
//! Inside tools/kconfig the modules stand in layers, [`LAYERS`]: a module may use its own layer and those below.
//! In los-mem, `src/raw` knows nothing of the policies above it.

use super::tokens::{Kind, Tokens};
use super::{Finding, RustFile};

const RULE: &str = "module order";

const KCONFIG: &str = "tools/kconfig/src/";

/// The modules of the engine, lowest layer first.
const LAYERS: [&[&str]; 9] = [
    &["bytes", "diag", "dialect", "dollar", "event", "expr", "intern", "number", "shell", "source", "span"],
    &["token", "lexer"],
    &["preprocess", "parse"],
    &["parser"],
    &["lower", "model"],
    &["eval"],
    &["dotconfig"],
    &["modes"],
    &["emit", "project"],
];

/// What the unsafe core of los-mem must not know.
const ABOVE_RAW: [&str; 9] = ["capi", "check", "fit", "global", "pool", "registry", "show", "slab", "stat"];

/// Adds a finding for each use of a module that must not be known.
pub(super) fn check(file: &RustFile, findings: &mut Vec<Finding>) {
    let path = file.path.as_str();
    let mut find = |line, cure| findings.push(Finding { path: path.to_owned(), line, rule: RULE, cure });
    if path.starts_with("src/raw/") {
        for (line, used) in uses(&file.tokens, depth(path, "src/")) {
            if ABOVE_RAW.contains(&used.as_str()) {
                find(line, format!("src/raw knows nothing of {used}: pass in what it needs"));
            }
        }
    }
    let Some(own) = path.strip_prefix(KCONFIG).and_then(module).filter(|own| *own != "lib") else { return };
    let Some(own_layer) = layer(own) else {
        return find(1, format!("{own} has no layer: give it one in the table of tidy"));
    };
    for (line, used) in uses(&file.tokens, depth(path, KCONFIG)) {
        if layer(&used).is_some_and(|layer| layer > own_layer) {
            find(line, format!("{own} lies below {used} and must not use it: move the common part down"));
        }
    }
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The top-level module that a path inside a crate's src belongs to.
fn module(inside: &str) -> Option<&str> {
    inside.split('/').next().map(|first| first.trim_end_matches(".rs"))
}

/// How many `super` lead from the file's own module to the crate's root.
fn depth(path: &str, src: &str) -> usize {
    let inside = path.strip_prefix(src).unwrap_or(path).trim_end_matches(".rs").trim_end_matches("/mod");
    inside.split('/').count()
}

/// Every top-level module that is named by `crate::` or by enough `super::`; modules within `cfg(test)` left out.
fn uses(tokens: &Tokens, depth: usize) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        if tokens.at(index, &["#", "[", "cfg", "(", "test", ")", "]"]) {
            let item = tokens.item_after(index + 6);
            index = tokens.close(item + 2).unwrap_or(item);
        }
        let supers = (0..).take_while(|n| tokens.at(index + 3 * n, &["super", ":", ":"])).count();
        let start = if tokens.at(index, &["crate", ":", ":"]) {
            Some(index + 3)
        } else if supers > 0 && supers == depth {
            Some(index + 3 * supers)
        } else {
            None
        };
        match start {
            Some(start) => {
                names(tokens, start, &mut found);
                index = start;
            }
            None => index += 1 + 3 * supers.saturating_sub(1),
        }
    }
    found
}

/// The first names of a use tree: `a::b`, `{a::b, c}`.
fn names(tokens: &Tokens, start: usize, found: &mut Vec<(usize, String)>) {
    let Some(close) = tokens.close(start) else {
        if let Some(token) = tokens.get(start).filter(|token| token.kind == Kind::Word) {
            found.push((token.line, token.text.clone()));
        }
        return;
    };
    let mut index = start + 1;
    let mut first = true;
    while index < close {
        let Some(token) = tokens.get(index) else { break };
        if first && token.kind == Kind::Word {
            found.push((token.line, token.text.clone()));
        }
        first = token.text == ",";
        index = tokens.close(index).map_or(index + 1, |end| end + 1);
    }
}
