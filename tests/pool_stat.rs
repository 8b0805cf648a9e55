//! Statistics: per task, per module, totals and the water line.

#![allow(unsafe_code)] // the memory of the pools

mod common;

use std::cell::Cell;
use std::fmt::Write;
use std::ptr::NonNull;
use std::sync::Mutex;

use common::{Memory, Prng};
use los_mem::{
    Bestfit, BestfitLittle, Error, FRAMES, FitPolicy, FixedSlab, GrowingSlab, HeadBackup, Hooks,
    MODULE_LIMIT, ModuleId, NoSlab, Origin, Plain, Pool, RecordsModule, RecordsTask, SlabPolicy, TaskId,
    set_hooks,
};

thread_local!(static TASK: Cell<Option<u16>> = const { Cell::new(None) });

struct Tasks;

impl Hooks for Tasks {
    fn current_task(&self) -> Option<u16> {
        TASK.get()
    }

    fn backtrace(&self, frames: &mut [usize; FRAMES]) {
        if CALLER.get() != 0 {
            *frames = [CALLER.get(), CALLER.get() + 16, 0];
        }
    }
}

static TASKS: &dyn Hooks = &Tasks;

/// Modules are counted for the whole program: tests that compare the counts take turns.
static MODULES: Mutex<()> = Mutex::new(());

fn run_as(task: Option<u16>) {
    set_hooks(&TASKS);
    TASK.set(task);
}

fn totals_return_to_their_start<F: FitPolicy, S: SlabPolicy>() {
    let mut memory = Memory::new(256 << 10, 0);
    run_as(None);
    let mut pool = Pool::<F, TaskId, S, Plain>::new(memory.bytes()).expect("the pool is large enough");
    let fresh: Vec<_> = tasks().map(|task| pool.task_use(task).used).collect();
    let mut random = Prng::new(3);
    let mut live: Vec<NonNull<u8>> = Vec::new();
    for step in 0..3000 {
        run_as(Some(random.below(64) as u16));
        match random.below(5) {
            0..=1 => live.extend(pool.alloc(200 + random.below(900))),
            2 if !live.is_empty() => {
                let i = random.below(live.len());
                if let Ok(moved) = pool.realloc(live[i], 200 + random.below(900)) {
                    live[i] = moved;
                }
            }
            3 if step % 50 == 0 => pool.task_deleted(random.below(64) as u16),
            _ if !live.is_empty() => {
                let block = live.swap_remove(random.below(live.len()));
                pool.free(block).expect("live");
            }
            _ => {}
        }
        let by_task: usize = tasks().map(|task| pool.task_use(task).used).sum();
        let end_node = if F::COUNTS_END_NODE { Pool::<F, TaskId>::HEADER } else { 0 };
        assert_eq!(by_task, pool.total_used() - end_node, "the tasks' shares make up the total");
    }
    for block in live {
        pool.free(block).expect("live");
    }
    let end: Vec<_> = tasks().map(|task| pool.task_use(task).used).collect();
    assert_eq!(end, fresh);
    pool.check().expect("whole");
}

/// Random operations of 64 tasks, half of them for one of the 33 modules, with tasks deleted in between.
fn counters_return_to_their_start<F: FitPolicy, M: RecordsTask + RecordsModule, S: SlabPolicy>(steps: usize) {
    let mut memory = Memory::new(256 << 10, 0);
    run_as(None);
    let mut pool = Pool::<F, M, S, Plain>::new(memory.bytes()).expect("the pool is large enough");
    let counters = |pool: &Pool<'_, F, M, S, Plain>| {
        let by_task: Vec<_> = tasks().map(|task| pool.task_use(task).used).collect();
        let by_module: Vec<_> =
            (0..=MODULE_LIMIT).map(|module| Pool::<F, M>::module_used(module).expect("a module")).collect();
        (by_task, by_module, pool.used_blocks())
    };
    let fresh = counters(&pool);
    let mut random = Prng::new(33);
    let mut live: Vec<NonNull<u8>> = Vec::new();
    for step in 0..steps {
        run_as(Some(random.below(64) as u16));
        let (size, module) = (1 + random.below(900), random.below(33) as u16);
        match random.below(8) {
            0 | 1 => live.extend(pool.alloc(size)),
            2 => live.extend(pool.alloc_for(size, module)),
            3 => live.extend(pool.alloc_align_for(size, 64, module)),
            4 if !live.is_empty() => {
                let i = random.below(live.len());
                let moved = if step % 2 == 0 {
                    pool.realloc(live[i], size)
                } else {
                    pool.realloc_for(live[i], size, module).map(|(block, _)| block)
                };
                live[i] = moved.unwrap_or(live[i]);
            }
            _ if !live.is_empty() => {
                pool.free(live.swap_remove(random.below(live.len()))).expect("live");
            }
            _ => {}
        }
        if step % 500 == 0 {
            pool.task_deleted(random.below(64) as u16);
            pool.check().expect("whole");
        }
    }
    for block in live {
        pool.free(block).expect("live");
    }
    let mut end = counters(&pool);
    if S::GROWS {
        // The chunk that a class keeps belongs to the task that needed it.
        let end_node = Pool::<F, M, S, Plain>::HEADER;
        assert_eq!(end.0.iter().sum::<usize>(), pool.total_used() - end_node);
        end.0.clone_from(&fresh.0);
    }
    assert_eq!(end, fresh);
}

