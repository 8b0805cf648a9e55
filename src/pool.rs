//! The pool: allocate, free and resize blocks, whatever the policies.
//!
//! Owns splitting and merging. Knows nothing of the configuration, of locks, or of how an index is kept.

mod aligned;

use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use crate::check::{self, Checks, Plain, Reporter};
use crate::error::{Damage, Error, Fault};
use crate::fit::FitPolicy;
use crate::meta::{NodeMeta, Place};
use crate::raw::{Block, COMMON, Heap, Lease, Region};
use crate::size::{GRAIN, MAX_POOL, Tag, WORD, round_up};
use crate::slab::{Item, NoSlab, SlabPolicy, SlabSizes};

/// A dynamic memory pool over borrowed memory.
///
/// `F` finds free blocks, `M` is what each used block carries, `S` adds slabs, `C` sets how much is checked.
/// [`crate::ConfiguredPool`] is the one the configuration describes.
///
/// All state lies in the memory itself, so a pool costs its handle's owner one pointer; one that looks for damage has a
/// few words more, since it may have to remember what it met.
pub struct Pool<'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy = NoSlab, C: Checks = Plain> {
    pub(crate) heap: Heap<M>,
    pub(crate) reporter: C::Reporter,
    memory: PhantomData<&'a mut [MaybeUninit<u8>]>,
    policies: PhantomData<(F, S, C)>,
    lease: Lease,
}

/// One block of a pool, as a walk meets it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BlockInfo {
    /// Bytes from the pool's start to the block's start.
    pub offset: usize,
    /// Bytes of the block, header included; of the end node, its header.
    pub size: usize,
    /// What the block is.
    pub state: BlockState,
}

/// What a block of a pool is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockState {
    /// Allocated.
    Used,
    /// Not allocated.
    Free,
    /// The end node, which closes the pool.
    End,
}

impl<'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Pool<'a, F, M, S, C> {
    /// Bytes of a used block before its payload.
    pub const HEADER: usize = M::HEAD;

    /// Bytes of the smallest block.
    pub const SMALLEST: usize = {
        let links = if F::LINKED { Heap::<M>::LINKS } else { 0 };
        round_up(M::HEAD + links + WORD, GRAIN)
    };

    const LARGEST_REQUEST: usize = MAX_POOL - 256;

    /// Makes a pool of `memory`, whose start and end are rounded inwards to multiples of 8.
    ///
    /// # Errors
    /// [`Error::PoolTooSmall`] if there is no room for the pool's own data and one block, [`Error::PoolTooLarge`]
    /// above [`crate::MAX_POOL`] bytes.
    pub fn new(memory: &'a mut [MaybeUninit<u8>]) -> Result<Self, Error> {
        Self::with_slab_sizes(memory, SlabSizes::DEFAULT)
    }

    /// Makes a pool whose fixed slabs have the given sizes; pools without them and growing ones pay no regard to it.
    /// A chunk for which there is no room is left out.
    ///
    /// # Errors
    /// Those of [`Pool::new`].
    pub fn with_slab_sizes(memory: &'a mut [MaybeUninit<u8>], sizes: SlabSizes) -> Result<Self, Error> {
        let (region, size) = Region::over(memory);
        if size > MAX_POOL {
            return Err(Error::PoolTooLarge);
        }
        let index = Self::index_bytes(size);
        let control = COMMON + index + Self::fixed_bytes(size);
        let area = Heap::<M>::area(size, control);
        if area < Self::SMALLEST {
            return Err(Error::PoolTooSmall);
        }
        let mut pool = Self::over(Heap::new(region));
        let block = pool.heap.format(size, index, control);
        pool.lease = pool.heap.lease();
        pool.link(block, area);
        pool.start_slabs(sizes);
        Ok(pool)
    }

    /// The pool that was made over the memory of `heap` with the same policies.
    pub(crate) fn over(heap: Heap<M>) -> Self {
        Self {
            heap,
            reporter: C::Reporter::default(),
            memory: PhantomData,
            policies: PhantomData,
            lease: Lease::NONE,
        }
    }

    /// Gives up the handle and keeps the pool, whose memory is borrowed for ever; returns where it starts.
    pub(crate) fn keep(mut self) -> NonNull<u8> {
        self.lease.waive();
        self.start()
    }

    /// The handle of a pool that was kept, as that of its owner: the pool ends with it, and it tells of damage by itself.
    pub(crate) fn owned(self) -> Self {
        let mut pool = Self::over(self.heap);
        pool.lease = pool.heap.lease();
        pool
    }

