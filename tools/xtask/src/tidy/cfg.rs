//! Where conditional compilation may stand.
//!
//! - `LOSCFG_*`: `src/config.rs`, the `mod` lines of `src/capi/mod.rs` with their re-exports, the field
//!   `uwUsageWaterLine`, and the `mod` lines of the tests that call the functions of `src/capi`;
//! - `target_*`: `src/sync.rs`, `src/raw/mod.rs`, and `tests/firmware/src/arch/mod.rs`, which picks the start-up code;
//! - `unix`: `tools/menuconfig/src/term.rs`, since not every system tells that a terminal went away,
//!   `tools/kconfig/src/dotconfig/save.rs`, since not every file has an owner, and tests of links and permissions;
//! - `test`: a module at the end of its file;
//! - `feature`: the table [`FEATURES`], and `mod` lines of `src/lib.rs` and `src/adapter/mod.rs` for adapters of optional crates;
//! - `debug_assertions`: memlab, which says that a debug build's times do not count;
//! - nothing else.

use super::tokens::{Kind, Tokens};
use super::{Finding, RustFile};

const RULE: &str = "cfg";

/// The features that may be asked for, and the file that may ask.
///
/// `poison` exchanges the one file through which the pool touches its memory for one that tells the address sanitizer
/// whose it is, and the one through which tests damage a pool for one that the sanitizer does not see.
const FEATURES: [(&str, &str); 5] = [
    ("emit", "tools/kconfig/src/lib.rs"),
    ("panic-handler", "tools/los-mem-capi/src/lib.rs"),
    ("liteos-interrupts", "tools/los-mem-capi/src/lib.rs"),
    ("poison", "src/raw/mod.rs"),
    ("poison", "tests/common/mod.rs"),
];

/// The files that may ask for the target.
const TARGET_FILES: [&str; 3] = ["src/sync.rs", "src/raw/mod.rs", "tests/firmware/src/arch/mod.rs"];

/// A `cfg` attribute or macro.
struct Use {
    line: usize,
    /// The words of its condition; a feature as `feature=NAME`.
    words: Vec<String>,
    /// The index of the item that it stands before; none for `cfg!` and `#![cfg]`.
    item: Option<usize>,
}

/// Adds a finding for each condition that stands where it must not.
pub(super) fn check(file: &RustFile, findings: &mut Vec<Finding>) {
    for place in uses(&file.tokens) {
        for word in &place.words {
            if let Some(cure) = cure(file, &place, word) {
                let (path, line) = (file.path.clone(), place.line);
                findings.push(Finding { path, line, rule: RULE, cure });
            }
        }
    }
}

/// How to mend this condition, unless it is allowed.
fn cure(file: &RustFile, place: &Use, word: &str) -> Option<String> {
    let path = file.path.as_str();
    let item_is = |words: &[&str]| place.item.is_some_and(|item| file.tokens.at(item, words));
    if word.starts_with("LOSCFG_") {
        let allowed = path == "src/config.rs"
            || (path == "src/capi/mod.rs" && (item_is(&["mod"]) || item_is(&["use"])))
            || (path == "tests/pool_capi/main.rs" && item_is(&["mod"]))
            || (path.starts_with("src/") && item_is(&["uwUsageWaterLine"]));
        return (!allowed)
            .then(|| format!("{word} is for src/config.rs: use a field of CONFIG or a policy type"));
    }
    if word.starts_with("target_") || matches!(word, "unix" | "windows") {
        let own = ["tools/menuconfig/src/term.rs", "tools/kconfig/src/dotconfig/save.rs"].contains(&path);
        let system = word == "unix" && (own || path.contains("/tests/"));
        let allowed = system || TARGET_FILES.contains(&path);
        return (!allowed)
            .then(|| format!("{word} is for src/sync.rs and src/raw/mod.rs: move the difference there"));
    }
    if word == "test" {
        let allowed = item_is(&["mod"]) && place.item.is_some_and(|item| is_last(&file.tokens, item));
        return (!allowed)
            .then(|| "cfg(test) is for one module at the end of the file: move it there".to_owned());
    }
    if let Some(feature) = word.strip_prefix("feature=") {
        let allowed = FEATURES.contains(&(feature, path))
            || (matches!(path, "src/lib.rs" | "src/adapter/mod.rs") && item_is(&["mod"]));
        return (!allowed)
            .then(|| format!("the feature {feature} may not be asked for here: see the table of tidy"));
    }
    if word == "debug_assertions" && path.starts_with("tools/memlab/") {
        return None;
    }
    Some(format!("cfg({word}) has no place in this project: decide at run time or by a type"))
}

/// Whether only more test modules follow the module at an index: a declaration, or a body that ends the file.
fn is_last(tokens: &Tokens, item: usize) -> bool {
    match tokens.get(item + 2) {
        Some(token) if token.text == ";" => true,
        Some(_) => tokens.close(item + 2) == tokens.len().checked_sub(1),
        None => false,
    }
}

/// Every condition of a file.
fn uses(tokens: &Tokens) -> Vec<Use> {
    let mut found = Vec::new();
    for (index, token) in tokens.iter() {
        if token.kind != Kind::Word || !matches!(token.text.as_str(), "cfg" | "cfg_attr" | "cfg_if") {
            continue;
        }
        let is_macro = tokens.at(index + 1, &["!"]);
        let open = if is_macro { index + 2 } else { index + 1 };
        let Some(close) = tokens.close(open) else { continue };
        let outer = index >= 2 && tokens.at(index - 2, &["#", "["]);
        let inner = index >= 3 && tokens.at(index - 3, &["#", "!", "["]);
        let item = (outer && !is_macro).then(|| tokens.item_after(close + 1));
        if is_macro || outer || inner {
            let words = words(tokens, open, close, token.text == "cfg_attr");
            found.push(Use { line: token.line, words, item });
        }
    }
    found
}

/// The words of a condition, without the operators.
fn words(tokens: &Tokens, open: usize, close: usize, first_only: bool) -> Vec<String> {
    let mut words = Vec::new();
    let mut index = open + 1;
    while index < close {
        let Some(token) = tokens.get(index) else { break };
        if first_only && token.text == "," {
            break;
        }
        if let (true, Some(end)) = (first_only, tokens.close(index)) {
            words.extend(self::words(tokens, index, end, false));
            index = end;
        } else if token.kind == Kind::Word && !matches!(token.text.as_str(), "all" | "any" | "not") {
            match tokens.get(index + 2) {
                Some(value) if token.text == "feature" => {
                    words.push(format!("feature={}", value.text.trim_matches('"')));
                }
                _ => words.push(token.text.clone()),
            }
        }
        index += 1;
    }
    words
}