#[test]
fn a_million_operations_of_tasks_and_modules_leave_no_trace() {
    let _turn = MODULES.lock();
    counters_return_to_their_start::<Bestfit, (TaskId, (ModuleId, ())), NoSlab>(600_000);
    counters_return_to_their_start::<Bestfit, (TaskId, (ModuleId, ())), FixedSlab>(200_000);
    counters_return_to_their_start::<Bestfit, (TaskId, (ModuleId, HeadBackup)), GrowingSlab>(200_000);
}

fn tasks() -> impl Iterator<Item = Option<u16>> {
    (0..64).map(Some).chain([None])
}

#[test]
fn task_statistics_never_drift() {
    totals_return_to_their_start::<Bestfit, NoSlab>();
    totals_return_to_their_start::<Bestfit, GrowingSlab>();
    totals_return_to_their_start::<BestfitLittle, NoSlab>();
}

fn a_block_names_its_task<M: RecordsTask>() {
    let mut memory = Memory::new(16 << 10, 0);
    let mut pool = Pool::<Bestfit, M>::new(memory.bytes()).expect("the pool is large enough");
    run_as(Some(7));
    let block = pool.alloc(100).expect("room");
    run_as(None);
    let other = pool.alloc(100).expect("room");
    assert_eq!(pool.task_at(block), Some(7));
    assert_eq!(pool.task_at(other), Some(64), "no task has the number of the limit");
    assert!(pool.task_use(Some(7)).used >= 100);
    pool.task_deleted(7);
    assert_eq!(pool.task_at(block), Some(64));
    assert_eq!(pool.task_use(Some(7)).used, 0);
}

#[test]
fn a_block_names_the_task_that_allocated_it() {
    a_block_names_its_task::<TaskId>();
    a_block_names_its_task::<(TaskId, ModuleId)>();
    a_block_names_its_task::<(TaskId, (ModuleId, HeadBackup))>();
}

#[test]
fn the_peak_of_each_task_stays() {
    let mut memory = Memory::new(256 << 10, 0);
    let mut pool = Pool::<Bestfit, TaskId>::new(memory.bytes()).expect("the pool is large enough");
    let mut peaks = Vec::new();
    for task in 0..64 {
        run_as(Some(task));
        let block = pool.alloc(2000 + 8 * usize::from(task)).expect("room");
        peaks.push(pool.task_use(Some(task)).used);
        pool.free(block).expect("live");
    }
    for task in 0..64 {
        // Less than before leaves the peak, whatever the others did.
        run_as(Some(task));
        pool.alloc(100).expect("room");
        let (used, peak) = (pool.task_use(Some(task)).used, pool.task_use(Some(task)).peak);
        assert_eq!((peak, used < peak), (peaks[usize::from(task)], true), "task {task}");
    }
}

#[test]
fn the_water_line_stays_at_the_peak() {
    let mut memory = Memory::new(16 << 10, 0);
    run_as(None);
    let mut pool = Pool::<Bestfit, TaskId>::new(memory.bytes()).expect("the pool is large enough");
    let fresh = pool.info().water_line.expect("task statistics are on");
    let block = pool.alloc(5000).expect("room");
    let high = pool.info();
    assert_eq!(high.water_line, Some(pool.overhead() + high.total_used));
    pool.free(block).expect("live");
    assert_eq!(pool.info().water_line, high.water_line);
    assert!(fresh < high.water_line.expect("task statistics are on"));
}

#[test]
fn a_module_is_charged_for_its_blocks_and_no_others() {
    let _turn = MODULES.lock();
    type ModulePool<'a> = Pool<'a, Bestfit, (TaskId, ModuleId), GrowingSlab>;
    let module_used = ModulePool::module_used;
    let mut memory = Memory::new(64 << 10, 0);
    let mut pool = ModulePool::new(memory.bytes()).expect("the pool is large enough");
    run_as(None);
    let start = module_used(5).expect("a module");
    let block = pool.alloc_for(100, 5).expect("room");
    assert_eq!(module_used(5), Ok(start + 112), "the header counts");
    let (moved, was) = pool.realloc_for(block, 3000, 6).expect("room");
    assert_eq!((was, module_used(5)), (Some(5), Ok(start)));
    assert!(module_used(6).expect("a module") >= 3000);
    pool.free(moved).expect("live");
    assert_eq!(module_used(6), Ok(0), "also when it is freed without its module");
    assert_eq!(pool.alloc_for(10, MODULE_LIMIT + 1), None);
    assert_eq!(module_used(MODULE_LIMIT + 1), Err(Error::BadModule));
}

