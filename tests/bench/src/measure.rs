//! What is measured: time per operation and the smallest pool.

use std::convert::Infallible;
use std::path::Path;

use anyhow::Context;
use memlab::heap::Heap;
use memlab::pool::Arena;
use memlab::replay::{self, OnFailure, Outcome, Plan};
use memlab::smallest;
use memlab::survey::Survey;
use memlab::trace::{Error, Step, Trace};

use crate::contender::Contender;

/// Timed replays of each contender; their median counts.
const ROUNDS: usize = 7;

/// A trace in memory, so that its many replays read no file.
pub(crate) struct Workload {
    steps: Vec<Step>,
    survey: Survey,
}

/// The figures of one contender on one workload.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    /// Nanoseconds per operation, if it completes in the pool that all share.
    pub(crate) nanos: Option<f64>,
    /// The smallest pool in bytes, control data included.
    pub(crate) smallest: Option<usize>,
}

impl Workload {
    /// Reads a trace.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let help = |error: Error| {
            let help = error.help();
            anyhow::Error::from(error).context(help)
        };
        let survey = Survey::of(Trace::open(path).map_err(help)?).map_err(help)?;
        let steps = Trace::open(path).map_err(help)?.collect::<Result<_, _>>().map_err(help)?;
        Ok(Self { steps, survey })
    }

    pub(crate) fn operations(&self) -> u64 {
        self.survey.operations()
    }

    pub(crate) fn peak_live(&self) -> usize {
        self.survey.peak_live
    }

    /// Runs the trace on `heap`.
    pub(crate) fn replay(&self, heap: &mut impl Heap, plan: Plan) -> Outcome {
        let steps = self.steps.iter().map(|step| Ok::<_, Infallible>(*step));
        let Ok(outcome) = replay::replay(steps, heap, plan, |_| ());
        outcome
    }
}

/// Measures all contenders on one workload, their timed replays in turn.
pub(crate) fn all(workload: &Workload, contenders: &[Contender]) -> anyhow::Result<Vec<Figures>> {
    let mut figures = vec![Figures::default(); contenders.len()];
    for (contender, figures) in contenders.iter().zip(&mut figures) {
        if !contender.is_linear {
            figures.smallest = smallest_pool(workload, contender)?;
        }
    }
    // Room enough that no contender is slowed by scarcity.
    let mut arena = arena(workload.peak_live().saturating_mul(2).max(1 << 16))?;
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); contenders.len()];
    for round in 0..ROUNDS {
        for (contender, times) in contenders.iter().zip(&mut times) {
            if contender.is_linear && round > 0 {
                continue;
            }
            let plan = Plan { sample_at: 0, on_failure: OnFailure::Stop };
            let outcome = (contender.replay)(workload, arena.memory().0, plan);
            if let Some(outcome) = outcome.filter(|outcome| outcome.failures == 0) {
                times.push(outcome.time.as_nanos() as f64 / outcome.operations.max(1) as f64);
            }
        }
    }
    for (times, figures) in times.iter_mut().zip(&mut figures) {
        figures.nanos = median(times);
    }
    Ok(figures)
}

fn smallest_pool(workload: &Workload, contender: &Contender) -> anyhow::Result<Option<usize>> {
    let most = workload.peak_live().saturating_mul(4).max(1 << 16);
    let mut arena = arena(most)?;
    let plan = Plan { sample_at: 0, on_failure: OnFailure::Stop };
    smallest::smallest(workload.peak_live(), most, |size| {
        let outcome = (contender.replay)(workload, &mut arena.memory().0[..size], plan);
        Ok(outcome.is_some_and(|outcome| outcome.failures == 0))
    })
}

fn arena(size: usize) -> anyhow::Result<Arena> {
    Arena::new(size).with_context(|| format!("this machine has no memory for a pool of {size} bytes"))
}

fn median(times: &mut [f64]) -> Option<f64> {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied()
}
