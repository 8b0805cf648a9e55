//! Statistics: per task, per module, totals and the water line.

#![allow(unsafe_code)] // the memory of the pools

mod common;

use std::cell::Cell;
use std::fmt::Write;
use std::ptr::NonNull;

use common::{Memory, Prng};
use los_mem::{
    Bestfit, BestfitLittle, Error, FitPolicy, GrowingSlab, Hooks, MODULE_LIMIT, NoSlab, Plain, Pool,
    SlabPolicy, TaskId, module_used, set_hooks,
};

thread_local!(static TASK: Cell<Option<u16>> = const { Cell::new(None) });

struct Tasks;

impl Hooks for Tasks {
    fn current_task(&self) -> Option<u16> {
        TASK.get()
    }
}

static TASKS: &dyn Hooks = &Tasks;

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

fn tasks() -> impl Iterator<Item = Option<u16>> {
    (0..64).map(Some).chain([None])
}

#[test]
fn task_statistics_never_drift() {
    totals_return_to_their_start::<Bestfit, NoSlab>();
    totals_return_to_their_start::<Bestfit, GrowingSlab>();
    totals_return_to_their_start::<BestfitLittle, NoSlab>();
}

#[test]
fn a_block_names_the_task_that_allocated_it() {
    let mut memory = Memory::new(16 << 10, 0);
    let mut pool = Pool::<Bestfit, TaskId>::new(memory.bytes()).expect("the pool is large enough");
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
    use los_mem::ModuleId;
    let mut memory = Memory::new(64 << 10, 0);
    let mut pool = Pool::<Bestfit, (TaskId, ModuleId), GrowingSlab>::new(memory.bytes())
        .expect("the pool is large enough");
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
