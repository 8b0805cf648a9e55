//! LOSCFG_MEM_OS_SYMBOLS and LOSCFG_MEM_TASK_STAT.

use los_mem::capi::*;
use los_mem::{CONFIG, OS_INVALID};

use crate::surroundings::{run_as, turn};
use crate::uses;

#[test]
fn the_kernel_asks_for_a_tasks_use_and_clears_it() {
    let _turn = turn();
    let system = LOS_MemSystemAddr();
    let task = CONFIG.task_limit as u32 - 1;
    OsMemTaskClear(task);
    assert_eq!(OsMemTaskUsage(task), 0);
    run_as(Some(task as u16));
    let block = unsafe { LOS_MemAlloc(system, 136) };
    run_as(None);
    // A small system pool may have no room.
    if !block.is_null() {
        let used = uses(system);
        assert!(OsMemTaskUsage(task) >= 136 && OsMemTaskUsage(task) <= used[0]);
        OsMemTaskClear(task);
        assert_eq!(OsMemTaskUsage(task), 0, "its blocks belong to no task");
        unsafe { LOS_MemFree(system, block) };
    }
    assert_eq!(OsMemTaskUsage(OS_INVALID), 0);
}
