//! The long texts about the diagnostics.

use super::Code;

const TEXTS: &str = include_str!("explain.txt");

/// What a diagnostic means, why it is one, an example and the cure; `None` for a number that nothing reports.
///
/// ```
/// use kconfig::diag::{Code, explain};
/// assert!(explain(Code::UNCLOSED_BLOCK).is_some_and(|text| text.contains("endmenu")));
/// ```
pub fn explain(code: Code) -> Option<&'static str> {
    // Each text begins with its number in a line of its own and ends before the next number.
    let head = format!("== {code}\n");
    let start = TEXTS.find(&head)? + head.len();
    let rest = &TEXTS[start..];
    Some(rest[..rest.find("\n== ").unwrap_or(rest.len())].trim_end())
}
