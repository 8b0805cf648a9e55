//! los-mem in its valid configurations.
//!
//! `space` enumerates them with the evaluator, `pairs` and `plan` choose, `trial` builds and tests one, `memory` lets an
//! interrupted run go on, `report` is what people see. `costing` finds out what each costs, with `code_size`; `cost` is
//! the record of that, `page` its tables in the documentation.

mod code_size;
mod cost;
mod costing;
mod memory;
mod page;
mod pairs;
mod plan;
mod report;
mod space;
mod trial;

use crate::parallel::{in_parallel, processors};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use cost::Record;
use kconfig::Config;
use memory::Memory;
use plan::Plan;
use report::Report;
use space::{Row, Space};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use trial::{Outcome, Slot};

/// What is done with the configurations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// Few are tried, which together show every pair of values.
    Pairs,
    /// These, and every combination of the memory options. What passed with the same sources is not tried again.
    Full,
    /// The record of costs and its tables are written again.
    Cost,
}

/// How a run is made.
pub(crate) struct Options {
    pub(crate) form: Form,
    /// So many configurations at once; none: one for each processor.
    pub(crate) jobs: Option<usize>,
    /// No more configurations than these.
    pub(crate) limit: Option<usize>,
}

/// A configuration that will be tried.
struct Case {
    row: Row,
    name: String,
    /// Where its `.config` stands.
    folder: PathBuf,
}

/// Does what the form says.
///
/// # Errors
/// A configuration fails, or costs something else than what is on record.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let space = Space::new(Arc::new(workspace.project()?.load()));
    let plan = Plan::new(&space)?;
    let jobs = options.jobs.unwrap_or_else(processors).max(1);
    if options.form == Form::Cost {
        let record = costing::run(workspace, &space, &plan, jobs)?;
        write(workspace, cost::FILE, &record.text())?;
        write(workspace, page::FILE, &new_page(workspace, &space, &record)?)?;
        println!("{} and {} written: {} lines", cost::FILE, page::FILE, record.0.len());
        return Ok(());
    }

    let record = Record::parse(&fs::read_to_string(workspace.path(cost::FILE)).unwrap_or_default())?;
    let cases = choose(workspace, &space, &plan, options)?;
    let mut memory = Memory::open(&home(workspace), memory::of_sources(workspace)?)?;
    let (passed, cases): (Vec<_>, Vec<_>) =
        cases.into_iter().partition(|case| options.form == Form::Full && memory.has(&case.name));
    if !passed.is_empty() {
        println!("{} of them passed before with the same sources", passed.len());
    }
    let mut report = Report::new(&space, cases.len() as u64)?;
    let each = (processors() / jobs).max(1);
    let attempt = |job: usize, case: &Case| Slot::new(workspace, job).run(workspace, &case.folder, each);
    in_parallel(&cases, jobs, attempt, |case, outcome| {
        let outcome = match outcome {
            Outcome::Passed(found) => match record.differences(&space, &case.row, &found) {
                None => Outcome::Passed(found),
                Some(differences) => Outcome::Failed(differences),
            },
            failed => failed,
        };
        if let Outcome::Passed(_) = outcome {
            memory.add(&case.name)?;
        }
        report.add(workspace, case, outcome);
        Ok(())
    })?;
    report.finish(passed.len())?;
    // Last, so that a new option is tried before its costs are on record.
    const WRITE: &str = "`cargo xtask matrix --cost` finds out the costs and writes both";
    if new_page(workspace, &space, &record).context(WRITE)? != read(workspace, page::FILE)? {
        bail!("{} does not show what {} says: {WRITE}", page::FILE, cost::FILE);
    }
    Ok(())
}

/// The configurations of a form, and says how many they are.
fn choose(workspace: &Workspace, space: &Space, plan: &Plan, options: &Options) -> Result<Vec<Case>> {
    let combinations = plan.by_memory_options(space).len();
    let rows = match options.form {
        Form::Full => {
            let rows = plan.full(space);
            println!(
                "{} configurations: each of the {combinations} combinations of the memory options, and every pair of \
                 values of two options",
                rows.len()
            );
            rows
        }
        _ => {
            println!(
                "{} configurations, which show every pair of values of two options ({combinations} combinations of the \
                 memory options)",
                plan.pairs.len()
            );
            plan.pairs.clone()
        }
    };
    let rows = rows.into_iter().take(options.limit.unwrap_or(usize::MAX));
    rows.map(|row| prepare(space, &home(workspace), row)).collect()
}

/// Where configurations and builds are kept.
fn home(workspace: &Workspace) -> PathBuf {
    workspace.target().join("matrix")
}

/// Writes the configuration of a row to a folder of its own below `home`.
fn prepare(space: &Space, home: &Path, row: Row) -> Result<Case> {
    let text = space.config(&row)?.write();
    let name = memory::name_of(&text);
    let folder = home.join(&name);
    let path = folder.join(".config");
    // The build script goes by the time of the last change.
    if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        fs::write(&path, &text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(Case { row, name, folder })
}

/// The page about costs with the tables that a record gives.
fn new_page(workspace: &Workspace, space: &Space, record: &Record) -> Result<String> {
    let mut named = Vec::new();
    for name in workspace.defconfigs()? {
        let mut config = Config::new(Arc::clone(space.tree()));
        let file = format!("configs/{name}");
        config.read(&file, read(workspace, &file)?.as_bytes());
        named.push((name, cost::key(space, &space.row(&config))));
    }
    page::renew(&read(workspace, page::FILE)?, record, &named)
}

fn read(workspace: &Workspace, file: &str) -> Result<String> {
    fs::read_to_string(workspace.path(file)).with_context(|| format!("cannot read {file}"))
}

fn write(workspace: &Workspace, file: &str, text: &str) -> Result<()> {
    fs::write(workspace.path(file), text).with_context(|| format!("cannot write {file}"))
}
