//! What a pool tells about itself.
//!
//! Constant time with task statistics, a walk over the blocks without.

use core::ptr::NonNull;

use crate::check::{Checks, Reporter};
use crate::error::{Damage, Error};
use crate::fit::FitPolicy;
use crate::meta::{NodeMeta, Place, Totals};
use crate::pool::{BlockInfo, BlockState, Pool};
use crate::raw::{PoolStart, Visit};
use crate::slab::SlabPolicy;
use crate::stat::{self, PoolStatus, RecordsModule, RecordsTask, TaskUse};

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    /// The pool's size in bytes after rounding, its own data included.
    pub fn pool_size(&self) -> usize {
        self.heap.size()
    }

    /// Bytes of the pool's own data, which no block can have.
    pub fn overhead(&self) -> usize {
        self.heap.overhead() + if F::COUNTS_END_NODE { 0 } else { M::HEAD }
    }

    /// From now on the handle only remembers damage, for whoever holds the pool's lock.
    pub(crate) fn defer_reports(&mut self) {
        self.reporter.defer();
    }

    /// Runs `f` on a pool whose lock the caller holds, and says what damage it met.
    #[inline(always)]
    pub(crate) fn run_locked<R>(mut self, f: impl FnOnce(&mut Self) -> R) -> (R, Option<Damage>) {
        let result = f(&mut self);
        (result, self.reporter.take())
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

    /// The used block whose payload includes the byte at `pointer`, by a walk over the blocks.
    pub(crate) fn block_around(&self, pointer: NonNull<u8>) -> Option<Visit> {
        let offset = self.heap.region().offset_of(pointer);
        self.heap.walk().find(|visit| {
            let payload = visit.block.offset()..visit.block.offset() + visit.tag.size() - M::HEAD;
            visit.tag.is_used() && payload.contains(&offset)
        })
    }

    /// The number of the task that allocated the block around `pointer`, which need not be its start; blocks of no task
    /// answer with the configured task limit. `None` if tasks are not recorded or no used block is there.
    ///
    /// Takes time in proportion to the number of blocks.
    pub fn task_at(&self, pointer: NonNull<u8>) -> Option<u16> {
        M::task_number(self.heap, Place::START, self.block_around(pointer)?.block)
    }

    /// Bytes that the block at `pointer` has room for.
    ///
    /// # Errors
    /// Those of [`Pool::free`].
    pub fn room(&self, pointer: NonNull<u8>) -> Result<usize, Error> {
        if let Some(item) = self.item_at(pointer) {
            return item.map(|item| item.size());
        }
        let (_, tag) = self.locate(pointer)?;
        Ok(tag.size() - M::HEAD)
    }
}

