//! los-mem as a [`Heap`], and the memory for it.
//!
//! Knows nothing of traces.

use std::collections::TryReserveError;
use std::mem::MaybeUninit;
use std::ops::Range;
use std::ptr::NonNull;

use los_mem::{Checks, Error, FitPolicy, NodeMeta, Pool, SlabPolicy};

use crate::heap::{Block, Heap, Usage};

/// Memory for a pool: as many bytes as wanted, on a boundary of [`Arena::ALIGN`], not touched before the pool does.
pub struct Arena {
    memory: Vec<u8>,
    size: usize,
}

impl Arena {
    /// The boundary in bytes that an arena begins on, so that pools in different arenas behave alike.
    pub const ALIGN: usize = 4096;

    /// Reserves `size` bytes.
    ///
    /// # Errors
    /// The machine does not have them.
    pub fn new(size: usize) -> Result<Self, TryReserveError> {
        let mut memory = Vec::new();
        memory.try_reserve_exact(size.saturating_add(Self::ALIGN))?;
        Ok(Self { memory, size })
    }

    /// The bytes, and their addresses.
    pub fn memory(&mut self) -> (&mut [MaybeUninit<u8>], Range<usize>) {
        let spare = self.memory.spare_capacity_mut();
        let start = spare.as_ptr().addr();
        let skip = start.wrapping_neg() % Self::ALIGN;
        (&mut spare[skip..skip + self.size], start + skip..start + skip + self.size)
    }
}

/// A pool that a replay drives.
pub struct PoolHeap<'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(pub Pool<'a, F, M, S, C>);

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Heap for PoolHeap<'_, F, M, S, C> {
    #[inline]
    fn alloc(&mut self, size: usize) -> Option<NonNull<u8>> {
        self.0.alloc(size)
    }

    #[inline]
    fn alloc_align(&mut self, size: usize, align: usize) -> Option<NonNull<u8>> {
        self.0.alloc_align(size, align)
    }

    #[inline]
    fn realloc(&mut self, block: Block, size: usize) -> Option<NonNull<u8>> {
        match self.0.realloc(block.at, size) {
            Ok(at) => Some(at),
            // bestfit_little leaves it to its user to move an aligned block, so that is what its user does here.
            Err(Error::AlignedBlock) => {
                let at = self.0.alloc(size)?;
                self.0.free(block.at).is_ok().then_some(at)
            }
            Err(_) => None,
        }
    }

    #[inline]
    fn free(&mut self, block: Block) -> bool {
        self.0.free(block.at).is_ok()
    }

    fn usage(&self) -> Option<Usage> {
        let info = self.0.info();
        Some(Usage { used: info.total_used, free: info.total_free, largest_free: info.max_free_block })
    }

    fn check(&self) -> Result<(), String> {
        self.0.check().map_err(|damage| damage.to_string())
    }
}
