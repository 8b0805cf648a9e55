//! Finding out what every combination of the memory options costs.
//!
//! A block's header, the smallest block and a pool's own data come from the library on this machine, with the default
//! numbers; the only part of them that depends on the machine is a pointer in each pool with LOSCFG_MEM_MUL_POOL. The
//! size of the code comes from a build for a board of [`code_size::TARGET`], with the lock that is usual there.

use super::code_size;
use super::cost::{self, Cost, Record};
use super::plan::Plan;
use super::space::{Row, Space};
use super::trial::{Outcome, Slot};
use super::{Case, home, in_parallel, memory, prepare, report, trial};
use crate::debian;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;

/// What is looked at: either part may be missing.
struct Entry {
    key: String,
    /// For the library's own figures.
    hosted: Option<Case>,
    /// For the size of the code.
    bare: Option<Case>,
}

/// The costs of all combinations, and of each lock and the like on top of the defaults.
///
/// # Errors
/// A configuration fails, or there is no toolchain.
pub(super) fn run(workspace: &Workspace, space: &Space, plan: &Plan, jobs: usize) -> Result<Record> {
    debian::install_toolchain()?;
    let mut entries = entries(workspace, space, plan)?;
    let count = entries.len();
    let bar = report::bar(count as u64)?;
    // An interrupted run goes on, if no source has changed.
    let kept = home(workspace).join(format!("costs-{}", memory::of_sources(workspace)?));
    let mut record = Record::parse(&fs::read_to_string(&kept).unwrap_or_default()).unwrap_or_default();
    entries.retain(|entry| !record.0.contains_key(&entry.key));
    bar.set_position((count - entries.len()) as u64);
    let look = |job: usize, entry: &Entry| {
        let mut found = Cost::new();
        if let Some(case) = &entry.hosted {
            match Slot::new(workspace, job).run(workspace, &case.folder, 1)? {
                Outcome::Passed(figures) => found.extend(figures),
                Outcome::Failed(said) => {
                    bail!("{}\n{said}again: {}", entry.key, trial::command(workspace, &case.folder))
                }
            }
        }
        if let Some(case) = &entry.bare {
            let size = code_size::measure(workspace, &case.folder.join(".config"), job)
                .with_context(|| entry.key.clone())?;
            found.extend([("code".to_owned(), size.all), ("least_code".to_owned(), size.least)]);
        }
        Ok(found)
    };
    in_parallel(&entries, jobs, look, |entry, found| {
        record.0.insert(entry.key.clone(), found);
        fs::write(&kept, record.text()).with_context(|| format!("cannot write {}", kept.display()))?;
        bar.inc(1);
        if bar.is_hidden() {
            println!("{}/{count} {}", record.0.len(), entry.key);
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    Ok(record)
}

fn entries(workspace: &Workspace, space: &Space, plan: &Plan) -> Result<Vec<Entry>> {
    let home = home(workspace);
    let boards = board::read_all(&workspace.path("configs/boards"))?;
    let board = boards.iter().find(|board| board.targets.iter().any(|target| target == code_size::TARGET));
    let board = board.with_context(|| format!("no board lists {}", code_size::TARGET))?;
    let usual = space.defaults_with(&board.symbol).context("the board cannot be chosen")?;
    let usual_row = space.row(&usual);

    let mut entries = Vec::new();
    for (_, rows) in plan.by_memory_options(space) {
        let Some(row) = rows.into_iter().find(|row| space.has_default_numbers(row)) else { continue };
        let mut on_board: Row = usual_row.clone();
        space.indices(true).into_iter().for_each(|index| on_board[index] = row[index]);
        // Some options are not for this board.
        let bare = space.config(&on_board).is_ok().then(|| prepare(space, &home, on_board)).transpose()?;
        let hosted = Some(prepare(space, &home, row.clone())?);
        entries.push(Entry { key: cost::key(space, row), hosted, bare });
    }
    // What stands around the memory module, one thing after the other.
    for index in space.indices(false) {
        if space.is_number(index) || space.dimensions[index].values.contains(&board.symbol) {
            continue;
        }
        for row in space.reachable(&usual, &[index]).into_iter().skip(1) {
            if let Some(name) = space.name_if_on(&row, index) {
                let key = format!("{} {name}", cost::key(space, &row));
                entries.push(Entry { key, hosted: None, bare: Some(prepare(space, &home, row)?) });
            }
        }
    }
    Ok(entries)
}
