//! What is known from earlier runs, so that nothing is established twice.
//!
//! A line for each scenario, with a hash of everything the answer depends on: the programs, the tree, the variables,
//! the steps. `passed` has the scenarios in which our program gave what the reference gives; `theirs` what the
//! reference gave, as one hash a step: as long as ours gives the same, the reference need not run again.

use anyhow::{Context, Result};
use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::Path;

/// A hash of all that the reference's answer to a scenario depends on.
pub(super) type Key = u64;

/// What is known from earlier runs.
pub(super) struct Memory {
    passed: HashSet<(Key, u64)>,
    theirs: HashMap<Key, Vec<u64>>,
    passed_file: File,
    theirs_file: File,
}

impl Memory {
    /// What a folder remembers.
    pub(super) fn open(folder: &Path) -> Result<Memory> {
        let numbers = |name: &str| {
            let text = fs::read_to_string(folder.join(name)).unwrap_or_default();
            // A line that was cut short has not its end, which is a full stop.
            let lines = text.lines().filter_map(|line| line.strip_suffix(" ."));
            lines
                .filter_map(|line| {
                    line.split(' ')
                        .map(|number| u64::from_str_radix(number, 16).ok())
                        .collect::<Option<Vec<_>>>()
                })
                .collect::<Vec<_>>()
        };
        let file = |name: &str| {
            let path = folder.join(name);
            let file = OpenOptions::new().create(true).append(true).open(&path);
            file.with_context(|| format!("cannot write {}", path.display()))
        };
        Ok(Memory {
            passed: numbers("passed")
                .into_iter()
                .filter_map(|line| Some((*line.first()?, *line.get(1)?)))
                .collect(),
            theirs: numbers("theirs")
                .into_iter()
                .filter_map(|line| line.split_first().map(|(key, rest)| (*key, rest.to_vec())))
                .collect(),
            passed_file: file("passed")?,
            theirs_file: file("theirs")?,
        })
    }

    /// Whether our program of this hash gave what the reference gives.
    pub(super) fn has_passed(&self, key: Key, ours: u64) -> bool {
        self.passed.contains(&(key, ours))
    }

    /// What the reference gave.
    pub(super) fn theirs(&self, key: Key) -> Option<&Vec<u64>> {
        self.theirs.get(&key)
    }

    /// Remembers that ours gave what the reference gives.
    pub(super) fn add_passed(&mut self, key: Key, ours: u64) -> Result<()> {
        self.passed.insert((key, ours));
        writeln!(self.passed_file, "{key:016x} {ours:016x} .").context("cannot write what passed")
    }

    /// Remembers what the reference gave.
    pub(super) fn add_theirs(&mut self, key: Key, steps: Vec<u64>) -> Result<()> {
        let mut line = format!("{key:016x}");
        steps.iter().for_each(|step| line.push_str(&format!(" {step:016x}")));
        self.theirs.insert(key, steps);
        writeln!(self.theirs_file, "{line} .").context("cannot write what the reference gave")
    }
}

/// The hash of anything, always the same for the same.
pub(super) fn hash_of(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_established_is_known_to_the_next_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut memory = Memory::open(folder.path()).expect("writable");
        assert!(!memory.has_passed(1, 2) && memory.theirs(1).is_none());
        memory.add_passed(1, 2).expect("writable");
        memory.add_theirs(1, vec![7, u64::MAX]).expect("writable");
        let memory = Memory::open(folder.path()).expect("writable");
        assert!(memory.has_passed(1, 2));
        assert!(!memory.has_passed(1, 3), "another program of ours");
        assert_eq!(memory.theirs(1), Some(&vec![7, u64::MAX]));
    }

    #[test]
    fn a_line_that_was_cut_short_is_forgotten() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("passed"), "0000000000000001 00000").expect("writable");
        fs::write(folder.path().join("theirs"), "0000000000000001 0000000000000002 0000").expect("writable");
        let memory = Memory::open(folder.path()).expect("writable");
        assert!(!memory.has_passed(1, 0) && memory.theirs(1).is_none());
    }
}
