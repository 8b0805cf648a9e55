//! `memlab replay --smallest FILE`: how little memory a trace can do with.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use los_mem::{ConfiguredPool, MAX_POOL};
use memlab::pool::{Arena, PoolHeap};
use memlab::replay::{OnFailure, Plan};
use memlab::size::{Bytes, Count};
use memlab::survey::Survey;
use memlab::trace::Trace;

use super::{describe, progress, times};

pub(crate) fn smallest(file: &Path) -> anyhow::Result<ExitCode> {
    let survey = Survey::of(Trace::open(file)?)?;
    let line = progress::line();
    let mut runs = 0u64;
    let found = memlab::smallest::smallest(survey.peak_live.min(MAX_POOL), MAX_POOL, |size| {
        runs += 1;
        line.set_message(format!("replay {runs}: a pool of {}", Bytes(size)));
        line.tick();
        completes(file, size)
    });
    line.finish_and_clear();

    let mut text = describe(file, &survey);
    let found = found?;
    text += &match found {
        Some(size) => format!(
            "smallest pool {}, {} times the live peak\n              found by bisection in {} replays\n",
            Bytes(size),
            times(size, survey.peak_live),
            Count(runs),
        ),
        None => String::new(),
    };
    io::stdout().write_all(text.as_bytes())?;
    if found.is_none() {
        let no = format!("memlab: the trace completes in no pool: the largest has {}\n", Bytes(MAX_POOL));
        io::stderr().write_all(no.as_bytes())?;
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn completes(file: &Path, size: usize) -> anyhow::Result<bool> {
    let mut arena = Arena::new(size)
        .with_context(|| format!("this machine has no memory for a pool of {}", Bytes(size)))?;
    let Ok(pool) = ConfiguredPool::new(arena.memory().0) else { return Ok(false) };
    let plan = Plan { sample_at: 0, on_failure: OnFailure::Stop };
    let outcome = memlab::replay::replay(Trace::open(file)?, &mut PoolHeap(pool), plan, |_| ())?;
    Ok(outcome.failures == 0)
}
