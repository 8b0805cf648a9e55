//! Slots and links: how free blocks hang on one another.

use super::{Block, Heap};
use crate::meta::NodeMeta;
use crate::size::WORD;

/// A word that holds a block: a head in the pool's index, or a link inside a free block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Slot(pub(super) usize);

impl Slot {
    /// The head kept at offset `at` of the control data.
    #[inline(always)]
    pub(crate) fn head(at: usize) -> Self {
        Self(at)
    }

    /// Offset of the word.
    #[inline(always)]
    pub(crate) fn offset(self) -> usize {
        self.0
    }
}

/// In place of a block's first child: the block hangs in a list behind one of its own size.
const BEHIND: usize = 2;

impl<M: NodeMeta> Heap<M> {
    // Meta bytes are idle while a block is free, so `next` lies in them and the smallest block stays small. Sealed
    // headers are left alone.
    const IN_META: bool = M::HEAD >= 2 * WORD && !M::SEALED;
    const NEXT: usize = if Self::IN_META { 0usize.wrapping_sub(2 * WORD) } else { 0 };
    const BACK: usize = if Self::IN_META { 0 } else { WORD };
    const CHILD: usize = 2 * WORD;

    /// Bytes of links that a listed free block needs behind its header.
    pub(crate) const LINKS: usize = Self::BACK + WORD;

    /// The block in `slot`, or [`Block::NONE`].
    #[inline(always)]
    pub(crate) fn get(self, slot: Slot) -> Block {
        Block(self.region.load(slot.0))
    }

    /// The slot that holds what follows `block` in its list.
    #[inline(always)]
    pub(crate) fn next_slot(self, block: Block) -> Slot {
        Slot(block.0.wrapping_add(Self::NEXT))
    }

    /// What follows `block` in its list.
    #[inline(always)]
    pub(crate) fn next(self, block: Block) -> Block {
        self.get(self.next_slot(block))
    }

    /// The slot that holds `block`.
    #[inline(always)]
    pub(crate) fn back(self, block: Block) -> Slot {
        Slot(self.region.load(block.0 + Self::BACK))
    }

    /// Puts `block` into `slot` and answers the link; `block` may be none (R7).
    #[inline(always)]
    pub(crate) fn put(self, slot: Slot, block: Block) {
        self.region.store(slot.0, block.0);
        self.region.store(block.0 + Self::BACK, slot.0);
    }

    /// Puts `block` in front of what `slot` holds, and returns what that was.
    #[inline(always)]
    pub(crate) fn push(self, slot: Slot, block: Block) -> Block {
        let old = self.get(slot);
        self.put(self.next_slot(block), old);
        self.put(slot, block);
        old
    }

    /// Takes a listed `block` out: its successor, which is returned, moves into its slot.
    #[inline(always)]
    pub(crate) fn unlink(self, block: Block) -> (Slot, Block) {
        let (slot, next) = (self.back(block), self.next(block));
        self.put(slot, next);
        (slot, next)
    }

    /// The slot of a large free block for the child of the given bit.
    #[inline(always)]
    pub(crate) fn child_slot(self, block: Block, bit: usize) -> Slot {
        debug_assert!(bit <= 1);
        Slot(block.0 + Self::CHILD + bit * WORD)
    }

    /// The child of the given bit.
    #[inline(always)]
    pub(crate) fn child(self, block: Block, bit: usize) -> Block {
        self.get(self.child_slot(block, bit))
    }

    /// Marks `block` as one without children.
    #[inline(always)]
    pub(crate) fn clear_children(self, block: Block) {
        self.region.store(self.child_slot(block, 0).0, 0);
        self.region.store(self.child_slot(block, 1).0, 0);
    }

    /// Marks `block` as listed behind another of its size.
    #[inline(always)]
    pub(crate) fn mark_behind(self, block: Block) {
        self.region.store(self.child_slot(block, 0).0, BEHIND);
    }

    /// Whether `block` is listed behind another of its size.
    #[inline(always)]
    pub(crate) fn is_behind(self, block: Block) -> bool {
        self.region.load(self.child_slot(block, 0).0) == BEHIND
    }
}
