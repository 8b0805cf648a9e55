//! The system pool, which is as large as the configuration says: also too small to be one.

use std::ffi::c_void;

use los_mem::capi::*;
use los_mem::{CONFIG, ConfiguredPool, LOS_NOK, LOS_OK, LosMem, OS_INVALID};

use crate::inside;
use crate::surroundings::turn;

#[test]
fn the_system_pool_needs_no_setup() {
    let _turn = turn();
    let system = unsafe { m_aucSysMem1 }.cast::<c_void>();
    assert_eq!(LOS_MemSystemAddr(), system);
    assert_eq!(los_mem::os_sys_mem_size(), LOS_MemSystemSize());
    // A pool of the least size may find its index too small for what is left beside it.
    let room = LOS_MemSystemSize().checked_sub(ConfiguredPool::least_size());
    let block = unsafe { LOS_MemAlloc(system, 8) };
    if room.is_none_or(|room| room < 64 && block.is_null()) {
        assert!(block.is_null());
        assert_eq!(LOS_MemSystemInit(), LOS_NOK);
        assert!(LosMem::read(|_| ()).is_none());
        return;
    }
    assert!(!block.is_null());
    assert_eq!(LOS_MemSystemInit(), LOS_OK);
    assert_eq!(unsafe { m_aucSysMem0 }, unsafe { m_aucSysMem1 });
    let task = if CONFIG.task_stat { CONFIG.task_limit as u32 } else { OS_INVALID };
    assert_eq!(unsafe { LOS_MemTaskIdGet(inside(block, 5)) }, task);
    assert_eq!(unsafe { LOS_MemFree(system, block) }, LOS_OK);
}
