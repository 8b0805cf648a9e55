//! The address of a pool that is known to exist: how pools are found again without their handle.

use core::ptr::NonNull;

use super::{Heap, Region};
use crate::meta::NodeMeta;

/// Where the memory given to a pool begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub(crate) struct PoolStart(NonNull<u8>);

// SAFETY: an address is no thread's property; the lock around every use settles who may touch the memory.
unsafe impl Send for PoolStart {}
// SAFETY: as above; a copy is all that can be had of a reference.
unsafe impl Sync for PoolStart {}

impl PoolStart {
    /// Trusts the caller that a pool may be at `start`.
    ///
    /// # Safety
    /// * `start` carries provenance over the whole memory of the pool, and that memory is readable.
    /// * A pool was made there, or its control words may be read and found to be none.
    /// * As long as the pool is used, nobody else touches its control data and headers.
    pub(crate) unsafe fn new(start: NonNull<u8>) -> Self {
        Self(start)
    }

    /// Where the pool of `heap` is.
    pub(crate) fn of<M: NodeMeta>(heap: Heap<M>) -> Self {
        Self(heap.region().pointer(0))
    }

    /// The address.
    pub(crate) fn address(self) -> usize {
        self.0.addr().get()
    }

    /// The pool there, if its control data say that it is one.
    pub(crate) fn heap<M: NodeMeta>(self) -> Option<Heap<M>> {
        // SAFETY: by the promise made to `new`.
        let heap = Heap::new(unsafe { Region::at(self.0) });
        heap.is_sealed().then_some(heap)
    }
}