    const LINK_BYTES: usize = if C::REGISTERED { size_of::<usize>() } else { 0 };

    /// Where the link to the next registered pool lies in a pool of `size` bytes, from the end of the fit's index on.
    pub(crate) fn link_offset(size: usize) -> usize {
        M::pool_bytes(size)
    }

    /// Where the slabs' data lie, likewise.
    pub(crate) fn slab_offset(size: usize) -> usize {
        Self::link_offset(size) + Self::LINK_BYTES
    }

    /// Bytes of control data behind the fit's index.
    fn fixed_bytes(size: usize) -> usize {
        Self::slab_offset(size) + S::pool_bytes(size)
    }

    /// The smallest memory, in bytes and starting on a multiple of 8, that a pool can be made of.
    pub fn least_size() -> usize {
        let least = COMMON + F::index_bytes(Self::SMALLEST) + Self::slab_offset(0) + Self::SMALLEST + M::HEAD;
        round_up(least, GRAIN)
    }

    /// The smallest index that covers the blocks left beside it.
    fn index_bytes(size: usize) -> usize {
        let mut index = F::index_bytes(0);
        loop {
            let wanted = F::index_bytes(Heap::<M>::area(size, COMMON + index + Self::fixed_bytes(size)));
            if wanted <= index {
                return index;
            }
            index += WORD;
        }
    }

    /// The block size that a request of `size` payload bytes needs; none for 0 and for what no pool can hold.
    #[inline(always)]
    pub(crate) fn need(size: usize) -> Option<usize> {
        if size.wrapping_sub(1) >= Self::LARGEST_REQUEST {
            return None;
        }
        Some(round_up(size + M::HEAD, GRAIN).max(Self::SMALLEST))
    }

    /// Allocates `size` bytes, aligned to 8.
    ///
    /// `None` if `size` is 0 or no free block is large enough.
    #[inline]
    pub fn alloc(&mut self, size: usize) -> Option<NonNull<u8>> {
        if let Some(item) = self.alloc_item(size) {
            return Some(item);
        }
        self.alloc_block(size)
    }

    #[inline(always)]
    pub(crate) fn alloc_block(&mut self, size: usize) -> Option<NonNull<u8>> {
        let need = Self::need(size)?;
        self.check_before_alloc()?;
        let block = self.carve(need)?;
        Some(self.heap.lend(block))
    }

    /// Allocates `size` bytes at a multiple of `boundary`.
    ///
    /// `None` if `size` is 0, if `boundary` is not a power of two of at least a pointer's size, or if no free block has
    /// room. What lies before the boundary remains a free block: nothing is lost.
    pub fn alloc_align(&mut self, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        if !boundary.is_power_of_two() || boundary < size_of::<usize>() {
            return None;
        }
        let need = Self::need(size)?;
        self.check_before_alloc()?;
        let block = if boundary <= GRAIN { self.carve(need)? } else { self.carve_aligned(need, boundary)? };
        self.heap.set_tag(block, self.heap.tag(block).with_aligned());
        self.heap.settle(block, block);
        Some(self.heap.lend(block))
    }

    /// Frees the block at `pointer`; free neighbours merge with it at once.
    ///
    /// # Errors
    /// [`Error::OutsidePool`], [`Error::Misaligned`] or [`Error::NotABlock`]; in a pool with checks [`Error::Damaged`]. The
    /// pool is unchanged, except that a header may have been restored.
    #[inline]
    pub fn free(&mut self, pointer: NonNull<u8>) -> Result<(), Error> {
        if let Some(item) = self.item_at(pointer) {
            self.free_item(item?);
            return Ok(());
        }
        let (block, tag) = self.locate(pointer)?;
        self.heap.take_back(block);
        M::freed(self.heap, Place::START, block, tag.size());
        self.release(block, tag);
        Ok(())
    }

