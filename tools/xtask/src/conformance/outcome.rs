//! What a run gave, and how two of them differ.

use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Output;

/// What a run gave.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Outcome {
    /// Every file of the folder after the run; those whose order is that of a hash table with their lines sorted.
    files: BTreeMap<String, Vec<u8>>,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    /// None: it was killed.
    status: Option<i32>,
}

/// In what two runs differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Aspect {
    Files,
    Output,
    Messages,
    Status,
    /// A configuration that should have stayed was changed.
    Effect,
}

/// A difference, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Difference {
    pub(super) aspect: Aspect,
    pub(super) what: String,
}

/// So many lines of a difference are shown.
const LINES: usize = 24;

impl Outcome {
    /// Takes what is in the folder and what the program printed.
    pub(super) fn take(folder: &Path, output: Output) -> Result<Outcome> {
        let mut files = BTreeMap::new();
        for name in crate::workspace::files_below(folder)? {
            let path = folder.join(&name);
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let bytes = if name.starts_with("include/") { sorted(&bytes) } else { bytes };
            files.insert(name, bytes);
        }
        Ok(Outcome { files, stdout: output.stdout, stderr: output.stderr, status: output.status.code() })
    }

    /// Always the same for the same outcome.
    pub(super) fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    /// The bytes of `.config`.
    pub(super) fn config(&self) -> Option<&Vec<u8>> {
        self.files.get(".config")
    }

    /// What was printed as messages.
    pub(super) fn messages(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// Whether the files are the same.
    pub(super) fn same_files(&self, other: &Outcome) -> bool {
        self.files == other.files
    }

    /// How ours differs from theirs.
    pub(super) fn differences(&self, ours: &Outcome) -> Vec<Difference> {
        let mut found = Vec::new();
        if self.status != ours.status {
            let word = |status: Option<i32>| status.map_or("killed".to_owned(), |code| code.to_string());
            let what = format!("status {} instead of {}\n", word(ours.status), word(self.status));
            found.push(Difference { aspect: Aspect::Status, what });
        }
        let (files, others) = (&self.files, &ours.files);
        let names: BTreeSet<_> = files.keys().chain(others.keys()).collect();
        let (mut more, mut shown) = (0, 0);
        for name in names {
            let what = match (files.get(name), others.get(name)) {
                (Some(a), Some(b)) if a == b => continue,
                (Some(a), Some(b)) => lines(name, a, b),
                (Some(_), None) => format!("{name} is missing\n"),
                (None, _) => format!("{name} should not be there\n"),
            };
            shown += 1;
            if shown > 8 {
                more += 1;
                continue;
            }
            found.push(Difference { aspect: Aspect::Files, what });
        }
        if more > 0 {
            found.push(Difference { aspect: Aspect::Files, what: format!("and {more} more files\n") });
        }
        if self.stdout != ours.stdout {
            let what = lines("standard output", &self.stdout, &ours.stdout);
            found.push(Difference { aspect: Aspect::Output, what });
        }
        if self.stderr != ours.stderr {
            let what = lines("standard error", &self.stderr, &ours.stderr);
            found.push(Difference { aspect: Aspect::Messages, what });
        }
        found
    }
}

/// The lines of a file in order: what is compared as a set.
fn sorted(text: &[u8]) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = text.split_inclusive(|&byte| byte == b'\n').collect();
    lines.sort_unstable();
    lines.concat()
}

/// The first lines in which two texts differ.
fn lines(name: &str, theirs: &[u8], ours: &[u8]) -> String {
    let (theirs, ours) = (String::from_utf8_lossy(theirs), String::from_utf8_lossy(ours));
    let diff = similar::TextDiff::from_lines(&*theirs, &*ours);
    let diff = diff.unified_diff().context_radius(1).header(&format!("{name} (theirs)"), "ours").to_string();
    let mut text = String::new();
    let mut all = diff.split_inclusive('\n');
    all.by_ref().take(LINES).for_each(|line| text.push_str(line));
    match all.count() {
        0 => {}
        more => text.push_str(&format!("… and {more} more lines\n")),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(files: &[(&str, &str)]) -> Outcome {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        Outcome { files, stdout: Vec::new(), stderr: Vec::new(), status: Some(0) }
    }

    #[test]
    fn the_order_of_lines_counts_only_where_it_means_something() {
        assert_eq!(sorted(b"b\na\na"), b"aa\nb\n");
        let folder = tempfile::tempdir().expect("a folder");
        let take = |text: &str| {
            fs::create_dir_all(folder.path().join("include/config")).expect("a folder");
            fs::write(folder.path().join("include/config/auto.conf"), text).expect("a file");
            fs::write(folder.path().join(".config"), text).expect("a file");
            let status = std::os::unix::process::ExitStatusExt::from_raw(0);
            Outcome::take(folder.path(), Output { status, stdout: Vec::new(), stderr: Vec::new() })
                .expect("taken")
        };
        let (one, other) = (take("A=y\nB=y\n"), take("B=y\nA=y\n"));
        let found = one.differences(&other);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].what.contains(".config"));
        assert_ne!(one.digest(), other.digest());
    }

    #[test]
    fn every_aspect_is_compared() {
        let theirs = outcome(&[(".config", "A=y\n"), ("gone", "")]);
        let mut ours = outcome(&[(".config", "A=m\n"), ("new", "")]);
        ours.stdout = b"x".to_vec();
        ours.stderr = b"y".to_vec();
        ours.status = Some(1);
        let aspects: Vec<Aspect> = theirs.differences(&ours).into_iter().map(|found| found.aspect).collect();
        let files = [Aspect::Files; 3];
        assert_eq!(aspects, [&[Aspect::Status], &files[..], &[Aspect::Output, Aspect::Messages]].concat());
        assert!(theirs.differences(&outcome(&[(".config", "A=y\n"), ("gone", "")])).is_empty());
    }

    #[test]
    fn a_long_difference_is_cut() {
        let many: String = (0..100).map(|line| format!("{line}\n")).collect();
        let text = lines("x", b"", many.as_bytes());
        assert_eq!(text.lines().count(), LINES + 1);
        assert!(text.ends_with("more lines\n"));
    }
}
