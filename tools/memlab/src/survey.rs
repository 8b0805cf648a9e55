//! What a trace asks for, measured without any allocator.
//!
//! Knows nothing of pools.

use std::io::BufRead;

use crate::trace::{Error, Op, Step, Trace};

/// The demands of a trace.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Survey {
    /// Allocations without a boundary.
    pub allocs: u64,
    /// Allocations on a boundary.
    pub aligned: u64,
    /// Resizes.
    pub reallocs: u64,
    /// Frees.
    pub frees: u64,
    /// How many different slots there are.
    pub slots: usize,
    /// The most blocks in use at once.
    pub peak_blocks: usize,
    /// The most bytes in use at once, as asked for: no allocator can do with less. At most `usize::MAX`.
    pub peak_live: usize,
    /// How many operations had run when `peak_live` was first reached.
    pub peak_at: u64,
}

impl Survey {
    /// Reads a whole trace.
    ///
    /// # Errors
    /// The first fault of the trace.
    pub fn of<R: BufRead>(mut trace: Trace<R>) -> Result<Self, Error> {
        let mut survey = Self::default();
        let mut sizes: Vec<usize> = Vec::new();
        // Sizes of a made-up trace may add up to more than a machine has; 2^32 slots of 2^64 bytes fit 128 bits.
        let (mut live, mut peak, mut blocks) = (0u128, 0u128, 0usize);
        while let Some(Step { op, .. }) = trace.next().transpose()? {
            sizes.resize(trace.slots(), 0);
            let (slot, size) = match op {
                Op::Alloc { slot, size } => (slot, size),
                Op::AllocAlign { slot, size, .. } => (slot, size),
                Op::Realloc { slot, size } => (slot, size),
                Op::Free { slot } => (slot, 0),
            };
            match op {
                Op::Alloc { .. } => survey.allocs += 1,
                Op::AllocAlign { .. } => survey.aligned += 1,
                Op::Realloc { .. } => survey.reallocs += 1,
                Op::Free { .. } => survey.frees += 1,
            }
            let old = std::mem::replace(&mut sizes[slot as usize], size);
            live = live - old as u128 + size as u128;
            blocks = blocks + usize::from(size > 0) - usize::from(old > 0);
            survey.peak_blocks = survey.peak_blocks.max(blocks);
            if live > peak {
                peak = live;
                survey.peak_at = survey.operations();
            }
        }
        survey.slots = trace.slots();
        survey.peak_live = usize::try_from(peak).unwrap_or(usize::MAX);
        Ok(survey)
    }

    /// How many operations there are.
    pub fn operations(&self) -> u64 {
        self.allocs + self.aligned + self.reallocs + self.frees
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(text: &str) -> Survey {
        Survey::of(Trace::new("t", text.as_bytes())).unwrap()
    }

    #[test]
    fn the_peak_counts_resized_and_freed_bytes() {
        let survey = survey("a 0 100\na 1 50\nr 0 10\nf 1\nm 1 64 200\nr 1 0\nf 1\nf 0\n");
        assert_eq!((survey.peak_live, survey.peak_at, survey.peak_blocks), (210, 5, 2));
        assert_eq!((survey.allocs, survey.aligned, survey.reallocs, survey.frees), (2, 1, 2, 3));
        assert_eq!(survey.slots, 2);
    }

    #[test]
    fn sizes_that_add_up_to_more_than_a_machine_has_do_not_overflow() {
        let huge = usize::MAX;
        let survey = survey(&format!("a 0 {huge}\na 1 {huge}\nf 0\nf 1\n"));
        assert_eq!(survey.peak_live, huge);
    }
}
