//! Task statistics: who uses how much of a pool.
//!
//! Each used block names the task that allocated it; the pool keeps the totals, and use and peak per task.
//!
//! ```text
//!  block: | task, 2 bytes | … | header |
//!  pool:  | used | peak | used blocks | free blocks | {used, peak} of task 0 | … | of task TASK_LIMIT |
//! ```
//!
//! In a pool below 512 KiB the slots are half words and count in grains of 8 bytes, of which every block is a multiple.
//! The last slot is for blocks allocated by no task (an interrupt, or before the first task) or by a deleted one.
//! Invariants: S1. The totals count exactly the used and the free blocks. S2. A slot's `used` is the sum of the blocks
//! that name it. So all counters return to their start when everything is freed, whatever tasks were deleted.

use crate::config::CONFIG;
use crate::hooks;
use crate::meta::{NodeMeta, Place, Totals};
use crate::raw::{Block, Heap};
use crate::size::{GRAIN, WORD};

/// Meta that names the task of each used block and counts per task.
#[derive(Debug)]
pub enum TaskId {}

/// What one task uses of a pool, in bytes, headers included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TaskUse {
    /// Bytes in use now.
    pub used: usize,
    /// The most there ever were.
    pub peak: usize,
}

/// The slot of "no task".
const NO_TASK: usize = CONFIG.task_limit;
const TASKS: usize = CONFIG.task_limit + 1;
const _: () = assert!(TASKS <= u16::MAX as usize, "LOSCFG_BASE_CORE_TSK_LIMIT exceeds what a block can name");

const USED: usize = 0;
const PEAK: usize = WORD;
const USED_BLOCKS: usize = 2 * WORD;
const FREE_BLOCKS: usize = 3 * WORD;
const SLOTS: usize = 4 * WORD;

/// The task to charge: the running one, or none.
fn current() -> usize {
    hooks::current_task().map_or(NO_TASK, |task| usize::from(task).min(NO_TASK))
}

/// One word of the counters.
struct Counters<W> {
    heap: Heap<W>,
    at: usize,
}

impl<W: NodeMeta> Counters<W> {
    fn of(heap: Heap<W>, place: Place) -> Self {
        Self { heap, at: heap.after_fit() + place.pool }
    }

    fn get(&self, field: usize) -> usize {
        self.heap.control(self.at + field)
    }

    fn add(&self, field: usize, n: usize) -> usize {
        let sum = self.get(field) + n;
        self.heap.set_control(self.at + field, sum);
        sum
    }

    fn sub(&self, field: usize, n: usize) {
        // Saturating only for a pool that was overwritten: by S1 and S2 nothing is taken that was not added.
        self.heap.set_control(self.at + field, self.get(field).saturating_sub(n));
    }

    fn raise(&self, field: usize, n: usize) {
        if self.get(field) < n {
            self.heap.set_control(self.at + field, n);
        }
    }

    /// Where slot `index` lies; the slots of a task are `2 * task` for use and the next for peak.
    fn slot_at(&self, index: usize) -> usize {
        self.at + SLOTS + index * slot_bytes(self.heap.size())
    }

    fn slot(&self, index: usize) -> usize {
        let at = self.slot_at(index);
        if counts_grains(self.heap.size()) {
            self.heap.control_half(at) * GRAIN
        } else {
            self.heap.control(at)
        }
    }

    fn set_slot(&self, index: usize, bytes: usize) {
        let at = self.slot_at(index);
        if counts_grains(self.heap.size()) {
            self.heap.set_control_half(at, bytes / GRAIN);
        } else {
            self.heap.set_control(at, bytes);
        }
    }

    fn charge_task(&self, task: usize, n: usize) {
        let used = self.slot(2 * task) + n;
        self.set_slot(2 * task, used);
        if self.slot(2 * task + 1) < used {
            self.set_slot(2 * task + 1, used);
        }
    }

    fn charge(&self, task: usize, n: usize) {
        let used = self.add(USED, n);
        self.raise(PEAK, used);
        self.charge_task(task, n);
    }

    fn refund(&self, task: usize, n: usize) {
        self.sub(USED, n);
        self.set_slot(2 * task, self.slot(2 * task).saturating_sub(n));
    }
}

/// Whether a pool of `size` bytes counts a task's use in grains, which then fit a half word.
fn counts_grains(size: usize) -> bool {
    size <= usize::from(u16::MAX) * GRAIN
}

fn slot_bytes(size: usize) -> usize {
    if counts_grains(size) { WORD / 2 } else { WORD }
}

