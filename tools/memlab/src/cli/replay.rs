//! `memlab replay FILE`: one run of a trace, and its figures.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use los_mem::{ConfiguredPool, MAX_POOL};
use memlab::checked::Checked;
use memlab::heap::Heap;
use memlab::pool::{Arena, PoolHeap};
use memlab::replay::{Failure, OnFailure, Outcome, Plan, TIMES_COUNT};
use memlab::size::{Bytes, Count};
use memlab::survey::Survey;
use memlab::trace::Trace;

use super::{describe, progress, times};

/// Between two walks over the whole pool when every block is watched.
const CHECK_EVERY: u32 = 1000;

pub(crate) fn replay(file: &Path, pool: Option<usize>, check: bool) -> anyhow::Result<ExitCode> {
    let line = progress::line();
    line.set_message("reading the trace");
    let survey = Survey::of(Trace::open(file)?)?;
    line.finish_and_clear();

    let size = pool.unwrap_or_else(|| roomy(survey.peak_live));
    if size > MAX_POOL {
        let asked = if pool.is_some() { "" } else { " (half as much again as the trace's live peak)" };
        anyhow::bail!("a pool of {}{asked} is larger than any can be: {}", Bytes(size), Bytes(MAX_POOL));
    }
    let mut arena = Arena::new(size)
        .with_context(|| format!("this machine has no memory for a pool of {}", Bytes(size)))?;
    let (memory, addresses) = arena.memory();
    let pool = ConfiguredPool::new(memory)
        .with_context(|| format!("no pool can be made of {}; try a larger --pool", Bytes(size)))?;
    let own = pool.overhead();
    let heap = PoolHeap(pool);
    let outcome = if check {
        run(file, &survey, &mut Checked::new(heap, addresses, CHECK_EVERY))?
    } else {
        run(file, &survey, &mut { heap })?
    };

    let mut text = describe(file, &survey);
    text +=
        &format!("pool          {}, {} times the live peak\n", Bytes(size), times(size, survey.peak_live));
    text += &format!("failures      {}\n", Count(outcome.failures));
    if let Some(usage) = outcome.sampled {
        let used = usage.used + own;
        let ratio = times(used, survey.peak_live);
        text += &format!("used at peak  {}, {ratio} times the live peak\n", Bytes(used));
        text += &format!("              {} of them are the pool's own data\n", Count(own as u64));
    }
    if let Some(usage) = outcome.at_end {
        let [largest, free] = [usage.largest_free, usage.free].map(|bytes| Count(bytes as u64));
        text += &format!("largest free  {largest} bytes at the end, of {free} that are free\n");
    }
    text += &if check {
        "time          not measured: every block is watched\n".to_string()
    } else {
        time(&outcome)
    };
    io::stdout().write_all(text.as_bytes())?;

    let verdict = verdict(&survey, &outcome, size);
    if !verdict.is_empty() {
        io::stderr().write_all(verdict.as_bytes())?;
        return Ok(ExitCode::FAILURE);
    }
    if check {
        writeln!(io::stdout(), "check         no block overlaps another, and the pool is sound")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn run(file: &Path, survey: &Survey, heap: &mut impl Heap) -> anyhow::Result<Outcome> {
    let bar = progress::bar(survey.operations());
    bar.set_message("replaying");
    let plan = Plan { sample_at: survey.peak_at, on_failure: OnFailure::GoOn };
    let outcome = memlab::replay::replay(Trace::open(file)?, heap, plan, |done| bar.set_position(done));
    bar.finish_and_clear();
    Ok(outcome?)
}

fn time(outcome: &Outcome) -> String {
    let nanos = outcome.time.as_nanos() as f64 / outcome.operations.max(1) as f64;
    let mut text = format!(
        "time          {nanos:.0} ns per operation, {:.1} ms in all\n",
        outcome.time.as_secs_f64() * 1e3
    );
    if !TIMES_COUNT {
        text += "              a debug build: run it with --release for a time that counts\n";
    }
    text
}

/// What went wrong and what to try; empty if nothing did.
fn verdict(survey: &Survey, outcome: &Outcome, size: usize) -> String {
    let mut text = String::new();
    if let Some((line, complaint)) = &outcome.complaint {
        text += &format!("memlab: the pool is damaged: {complaint}\n");
        text += &format!(
            "  seen after line {line} of the trace; this is a fault of the library: please report it\n"
        );
    }
    if outcome.refused > 0 {
        text += &format!("memlab: {} frees of blocks in use were refused\n", Count(outcome.refused));
        text += "  this is a fault of the library: please report it\n";
    }
    let Some(Failure { line, size: asked, usage }) = outcome.first_failure else { return text };
    text += &format!(
        "memlab: {} of {} operations failed: the pool is too small for this trace\n",
        Count(outcome.failures),
        Count(survey.operations())
    );
    text += &format!("  first: line {line}, {}", Bytes(asked));
    if let Some(usage) = usage {
        text += &format!(
            "; {} were free, at most {} in one block",
            Count(usage.free as u64),
            Count(usage.largest_free as u64)
        );
    }
    let more = roomy(survey.peak_live).max(size.saturating_add(size / 4).next_multiple_of(8));
    if more <= MAX_POOL {
        text += &format!("\n  try: --pool {more}, or --smallest to find the smallest pool that completes\n");
    } else {
        text += "\n  no pool is large enough: the trace asks for more than a pool can have\n";
    }
    text
}

/// A size in which most traces complete with either algorithm: half as much again as is live, and room for the pool's
/// own data and first slabs.
fn roomy(live: usize) -> usize {
    const OWN: usize = 8192;
    live.saturating_add(live / 2).saturating_add(OWN).div_ceil(4096).saturating_mul(4096)
}
