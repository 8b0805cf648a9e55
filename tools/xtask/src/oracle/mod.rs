//! The expected files of the Kconfig tests, as Linux's own `conf` answers them.
//!
//! `package` takes the reference out of Debian's packages, `program` runs it, `judge` knows the references of the
//! other dialects, `source` is the kernel that the first configures; `case` is one recorded run, `tree` lists the runs
//! over this repository's own Kconfig. The forms on disk are described in tools/kconfig/tests/data/README.md.

mod case;
mod judge;
mod package;
mod program;
mod source;
mod tree;

pub(crate) use judge::linux_4_11;
pub(crate) use package::{Series, succeed};
pub(crate) use program::{Program, download, download_series};
pub(crate) use source::source;

use crate::workspace::{Workspace, files_below};
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What to do with the oracle's answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Store them.
    Write,
    /// Compare them with the stored ones.
    Check,
}

/// Files by their path inside a folder.
type Files = BTreeMap<String, Vec<u8>>;

/// A folder of expected files and what the oracle says they should be.
struct Answer {
    folder: PathBuf,
    stored: Files,
    expected: Files,
}

const CASES: &str = "tools/kconfig/tests/data/conf";
/// Below it a folder for each other dialect.
const DIALECTS: &str = "tools/kconfig/tests/data/dialect";
const TREE: &str = "tools/kconfig/tests/data/tree";

/// Runs the oracle over all cases and over the repository's own Kconfig.
pub(crate) fn run(
    workspace: &Workspace,
    conf: Option<PathBuf>,
    mode: Mode,
    only: Option<&str>,
) -> Result<()> {
    let program = match conf {
        Some(path) => Program::at(&path)?,
        None => download(&workspace.target())?,
    };
    let wanted = |name: &str| only.is_none_or(|text| name.contains(text));

    let cases: Vec<_> =
        case::names(&workspace.path(CASES))?.into_iter().filter(|name| wanted(name)).collect();
    let runs: Vec<_> = tree::runs(workspace)?.into_iter().filter(|run| wanted(run.name())).collect();
    let bar = ProgressBar::new((cases.len() + runs.len()) as u64).with_style(
        ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").context("the bar's template is wrong")?,
    );

    let mut differences = Vec::new();
    let mut changed = 0;
    for name in &cases {
        bar.set_message(name.clone());
        let answer =
            case::ask(&program, &workspace.path(CASES).join(name)).with_context(|| format!("case {name}"))?;
        changed += settle(workspace, &answer, mode, &mut differences)?;
        bar.inc(1);
    }
    let mut judged = 0;
    for dialect in judge::DIALECTS {
        let folder = workspace.path(DIALECTS).join(dialect);
        let names = case::names(&folder)?;
        let names: Vec<_> = names.into_iter().filter(|name| wanted(name)).collect();
        let judge = if names.is_empty() { None } else { judge::of(dialect, &workspace.target())? };
        let Some(judge) = judge else { continue };
        for name in &names {
            bar.set_message(format!("{dialect}/{name}"));
            let answer = case::ask(&judge, &folder.join(name));
            let answer = answer.with_context(|| format!("case {dialect}/{name}"))?;
            changed += settle(workspace, &answer, mode, &mut differences)?;
            judged += 1;
        }
    }
    let mut expected = Files::new();
    for run in &runs {
        bar.set_message(run.name().to_owned());
        expected.extend(run.ask(&program, workspace).with_context(|| format!("own tree, {}", run.name()))?);
        bar.inc(1);
    }
    let folder = workspace.path(TREE);
    let stored = if folder.is_dir() { read(&folder)? } else { Files::new() };
    let stored = stored.into_iter().filter(|(name, _)| wanted(name)).collect();
    changed += settle(workspace, &Answer { folder, stored, expected }, mode, &mut differences)?;
    bar.finish_and_clear();

    let count = cases.len() + judged + runs.len();
    match mode {
        Mode::Write => println!("{count} runs of conf, {changed} files changed"),
        Mode::Check if differences.is_empty() => println!("{count} runs of conf, all as stored"),
        Mode::Check => {
            print!("{}", differences.concat());
            bail!("{changed} files differ; `cargo xtask oracle` writes them again");
        }
    }
    Ok(())
}

/// Stores or compares one answer; how many files differed.
fn settle(
    workspace: &Workspace,
    answer: &Answer,
    mode: Mode,
    differences: &mut Vec<String>,
) -> Result<usize> {
    let names = answer.stored.keys().chain(answer.expected.keys());
    let names: BTreeSet<_> = names.collect();
    let mut changed = 0;
    for name in names {
        let (stored, expected) = (answer.stored.get(name), answer.expected.get(name));
        if stored == expected {
            continue;
        }
        changed += 1;
        let path = answer.folder.join(name);
        match (mode, expected) {
            (Mode::Check, _) => {
                let inside = path.strip_prefix(workspace.root()).unwrap_or(&path);
                differences.push(difference(inside, stored, expected));
            }
            (Mode::Write, Some(bytes)) => write(&path, bytes)?,
            (Mode::Write, None) => {
                fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
    }
    Ok(changed)
}

fn difference(path: &Path, stored: Option<&Vec<u8>>, expected: Option<&Vec<u8>>) -> String {
    let text = |bytes: Option<&Vec<u8>>| {
        bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    };
    let (old, new) = (text(stored), text(expected));
    let heads = (format!("{} (stored)", path.display()), "conf".to_owned());
    similar::TextDiff::from_lines(old.as_str(), new.as_str())
        .unified_diff()
        .header(&heads.0, &heads.1)
        .to_string()
}

/// All files below a folder with their contents.
fn read(folder: &Path) -> Result<Files> {
    files_below(folder)?
        .into_iter()
        .map(|name| {
            let path = folder.join(&name);
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok((name, bytes))
        })
        .collect()
}

/// Writes a file and the folders above it.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
