//! How long a file may be.
//!
//! Over 600 lines its head says why, in a line that begins with [`REASON`]; over 1000 it is split, but for the tests
//! of the grammar and of the pool. The files that everybody reads first have limits of their own.

use super::{Finding, RustFile};

const RULE: &str = "file size";

const LONG: usize = 600;
const TOO_LONG: usize = 1000;
const HEAD: usize = 20;

/// How a reason begins, in a comment of the head.
const REASON: &str = "Long because";

/// Tests that may have any length.
const ANY_LENGTH: [&str; 2] = ["tools/kconfig/tests/parse", "tests/pool_"];

/// Files with a limit of their own.
const SHORT: [(&str, usize); 2] = [("build.rs", 30), ("src/lib.rs", 80)];

/// Adds a finding for a file that is too long.
pub(super) fn check(file: &RustFile, findings: &mut Vec<Finding>) {
    let lines = file.text.lines().count();
    let reason = || {
        file.text.lines().take(HEAD).any(|line| line.trim_start_matches(['/', '!', ' ']).starts_with(REASON))
    };
    let cure =
        if let Some((_, limit)) = SHORT.iter().find(|(path, limit)| *path == file.path && lines > *limit) {
            format!("{lines} lines, at most {limit} here: move the rest to where it belongs")
        } else if lines > TOO_LONG && !ANY_LENGTH.iter().any(|path| file.path.starts_with(path)) {
            format!("{lines} lines, over {TOO_LONG}: split it by its nouns")
        } else if lines > LONG && !reason() {
            format!("{lines} lines, over {LONG}: split it, or say in its head `//! {REASON} …`")
        } else {
            return;
        };
    findings.push(Finding { path: file.path.clone(), line: 1, rule: RULE, cure });
}
