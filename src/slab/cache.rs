//! The classes of a pool's slabs: serving, growing, shrinking, and finding the chunk of a pointer.

use core::ptr::NonNull;

use super::chunk::{BYTES, Chunk};
use super::{CHUNK, CLASSES, LARGEST_ITEM, SlabPolicy, SlabSizes, item_size};
use crate::check::Checks;
use crate::error::{Damage, Error, Fault};
use crate::fit::FitPolicy;
use crate::meta::{NodeMeta, Place};
use crate::pool::Pool;
use crate::raw::Block;
use crate::size::{GRAIN, WORD};

/// An item of a slab.
pub(crate) struct Item<M> {
    chunk: Chunk<M>,
    number: usize,
}

impl<M: NodeMeta> Item<M> {
    /// Bytes the item has room for.
    pub(crate) fn size(&self) -> usize {
        item_size(self.chunk.class())
    }
}

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    #[inline(always)]
    fn has_slabs(&self) -> bool {
        S::serves(self.heap.size())
    }

    fn head(&self, class: usize) -> usize {
        self.heap.after_fit() + Self::slab_offset(self.heap.size()) + class * WORD
    }

    /// Makes the chunks a fresh pool starts with, as far as there is room.
    pub(crate) fn start_slabs(&mut self, sizes: SlabSizes) {
        if !self.has_slabs() {
            return;
        }
        for class in 0..CLASSES {
            let chunks = if S::GROWS { 1 } else { sizes.chunks(class) };
            for _ in 0..chunks {
                if self.grow(class).is_none() {
                    return;
                }
            }
        }
    }

    /// An item of the smallest class that holds `size` bytes; none leaves the request to the blocks.
    #[inline(always)]
    pub(crate) fn alloc_item(&mut self, size: usize) -> Option<NonNull<u8>> {
        if !S::ENABLED || size.wrapping_sub(1) >= LARGEST_ITEM || !self.has_slabs() {
            return None;
        }
        let class = size.div_ceil(16).next_power_of_two().trailing_zeros() as usize;
        let head = self.head(class);
        let chunk = match self.heap.control(head) {
            0 if S::GROWS => self.grow(class)?,
            0 => return None,
            at => Chunk::new(self.heap, self.heap.block_at(at)?),
        };
        let offset = chunk.take();
        if !chunk.has_free() {
            chunk.unlist(head);
        }
        Some(self.heap.lend_part(offset, item_size(class)))
    }

    /// Adds an empty chunk to a class.
    fn grow(&mut self, class: usize) -> Option<Chunk<M>> {
        let block = self.carve(Self::need(BYTES)?)?;
        let chunk = Chunk::new(self.heap, block);
        chunk.format(class);
        chunk.list(self.head(class));
        self.set_mapped(block.offset() / CHUNK, block.offset() % CHUNK / GRAIN + 1);
        Some(chunk)
    }

    /// The item at `pointer`: `None` if no chunk surrounds it, an error if one does and no used item starts there.
    #[inline(always)]
    pub(crate) fn item_at(&self, pointer: NonNull<u8>) -> Option<Result<Item<M>, Error>> {
        if !S::ENABLED || !self.has_slabs() {
            return None;
        }
        let offset = self.heap.region().offset_of(pointer);
        let chunk = self.chunk_around(offset)?;
        Some(chunk.item_at(offset).map(|number| Item { chunk, number }))
    }

    /// The size of the used item around `pointer` and how far into it that is: `None` if no chunk surrounds it, an error if
    /// one does and no used item is there.
    pub(crate) fn item_around(&self, pointer: NonNull<u8>) -> Option<Result<(usize, usize), Error>> {
        if !self.has_slabs() {
            return None;
        }
        let offset = self.heap.region().offset_of(pointer);
        Some(self.chunk_around(offset)?.item_around(offset))
    }

    /// Gives an item back; in a growing slab also its chunk, if that is empty and not the last with free items.
    pub(crate) fn free_item(&mut self, item: Item<M>) {
        let chunk = item.chunk;
        self.heap.take_part_back(chunk.offset_of(item.number), item.size());
        let head = self.head(chunk.class());
        if !chunk.has_free() {
            chunk.list(head);
        }
        chunk.give(item.number);
        let alone = self.heap.control(head) == chunk.block().offset() && chunk.next() == 0;
        if S::GROWS && chunk.is_empty() && !alone {
            chunk.unlist(head);
            let block = chunk.block();
            self.set_mapped(block.offset() / CHUNK, 0);
            // What items held must not look like headers to a second free.
            self.heap.clear_payload(block, BYTES);
            let tag = self.heap.tag(block);
            M::freed(self.heap, Place::START, block, tag.size());
            self.release(block, tag);
        }
    }

    /// The chunk whose bytes include `offset`. It starts in the same 512 bytes or in one of the two before.
    fn chunk_around(&self, offset: usize) -> Option<Chunk<M>> {
        if offset >= self.heap.size() {
            return None;
        }
        let last = offset / CHUNK;
        for granule in (last.saturating_sub(2)..=last).rev() {
            let mapped = self.mapped(granule);
            if mapped != 0 {
                let start = granule * CHUNK + (mapped - 1) * GRAIN;
                if start <= offset {
                    let block = self.heap.block_at(start).filter(|_| offset < start + BYTES)?;
                    return Some(Chunk::new(self.heap, block));
                }
            }
        }
        None
    }

    fn map_word(&self, granule: usize) -> (usize, usize) {
        (self.head(CLASSES) + granule / WORD * WORD, granule % WORD * 8)
    }

    fn mapped(&self, granule: usize) -> usize {
        let (at, shift) = self.map_word(granule);
        self.heap.control(at) >> shift & 0xff
    }

    fn set_mapped(&self, granule: usize, value: usize) {
        let (at, shift) = self.map_word(granule);
        self.heap.set_control(at, self.heap.control(at) & !(0xff << shift) | value << shift);
    }

    /// Checks L1 and L2. The blocks of the pool have been checked before.
    pub(crate) fn check_slabs(&self) -> Result<(), Damage> {
        if !self.has_slabs() {
            return Ok(());
        }
        let broken = |block: usize| Damage { block, previous: block, fault: Fault::Slab };
        let mut with_free = [0usize; CLASSES];
        let mut mapped = 0;
        for visit in self.heap.walk() {
            let offset = visit.block.offset();
            if self.mapped(offset / CHUNK) != offset % CHUNK / GRAIN + 1 {
                continue;
            }
            let chunk = Chunk::new(self.heap, visit.block);
            if !visit.tag.is_used() || visit.tag.size() < BYTES + M::HEAD || !chunk.is_plausible() {
                return Err(broken(offset - M::HEAD));
            }
            mapped += 1;
            with_free[chunk.class()] += usize::from(chunk.has_free());
        }
        // By words: most of them are 0, and in a large pool this is most of the check.
        let map = self.head(CLASSES);
        let words =
            (map..map + self.heap.size().div_ceil(CHUNK)).step_by(WORD).map(|at| self.heap.control(at));
        let starts = |word: usize| (0..WORD).filter(|n| word >> (8 * n) & 0xff != 0).count();
        if words.filter(|&word| word != 0).map(starts).sum::<usize>() != mapped {
            return Err(broken(0));
        }
        for (class, &expected) in with_free.iter().enumerate() {
            let mut at = self.heap.control(self.head(class));
            for _ in 0..expected {
                let chunk = self.chunk_starting(at).filter(|c| c.class() == class && c.has_free());
                at = chunk.ok_or(broken(0))?.next();
            }
            if at != 0 {
                return Err(broken(0));
            }
        }
        Ok(())
    }

    fn chunk_starting(&self, offset: usize) -> Option<Chunk<M>> {
        let block: Block = self.heap.block_at(offset)?;
        self.chunk_around(offset).filter(|chunk| chunk.block() == block)
    }
}
