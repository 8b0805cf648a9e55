//! What has been tried already, so that a run that was interrupted goes on.
//!
//! A line for each configuration that passed, with a hash of everything the outcome depends on: when a source
//! changes, what is remembered no longer counts.

use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a trial reads, by how the paths begin.
const SOURCES: [&str; 12] = [
    ".cargo/",
    "Cargo.",
    "Kconfig",
    "build.rs",
    "configs/boards/",
    "src/",
    "tests/common/",
    "tests/pool_capi/",
    "tools/board/",
    "tools/kconfig/",
    "tools/kconfig-build/",
    "tools/los-mem-capi/src/",
];

/// The trials that passed with these sources.
pub(super) struct Memory {
    file: File,
    hash: String,
    passed: BTreeSet<String>,
}

impl Memory {
    /// What is remembered in a folder of trials with these sources.
    pub(super) fn open(folder: &Path, hash: String) -> Result<Memory> {
        let path: PathBuf = folder.join("passed");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let lines = text.lines().filter_map(|line| line.split_once(' '));
        let passed = lines.filter(|(of, _)| *of == hash).map(|(_, name)| name.to_owned()).collect();
        let file = OpenOptions::new().create(true).append(true).open(&path);
        let file = file.with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Memory { file, hash, passed })
    }

    /// Whether the configuration of this name passed.
    pub(super) fn has(&self, name: &str) -> bool {
        self.passed.contains(name)
    }

    /// Remembers that it passed.
    pub(super) fn add(&mut self, name: &str) -> Result<()> {
        writeln!(self.file, "{} {name}", self.hash).context("cannot write what passed")
    }
}

/// A short name for a text, always the same for the same text.
pub(super) fn name_of(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:012x}", hasher.finish() >> 16)
}

/// The hash of all that a trial depends on: the sources and the compiler.
pub(super) fn of_sources(workspace: &Workspace) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    let version = Command::new("rustc").arg("-vV").current_dir(workspace.root()).output();
    version.context("cannot ask rustc for its version")?.stdout.hash(&mut hasher);
    for file in workspace.files()? {
        if SOURCES.iter().any(|start| file.starts_with(start)) && !file.starts_with("src/docs/") {
            file.hash(&mut hasher);
            fs::read(workspace.path(&file)).with_context(|| format!("cannot read {file}"))?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passed_is_remembered_until_a_source_changes() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |file: &str, text: &str| {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("writable");
        };
        write("src/pool.rs", "1");
        write("README.md", "1");
        let workspace = Workspace::at(folder.path());
        let open = || {
            let hash = of_sources(&workspace).expect("readable");
            Memory::open(folder.path(), hash).expect("writable")
        };
        open().add("abc").expect("writable");
        assert!(open().has("abc") && !open().has("abd"));
        write("README.md", "2");
        assert!(open().has("abc"), "no trial reads it");
        write("src/pool.rs", "2");
        assert!(!open().has("abc"));
        write("src/pool.rs", "1");
        assert!(open().has("abc"));
    }
}
