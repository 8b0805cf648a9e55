//! Blocks: headers, neighbours, footers, and the control words of a pool.

use core::marker::PhantomData;
use core::ptr::NonNull;

use super::access::POISONS;
use super::region::first_payload;
use super::{COMMON, Lease, PoolStart, Region};
use crate::error::Error;
use crate::meta::NodeMeta;
use crate::size::{GRAIN, Tag, WORD};

/// Where the pool's size in bytes is kept.
pub(super) const SIZE: usize = 8;
const FIRST: usize = 12;
const SEAL: usize = 16;
const AFTER: usize = 20;

/// What `SEAL` holds, mixed with the pool's own address and size: a pool that was copied elsewhere is not one.
const SEALED: usize = 0x4c4f_534d;

/// A block of a pool, named by the offset of its payload.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block(pub(super) usize);

impl Block {
    /// No block (R7).
    pub(crate) const NONE: Self = Self(0);

    #[inline(always)]
    pub(crate) fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Offset of the payload.
    #[inline(always)]
    pub(crate) fn offset(self) -> usize {
        self.0
    }
}

/// A pool's memory, seen as blocks whose headers have room for `M`.
pub struct Heap<M> {
    pub(super) region: Region,
    meta: PhantomData<fn() -> M>,
}

impl<M> Clone for Heap<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Heap<M> {}

impl<M: NodeMeta> Heap<M> {
    pub(crate) fn new(region: Region) -> Self {
        Self { region, meta: PhantomData }
    }

    pub(crate) fn region(self) -> Region {
        self.region
    }

    /// The payload bytes left for blocks when the pool's own data take `control` bytes; 0 if nothing is left.
    pub(crate) fn area(size: usize, control: usize) -> usize {
        size.saturating_sub(first_payload(control, M::HEAD))
    }

    /// Writes control data, one block of free memory that is not linked yet, and the end node.
    /// The caller has made sure by [`Heap::area`] that the block is large enough.
    pub(crate) fn format(self, size: usize, fit_bytes: usize, control: usize) -> Block {
        let first = first_payload(control, M::HEAD);
        self.region.take_over(size);
        self.region.clear(0, control);
        self.region.store(SIZE, size);
        self.region.store(FIRST, first);
        self.region.store(AFTER, COMMON + fit_bytes);
        self.region.store(SEAL, self.seal(size));
        let block = Block(first);
        for header in [block, self.end()] {
            self.new_header(header);
        }
        self.set_tag(self.end(), Tag::used(0).with_prev_free());
        self.set_free(block, size - first);
        self.settle(block, self.end());
        block
    }

    /// The lease of the pool's memory, for the handle that made the pool.
    pub(crate) fn lease(self) -> Lease {
        self.region.lease(self.size())
    }

    /// Makes the pool unrecognisable, for one that is given up: its memory is the program's again.
    #[allow(dead_code)] // for functions of LOSCFG_MEM_MUL_POOL
    pub(crate) fn unseal(self) {
        self.region.store(SEAL, 0);
        self.region.lend(0, self.size());
    }

    fn seal(self, size: usize) -> usize {
        SEALED ^ (self.region.address() as u32 as usize) ^ size
    }

    /// What the pool's place and size make of a header's key.
    pub(super) fn key(self) -> u32 {
        self.region.load(SEAL) as u32
    }

    /// Whether the control data are those of a pool at this place.
    pub(crate) fn is_sealed(self) -> bool {
        self.region.load(SEAL) == self.seal(self.size())
    }

    /// The pool's size in bytes, its own data included.
    #[inline(always)]
    pub(crate) fn size(self) -> usize {
        self.region.load(SIZE)
    }

    /// Bytes of the pool before the first block.
    pub(crate) fn overhead(self) -> usize {
        self.region.load(FIRST) - M::HEAD
    }

    /// Offset of the control data that follow the fit's index.
    #[inline(always)]
    pub(crate) fn after_fit(self) -> usize {
        self.region.load(AFTER)
    }

    /// A word of control data.
    #[inline(always)]
    pub(crate) fn control(self, at: usize) -> usize {
        debug_assert!(at < self.region.load(FIRST));
        self.region.load(at)
    }