fn distance(place: Place) -> usize {
    place.block + TaskId::BYTES
}

fn owner<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block) -> usize {
    usize::from(heap.meta_half(block, distance(place))).min(NO_TASK)
}

impl NodeMeta for TaskId {
    const BYTES: usize = 2;
    const COUNTS: bool = true;

    fn pool_bytes(size: usize) -> usize {
        SLOTS + TASKS * 2 * slot_bytes(size)
    }

    // Also for a block that moves: it belongs to the task that resized it, as in the C implementation.
    fn allocated<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, size: usize) {
        let task = current();
        heap.set_meta_half(block, distance(place), task as u16);
        let counters = Counters::of(heap, place);
        counters.charge(task, size);
        counters.add(USED_BLOCKS, 1);
    }

    fn freed<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, size: usize) {
        let counters = Counters::of(heap, place);
        counters.refund(owner(heap, place, block), size);
        counters.sub(USED_BLOCKS, 1);
    }

    fn resized<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, old: usize, new: usize) {
        let counters = Counters::of(heap, place);
        let task = owner(heap, place, block);
        if new >= old {
            counters.charge(task, new - old);
        } else {
            counters.refund(task, old - new);
        }
    }

    fn more_free<W: NodeMeta>(heap: Heap<W>, place: Place) {
        Counters::of(heap, place).add(FREE_BLOCKS, 1);
    }

    fn less_free<W: NodeMeta>(heap: Heap<W>, place: Place) {
        Counters::of(heap, place).sub(FREE_BLOCKS, 1);
    }

    fn totals<W: NodeMeta>(heap: Heap<W>, place: Place) -> Option<Totals> {
        let counters = Counters::of(heap, place);
        Some(Totals {
            used: counters.get(USED),
            peak: counters.get(PEAK),
            used_blocks: counters.get(USED_BLOCKS),
            free_blocks: counters.get(FREE_BLOCKS),
        })
    }

    fn task_number<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block) -> Option<u16> {
        Some(owner(heap, place, block) as u16)
    }
}

/// Meta that knows the task of each block. Of a configured pool with LOSCFG_MEM_TASK_STAT only.
#[diagnostic::on_unimplemented(
    message = "LOSCFG_MEM_TASK_STAT is off: this pool does not record tasks",
    label = "absent without LOSCFG_MEM_TASK_STAT",
    note = "switch it on in the menu (cargo run -p menuconfig): Kernel > Memory Management > Enable Memory Task Usage Statistics",
    note = "or: cargo run -p conf -- set LOSCFG_MEM_TASK_STAT=y"
)]
pub trait RecordsTask: NodeMeta {
    /// What `task` uses; `None` asks for what belongs to no task.
    #[doc(hidden)]
    fn task_use<W: NodeMeta>(heap: Heap<W>, place: Place, task: Option<u16>) -> TaskUse;

    /// `task` is deleted: its blocks belong to no task from now on.
    #[doc(hidden)]
    fn disown<W: NodeMeta>(heap: Heap<W>, place: Place, task: u16);
}

#[diagnostic::do_not_recommend]
impl RecordsTask for TaskId {
    fn task_use<W: NodeMeta>(heap: Heap<W>, place: Place, task: Option<u16>) -> TaskUse {
        let counters = Counters::of(heap, place);
        let slot = 2 * task.map_or(NO_TASK, |t| usize::from(t).min(NO_TASK));
        TaskUse { used: counters.slot(slot), peak: counters.slot(slot + 1) }
    }

    fn disown<W: NodeMeta>(heap: Heap<W>, place: Place, task: u16) {
        let task = usize::from(task);
        if task >= NO_TASK {
            return;
        }
        let counters = Counters::of(heap, place);
        for visit in heap.walk() {
            if visit.tag.is_used() && owner(heap, place, visit.block) == task {
                heap.set_meta_half(visit.block, distance(place), NO_TASK as u16);
                heap.settle(visit.block, visit.block);
            }
        }
        counters.charge_task(NO_TASK, counters.slot(2 * task));
        counters.set_slot(2 * task, 0);
        counters.set_slot(2 * task + 1, 0);
    }
}

#[diagnostic::do_not_recommend]
impl<B: NodeMeta> RecordsTask for (TaskId, B) {
    fn task_use<W: NodeMeta>(heap: Heap<W>, place: Place, task: Option<u16>) -> TaskUse {
        TaskId::task_use(heap, place, task)
    }

    fn disown<W: NodeMeta>(heap: Heap<W>, place: Place, task: u16) {
        TaskId::disown(heap, place, task);
    }
}
