//! Who takes part.
//!
//! A contender is made anew, over memory that is given, for each replay.

use std::mem::MaybeUninit;

use los_mem::{Bestfit, BestfitLittle, Checks, FitPolicy, NoSlab, NodeMeta, Plain, Pool, SlabPolicy, TaskId};
use memlab::pool::PoolHeap;
use memlab::replay::{Outcome, Plan};

use crate::measure::Workload;
use crate::peers::Rlsf;

/// An allocator with fixed policies.
pub(crate) struct Contender {
    /// What the table calls it.
    pub(crate) name: &'static str,
    /// Whether the others' times are given as ratios to this one's.
    pub(crate) is_reference: bool,
    /// Whether its time grows with the number of blocks, so that one timed replay must do.
    pub(crate) is_linear: bool,
    /// Replays a workload in this memory; `None` if the memory is too small for any pool.
    pub(crate) replay: fn(&Workload, &mut [MaybeUninit<u8>], Plan) -> Option<Outcome>,
}

/// All of them, in the order of the table.
pub(crate) const CONTENDERS: &[Contender] = &[
    Contender { name: "rlsf", is_reference: true, is_linear: false, replay: rlsf },
    los_mem("bestfit", false, pool::<Bestfit, (), NoSlab, Plain>),
    los_mem("bestfit, statistics", false, pool::<Bestfit, TaskId, NoSlab, Plain>),
    los_mem("bestfit_little", true, pool::<BestfitLittle, (), NoSlab, Plain>),
];

type Replay = fn(&Workload, &mut [MaybeUninit<u8>], Plan) -> Option<Outcome>;

const fn los_mem(name: &'static str, is_linear: bool, replay: Replay) -> Contender {
    Contender { name, is_reference: false, is_linear, replay }
}

fn pool<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(
    workload: &Workload,
    memory: &mut [MaybeUninit<u8>],
    plan: Plan,
) -> Option<Outcome> {
    let pool = Pool::<F, M, S, C>::new(memory).ok()?;
    Some(workload.replay(&mut PoolHeap(pool), plan))
}

fn rlsf(workload: &Workload, memory: &mut [MaybeUninit<u8>], plan: Plan) -> Option<Outcome> {
    Some(workload.replay(&mut Rlsf::new(memory)?, plan))
}