    /// Sets a word of control data.
    #[inline(always)]
    pub(crate) fn set_control(self, at: usize, value: usize) {
        debug_assert!(at < self.region.load(FIRST));
        self.region.store(at, value);
    }

    /// A half word of control data.
    #[inline(always)]
    pub(crate) fn control_half(self, at: usize) -> usize {
        debug_assert!(at < self.region.load(FIRST));
        usize::from(self.region.load_half(at))
    }

    /// Sets a half word of control data.
    #[inline(always)]
    pub(crate) fn set_control_half(self, at: usize, value: usize) {
        debug_assert!(at < self.region.load(FIRST) && value <= usize::from(u16::MAX));
        self.region.store_half(at, value as u16);
    }

    /// The pointer to another pool that is kept at `at` in the control data.
    pub(crate) fn link(self, at: usize) -> Option<PoolStart> {
        self.region.load_link(at)
    }

    /// Sets the pointer to another pool.
    pub(crate) fn set_link(self, at: usize, link: Option<PoolStart>) {
        self.region.store_link(at, link);
    }

    /// The first block.
    #[inline(always)]
    pub(crate) fn first(self) -> Block {
        Block(self.region.load(FIRST))
    }

    /// The end node.
    #[inline(always)]
    pub(crate) fn end(self) -> Block {
        Block(self.size())
    }

    #[inline(always)]
    pub(crate) fn tag(self, block: Block) -> Tag {
        Tag::from_word(self.region.load(block.0 - WORD))
    }

    #[inline(always)]
    pub(crate) fn set_tag(self, block: Block, tag: Tag) {
        self.region.store(block.0 - WORD, tag.word());
    }

    /// Forgets a header that merging has absorbed, so that no stale pointer finds it (R9).
    #[inline(always)]
    pub(crate) fn wipe(self, block: Block) {
        self.region.store(block.0 - WORD, 0);
    }

    /// The block `size` bytes after `block`, which is a block once its header is written.
    #[inline(always)]
    pub(crate) fn after(self, block: Block, size: usize) -> Block {
        Block(block.0 + size)
    }

    /// The free block before `block`, whose header says that it is there (R4).
    #[inline(always)]
    pub(crate) fn free_before(self, block: Block) -> Block {
        Block(block.0 - self.size_before(block))
    }

    /// [`Heap::free_before`] where the memory before `block` may have been overwritten: none if no block can lie there.
    pub(crate) fn block_before_free(self, block: Block) -> Option<Block> {
        let found = self.block_at(block.0.checked_sub(self.size_before(block))?)?;
        (found != block).then_some(found)
    }

    /// The size of the free block before `block`.
    #[inline(always)]
    pub(crate) fn size_before(self, block: Block) -> usize {
        self.region.load(block.0 - M::HEAD - WORD)
    }

    /// The place at `offset` as a block, if a block can lie there: for links that may be damaged.
    pub(crate) fn block_at(self, offset: usize) -> Option<Block> {
        let fits = offset.is_multiple_of(GRAIN) && (self.first().0..self.end().0).contains(&offset);
        fits.then_some(Block(offset))
    }

    /// Writes header and footer of a free block; the successor's flag is the caller's.
    #[inline(always)]
    pub(crate) fn set_free(self, block: Block, size: usize) {
        self.set_tag(block, Tag::free(size));
        self.region.store(block.0 + size - M::HEAD - WORD, size);
    }

    /// The footer of a free block of `size` bytes.
    pub(crate) fn footer(self, block: Block, size: usize) -> usize {
        self.region.load(block.0 + size - M::HEAD - WORD)
    }

    /// The pointer to the payload of `block`.
    #[inline(always)]
    pub(crate) fn pointer(self, block: Block) -> NonNull<u8> {
        self.region.pointer(block.0)
    }

    /// Lends the payload of a used block to the program and points to it: the last step of what makes or changes a block.
    #[inline(always)]
    pub(crate) fn lend(self, block: Block) -> NonNull<u8> {
        if POISONS {
            self.region.lend(block.0, self.tag(block).size() - M::HEAD);
        }
        self.pointer(block)
    }

