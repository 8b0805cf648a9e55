//! What a run of `conf` begins with, and its form as a case of the tests.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A tree, a configuration for it, and how `conf` is called.
#[derive(Clone, PartialEq, Eq, Hash, Default, Debug)]
pub(super) struct Input {
    /// By name; `.config` among them if there is one.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    pub(super) environment: Vec<(String, String)>,
    /// Without the last, which is the first file of the tree.
    pub(super) arguments: Vec<String>,
    pub(super) stdin: Vec<u8>,
}

impl Input {
    /// The words of the file `cmd` of a case.
    fn command(&self) -> String {
        let variables = self.environment.iter().map(|(name, value)| format!("{name}={value}"));
        let words: Vec<_> = variables.chain(self.arguments.iter().cloned()).collect();
        words.join(" ") + "\n"
    }

    /// Whether the mode asks questions.
    pub(super) fn asks(&self) -> bool {
        self.arguments.iter().any(|argument| matches!(argument.as_str(), "--oldconfig" | "--oldaskconfig"))
    }

    /// Whether the mode can print a help.
    pub(super) fn helps(&self) -> bool {
        self.asks() || self.arguments.iter().any(|argument| argument == "--helpnewconfig")
    }

    /// Whether a tree compares something with `!= y`.
    pub(super) fn compares_unequal_to_y(&self) -> bool {
        let y = |rest: &[u8]| {
            let rest = rest.trim_ascii_start();
            let word = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
            word.first() == Some(&b'y') && !word.get(1).is_some_and(u8::is_ascii_alphanumeric)
        };
        let compares =
            |text: &Vec<u8>| (0..text.len()).any(|at| text[at..].starts_with(b"!=") && y(&text[at + 2..]));
        self.files.values().any(compares)
    }

    /// Writes the files where the program shall run.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        for (name, text) in &self.files {
            write(&folder.join(name), text)?;
        }
        Ok(())
    }

    /// Writes the case, without the files that the oracle answers.
    pub(super) fn write_case(&self, folder: &Path) -> Result<()> {
        for (name, text) in &self.files {
            write(&folder.join(if name == ".config" { "config" } else { name }), text)?;
        }
        if !self.stdin.is_empty() {
            write(&folder.join("stdin"), &self.stdin)?;
        }
        write(&folder.join("cmd"), self.command().as_bytes())
    }

    /// The case as text for people.
    pub(super) fn show(&self) -> String {
        let mut text = format!("--- cmd\n{}", self.command());
        let stdin = Some(("stdin", &self.stdin)).filter(|(_, stdin)| !stdin.is_empty());
        for (name, content) in self.files.iter().map(|(name, text)| (name.as_str(), text)).chain(stdin) {
            text += &format!("--- {name}\n{}", shown(content));
        }
        text
    }
}

/// Bytes as lines that can be printed and compared.
pub(super) fn shown(bytes: &[u8]) -> String {
    let line = |line: &[u8]| match std::str::from_utf8(line) {
        Ok(text)
            if text.ends_with('\n') && !text.contains(|c: char| c.is_control() && !"\n\t".contains(c)) =>
        {
            text.to_owned()
        }
        _ => format!("{} (escaped)\n", line.escape_ascii()),
    };
    bytes.split_inclusive(|byte| *byte == b'\n').map(line).collect()
}

/// Writes a file and the folders above it.
pub(super) fn write(path: &Path, text: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
