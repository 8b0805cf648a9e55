//! A trace run on a heap.
//!
//! Operations are read in batches between which the clock stands still, so the time is the heap's own and not that
//! of reading and unpacking. When an allocation fails the replay goes on without the block, as a program that
//! survives it would: its free is passed over, and its resize is a new allocation, as in C.
//!
//! Knows nothing of what heap it drives.

use std::time::{Duration, Instant};

use crate::heap::{Block, Heap, PLAIN, Usage};
use crate::trace::{Op, Step};

/// Whether times mean anything: those of a debug build do not.
pub const TIMES_COUNT: bool = !cfg!(debug_assertions);

/// How a replay is to be run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// After how many operations to ask the heap how much is used, 0 for never.
    pub sample_at: u64,
    /// What to do when an allocation fails.
    pub on_failure: OnFailure,
}

/// What to do when an allocation fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OnFailure {
    /// Count it and go on without the block.
    #[default]
    GoOn,
    /// End the replay.
    Stop,
}

/// What came of a replay.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    /// Operations run.
    pub operations: u64,
    /// Allocations and resizes that failed.
    pub failures: u64,
    /// The first of them.
    pub first_failure: Option<Failure>,
    /// Frees that the heap refused though the block was its own.
    pub refused: u64,
    /// Use at [`Plan::sample_at`].
    pub sampled: Option<Usage>,
    /// Use at the end.
    pub at_end: Option<Usage>,
    /// What the heap complained of, and the line of the trace that was the last to run.
    pub complaint: Option<(u64, String)>,
    /// Time that the operations took.
    pub time: Duration,
}

/// An allocation that failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failure {
    /// The line of the trace, from 1.
    pub line: u64,
    /// Bytes asked for.
    pub size: usize,
    /// How much was used then.
    pub usage: Option<Usage>,
}

const BATCH: usize = 4096;

/// Runs all of `trace`, which keeps T1 and T2 of [`crate::trace`], on `heap`; `progress` is told how many operations
/// have run, a few thousand at a time.
///
/// # Errors
/// The first of the trace.
pub fn replay<E, H: Heap>(
    mut trace: impl Iterator<Item = Result<Step, E>>,
    heap: &mut H,
    plan: Plan,
    mut progress: impl FnMut(u64),
) -> Result<Outcome, E> {
    let mut outcome = Outcome::default();
    let mut line = 0;
    let mut slots: Vec<Option<Block>> = Vec::new();
    let mut batch: Vec<Step> = Vec::with_capacity(BATCH);
    loop {
        batch.clear();
        // A batch ends where use is to be sampled.
        let ahead = plan.sample_at.checked_sub(outcome.operations).filter(|&ahead| ahead > 0);
        let room =
            ahead.map_or(BATCH, |ahead| usize::try_from(ahead).map_or(BATCH, |ahead| ahead.min(BATCH)));
        while batch.len() < room
            && let Some(step) = trace.next().transpose()?
        {
            // By T2 the table grows by one slot at most.
            if step.op.slot() as usize == slots.len() {
                slots.push(None);
            }
            batch.push(step);
        }
        let Some(last) = batch.last() else { break };
        line = last.line;

        let start = Instant::now();
        let stopped = run(&batch, heap, plan.on_failure, &mut slots, &mut outcome);
        outcome.time += start.elapsed();

        progress(outcome.operations);
        if outcome.operations == plan.sample_at {
            outcome.sampled = heap.usage();
        }
        if stopped {
            break;
        }
    }
    if outcome.complaint.is_none()
        && let Err(damage) = heap.check()
    {
        outcome.complaint = Some((line, damage));
    }
    outcome.at_end = heap.usage();
    Ok(outcome)
}

/// Runs a batch; true if the replay is to end.
fn run<H: Heap>(
    batch: &[Step],
    heap: &mut H,
    on_failure: OnFailure,
    slots: &mut [Option<Block>],
    outcome: &mut Outcome,
) -> bool {
    for &Step { op, line } in batch {
        outcome.operations += 1;
        let failed = step(op, heap, slots, &mut outcome.refused);
        if let Some(size) = failed {
            outcome.failures += 1;
            let usage = || heap.usage();
            outcome.first_failure.get_or_insert_with(|| Failure { line, size, usage: usage() });
            if on_failure == OnFailure::Stop {
                return true;
            }
        }
        if let Some(complaint) = heap.complaint() {
            outcome.complaint = Some((line, complaint.to_string()));
            return true;
        }
    }
    false
}

/// Runs one operation; the size asked for if it failed.
#[inline(always)]
fn step<H: Heap>(op: Op, heap: &mut H, slots: &mut [Option<Block>], refused: &mut u64) -> Option<usize> {
    // By T1 the slot of an allocation is empty; by T2 every slot is in the table.
    match op {
        Op::Alloc { slot, size } => place(heap, size, PLAIN, &mut slots[slot as usize]),
        Op::AllocAlign { slot, align, size } => {
            place(heap, size, align.max(PLAIN), &mut slots[slot as usize])
        }
        Op::Realloc { slot, size } => {
            let held = &mut slots[slot as usize];
            match *held {
                None => place(heap, size, PLAIN, held),
                Some(block) if size == 0 => {
                    *held = None;
                    *refused += u64::from(!heap.free(block));
                    None
                }
                Some(block) => match heap.realloc(block, size) {
                    Some(at) => {
                        *held = Some(Block { at, size, align: block.align });
                        None
                    }
                    None => Some(size),
                },
            }
        }
        Op::Free { slot } => {
            if let Some(block) = slots[slot as usize].take() {
                *refused += u64::from(!heap.free(block));
            }
            None
        }
    }
}

