//! The integrity check: every rule of a pool, tried on every block.
//!
//! Reads nothing outside the pool, whatever the pool holds, and ends at the first broken block.

use crate::error::{Damage, Fault};
use crate::fit::FitPolicy;
use crate::meta::{NodeMeta, Place, Totals};
use crate::raw::Heap;

/// What the layout of a pool must be, computed afresh.
pub(crate) struct Expected {
    /// Offset of the first block's payload.
    pub(crate) first: usize,
    /// Offset of the data behind the fit's index.
    pub(crate) after_fit: usize,
    /// The smallest block.
    pub(crate) smallest: usize,
}

/// Checks the pool whose layout is `expected`.
pub(crate) fn integrity<F: FitPolicy, M: NodeMeta>(heap: Heap<M>, expected: &Expected) -> Result<(), Damage> {
    let at_start = |fault| Damage { block: 0, previous: 0, fault };
    if !heap.is_sealed() || heap.first().offset() != expected.first || heap.after_fit() != expected.after_fit
    {
        return Err(at_start(Fault::Control));
    }
    let end = heap.end();
    let mut counted = Totals::default();
    let mut previous = heap.first();
    let mut previous_free = 0;
    let mut block = heap.first();
    while block != end {
        let tag = heap.tag(block);
        let size = tag.size();
        let broken = |fault| {
            Err(Damage { block: block.offset() - M::HEAD, previous: previous.offset() - M::HEAD, fault })
        };
        if !heap.is_true(block) {
            return broken(Fault::Header);
        }
        if !heap.is_backed_up((block != heap.first()).then_some(previous), block) {
            return broken(Fault::Backup);
        }
        if size < expected.smallest || size > end.offset() - block.offset() {
            return broken(Fault::Size);
        }
        if tag.prev_is_free() != (previous_free != 0) {
            return broken(Fault::PrevFlag);
        }
        if tag.is_used() {
            counted.used += size;
            counted.used_blocks += 1;
            previous_free = 0;
        } else {
            if tag.is_aligned() {
                return broken(Fault::Size);
            }
            if previous_free != 0 {
                return broken(Fault::Unmerged);
            }
            if heap.footer(block, size) != size {
                return broken(Fault::Footer);
            }
            if !F::answers_for(heap, block, size) {
                return broken(Fault::Links);
            }
            counted.free_blocks += 1;
            previous_free = size;
        }
        previous = block;
        block = heap.after(block, size);
    }
    let tag = heap.tag(end);
    let closed =
        tag.is_used() && !tag.is_aligned() && tag.size() == 0 && tag.prev_is_free() == (previous_free != 0);
    if !closed || !heap.is_true(end) || !heap.is_backed_up(Some(previous), end) {
        let (block, previous) = (end.offset() - M::HEAD, previous.offset() - M::HEAD);
        return Err(Damage { block, previous, fault: Fault::EndNode });
    }
    if !F::holds(heap, counted.free_blocks) {
        return Err(at_start(Fault::Index));
    }
    match M::totals(heap, Place::START) {
        Some(totals) if (Totals { peak: totals.peak, ..counted }) != totals => {
            Err(at_start(Fault::Statistics))
        }
        _ => Ok(()),
    }
}
