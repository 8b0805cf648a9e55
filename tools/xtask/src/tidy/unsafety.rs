//! Where unsafe code may stand.
//!
//! `src/raw/`, `src/global.rs`, `src/capi/`, `tools/los-mem-capi/`; in `src/sync.rs` and `src/shared.rs`, what a lock promises
//! and what the user of a shared pool promises; in `src/adapter/`, the traits of optional crates; the tests of the product in
//! `tests/` call C functions and may too. Every other tool forbids it in its crate root. `src/lib.rs` lifts the lint by module.

use super::tokens::Kind;
use super::{Finding, RustFile};

const RULE: &str = "unsafe";

const ALLOWED: [&str; 8] = [
    "src/raw/",
    "src/global.rs",
    "src/capi/",
    "src/sync.rs",
    "src/shared.rs",
    "src/adapter/",
    "tools/los-mem-capi/",
    "tests/",
];

/// Adds a finding for each `unsafe` and each lifted lint that stands where it must not.
pub(super) fn check(file: &RustFile, findings: &mut Vec<Finding>) {
    let path = file.path.as_str();
    let mut find = |line, cure: &str| {
        findings.push(Finding { path: path.to_owned(), line, rule: RULE, cure: cure.to_owned() });
    };
    if is_tool_root(path) && !is_forbidden(file) {
        find(1, "a host tool needs #![forbid(unsafe_code)] in its root");
    }
    if ALLOWED.iter().any(|allowed| path.starts_with(allowed)) {
        return;
    }
    for (index, token) in file.tokens.iter() {
        if token.kind == Kind::Word && token.text == "unsafe" {
            find(token.line, "move it behind a safe function of src/raw, src/global.rs or src/capi");
        }
        if file.tokens.at(index, &["allow", "(", "unsafe_code", ")"]) && path != "src/lib.rs" {
            find(token.line, "the lint is lifted in src/lib.rs only, for the modules listed there");
        }
    }
}

/// Whether this file is the root of a host tool's library or program.
fn is_tool_root(path: &str) -> bool {
    let parts: Vec<_> = path.split('/').collect();
    matches!(parts[..], ["tools", tool, "src", "lib.rs" | "main.rs"] if tool != "los-mem-capi")
}

fn is_forbidden(file: &RustFile) -> bool {
    file.tokens.iter().any(|(index, _)| file.tokens.at(index, &["forbid", "(", "unsafe_code", ")"]))
}
