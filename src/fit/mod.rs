//! Fit policies: which free block serves a request.
//!
//! A policy keeps an index over the free blocks of a pool, or none. Knows nothing of headers' flags, of merging,
//! or of what the blocks are used for.

mod bestfit;
mod bestfit_little;
mod trie;

pub use bestfit::Bestfit;
pub use bestfit_little::BestfitLittle;

use crate::config::Algorithm;
use crate::meta::NodeMeta;
use crate::raw::{Block, Heap};

/// How a pool finds the free block for a request.
///
/// Sealed: the two implementations are [`Bestfit`] and [`BestfitLittle`].
pub trait FitPolicy: sealed::Sealed + 'static {
    /// Which algorithm this is.
    const ALGORITHM: Algorithm;

    /// Whether a free block carries links, which the smallest block then has room for.
    const LINKED: bool;

    /// Whether the end node is counted as a used block, as the C implementation does in bestfit only.
    const COUNTS_END_NODE: bool;

    /// Whether a block from an aligned allocation may be resized.
    const RESIZES_ALIGNED: bool;

    /// Bytes of index for a pool whose blocks have at most `area` bytes; does not fall as `area` grows.
    /// A pool without free blocks has an index of zeros.
    fn index_bytes(area: usize) -> usize;

    /// Blocks below this many bytes may use the quick functions, which are worth having in line.
    const QUICK: usize;

    /// [`FitPolicy::insert`] for a block below [`FitPolicy::QUICK`].
    fn insert_quick<M: NodeMeta>(heap: Heap<M>, block: Block, size: usize);

    /// [`FitPolicy::remove`] for a block below [`FitPolicy::QUICK`].
    fn remove_quick<M: NodeMeta>(heap: Heap<M>, block: Block, size: usize);

    /// [`FitPolicy::take`], if it yields a block below [`FitPolicy::QUICK`]; none says nothing.
    fn take_quick<M: NodeMeta>(heap: Heap<M>, need: usize) -> Option<(Block, usize)>;

    /// Adds a free block of `size` bytes.
    fn insert<M: NodeMeta>(heap: Heap<M>, block: Block, size: usize);

    /// Removes a free block of `size` bytes.
    fn remove<M: NodeMeta>(heap: Heap<M>, block: Block, size: usize);

    /// The smallest free block of at least `need` bytes.
    fn find<M: NodeMeta>(heap: Heap<M>, need: usize) -> Option<Block>;

    /// Removes and returns the smallest free block of at least `need` bytes, and its size.
    fn take<M: NodeMeta>(heap: Heap<M>, need: usize) -> Option<(Block, usize)>;

    /// The size of the largest free block, 0 if there is none.
    fn largest<M: NodeMeta>(heap: Heap<M>) -> usize;

    /// Whether the index answers for a free block of `size` bytes. Reads nothing outside the pool, whatever it holds.
    fn answers_for<M: NodeMeta>(heap: Heap<M>, block: Block, size: usize) -> bool;

    /// Whether the index holds `free` blocks in all and its summaries are true.
    fn holds<M: NodeMeta>(heap: Heap<M>, free: usize) -> bool;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bestfit {}
    impl Sealed for super::BestfitLittle {}
}
