//! The rules of the architecture that no compiler knows.
//!
//! Each submodule owns one kind of rule and adds [`Finding`]s; `tokens` is how they look at Rust without being
//! misled by comments and strings. A rule is a table or a sentence at the head of its module: to change the
//! architecture, change it there.

mod cfg;
mod edges;
mod modules;
mod options;
mod paths;
mod size;
mod symbols;
mod tokens;
mod unsafety;

#[cfg(test)]
mod tests;

use crate::workspace::Workspace;
use anyhow::{Result, bail};
use std::fmt;
use tokens::Tokens;

/// One breach of one rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    line: usize,
    rule: &'static str,
    cure: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { path, line, rule, cure } = self;
        write!(f, "{path}:{line}: {rule}: {cure}")
    }
}

/// A Rust file, read once for all rules.
struct RustFile {
    path: String,
    text: String,
    tokens: Tokens,
}

impl RustFile {
    fn new(path: impl Into<String>, text: impl Into<String>) -> RustFile {
        let text = text.into();
        RustFile { path: path.into(), tokens: Tokens::of(&text), text }
    }
}

/// Checks the repository and prints what it finds.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let findings = check(workspace)?;
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => println!("tidy"),
        1 => bail!("1 finding"),
        count => bail!("{count} findings"),
    }
    Ok(())
}

/// Every finding, sorted by place.
fn check(workspace: &Workspace) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut rust = Vec::new();
    for path in workspace.files()? {
        let Some(text) = workspace.text(&path)? else { continue };
        paths::check(&path, &text, &mut findings);
        // What a compile-fail test contains is wrong on purpose.
        if path.ends_with(".rs") && !path.starts_with("tests/ui/") {
            rust.push(RustFile::new(path, text));
        }
    }
    for file in &rust {
        cfg::check(file, &mut findings);
        unsafety::check(file, &mut findings);
        modules::check(file, &mut findings);
        size::check(file, &mut findings);
    }
    edges::check(workspace, &mut findings)?;
    symbols::check(workspace, &rust, &mut findings)?;
    options::check(workspace, &rust, &mut findings)?;
    findings.sort();
    Ok(findings)
}