// The bounds stand at the methods: only there does the compiler explain an option that is off.
impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    /// What `task` uses of this pool; `None` asks for what belongs to no task.
    ///
    /// Of a configured pool with LOSCFG_MEM_TASK_STAT only.
    pub fn task_use(&self, task: Option<u16>) -> TaskUse
    where
        M: RecordsTask,
    {
        M::task_use(self.heap, Place::START, task)
    }

    /// Says that `task` is deleted: its blocks stay, and belong to no task from now on.
    ///
    /// Takes time in proportion to the number of blocks.
    ///
    /// Of a configured pool with LOSCFG_MEM_TASK_STAT only.
    pub fn task_deleted(&mut self, task: u16)
    where
        M: RecordsTask,
    {
        M::disown(self.heap, Place::START, task);
    }
}

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    /// Allocates `size` bytes for `module`; never from a slab, since a block names its module and an item cannot.
    ///
    /// `None` as [`Pool::alloc`], or if `module` is above [`crate::MODULE_LIMIT`].
    ///
    /// Of a configured pool with LOSCFG_MEM_MUL_MODULE only.
    pub fn alloc_for(&mut self, size: usize, module: u16) -> Option<NonNull<u8>>
    where
        M: RecordsModule,
    {
        if module > crate::MODULE_LIMIT {
            return None;
        }
        let pointer = self.alloc_block(size)?;
        self.give_to(pointer, module)
    }

    /// Allocates `size` bytes at a multiple of `boundary` for `module`.
    ///
    /// `None` as [`Pool::alloc_align`], or if `module` is above [`crate::MODULE_LIMIT`].
    ///
    /// Of a configured pool with LOSCFG_MEM_MUL_MODULE only.
    pub fn alloc_align_for(&mut self, size: usize, boundary: usize, module: u16) -> Option<NonNull<u8>>
    where
        M: RecordsModule,
    {
        if module > crate::MODULE_LIMIT {
            return None;
        }
        let pointer = self.alloc_align(size, boundary)?;
        self.give_to(pointer, module)
    }

    /// Resizes the block at `pointer` as [`Pool::realloc`] and moves it to the account of `module`; says whose it was.
    ///
    /// # Errors
    /// Those of [`Pool::realloc`]; [`Error::BadModule`] if `module` is above [`crate::MODULE_LIMIT`].
    ///
    /// Of a configured pool with LOSCFG_MEM_MUL_MODULE only.
    pub fn realloc_for(
        &mut self,
        pointer: NonNull<u8>,
        size: usize,
        module: u16,
    ) -> Result<(NonNull<u8>, Option<u16>), Error>
    where
        M: RecordsModule,
    {
        if module > crate::MODULE_LIMIT {
            return Err(Error::BadModule);
        }
        if self.item_at(pointer).is_some() {
            // An item cannot name a module: the content moves to a block.
            let room = self.room(pointer)?;
            let target = self.alloc_for(size, module).ok_or(Error::OutOfMemory)?;
            self.heap.region().copy_payload(pointer, target, room.min(size));
            self.free(pointer)?;
            return Ok((target, None));
        }
        let recorded = self.module_of(pointer)?;
        let target = self.realloc(pointer, size)?;
        self.give_to(target, module);
        Ok((target, recorded))
    }

    /// Frees the block at `pointer` as [`Pool::free`] and says whose it was, which is for the caller to compare.
    ///
    /// # Errors
    /// Those of [`Pool::free`]; [`Error::BadModule`] if `module` is above [`crate::MODULE_LIMIT`].
    ///
    /// Of a configured pool with LOSCFG_MEM_MUL_MODULE only.
    pub fn free_for(&mut self, pointer: NonNull<u8>, module: u16) -> Result<Option<u16>, Error>
    where
        M: RecordsModule,
    {
        if module > crate::MODULE_LIMIT {
            return Err(Error::BadModule);
        }
        let recorded = match self.item_at(pointer) {
            Some(_) => None,
            None => self.module_of(pointer)?,
        };
        self.free(pointer)?;
        Ok(recorded)
    }

    /// The bytes in blocks of `module` over all pools whose blocks name one, headers included.
    ///
    /// # Errors
    /// [`Error::BadModule`] if `module` is above [`crate::MODULE_LIMIT`].
    ///
    /// Of a configured pool with LOSCFG_MEM_MUL_MODULE only.
    pub fn module_used(module: u16) -> Result<usize, Error>
    where
        M: RecordsModule,
    {
        stat::module_used(module)
    }

    /// Moves the block at `pointer` to the account of `module`.
    pub(crate) fn give_to(&mut self, pointer: NonNull<u8>, module: u16) -> Option<NonNull<u8>>
    where
        M: RecordsModule,
    {
        let (block, _) = self.heap.locate(pointer, Self::SMALLEST).ok()?;
        M::set_module(self.heap, Place::START, block, module);
        Some(pointer)
    }

    /// The module that the block at `pointer` was allocated for, if any.
    ///
    /// # Errors
    /// Those of [`Pool::free`].
    ///
    /// Of a configured pool with LOSCFG_MEM_MUL_MODULE only.
    pub fn module_of(&self, pointer: NonNull<u8>) -> Result<Option<u16>, Error>
    where
        M: RecordsModule,
    {
        let (block, _) = self.heap.locate(pointer, Self::SMALLEST)?;
        Ok(M::module_of(self.heap, Place::START, block))
    }
}

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    /// Where the pool's memory starts, as the pool was given it and rounded up.
    pub(crate) fn start(&self) -> NonNull<u8> {
        self.heap.region().pointer(0)
    }

    /// The address of the pool and the one behind its end.
    pub(crate) fn bounds(&self) -> (usize, usize) {
        let start = self.heap.region().address();
        (start, start + self.pool_size())
    }

    fn link_at(&self) -> Option<usize> {
        C::REGISTERED.then(|| self.heap.after_fit() + Self::link_offset(self.heap.size()))
    }

    /// The pool registered after this one.
    pub(crate) fn next_pool(&self) -> Option<PoolStart> {
        self.heap.link(self.link_at()?)
    }

    /// Sets the pool registered after this one.
    pub(crate) fn set_next_pool(&mut self, next: Option<PoolStart>) {
        if let Some(at) = self.link_at() {
            self.heap.set_link(at, next);
        }
    }
}
