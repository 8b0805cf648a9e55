//! No file names a place on somebody's machine.

use super::Finding;

const RULE: &str = "machine paths";

/// Top folders that exist on one machine and not on the next.
const PLACES: [&str; 4] = ["home", "root", "Users", "work"];

/// Adds a finding for each line with such a path.
pub(super) fn check(path: &str, text: &str, findings: &mut Vec<Finding>) {
    for (index, line) in text.lines().enumerate() {
        for place in PLACES {
            if mentions(line, &format!("/{place}/")) {
                findings.push(Finding {
                    path: path.to_owned(),
                    line: index + 1,
                    rule: RULE,
                    cure: format!("/{place}/ is a place on one machine: use a path inside the repository"),
                });
            }
        }
    }
}

/// Whether the folder begins a path here, and is not a part of a longer one.
fn mentions(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| {
            !c.is_alphanumeric() && !matches!(c, '/' | '.' | '_' | '-' | '}' | ')' | '*' | '>')
        })
    })
}