fn a_block_that_moves_stays_with_its_module<M: RecordsModule>() {
    let mut memory = Memory::new(64 << 10, 0);
    let mut pool = Pool::<Bestfit, M>::new(memory.bytes()).expect("the pool is large enough");
    let start = Pool::<Bestfit, M>::module_used(9).expect("a module");
    let block = pool.alloc_for(100, 9).expect("room");
    pool.alloc(8).expect("room");
    assert_eq!(pool.module_of(block), Ok(Some(9)));
    let moved = pool.realloc(block, 3000).expect("room");
    assert_ne!(moved, block);
    assert_eq!(pool.module_of(moved), Ok(Some(9)));
    assert!(Pool::<Bestfit, M>::module_used(9).expect("a module") >= start + 3000);
    let aligned = pool.realloc_aligned(moved, 5000, 256).expect("room");
    assert_eq!(pool.module_of(aligned), Ok(Some(9)));
    pool.free(aligned).expect("live");
    assert_eq!(Pool::<Bestfit, M>::module_used(9), Ok(start));
}

#[test]
fn a_module_keeps_what_moves() {
    let _turn = MODULES.lock();
    a_block_that_moves_stays_with_its_module::<ModuleId>();
    a_block_that_moves_stays_with_its_module::<(TaskId, ModuleId)>();
    a_block_that_moves_stays_with_its_module::<(TaskId, (ModuleId, HeadBackup))>();
    a_block_that_moves_stays_with_its_module::<(TaskId, (ModuleId, (Origin, HeadBackup)))>();
}

#[test]
fn a_block_is_freed_for_any_module_and_says_whose_it_was() {
    let _turn = MODULES.lock();
    let mut memory = Memory::new(64 << 10, 0);
    let mut pool =
        Pool::<Bestfit, ModuleId, GrowingSlab>::new(memory.bytes()).expect("the pool is large enough");
    let block = pool.alloc_align_for(100, 64, 7).expect("room");
    assert_eq!(pool.free_for(block, MODULE_LIMIT + 1), Err(Error::BadModule));
    assert_eq!(pool.free_for(block, 8), Ok(Some(7)), "freed all the same");
    assert_eq!(pool.free_for(block, 7), Err(Error::NotABlock));
    let item = pool.alloc(16).expect("room");
    assert_eq!(pool.free_for(item, 7), Ok(None), "a slab's item names no module");
}

#[test]
fn the_table_of_free_blocks_counts_by_powers_of_two() {
    let mut memory = Memory::new(16 << 10, 0);
    let mut pool = Pool::<Bestfit, ()>::new(memory.bytes()).expect("the pool is large enough");
    let hole = pool.alloc(100).expect("room");
    pool.alloc(8).expect("room");
    pool.free(hole).expect("live");
    let table = pool.free_table();
    assert_eq!((table.count(6), table.count(13)), (1, 1));
    let mut text = String::new();
    pool.show_free(&mut text).expect("a string takes any text");
    assert!(text.contains("block size:  2^4    2^5    2^6"), "{text}");
    write!(text, "{}", pool.info_row()).expect("a string takes any text");
    assert!(text.contains("0x4000"), "{text}");
}

thread_local!(static CALLER: Cell<usize> = const { Cell::new(0) });

#[test]
fn live_blocks_are_reported_by_the_call_they_come_from() {
    let here = live_blocks_are_reported_by_the_call_they_come_from as fn() as *const () as usize;
    let mut memory = Memory::new(16 << 10, 0);
    run_as(None);
    let mut pool = Pool::<Bestfit, (TaskId, (ModuleId, (Origin, HeadBackup)))>::new(memory.bytes())
        .expect("the pool is large enough");
    let mut blocks = Vec::new();
    for (caller, size) in [(here, 100), (here + 8, 200), (here, 300), (0, 16), (here + 8, 40)] {
        CALLER.set(caller);
        blocks.push(pool.alloc(size).expect("room"));
    }
    let sites: Vec<_> = pool.call_sites().collect();
    let frames = |caller: usize| [caller, if caller == 0 { 0 } else { caller + 16 }, 0];
    let shown: Vec<_> = sites.iter().map(|site| (site.frames, site.blocks)).collect();
    assert_eq!(shown, [(frames(here), 2), (frames(here + 8), 2), (frames(0), 1)]);
    let end_node = Pool::<Bestfit, (TaskId, (ModuleId, (Origin, HeadBackup)))>::HEADER;
    assert_eq!(sites.iter().map(|site| site.bytes).sum::<usize>(), pool.total_used() - end_node);
    assert!(sites[0].to_string().starts_with("2             0x"), "{}", sites[0]);
    assert!(sites[2].to_string().ends_with(" unknown\n"), "{}", sites[2]);
    // A block that moves comes from the call that moved it.
    CALLER.set(here + 64);
    blocks[0] = pool.realloc(blocks[0], 2000).expect("room");
    assert!(pool.call_sites().any(|site| site.frames == frames(here + 64) && site.blocks == 1));
    for block in blocks {
        pool.free(block).expect("live");
    }
    assert_eq!(pool.call_sites().count(), 0);
}
