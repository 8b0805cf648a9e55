//! What a run gave, and whether two agree.
//!
//! Owns the list of answers of the reference that are none; each stands in tools/kconfig/docs/differences.md.

use super::input::{Input, shown, write};
use anyhow::Result;
use std::path::Path;

/// What one program did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Outcome {
    /// None: it was killed.
    pub(super) status: Option<i32>,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
    /// The files that it made or changed, sorted by name.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// What the reference says when it has misread its own expression; what it does then means nothing.
const LOST: &[u8] = b"Oops!";
/// What such a choice gives depends on whether the other symbol was worked out already.
const FOREIGN: &[u8] = b"is not contained in the choice";
/// How a warning about a select begins, after an empty line.
const UNMET: &str = "WARNING: unmet direct dependencies detected for ";

impl Outcome {
    /// Why there is nothing to agree with, if so. Of the reference's outcome.
    pub(super) fn no_answer(&self) -> Option<&'static str> {
        if self.status.is_none() {
            return Some("it crashed or did not end");
        }
        if self.status == Some(2) {
            return Some("its scanner failed");
        }
        let contains = |text: &[u8], part: &[u8]| text.windows(part.len()).any(|window| window == part);
        if contains(&self.stderr, LOST) {
            return Some("it says Oops!");
        }
        contains(&self.stderr, FOREIGN).then_some("a choice's default is no member")
    }

    /// Why this, of the reference, is no answer though it looks like one: then it need not agree with ours.
    pub(super) fn no_answer_to(&self, input: &Input) -> Option<&'static str> {
        input
            .compares_unequal_to_y()
            .then_some("a condition compares with != y, of which it makes rubbish for a bool")
    }

    /// Whether this, of the reference, and ours agree.
    pub(super) fn agrees(&self, ours: &Outcome, input: &Input) -> bool {
        if self.status != ours.status || self.files != ours.files {
            return false;
        }
        // In a dialogue the help shows values that were not worked out yet, and the warnings come again when they are.
        let asks = input.asks();
        let said = self.stdout == ours.stdout
            || input.helps() && without_values(&self.stdout) == without_values(&ours.stdout);
        // The order of these warnings is that of a hash table, if `.config` was read, else that in which it works.
        let warned = |outcome: &Outcome| sorted(&outcome.stderr, asks);
        said && (self.stderr == ours.stderr || warned(self) == warned(ours))
    }

    /// In which of its parts ours differs.
    pub(super) fn kind(&self, ours: &Outcome) -> [bool; 4] {
        [
            self.status != ours.status,
            self.stdout != ours.stdout,
            self.stderr != ours.stderr,
            self.files != ours.files,
        ]
    }

    /// The parts, each with the name of its file in a case.
    fn parts(&self) -> Vec<(String, Vec<u8>)> {
        let status = self.status.map_or("a signal".to_owned(), |status| status.to_string()) + "\n";
        let outputs = [("stdout", self.stdout.clone()), ("stderr", self.stderr.clone())];
        let outputs = outputs.into_iter().filter(|(_, text)| !text.is_empty());
        let status = Some(("status", status.into_bytes())).filter(|_| self.status != Some(0));
        let files = self
            .files
            .iter()
            .map(|(name, text)| (if name == ".config" { "config" } else { name.as_str() }, text.clone()));
        outputs.chain(status).chain(files).map(|(name, text)| (format!("expected_{name}"), text)).collect()
    }

    /// Writes what a case expects.
    pub(super) fn write_case(&self, folder: &Path) -> Result<()> {
        self.parts().iter().try_for_each(|(name, text)| write(&folder.join(name), text))
    }

    /// The outcome as text for people.
    pub(super) fn show(&self) -> String {
        self.parts().iter().map(|(name, text)| format!("--- {name}\n{}", shown(text))).collect()
    }

    /// How ours differs, for people.
    pub(super) fn difference(&self, ours: &Outcome) -> String {
        let mut text = String::new();
        if self.status != ours.status {
            text += &format!("--- status: the oracle's {:?}, ours {:?}\n", self.status, ours.status);
        }
        let mut compare = |name: &str, theirs: &[u8], ours: &[u8]| {
            if theirs != ours {
                let (theirs, ours) = (shown(theirs), shown(ours));
                let diff = similar::TextDiff::from_lines(&theirs, &ours);
                let (old, new) = (format!("oracle {name}"), format!("ours {name}"));
                text += &diff.unified_diff().header(&old, &new).to_string();
            }
        };
        compare("stdout", &self.stdout, &ours.stdout);
        compare("stderr", &self.stderr, &ours.stderr);
        let of = |outcome: &Outcome, name: &str| {
            let found = outcome.files.iter().find(|(other, _)| other == name);
            found.map(|(_, text)| text.clone())
        };
        let mut names: Vec<_> = self.files.iter().chain(&ours.files).map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        for name in names {
            let (theirs, ours) = (of(self, name), of(ours, name));
            compare(name, &theirs.unwrap_or_default(), &ours.unwrap_or_default());
        }
        text
    }
}

/// A dialogue without what a help says of values, such as ` [=y]`.
fn without_values(stdout: &[u8]) -> String {
    let text = shown(stdout);
    let mut parts = text.split(" [=");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once(']').map_or(part, |(_, rest)| rest))
}

/// Standard error as paragraphs, those about unmet dependencies that stand together in order of their text; each of
/// them only once if so asked.
fn sorted(stderr: &[u8], once: bool) -> Vec<String> {
    let text = shown(stderr);
    // What a shell says comes when it runs; our own words come later.
    let (mut text, rest): (Vec<&str>, Vec<&str>) =
        text.split_inclusive('\n').partition(|line| line.starts_with("sh: "));
    text.extend(rest);
    let text = text.concat();
    let mut parts: Vec<String> = Vec::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let begins = line == "\n" && lines.peek().is_some_and(|next| next.starts_with(UNMET));
        let goes_on = parts.last().is_some_and(|part| part.starts_with('\n')) && line.starts_with([' ', 'W']);
        match parts.last_mut() {
            Some(part) if goes_on && !begins => part.push_str(line),
            _ => parts.push(line.to_owned()),
        }
    }
    if once {
        let mut seen = std::collections::HashSet::new();
        parts.retain(|part| !part.starts_with('\n') || seen.insert(part.clone()));
    }
    for run in parts.chunk_by_mut(|a, b| a.starts_with('\n') && b.starts_with('\n')) {
        run.sort();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn only_warnings_that_stand_together_change_places() {
        let warning = |name: &str| {
            format!("\nWARNING: unmet direct dependencies detected for {name}\n  Depends on [n]: Z\n")
        };
        let (a, b) = (warning("A"), warning("B"));
        assert_eq!(sorted((a.clone() + &b).as_bytes(), false), sorted((b.clone() + &a).as_bytes(), false));
        let (ab, ba) = (format!("{a}Kconfig:1: x\n{b}"), format!("{b}Kconfig:1: x\n{a}"));
        assert_ne!(sorted(ab.as_bytes(), false), sorted(ba.as_bytes(), false));
    }
}
