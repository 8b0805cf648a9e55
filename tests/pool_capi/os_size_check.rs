//! LOSCFG_MEM_OS_SYMBOLS and LOSCFG_BASE_MEM_NODE_SIZE_CHECK.

use los_mem::capi::*;
use los_mem::{LOS_NOK, LOS_OK};

use crate::surroundings::{printed, turn};

#[test]
fn the_kernel_asks_before_it_writes_into_a_block() {
    let _turn = turn();
    let block = unsafe { LOS_MemAlloc(LOS_MemSystemAddr(), 136) };
    // A small system pool may have no room.
    if block.is_null() {
        return;
    }
    let check = |length, pos| unsafe { OsMemSysNodeCheck(block, block, length, pos) };
    assert_eq!(check(4000, 0), LOS_OK, "the check is not enabled");
    assert_eq!(LOS_MemCheckLevelSet(0), LOS_OK);
    printed();
    assert_eq!([check(136, 0), check(136, 1), check(4000, 2)], [LOS_OK; 3]);
    assert_eq!([check(4000, 0), check(4000, 1)], [LOS_NOK; 2]);
    assert!(printed().contains("memset") && LOS_MemCheckLevelSet(0xff) == LOS_OK);
    assert_eq!(unsafe { LOS_MemFree(LOS_MemSystemAddr(), block) }, LOS_OK);
}