    /// Gives the block at `pointer` room for `size` bytes, in place if it can, else elsewhere; the content is kept as far
    /// as both sizes reach. On an error the block is as it was.
    ///
    /// A moved block is aligned to 8, also when it came from [`Pool::alloc_align`].
    ///
    /// # Errors
    /// Those of [`Pool::free`]; [`Error::OutOfMemory`] if there is no room or `size` is 0; [`Error::AlignedBlock`] in
    /// bestfit_little if the block came from [`Pool::alloc_align`].
    pub fn realloc(&mut self, pointer: NonNull<u8>, size: usize) -> Result<NonNull<u8>, Error> {
        if let Some(item) = self.item_at(pointer) {
            return self.realloc_item(pointer, item?, size);
        }
        let (block, tag) = self.locate(pointer)?;
        if tag.is_aligned() && !F::RESIZES_ALIGNED {
            return Err(Error::AlignedBlock);
        }
        let need = Self::need(size).ok_or(Error::OutOfMemory)?;
        let old = tag.size();
        self.heap.take_back(block);
        if need <= old {
            let kept = self.trim(block, tag, need);
            M::resized(self.heap, Place::START, block, old, kept);
            self.heap.lend(block);
            return Ok(pointer);
        }
        if let Some(grown) = self.absorb_next(block, tag, need) {
            M::resized(self.heap, Place::START, block, old, self.trim(block, grown, need));
            self.heap.lend(block);
            return Ok(pointer);
        }
        let Some(target) = self.carve(need) else { return self.slide_down(block, tag, need) };
        self.heap.copy(block, target, old - M::HEAD);
        M::moved(self.heap, Place::START, block, target);
        M::freed(self.heap, Place::START, block, old);
        // Carving may have split the block before this one, so its header is read again.
        self.release(block, self.heap.tag(block));
        Ok(self.heap.lend(target))
    }

    fn realloc_item(
        &mut self,
        pointer: NonNull<u8>,
        item: Item<M>,
        size: usize,
    ) -> Result<NonNull<u8>, Error> {
        if size == 0 {
            return Err(Error::OutOfMemory);
        }
        if size <= item.size() {
            return Ok(pointer);
        }
        let target = self.alloc(size).ok_or(Error::OutOfMemory)?;
        self.heap.region().copy_payload(pointer, target, item.size());
        self.free_item(item);
        Ok(target)
    }

    /// Checks every rule of the pool on every block.
    ///
    /// # Errors
    /// The first [`Damage`] found. Takes time in proportion to the number of blocks.
    pub fn check(&self) -> Result<(), Damage> {
        let size = self.heap.size();
        if !self.heap.is_sealed() {
            return Err(Damage { block: 0, previous: 0, fault: Fault::Control });
        }
        let index = Self::index_bytes(size);
        let expected = check::Expected {
            first: size - Heap::<M>::area(size, COMMON + index + Self::fixed_bytes(size)),
            after_fit: COMMON + index,
            smallest: Self::SMALLEST,
        };
        check::integrity::<F, M>(self.heap, &expected)?;
        self.check_slabs()
    }

    #[inline(always)]
    pub(crate) fn locate(&self, pointer: NonNull<u8>) -> Result<(Block, Tag), Error> {
        let found = self.heap.locate(pointer, Self::SMALLEST).inspect_err(|error| {
            if M::SEALED && *error == Error::Damaged {
                self.check_or_report();
            }
        })?;
        if C::EXACT_FREE {
            if !self.heap.walk().any(|visit| visit.block == found.0) {
                return Err(Error::NotABlock);
            }
            self.check_neighbours(found.0, found.1)?;
        }
        if C::CHECK_ALWAYS {
            self.check_or_report().ok_or(Error::Damaged)?;
        }
        Ok(found)
    }

    #[inline(always)]
    fn check_before_alloc(&self) -> Option<()> {
        if C::CHECK_ALWAYS { self.check_or_report() } else { Some(()) }
    }

    fn check_or_report(&self) -> Option<()> {
        self.check().map_err(|damage| self.reporter.report(&damage)).ok()
    }

    /// Looks at the free blocks beside a used one before they are taken from the index.
    fn check_neighbours(&self, block: Block, tag: Tag) -> Result<(), Error> {
        let next = self.heap.after(block, tag.size());
        let before =
            tag.prev_is_free().then(|| self.heap.block_before_free(block)).map(|b| b.ok_or(Error::Damaged));
        let free_next = (!self.heap.tag(next).is_used()).then_some(Ok(next));
        for neighbour in before.into_iter().chain(free_next) {
            self.check_free(neighbour?)?;
        }
        Ok(())
    }

    /// Looks at a free block before it is taken from the index.
    fn check_free(&self, block: Block) -> Result<(), Error> {
        let size = self.heap.tag(block).size();
        let sound = self.heap.is_true(block)
            && size >= Self::SMALLEST
            && size <= self.heap.size() - block.offset()
            && self.heap.footer(block, size) == size
            && F::answers_for(self.heap, block, size);
        if sound {
            return Ok(());
        }
        let offset = block.offset() - M::HEAD;
        self.reporter.report(&Damage { block: offset, previous: offset, fault: Fault::Links });
        Err(Error::Damaged)
    }

