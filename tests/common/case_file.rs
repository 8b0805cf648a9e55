//! Reads the cases of `suite/*.toml`.

use super::case::{Act, Case, MOST_BLOCKS, Size, Step};
use serde::Deserialize;
use std::path::Path;

/// A case as it was read.
pub struct CaseText {
    name: String,
    pool: usize,
    only: Option<String>,
    steps: Vec<Step>,
}

impl CaseText {
    pub fn case(&self) -> Case<'_> {
        Case { name: &self.name, pool: self.pool, only: self.only.as_deref(), steps: &self.steps }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSuite {
    case: Vec<RawCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    name: String,
    pool: usize,
    only: Option<String>,
    steps: Vec<RawStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    alloc: Option<String>,
    align: Option<String>,
    realloc: Option<String>,
    free: Option<String>,
    #[serde(default)]
    size: usize,
    #[serde(default)]
    boundary: usize,
    #[serde(default)]
    rest: bool,
    #[serde(default)]
    fails: bool,
    same: Option<bool>,
    used: Option<usize>,
    free_blocks: Option<usize>,
}

/// Every case of a folder, by file name. Panics with the file's name on what is no case.
pub fn read_all(folder: &Path) -> Vec<CaseText> {
    let entries = std::fs::read_dir(folder).expect("the suite is there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("the suite can be listed").path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a suite file can be read");
        let suite: RawSuite =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        suite.case.into_iter().map(numbered)
    };
    paths.iter().flat_map(read).collect()
}

/// Puts numbers in place of the blocks' names.
fn numbered(raw: RawCase) -> CaseText {
    let mut names: Vec<String> = Vec::new();
    let mut number = |name: String| {
        names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            assert!(names.len() <= MOST_BLOCKS, "{}: too many blocks", raw.name);
            names.len() - 1
        })
    };
    let step = |step: RawStep| {
        let act = match (step.alloc, step.align, step.realloc, step.free) {
            (Some(name), None, None, None) => Act::Alloc(number(name)),
            (None, Some(name), None, None) => Act::Align(number(name), step.boundary),
            (None, None, Some(name), None) => Act::Realloc(number(name)),
            (None, None, None, Some(name)) => Act::Free(number(name)),
            _ => panic!("{}: a step does one thing", raw.name),
        };
        let size = if step.rest { Size::Rest } else { Size::Bytes(step.size) };
        let RawStep { fails, same, used, free_blocks, .. } = step;
        Step { act, size, fails, same, used, free_blocks }
    };
    let steps = raw.steps.into_iter().map(step).collect();
    CaseText { name: raw.name, pool: raw.pool, only: raw.only, steps }
}
