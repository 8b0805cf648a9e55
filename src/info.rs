//! What a pool tells about itself.
//!
//! Constant time with task statistics, a walk over the blocks without.

use core::ptr::NonNull;

use crate::check::Checks;
use crate::error::Error;
use crate::fit::FitPolicy;
use crate::meta::{NodeMeta, Place, Totals};
use crate::pool::{BlockInfo, BlockState, Pool};
use crate::slab::SlabPolicy;
use crate::stat::{PoolStatus, RecordsModule, RecordsTask, TaskUse};

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    /// The pool's size in bytes after rounding, its own data included.
    pub fn pool_size(&self) -> usize {
        self.heap.size()
    }

    /// Bytes of the pool's own data, which no block can have.
    pub fn overhead(&self) -> usize {
        self.heap.overhead() + if F::COUNTS_END_NODE { 0 } else { M::HEAD }
    }

    fn end_node(&self) -> (usize, usize) {
        if F::COUNTS_END_NODE { (M::HEAD, 1) } else { (0, 0) }
    }

    fn totals(&self) -> Totals {
        M::totals(self.heap, Place::START).unwrap_or_else(|| {
            let mut totals = Totals::default();
            for visit in self.heap.walk() {
                if visit.tag.is_used() {
                    totals.used += visit.tag.size();
                    totals.used_blocks += 1;
                } else {
                    totals.free_blocks += 1;
                }
            }
            totals
        })
    }

    /// Bytes in used blocks, headers included; in bestfit also the end node.
    pub fn total_used(&self) -> usize {
        self.totals().used + self.end_node().0
    }

    /// The number of free blocks.
    pub fn free_blocks(&self) -> usize {
        self.totals().free_blocks
    }

    /// The number of used blocks; in bestfit the end node is one.
    pub fn used_blocks(&self) -> usize {
        self.totals().used_blocks + self.end_node().1
    }

    /// All of the pool's numbers at once.
    pub fn info(&self) -> PoolStatus {
        let totals = self.totals();
        let (end_bytes, end_count) = self.end_node();
        let total_used = totals.used + end_bytes;
        PoolStatus {
            total_used,
            total_free: self.pool_size() - self.overhead() - total_used,
            max_free_block: F::largest(self.heap),
            used_blocks: totals.used_blocks + end_count,
            free_blocks: totals.free_blocks,
            water_line: M::COUNTS.then(|| self.overhead() + totals.peak + end_bytes),
        }
    }

    /// The address where the last used block ends: that of the first block if none is used. Constant time.
    pub fn last_used(&self) -> usize {
        let end = self.heap.end();
        let free = if self.heap.tag(end).prev_is_free() { self.heap.size_before(end) } else { 0 };
        self.heap.region().address() + end.offset() - M::HEAD - free
    }

    /// All blocks in the order of their addresses; the end node is the last.
    pub fn blocks(&self) -> impl Iterator<Item = BlockInfo> + '_ {
        let end = BlockInfo { offset: self.pool_size() - M::HEAD, size: M::HEAD, state: BlockState::End };
        let blocks = self.heap.walk().map(|visit| BlockInfo {
            offset: visit.block.offset() - M::HEAD,
            size: visit.tag.size(),
            state: if visit.tag.is_used() { BlockState::Used } else { BlockState::Free },
        });
        blocks.chain(core::iter::once(end))
    }

    /// Bytes that the block at `pointer` has room for.
    ///
    /// # Errors
    /// Those of [`Pool::free`].
    pub fn room(&self, pointer: NonNull<u8>) -> Result<usize, Error> {
        if let Some(item) = self.item_at(pointer) {
            return item.map(|item| item.size());
        }
        let (_, tag) = self.heap.locate(pointer, Self::SMALLEST)?;
        Ok(tag.size() - M::HEAD)
    }
}

impl<F: FitPolicy, M: RecordsTask, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    /// What `task` uses of this pool; `None` asks for what belongs to no task.
    pub fn task_use(&self, task: Option<u16>) -> TaskUse {
        M::task_use(self.heap, Place::START, task)
    }

    /// Says that `task` is deleted: its blocks stay, and belong to no task from now on.
    ///
    /// Takes time in proportion to the number of blocks.
    pub fn task_deleted(&mut self, task: u16) {
        M::disown(self.heap, Place::START, task);
    }
}

impl<F: FitPolicy, M: RecordsModule, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    /// The module that the block at `pointer` was allocated for, if any.
    ///
    /// # Errors
    /// Those of [`Pool::free`].
    pub fn module_of(&self, pointer: NonNull<u8>) -> Result<Option<u16>, Error> {
        let (block, _) = self.heap.locate(pointer, Self::SMALLEST)?;
        Ok(M::module_of(self.heap, Place::START, block))
    }
}
