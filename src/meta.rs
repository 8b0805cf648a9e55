//! What a block carries besides its header word: nothing, a task, a module, its origin, a seal, or several of these.
//!
//! A type parameter in place of conditional header fields: each combination is compiled and tested in every build.
//! Knows nothing of the free blocks.
//!
//! ```text
//!  | copy of the next header, link to the block before | meta bytes | check word | header word | payload …
//!    with HeadBackup                                                  with a seal               ^ Block
//! ```

use crate::raw::{Block, Heap};
use crate::size::{WORD, round_up};
use crate::{CheckWord, HeadBackup, ModuleId, Origin, TaskId};

/// Data of every used block, and of the pool about its used blocks. What a meta does not say is nothing.
///
/// Sealed: the implementations are `()`, [`crate::TaskId`], [`crate::ModuleId`], [`crate::Origin`],
/// [`crate::CheckWord`], [`crate::HeadBackup`] and pairs of these.
pub trait NodeMeta: sealed::Sealed + 'static {
    /// Bytes in each used block, in front of the header word.
    const BYTES: usize = 0;

    /// Bytes in the own data of a pool of `size` bytes, which begin as zeros.
    fn pool_bytes(size: usize) -> usize {
        let _ = size;
        0
    }

    /// Whether each block has a check word over its header.
    const SEALED: bool = false;

    /// Whether each block keeps a copy of the header behind it; only sealed blocks do.
    const BACKUP: bool = false;

    /// Bytes of a block before its payload.
    const HEAD: usize = {
        let meta = round_up(Self::BYTES, WORD);
        let seal = if Self::SEALED { WORD } else { 0 };
        // A link to the block before, and a copy of the meta and the header word of the block behind.
        let backup = if Self::BACKUP { WORD + meta + WORD } else { 0 };
        backup + meta + seal + WORD
    };

    /// Whether [`NodeMeta::totals`] answers.
    const COUNTS: bool = false;

    /// `block` of `size` bytes has become used.
    fn allocated<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, size: usize) {
        let _ = (heap, place, block, size);
    }

    /// `block` of `size` bytes is about to become free.
    fn freed<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, size: usize) {
        let _ = (heap, place, block, size);
    }

    /// `block`, which remains used, has changed its size.
    fn resized<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, old: usize, new: usize) {
        let _ = (heap, place, block, old, new);
    }

    /// The content of `from` has moved to `to`, which was allocated just now; `from` will be freed.
    fn moved<W: NodeMeta>(heap: Heap<W>, place: Place, from: Block, to: Block) {
        let _ = (heap, place, from, to);
    }

    /// The number of free blocks has risen by one.
    fn more_free<W: NodeMeta>(heap: Heap<W>, place: Place) {
        let _ = (heap, place);
    }

    /// The number of free blocks has fallen by one.
    fn less_free<W: NodeMeta>(heap: Heap<W>, place: Place) {
        let _ = (heap, place);
    }

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

impl NodeMeta for () {}

impl<A: NodeMeta, B: NodeMeta> NodeMeta for (A, B) {
    const BYTES: usize = A::BYTES + B::BYTES;
    const SEALED: bool = A::SEALED || B::SEALED;
    const BACKUP: bool = A::BACKUP || B::BACKUP;
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
    impl Sealed for crate::Origin {}
    impl Sealed for crate::CheckWord {}
    impl Sealed for crate::HeadBackup {}
    impl<A: super::NodeMeta, B: super::NodeMeta> Sealed for (A, B) {}
}

/// The header of each option set, for the assertions below.
const fn head<T: NodeMeta, O: NodeMeta, S: NodeMeta>() -> usize {
    <(T, (O, S)) as NodeMeta>::HEAD
}

macro_rules! pin {
    ($($meta:ty, $origin:ty, $seal:ty => $bytes:literal;)*) => {
        $(const _: () = assert!(head::<$meta, $origin, $seal>() == $bytes);)*
    };
}

// The price of a block for every option set, pinned. The C implementation needs 16 bytes on 32-bit and 32 on 64-bit
// targets without the options on the right, 48 and 96 with the backup, and three pointers more for the origin.
pin! {
    (), (), () => 4;
    TaskId, (), () => 8;
    ModuleId, (), () => 8;
    (TaskId, ModuleId), (), () => 8;
    (), Origin, () => 16;
    TaskId, Origin, () => 20;
    ModuleId, Origin, () => 20;
    (TaskId, ModuleId), Origin, () => 20;
    (), (), CheckWord => 8;
    TaskId, (), CheckWord => 12;
    ModuleId, (), CheckWord => 12;
    (TaskId, ModuleId), (), CheckWord => 12;
    (), Origin, CheckWord => 20;
    TaskId, Origin, CheckWord => 24;
    ModuleId, Origin, CheckWord => 24;
    (TaskId, ModuleId), Origin, CheckWord => 24;
    (), (), HeadBackup => 16;
    TaskId, (), HeadBackup => 24;
    ModuleId, (), HeadBackup => 24;
    (TaskId, ModuleId), (), HeadBackup => 24;
    (), Origin, HeadBackup => 40;
    TaskId, Origin, HeadBackup => 48;
    ModuleId, Origin, HeadBackup => 48;
    (TaskId, ModuleId), Origin, HeadBackup => 48;
}