    /// Hands a free block, whose header is written, to the index.
    #[inline(always)]
    fn link(&mut self, block: Block, size: usize) {
        M::more_free(self.heap, Place::START);
        F::insert(self.heap, block, size);
    }

    /// Takes a free block from the index.
    #[inline(always)]
    fn unlink(&mut self, block: Block, size: usize) {
        F::remove(self.heap, block, size);
        M::less_free(self.heap, Place::START);
    }

    #[inline(always)]
    pub(crate) fn carve(&mut self, need: usize) -> Option<Block> {
        if C::EXACT_FREE {
            self.check_free(F::find(self.heap, need)?).ok()?;
        }
        let Some((block, size)) = F::take_quick(self.heap, need) else { return self.carve_slowly(need) };
        M::less_free(self.heap, Place::START);
        self.occupy::<true>(block, block, Tag::used(size), need);
        Some(block)
    }

    /// Out of line and called last, so that the quick path above saves no registers for it.
    #[inline(never)]
    fn carve_slowly(&mut self, need: usize) -> Option<Block> {
        let (block, size) = F::take(self.heap, need)?;
        M::less_free(self.heap, Place::START);
        self.occupy::<false>(block, block, Tag::used(size), need);
        Some(block)
    }

    fn carve_aligned(&mut self, need: usize, boundary: usize) -> Option<Block> {
        // The best fit may happen to lie well; if not, the padded size fits wherever it lies.
        let lucky =
            F::find(self.heap, need).and_then(|block| Some((block, self.front_to(block, need, boundary)?)));
        let (block, front) = match lucky {
            Some(found) => found,
            None => {
                let padded = need.checked_add(boundary)?.checked_add(Self::SMALLEST - GRAIN)?;
                let block = F::find(self.heap, padded)?;
                (block, self.front_to(block, need, boundary)?)
            }
        };
        let size = self.heap.tag(block).size();
        if C::EXACT_FREE {
            self.check_free(block).ok()?;
        }
        self.unlink(block, size);
        if front == 0 {
            self.occupy::<false>(block, block, Tag::used(size), need);
            return Some(block);
        }
        let aligned = self.heap.after(block, front);
        self.heap.new_header(aligned);
        self.heap.set_free(block, front);
        self.occupy::<false>(block, aligned, Tag::used(size - front).with_prev_free(), need);
        self.link(block, front);
        Some(aligned)
    }

    /// The bytes to leave before a block of `need` bytes at a multiple of `boundary` inside the free `block`: none, or
    /// enough for a free block.
    fn front_to(&self, block: Block, need: usize, boundary: usize) -> Option<usize> {
        let address = self.heap.pointer(block).addr().get();
        let mut front = address.wrapping_neg() & (boundary - 1);
        while front != 0 && front < Self::SMALLEST {
            front = front.checked_add(boundary)?;
        }
        (front.checked_add(need)? <= self.heap.tag(block).size()).then_some(front)
    }

    /// Makes an unlinked free block, of the size that `tag` says, a used one of `need` bytes; the rest stays free.
    /// `QUICK` says that the block is below the policy's bound for that. `from` is the block, or the front cut from it.
    #[inline(always)]
    fn occupy<const QUICK: bool>(&mut self, from: Block, block: Block, tag: Tag, need: usize) {
        let size = tag.size();
        let rest = size - need;
        let behind = self.heap.after(block, size);
        let kept = if rest >= Self::SMALLEST {
            self.heap.set_tag(block, tag.resized(need));
            let tail = self.heap.after(block, need);
            self.heap.new_header(tail);
            self.heap.set_free(tail, rest);
            if QUICK {
                F::insert_quick(self.heap, tail, rest)
            } else {
                F::insert(self.heap, tail, rest)
            };
            M::more_free(self.heap, Place::START);
            need
        } else {
            self.heap.set_tag(block, tag);
            self.heap.set_tag(behind, self.heap.tag(behind).with_prev_used());
            size
        };
        M::allocated(self.heap, Place::START, block, kept);
        self.heap.settle(from, behind);
    }