    /// Takes the payload of a used block back: the first step of what frees or changes a block.
    #[inline(always)]
    pub(crate) fn take_back(self, block: Block) {
        if POISONS {
            self.region.take_back(block.0, self.tag(block).size() - M::HEAD);
        }
    }

    /// Lends `length` bytes at `offset`, inside a block that is not lent as a whole, and points to them.
    #[inline(always)]
    pub(crate) fn lend_part(self, offset: usize, length: usize) -> NonNull<u8> {
        self.region.lend(offset, length)
    }

    /// Takes back what [`Heap::lend_part`] lent.
    #[inline(always)]
    pub(crate) fn take_part_back(self, offset: usize, length: usize) {
        self.region.take_back(offset, length);
    }

    /// The used block whose payload starts at `pointer`, and its header.
    ///
    /// Exact for pointers outside the blocks, misaligned ones and free blocks; a pointer into a block is believed only if
    /// the word before it is a used header of a possible size whose successor agrees, which payload can imitate.
    #[inline(always)]
    pub(crate) fn locate(self, pointer: NonNull<u8>, smallest: usize) -> Result<(Block, Tag), Error> {
        let at = self.region.offset_of(pointer);
        let first = self.region.load(FIRST);
        let size = self.size();
        if at.wrapping_sub(first) >= size - first || !at.is_multiple_of(GRAIN) {
            return Err(Self::refusal(at, first, size));
        }
        let block = Block(at);
        if M::SEALED && !self.is_true(block) && self.restore(at).is_none() {
            return Err(Error::NotABlock);
        }
        let tag = self.found_tag(block);
        if !tag.is_used() || tag.size() > size - at || tag.size() < smallest {
            return Err(Error::NotABlock);
        }
        if M::SEALED && !self.neighbours_are_true(block, tag) {
            return Err(Error::Damaged);
        }
        if self.found_tag(self.after(block, tag.size())).prev_is_free() {
            return Err(Error::NotABlock);
        }
        Ok((block, tag))
    }

    /// The word where a header would be, for a pointer that need not be a block.
    #[inline(always)]
    fn found_tag(self, block: Block) -> Tag {
        Tag::from_word(self.region.load_found(block.0 - WORD))
    }

    #[cold]
    fn refusal(at: usize, first: usize, size: usize) -> Error {
        if at.wrapping_sub(first) >= size - first { Error::OutsidePool } else { Error::Misaligned }
    }

    /// Copies the first `length` payload bytes of `from` to `to`; the ranges may overlap.
    pub(crate) fn copy(self, from: Block, to: Block, length: usize) {
        self.region.copy(from.0, to.0, length);
    }

    /// Moves a used block of `size` bytes, meta and header included, to where `to` begins; the ranges may overlap.
    /// What a header says of its neighbours stays.
    pub(crate) fn slide(self, from: Block, to: Block, size: usize) {
        self.region.copy(from.0 - Self::META, to.0 - Self::META, size - (M::HEAD - Self::META));
    }

    /// Clears the first `length` payload bytes of a block.
    pub(crate) fn clear_payload(self, block: Block, length: usize) {
        self.region.clear(block.0, length);
    }

    /// A word of a used block's payload that the pool itself uses.
    #[inline(always)]
    pub(crate) fn payload_word(self, block: Block, at: usize) -> usize {
        self.region.load(block.0 + at)
    }

    /// Sets a word of a used block's payload that the pool itself uses.
    #[inline(always)]
    pub(crate) fn set_payload_word(self, block: Block, at: usize, value: usize) {
        self.region.store(block.0 + at, value);
    }

    /// The half word of meta that begins `distance` bytes before the header of a used block.
    #[inline(always)]
    pub(crate) fn meta_half(self, block: Block, distance: usize) -> u16 {
        debug_assert!(distance + Self::GUARDS <= M::HEAD);
        self.region.load_half(block.0 - Self::GUARDS - distance)
    }

    /// Sets a half word of meta.
    #[inline(always)]
    pub(crate) fn set_meta_half(self, block: Block, distance: usize, value: u16) {
        debug_assert!(distance + Self::GUARDS <= M::HEAD);
        self.region.store_half(block.0 - Self::GUARDS - distance, value);
    }
}
