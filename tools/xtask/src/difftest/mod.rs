//! Random trees and configurations: our `conf` against the oracle's, byte for byte.
//!
//! `generate` makes a case, `runner` runs it, `outcome` compares, `shrink` makes a case that differs smaller; it is then
//! written as a directory in the form of the test cases. Each case has a number from which it can be made again.

mod generate;
mod input;
mod outcome;
mod random;
mod runner;
mod shrink;

use crate::oracle::{Program, download};
use crate::workspace::Workspace;
use anyhow::{Context, Result, anyhow, bail};
use indicatif::{ProgressBar, ProgressStyle};
use input::Input;
use outcome::Outcome;
use random::Random;
use runner::Runner;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Which cases to try.
pub(crate) struct Plan {
    /// The number of the first; a run that was interrupted goes on where it was.
    pub(crate) seed: u64,
    pub(crate) cases: u64,
    /// Stop after so many differences.
    pub(crate) stop: usize,
    /// So many at a time; one for each processor unless said.
    pub(crate) jobs: Option<usize>,
    /// Where the differing cases are written.
    pub(crate) out: PathBuf,
    /// Leave out what the oracle refuses.
    pub(crate) accepted: bool,
    /// Print the first case and both answers, and do no more.
    pub(crate) show: bool,
    /// Compare with this program in place of ours.
    pub(crate) ours: Option<PathBuf>,
}

/// What all threads know.
struct Shared<'a> {
    plan: &'a Plan,
    oracle: Program,
    ours: Program,
    next: AtomicU64,
    found: Mutex<Found>,
    bar: ProgressBar,
}

/// What was found so far.
#[derive(Default)]
struct Found {
    /// The reduced cases.
    cases: HashSet<Input>,
    /// How many cases the oracle gave no answer to, by reason.
    unanswered: BTreeMap<&'static str, u64>,
    /// How many cases ended with an error, as the oracle has it.
    refused: u64,
}

/// Tries the cases of a plan; fails if any shows a difference.
pub(crate) fn run(workspace: &Workspace, conf: Option<PathBuf>, plan: &Plan) -> Result<()> {
    let oracle = match conf {
        Some(path) => Program::at(&path)?,
        None => download(&workspace.target())?,
    };
    let ours = match &plan.ours {
        Some(path) => Program::at(path)?,
        None => build(workspace)?,
    };
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} {eta} {msg}");
    let bar = ProgressBar::new(plan.cases).with_style(style.context("the bar's template is wrong")?);
    let shared = Shared { plan, oracle, ours, next: AtomicU64::new(plan.seed), found: Mutex::default(), bar };
    if plan.show {
        return show(&shared);
    }
    let jobs = plan.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let start = Instant::now();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(|| work(&shared))).collect();
        threads.into_iter().try_for_each(|thread| {
            thread.join().unwrap_or_else(|_| Err(anyhow!("a thread of the comparison panicked")))
        })
    })?;
    shared.bar.finish_and_clear();
    let found = shared.found.into_inner().unwrap_or_default();
    let done = (shared.next.into_inner().min(plan.seed + plan.cases)) - plan.seed;
    let rate = done as f64 / start.elapsed().as_secs_f64();
    println!("cases {} to {}: {rate:.0} a second", plan.seed, plan.seed + done.saturating_sub(1));
    println!("{} of them end with an error, as they should", found.refused);
    for (reason, count) in &found.unanswered {
        println!("{count} have no answer of the oracle: {reason}");
    }
    if !found.cases.is_empty() {
        bail!("{} different cases differ; they lie in {}", found.cases.len(), plan.out.display());
    }
    println!("no difference");
    Ok(())
}

/// Builds our program.
pub(crate) fn build(workspace: &Workspace) -> Result<Program> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--release", "--package", "conf"])
        .current_dir(workspace.root())
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("our conf does not build");
    }
    Program::at(&workspace.target().join("release/conf"))
}

/// Takes cases until there are none.
fn work(shared: &Shared<'_>) -> Result<()> {
    let runner = Runner::new()?;
    let end = shared.plan.seed + shared.plan.cases;
    loop {
        let number = shared.next.fetch_add(1, Ordering::Relaxed);
        if number >= end || lock(&shared.found)?.cases.len() >= shared.plan.stop {
            return Ok(());
        }
        let input = generate::input(&mut Random::new(number));
        try_case(shared, &runner, number, input).with_context(|| format!("case {number}"))?;
        shared.bar.inc(1);
    }
}

fn lock(found: &Mutex<Found>) -> Result<std::sync::MutexGuard<'_, Found>> {
    found.lock().map_err(|_| anyhow!("another thread of the comparison panicked"))
}

fn try_case(shared: &Shared<'_>, runner: &Runner, number: u64, input: Input) -> Result<()> {
    let both = |input: &Input| -> Result<(Outcome, Outcome)> {
        Ok((runner.run(&shared.oracle, input)?, runner.run(&shared.ours, input)?))
    };
    let theirs = runner.run(&shared.oracle, &input)?;
    if let Some(reason) = theirs.no_answer() {
        *lock(&shared.found)?.unanswered.entry(reason).or_default() += 1;
        return Ok(());
    }
    lock(&shared.found)?.refused += u64::from(theirs.status != Some(0));
    let ours = runner.run(&shared.ours, &input)?;
    if theirs.agrees(&ours, &input) {
        return Ok(());
    }
    if let Some(reason) = theirs.no_answer_to(&input) {
        *lock(&shared.found)?.unanswered.entry(reason).or_default() += 1;
        return Ok(());
    }
    let kind = theirs.kind(&ours);
    let accepted = theirs.status == Some(0);
    if shared.plan.accepted && !accepted {
        return Ok(());
    }
    let small = shrink::shrink(input, |input| {
        let (theirs, ours) = both(input)?;
        let same = theirs.kind(&ours) == kind && (theirs.status == Some(0)) == accepted;
        let answered = theirs.no_answer().or(theirs.no_answer_to(input)).is_none();
        Ok(same && answered && !theirs.agrees(&ours, input))
    })?;
    let mut found = lock(&shared.found)?;
    if !found.cases.insert(small.clone()) {
        return Ok(());
    }
    drop(found);
    let folder = shared.plan.out.join(format!("found_{number}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    small.write_case(&folder)?;
    let (theirs, ours) = both(&small)?;
    theirs.write_case(&folder)?;
    let text = format!("=== case {number}\n{}{}", small.show(), theirs.difference(&ours));
    shared.bar.suspend(|| println!("{text}"));
    Ok(())
}

/// Prints the first case as it was made, with both answers.
fn show(shared: &Shared<'_>) -> Result<()> {
    let runner = Runner::new()?;
    let input = generate::input(&mut Random::new(shared.plan.seed));
    let theirs = runner.run(&shared.oracle, &input)?;
    let ours = runner.run(&shared.ours, &input)?;
    print!("{}{}{}", input.show(), theirs.show(), theirs.difference(&ours));
    Ok(())
}