    /// Makes a used block free and merges it with its neighbours.
    #[inline(always)]
    pub(crate) fn release(&mut self, block: Block, tag: Tag) {
        let next_tag = self.heap.tag(self.heap.after(block, tag.size()));
        let before = if tag.prev_is_free() { self.heap.size_before(block) } else { 0 };
        let quick = (next_tag.is_used() || next_tag.size() < F::QUICK) && before < F::QUICK;
        if quick {
            self.merge::<true>(block, tag, next_tag, before);
        } else {
            self.merge_slowly(block, tag, next_tag, before);
        }
    }

    /// Out of line and called last, so that the quick path above saves no registers for it.
    #[inline(never)]
    fn merge_slowly(&mut self, block: Block, tag: Tag, next_tag: Tag, before: usize) {
        self.merge::<false>(block, tag, next_tag, before);
    }

    #[inline(always)]
    fn merge<const QUICK: bool>(&mut self, block: Block, tag: Tag, next_tag: Tag, before: usize) {
        let mut size = tag.size();
        let next = self.heap.after(block, size);
        if next_tag.is_used() {
            self.heap.set_tag(next, next_tag.with_prev_free());
        } else {
            self.detach::<QUICK>(next, next_tag.size());
            size += next_tag.size();
        }
        let mut start = block;
        if before != 0 {
            start = self.heap.free_before(block);
            self.detach::<QUICK>(start, before);
            self.heap.wipe(block);
            size += before;
        }
        self.heap.set_free(start, size);
        self.heap.settle(start, self.heap.after(start, size));
        self.link(start, size);
    }

    #[inline(always)]
    fn detach<const QUICK: bool>(&mut self, block: Block, size: usize) {
        if QUICK {
            F::remove_quick(self.heap, block, size)
        } else {
            F::remove(self.heap, block, size)
        };
        M::less_free(self.heap, Place::START);
    }

    /// Shortens a used block to `need` bytes if the rest can be a free block or join one; returns what it has then.
    fn trim(&mut self, block: Block, tag: Tag, need: usize) -> usize {
        let mut rest = tag.size() - need;
        if rest == 0 {
            return need;
        }
        let next = self.heap.after(block, tag.size());
        let next_tag = self.heap.tag(next);
        if next_tag.is_used() {
            if rest < Self::SMALLEST {
                return tag.size();
            }
            self.heap.set_tag(next, next_tag.with_prev_free());
        } else {
            self.unlink(next, next_tag.size());
            rest += next_tag.size();
        }
        self.heap.set_tag(block, tag.resized(need));
        let tail = self.heap.after(block, need);
        self.heap.new_header(tail);
        self.heap.set_free(tail, rest);
        self.heap.settle(block, self.heap.after(tail, rest));
        self.link(tail, rest);
        need
    }

    /// Joins a used block with the free one behind it if both together have `need` bytes; returns the new header.
    fn absorb_next(&mut self, block: Block, tag: Tag, need: usize) -> Option<Tag> {
        let next = self.heap.after(block, tag.size());
        let next_tag = self.heap.tag(next);
        let size = tag.size() + next_tag.size();
        if next_tag.is_used() || size < need {
            return None;
        }
        self.unlink(next, next_tag.size());
        let grown = tag.resized(size);
        self.heap.set_tag(block, grown);
        let behind = self.heap.after(block, size);
        self.heap.set_tag(behind, self.heap.tag(behind).with_prev_used());
        self.heap.settle(block, behind);
        Some(grown)
    }

    /// The last resort of resizing: moves a block down into the free one before it, when nothing else is large enough.
    #[cold]
    fn slide_down(&mut self, block: Block, tag: Tag, need: usize) -> Result<NonNull<u8>, Error> {
        let old = tag.size();
        let next = self.heap.after(block, old);
        let next_tag = self.heap.tag(next);
        let behind = if next_tag.is_used() { 0 } else { next_tag.size() };
        let before = if tag.prev_is_free() { self.heap.size_before(block) } else { 0 };
        if before == 0 || before + old + behind < need {
            self.heap.lend(block);
            return Err(Error::OutOfMemory);
        }
        if behind != 0 {
            self.unlink(next, behind);
        }
        let start = self.heap.free_before(block);
        self.unlink(start, before);
        self.heap.slide(block, start, old);
        let moved = tag.with_prev_used().resized(before + old + behind);
        self.heap.set_tag(start, moved);
        let end = self.heap.after(start, moved.size());
        self.heap.set_tag(end, self.heap.tag(end).with_prev_used());
        self.heap.settle(start, end);
        let kept = self.trim(start, moved, need);
        M::resized(self.heap, Place::START, start, old, kept);
        Ok(self.heap.lend(start))
    }
}
