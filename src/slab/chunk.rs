//! One chunk: a used block seen as items.

use super::{CHUNK, CLASSES, item_size};
use crate::error::Error;
use crate::meta::NodeMeta;
use crate::raw::{Block, Heap};
use crate::size::WORD;

const NEXT: usize = 0;
const PREVIOUS: usize = WORD;
const CLASS: usize = 2 * WORD;
const FREE: usize = 3 * WORD;
const ITEMS: usize = 32;

/// Payload bytes of a chunk.
pub(super) const BYTES: usize = ITEMS + CHUNK;

/// A chunk of a pool.
pub(super) struct Chunk<M> {
    heap: Heap<M>,
    block: Block,
}

impl<M> Clone for Chunk<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Chunk<M> {}

/// The bits of a chunk of `class` all of whose items are free.
const fn all_free(class: usize) -> u32 {
    u32::MAX >> (32 - CHUNK / item_size(class))
}

impl<M: NodeMeta> Chunk<M> {
    pub(super) fn new(heap: Heap<M>, block: Block) -> Self {
        Self { heap, block }
    }

    /// Makes the block a chunk of free items that is in no list.
    pub(super) fn format(self, class: usize) {
        self.set(NEXT, 0);
        self.set(PREVIOUS, 0);
        self.set(CLASS, class);
        self.set(FREE, all_free(class) as usize);
    }

    fn get(self, at: usize) -> usize {
        self.heap.payload_word(self.block, at)
    }

    fn set(self, at: usize, value: usize) {
        self.heap.set_payload_word(self.block, at, value);
    }

    pub(super) fn block(self) -> Block {
        self.block
    }

    pub(super) fn class(self) -> usize {
        self.get(CLASS) % CLASSES
    }

    fn free(self) -> u32 {
        self.get(FREE) as u32
    }

    pub(super) fn has_free(self) -> bool {
        self.free() != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.free() == all_free(self.class())
    }

    /// Whether the chunk's own data can be true.
    pub(super) fn is_plausible(self) -> bool {
        let class = self.get(CLASS);
        class < CLASSES && self.free() & !all_free(class) == 0
    }

    /// Takes the free item of the highest address; there is one. Returns its offset in the pool.
    pub(super) fn take(self) -> usize {
        let free = self.free();
        let item = 31 - free.leading_zeros() as usize;
        self.set(FREE, (free & !(1 << item)) as usize);
        self.offset_of(item)
    }

    /// The offset of an item in the pool.
    pub(super) fn offset_of(self, item: usize) -> usize {
        self.block.offset() + ITEMS + item * item_size(self.class())
    }

    /// The number of the used item that starts at `offset`, which is inside this chunk.
    pub(super) fn item_at(self, offset: usize) -> Result<usize, Error> {
        let into = offset.checked_sub(self.block.offset() + ITEMS).ok_or(Error::NotABlock)?;
        let size = item_size(self.class());
        let item = into / size;
        if into % size != 0 || self.free() >> item & 1 == 1 {
            return Err(Error::NotABlock);
        }
        Ok(item)
    }

    /// The size of the used item around `offset`, which is inside this chunk, and how far into it that is.
    pub(super) fn item_around(self, offset: usize) -> Result<(usize, usize), Error> {
        let into = offset.checked_sub(self.block.offset() + ITEMS).ok_or(Error::NotABlock)?;
        let size = item_size(self.class());
        self.item_at(offset - into % size).map(|_| (size, into % size))
    }

    /// Gives a used item back.
    pub(super) fn give(self, item: usize) {
        self.set(FREE, (self.free() | 1 << item) as usize);
    }

    pub(super) fn next(self) -> usize {
        self.get(NEXT)
    }

    /// Puts the chunk in front of the list whose head is the control word at `head`.
    pub(super) fn list(self, head: usize) {
        let old = self.heap.control(head);
        self.set(NEXT, old);
        self.set(PREVIOUS, 0);
        if let Some(old) = self.heap.block_at(old) {
            Self::new(self.heap, old).set(PREVIOUS, self.block.offset());
        }
        self.heap.set_control(head, self.block.offset());
    }

    /// Takes the chunk out of the list whose head is the control word at `head`.
    pub(super) fn unlist(self, head: usize) {
        let (next, previous) = (self.get(NEXT), self.get(PREVIOUS));
        if let Some(next) = self.heap.block_at(next) {
            Self::new(self.heap, next).set(PREVIOUS, previous);
        }
        match self.heap.block_at(previous) {
            Some(previous) => Self::new(self.heap, previous).set(NEXT, next),
            None => self.heap.set_control(head, next),
        }
    }
}