#[inline(always)]
fn place<H: Heap>(heap: &mut H, size: usize, align: usize, held: &mut Option<Block>) -> Option<usize> {
    if size == 0 {
        return None;
    }
    let at = if align == PLAIN { heap.alloc(size) } else { heap.alloc_align(size, align) };
    *held = at.map(|at| Block { at, size, align });
    at.is_none().then_some(size)
}

#[cfg(test)]
mod tests {
    use std::ptr::NonNull;

    use super::*;
    use crate::trace::Trace;

    /// Gives out addresses of a row of bytes until `room` bytes are in use, and writes down what it was asked.
    struct Fake {
        next: usize,
        room: usize,
        log: Vec<String>,
    }

    impl Fake {
        fn new(room: usize) -> Self {
            Self { next: 4096, room, log: Vec::new() }
        }

        fn take(&mut self, size: usize, align: usize) -> Option<NonNull<u8>> {
            self.room = self.room.checked_sub(size)?;
            let at = self.next.next_multiple_of(align);
            self.next = at + size;
            NonNull::new(std::ptr::without_provenance_mut(at))
        }
    }

    impl Heap for Fake {
        fn alloc(&mut self, size: usize) -> Option<NonNull<u8>> {
            self.log.push(format!("alloc {size}"));
            self.take(size, PLAIN)
        }

        fn alloc_align(&mut self, size: usize, align: usize) -> Option<NonNull<u8>> {
            self.log.push(format!("align {size} {align}"));
            self.take(size, align)
        }

        fn realloc(&mut self, block: Block, size: usize) -> Option<NonNull<u8>> {
            self.log.push(format!("realloc {} {size}", block.size));
            let at = self.take(size, block.align)?;
            self.room += block.size;
            Some(at)
        }

        fn free(&mut self, block: Block) -> bool {
            self.log.push(format!("free {}", block.size));
            self.room += block.size;
            block.size != 13
        }

        fn usage(&self) -> Option<Usage> {
            Some(Usage { free: self.room, ..Usage::default() })
        }
    }

    fn run(text: &str, room: usize, plan: Plan) -> (Outcome, Vec<String>) {
        let mut heap = Fake::new(room);
        let outcome = replay(Trace::new("t", text.as_bytes()), &mut heap, plan, |_| ()).unwrap();
        (outcome, heap.log)
    }

    #[test]
    fn operations_reach_the_heap_in_order_with_the_sizes_in_force() {
        let (outcome, log) = run("a 0 10\nm 1 64 20\nr 0 30\nf 0\nf 1\n", 1000, Plan::default());
        assert_eq!(log, ["alloc 10", "align 20 64", "realloc 10 30", "free 30", "free 20"]);
        assert_eq!((outcome.operations, outcome.failures, outcome.refused), (5, 0, 0));
        assert_eq!(outcome.at_end.unwrap().free, 1000);
    }

    #[test]
    fn a_small_boundary_is_what_every_block_has() {
        assert_eq!(run("m 0 1 20\nm 1 8 5\n", 1000, Plan::default()).1, ["alloc 20", "alloc 5"]);
    }

    #[test]
    fn a_failed_allocation_leaves_the_slot_empty_and_a_failed_resize_leaves_the_block() {
        let (outcome, log) =
            run("a 0 90\na 1 20\nf 1\na 1 21\nr 0 95\nf 0\nr 1 7\nf 1\n", 100, Plan::default());
        assert_eq!(outcome.failures, 3);
        let first = outcome.first_failure.unwrap();
        assert_eq!((first.line, first.size, first.usage.unwrap().free), (2, 20, 10));
        assert_eq!(
            log,
            ["alloc 90", "alloc 20", "alloc 21", "realloc 90 95", "free 90", "alloc 7", "free 7"]
        );
    }

    #[test]
    fn a_size_of_zero_is_no_block() {
        let (outcome, log) = run("a 0 0\nr 0 5\nr 0 0\nf 0\n", 100, Plan::default());
        assert_eq!((outcome.failures, log), (0, vec!["alloc 5".to_string(), "free 5".to_string()]));
    }

    #[test]
    fn a_refused_free_is_counted() {
        assert_eq!(run("a 0 13\nf 0\n", 100, Plan::default()).0.refused, 1);
    }

    #[test]
    fn a_replay_can_end_at_the_first_failure() {
        let plan = Plan { on_failure: OnFailure::Stop, ..Plan::default() };
        let (outcome, _) = run("a 0 200\na 1 200\n", 100, plan);
        assert_eq!((outcome.operations, outcome.failures), (1, 1));
    }

    #[test]
    fn use_is_sampled_after_exactly_the_operation_asked_for() {
        let plan = Plan { sample_at: 2, ..Plan::default() };
        let (outcome, _) = run("a 0 10\na 1 10\nf 0\nf 1\n", 100, plan);
        assert_eq!(outcome.sampled.unwrap().free, 80);
        let long: String = (0..BATCH * 2 + 10).map(|id| format!("a {id} 1\n")).collect();
        let plan = Plan { sample_at: BATCH as u64 + 7, ..Plan::default() };
        let (outcome, log) = run(&long, 100_000, plan);
        assert_eq!(outcome.sampled.unwrap().free, 100_000 - BATCH - 7);
        assert_eq!(log.len(), BATCH * 2 + 10);
    }

    #[test]
    fn a_fault_in_the_trace_is_an_error() {
        let mut heap = Fake::new(100);
        let error =
            replay(Trace::new("t", &b"a 0 1\nq\n"[..]), &mut heap, Plan::default(), |_| ()).unwrap_err();
        assert_eq!(error.line, 2);
    }
}
