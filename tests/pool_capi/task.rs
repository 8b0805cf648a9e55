//! LOSCFG_MEM_TASK_STAT.

use los_mem::capi::*;
use los_mem::{CONFIG, ConfiguredPool, LosMem, OS_INVALID};

use crate::surroundings::{run_as, turn};
use crate::{inside, pool, status};

#[test]
fn the_water_line_stays_at_the_peak() {
    let _turn = turn();
    let pool = pool(16 << 10);
    let fresh = status(pool);
    let block = unsafe { LOS_MemAlloc(pool, 5000) };
    let high = status(pool);
    assert!(high.uwUsageWaterLine >= fresh.uwUsageWaterLine + 5000);
    unsafe { LOS_MemFree(pool, block) };
    assert_eq!(status(pool).uwUsageWaterLine, high.uwUsageWaterLine);
}

#[test]
fn a_block_of_the_system_pool_names_its_task_until_that_is_deleted() {
    let _turn = turn();
    let system = LOS_MemSystemAddr();
    // Larger than any slab's item. The highest number of a task, so that one task is enough.
    run_as(Some(CONFIG.task_limit as u16 - 1));
    let block = unsafe { LOS_MemAlloc(system, 136) };
    run_as(None);
    if block.is_null() {
        assert!(LosMem::read(|pool| pool.info().max_free_block).unwrap_or(0) < 136 + ConfiguredPool::HEADER);
        return;
    }
    let task = |block| unsafe { LOS_MemTaskIdGet(block) };
    assert_eq!(task(inside(block, 100)), CONFIG.task_limit as u32 - 1);
    LOS_MemTaskDeleted(CONFIG.task_limit as u32 - 1);
    assert_eq!(task(block), CONFIG.task_limit as u32);
    unsafe { LOS_MemFree(system, block) };
    assert_eq!(task(block), OS_INVALID, "no task owns what is free");
}

#[test]
fn a_number_beyond_the_limit_is_no_task() {
    let _turn = turn();
    LOS_MemTaskDeleted(OS_INVALID);
    run_as(Some(u16::MAX));
    let mut memory = crate::memory(4096);
    let mut pool = ConfiguredPool::new(memory.bytes()).expect("the pool is large enough");
    let block = pool.alloc(200).expect("room");
    assert_eq!(pool.task_at(block).map(usize::from), Some(CONFIG.task_limit));
}
