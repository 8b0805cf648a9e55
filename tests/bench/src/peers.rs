//! Other allocators behind the trait of the replay.
//!
//! The only unsafe code of the benchmark: peers trust that a block handed back is theirs. The replay hands back each
//! block once, to the heap it came from ([`memlab::heap::Heap`] promises it), and a [`Block`] holds the alignment that
//! it was allocated with.
#![allow(unsafe_code)]

use std::alloc::Layout;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use memlab::heap::{Block, Heap, PLAIN};
use rlsf::Tlsf;

/// rlsf with 28 first-level classes, enough for pools of 4 GiB, and 32 subclasses in each.
type Table<'a> = Tlsf<'a, u32, u32, 28, 32>;

/// rlsf, whose tables are counted as part of the pool, as ours are.
pub(crate) struct Rlsf<'a>(Box<Table<'a>>);

impl<'a> Rlsf<'a> {
    /// A pool of all of `memory`; `None` if not even the tables fit.
    pub(crate) fn new(memory: &'a mut [MaybeUninit<u8>]) -> Option<Self> {
        let rest = memory.len().checked_sub(size_of::<Table<'_>>())?;
        let mut table = Box::new(Tlsf::new());
        table.insert_free_block(&mut memory[..rest]);
        Some(Self(table))
    }
}

fn layout(size: usize, align: usize) -> Option<Layout> {
    Layout::from_size_align(size, align).ok()
}

impl Heap for Rlsf<'_> {
    #[inline]
    fn alloc(&mut self, size: usize) -> Option<NonNull<u8>> {
        self.0.allocate(layout(size, PLAIN)?)
    }

    #[inline]
    fn alloc_align(&mut self, size: usize, align: usize) -> Option<NonNull<u8>> {
        self.0.allocate(layout(size, align)?)
    }

    #[inline]
    fn realloc(&mut self, block: Block, size: usize) -> Option<NonNull<u8>> {
        let layout = layout(size, block.align)?;
        // SAFETY: the block is in use, came from this heap and has the alignment it was allocated with (module head).
        unsafe { self.0.reallocate(block.at, layout) }
    }

    #[inline]
    fn free(&mut self, block: Block) -> bool {
        // SAFETY: as in `realloc`.
        unsafe { self.0.deallocate(block.at, block.align) };
        true
    }
}
