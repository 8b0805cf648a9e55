//! What a replay asks of an allocator.
//!
//! Knows nothing of any allocator: los-mem, the peers of the benchmark and the fakes of the tests are behind it.

use std::ptr::NonNull;

/// A block that a [`Heap`] has given out and not taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    /// Where it starts.
    pub at: NonNull<u8>,
    /// Bytes asked for.
    pub size: usize,
    /// The boundary asked for, or [`PLAIN`].
    pub align: usize,
}

/// The boundary, in bytes, that every block of every heap lies on.
pub const PLAIN: usize = 8;

/// How much of a heap is used. All in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Usage {
    /// Used blocks with their headers.
    pub used: usize,
    /// Free blocks with their headers.
    pub free: usize,
    /// The largest free block.
    pub largest_free: usize,
}

/// An allocator over a pool of fixed size.
///
/// Blocks that are handed back come from the same heap and were not handed back before: [`crate::replay`] sees to it.
pub trait Heap {
    /// A block of `size` bytes, at least 1, on a boundary of [`PLAIN`] bytes.
    fn alloc(&mut self, size: usize) -> Option<NonNull<u8>>;

    /// A block of `size` bytes, at least 1, on a multiple of `align`, a power of two not under [`PLAIN`].
    fn alloc_align(&mut self, size: usize, align: usize) -> Option<NonNull<u8>>;

    /// `block` with `size` bytes, at least 1, maybe elsewhere; if there is no room, `block` stays as it is.
    fn realloc(&mut self, block: Block, size: usize) -> Option<NonNull<u8>>;

    /// Takes `block` back; false if the heap refuses it.
    fn free(&mut self, block: Block) -> bool;

    /// How much is used now, if the heap can tell.
    fn usage(&self) -> Option<Usage> {
        None
    }

    /// What is known to be wrong with the heap; a replay stops there.
    fn complaint(&self) -> Option<&str> {
        None
    }

    /// Looks for damage in the whole heap.
    ///
    /// # Errors
    /// A description of the first damage.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }
}
