//! Resizing that keeps an alignment: what Rust's allocators promise, and the C functions do not.
//!
//! Owns the one method; how blocks are split, joined and moved is the parent's. Knows nothing of `Layout`.

use core::ptr::NonNull;

use super::Pool;
use crate::check::Checks;
use crate::error::Error;
use crate::fit::FitPolicy;
use crate::meta::{NodeMeta, Place};
use crate::raw::Block;
use crate::size::GRAIN;
use crate::slab::{Item, SlabPolicy};

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    /// Gives the block at `pointer` room for `size` bytes at a multiple of `boundary`, any power of two; the content is
    /// kept as far as both sizes reach. On an error the block is as it was.
    ///
    /// A block that lies well shrinks in place, and grows in place if the free block behind it has the room. Any other
    /// is moved. Blocks of [`Pool::alloc_align`] are resized in both algorithms, unlike by [`Pool::realloc`], which
    /// keeps to the words of LOS_MemRealloc. Takes time as [`Pool::alloc_align`], plus copying.
    ///
    /// # Errors
    /// Those of [`Pool::free`]; [`Error::OutOfMemory`] if there is no room or `size` is 0; [`Error::BadBoundary`].
    pub fn realloc_aligned(
        &mut self,
        pointer: NonNull<u8>,
        size: usize,
        boundary: usize,
    ) -> Result<NonNull<u8>, Error> {
        if !boundary.is_power_of_two() {
            return Err(Error::BadBoundary);
        }
        let lies_well = pointer.addr().get() & (boundary - 1) == 0;
        if let Some(item) = self.item_at(pointer) {
            let item = item?;
            if lies_well && size != 0 && size <= item.size() {
                return Ok(pointer);
            }
            return self.move_item(pointer, item, size, boundary);
        }
        let (block, tag) = self.locate(pointer)?;
        let need = Self::need(size).ok_or(Error::OutOfMemory)?;
        let old = tag.size();
        self.heap.take_back(block);
        if lies_well {
            let room = if need <= old { Some(tag) } else { self.absorb_next(block, tag, need) };
            if let Some(room) = room {
                let kept = self.trim(block, room, need);
                M::resized(self.heap, Place::START, block, old, kept);
                self.heap.lend(block);
                return Ok(pointer);
            }
        }
        let Some(target) = self.carve_for(size, boundary) else {
            // Moving down by a few bytes would lose the alignment.
            if lies_well && boundary <= GRAIN {
                return self.slide_down(block, tag, need);
            }
            self.heap.lend(block);
            return Err(Error::OutOfMemory);
        };
        self.heap.copy(block, target, old.min(need) - M::HEAD);
        M::moved(self.heap, Place::START, block, target);
        M::freed(self.heap, Place::START, block, old);
        // Carving may have split the block before this one, so its header is read again.
        self.release(block, self.heap.tag(block));
        Ok(self.heap.lend(target))
    }

    /// A block, and never an item of a slab, of `size` bytes at a multiple of `boundary`, any power of two.
    fn carve_for(&mut self, size: usize, boundary: usize) -> Option<Block> {
        let need = Self::need(size)?;
        self.check_before_alloc()?;
        if boundary <= GRAIN {
            return self.carve(need);
        }
        let block = self.carve_aligned(need, boundary)?;
        self.heap.set_tag(block, self.heap.tag(block).with_aligned());
        self.heap.settle(block, block);
        Some(block)
    }

    fn move_item(
        &mut self,
        pointer: NonNull<u8>,
        item: Item<M>,
        size: usize,
        boundary: usize,
    ) -> Result<NonNull<u8>, Error> {
        let target = self.alloc_any(size, boundary).ok_or(Error::OutOfMemory)?;
        self.heap.region().copy_payload(pointer, target, item.size().min(size));
        self.free_item(item);
        Ok(target)
    }

    /// Allocates `size` bytes at a multiple of `boundary`, any power of two; none if `size` is 0 or there is no room.
    pub(crate) fn alloc_any(&mut self, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        if boundary <= GRAIN {
            return self.alloc(size);
        }
        let block = self.carve_for(size, boundary)?;
        Some(self.heap.lend(block))
    }
}
