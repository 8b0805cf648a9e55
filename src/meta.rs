//! What a used block carries besides its header: nothing, a task, a module, or several of these.
//!
//! A type parameter in place of conditional header fields: each combination is compiled and tested in every build.
//! Knows nothing of the free blocks.

use crate::raw::{Block, Heap};
use crate::size::{WORD, round_up};

/// Data of every used block, and of the pool about its used blocks.
///
/// Sealed: the implementations are `()`, [`crate::TaskId`], [`crate::ModuleId`] and pairs of these.
pub trait NodeMeta: sealed::Sealed + 'static {
    /// Bytes in each used block, in front of the header word.
    const BYTES: usize;

    /// Bytes in the own data of a pool of `size` bytes, which begin as zeros.
    fn pool_bytes(size: usize) -> usize;

    /// Bytes of a block before its payload.
    const HEAD: usize = WORD + round_up(Self::BYTES, WORD);

    /// Whether [`NodeMeta::totals`] answers.
    const COUNTS: bool;

    /// `block` of `size` bytes has become used.
    fn allocated<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, size: usize);

    /// `block` of `size` bytes is about to become free.
    fn freed<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, size: usize);

    /// `block`, which remains used, has changed its size.
    fn resized<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, old: usize, new: usize);

    /// The content of `from` has moved to `to`, which was allocated just now; `from` will be freed.
    fn moved<W: NodeMeta>(heap: Heap<W>, place: Place, from: Block, to: Block);

    /// The number of free blocks has risen by one.
    fn more_free<W: NodeMeta>(heap: Heap<W>, place: Place);

    /// The number of free blocks has fallen by one.
    fn less_free<W: NodeMeta>(heap: Heap<W>, place: Place);

    /// The totals of the pool, if they are counted.
    fn totals<W: NodeMeta>(heap: Heap<W>, place: Place) -> Option<Totals> {
        let _ = (heap, place);
        None
    }

    /// The number of the task that allocated `block`, if tasks are recorded.
    fn task_number<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block) -> Option<u16> {
        let _ = (heap, place, block);
        None
    }
}

/// Where one meta finds its data: how much the metas before it take.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Bytes between this meta's bytes in a block and the header word.
    pub(crate) block: usize,
    /// Bytes between the end of the fit's index and this meta's bytes in the pool.
    pub(crate) pool: usize,
}

impl Place {
    /// The place of the outermost meta.
    pub(crate) const START: Self = Self { block: 0, pool: 0 };

    pub(crate) fn behind<A: NodeMeta, W: NodeMeta>(self, heap: Heap<W>) -> Self {
        Self { block: self.block + A::BYTES, pool: self.pool + A::pool_bytes(heap.size()) }
    }
}

/// Totals of a pool that are kept up to date with every operation. The end node is not counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// Bytes in used blocks, headers included.
    pub used: usize,
    /// The highest `used` there ever was.
    pub peak: usize,
    /// Used blocks.
    pub used_blocks: usize,
    /// Free blocks.
    pub free_blocks: usize,
}

impl NodeMeta for () {
    const BYTES: usize = 0;
    const COUNTS: bool = false;

    fn pool_bytes(_: usize) -> usize {
        0
    }

    fn allocated<W: NodeMeta>(_: Heap<W>, _: Place, _: Block, _: usize) {}
    fn freed<W: NodeMeta>(_: Heap<W>, _: Place, _: Block, _: usize) {}
    fn resized<W: NodeMeta>(_: Heap<W>, _: Place, _: Block, _: usize, _: usize) {}
    fn moved<W: NodeMeta>(_: Heap<W>, _: Place, _: Block, _: Block) {}
    fn more_free<W: NodeMeta>(_: Heap<W>, _: Place) {}
    fn less_free<W: NodeMeta>(_: Heap<W>, _: Place) {}
}

impl<A: NodeMeta, B: NodeMeta> NodeMeta for (A, B) {
    const BYTES: usize = A::BYTES + B::BYTES;
    const COUNTS: bool = A::COUNTS || B::COUNTS;

    fn pool_bytes(size: usize) -> usize {
        A::pool_bytes(size) + B::pool_bytes(size)
    }

    fn allocated<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, size: usize) {
        A::allocated(heap, place, block, size);
        B::allocated(heap, place.behind::<A, W>(heap), block, size);
    }

    fn freed<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, size: usize) {
        A::freed(heap, place, block, size);
        B::freed(heap, place.behind::<A, W>(heap), block, size);
    }

    fn resized<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, old: usize, new: usize) {
        A::resized(heap, place, block, old, new);
        B::resized(heap, place.behind::<A, W>(heap), block, old, new);
    }

    fn moved<W: NodeMeta>(heap: Heap<W>, place: Place, from: Block, to: Block) {
        A::moved(heap, place, from, to);
        B::moved(heap, place.behind::<A, W>(heap), from, to);
    }

    fn more_free<W: NodeMeta>(heap: Heap<W>, place: Place) {
        A::more_free(heap, place);
        B::more_free(heap, place.behind::<A, W>(heap));
    }

    fn less_free<W: NodeMeta>(heap: Heap<W>, place: Place) {
        A::less_free(heap, place);
        B::less_free(heap, place.behind::<A, W>(heap));
    }

    fn totals<W: NodeMeta>(heap: Heap<W>, place: Place) -> Option<Totals> {
        A::totals(heap, place).or_else(|| B::totals(heap, place.behind::<A, W>(heap)))
    }

    fn task_number<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block) -> Option<u16> {
        A::task_number(heap, place, block).or_else(|| B::task_number(heap, place.behind::<A, W>(heap), block))
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for () {}
    impl Sealed for crate::TaskId {}
    impl Sealed for crate::ModuleId {}
    impl<A: super::NodeMeta, B: super::NodeMeta> Sealed for (A, B) {}
}

// The price of a block, pinned: upstream needs 16 bytes on 32-bit and 32 on 64-bit targets for each of these.
const _: () = assert!(<() as NodeMeta>::HEAD == 4);
const _: () = assert!(<crate::TaskId as NodeMeta>::HEAD == 8);
const _: () = assert!(<crate::ModuleId as NodeMeta>::HEAD == 8);
const _: () = assert!(<(crate::TaskId, crate::ModuleId) as NodeMeta>::HEAD == 8);
