//! LOSCFG_MEM_MUL_MODULE.

use std::ptr::null_mut;

use los_mem::capi::*;
use los_mem::{LOS_NOK, LOS_OK, OS_INVALID};

use crate::surroundings::{printed, turn};
use crate::{pool, uses};

#[test]
fn a_module_is_charged_for_its_blocks_and_no_others() {
    let _turn = turn();
    let pool = pool(32 << 10);
    let fresh = uses(pool);
    let start = LOS_MemMusedGet(3);
    let block = unsafe { LOS_MemMalloc(pool, 100, 3) };
    let aligned = unsafe { LOS_MemMallocAlign(pool, 100, 64, 3) };
    assert_eq!(aligned.addr() % 64, 0);
    assert!(LOS_MemMusedGet(3) >= start + 200);
    assert_eq!(unsafe { LOS_MemMfree(pool, aligned, 3) }, LOS_OK);
    let grown = unsafe { LOS_MemMrealloc(pool, block, 2000, 3) };
    assert!(LOS_MemMusedGet(3) >= start + 2000);
    printed();
    let moved = unsafe { LOS_MemMrealloc(pool, grown, 4000, 4) };
    assert!(printed().contains("alloced in module 3, but realloc in module 4"));
    assert_eq!(LOS_MemMusedGet(3), start, "the account moves with the block");
    assert_eq!(unsafe { LOS_MemMfree(pool, moved, 5) }, LOS_OK);
    assert!(printed().contains("alloced in module 4, but free in module 5"));
    assert_eq!(LOS_MemMusedGet(4), 0);
    let plain = unsafe { LOS_MemMalloc(pool, 100, 6) };
    assert_eq!(unsafe { LOS_MemFree(pool, plain) }, LOS_OK);
    assert_eq!(LOS_MemMusedGet(6), 0, "also when it is freed without its module");
    assert_eq!(uses(pool), fresh);
}

#[test]
fn a_number_that_is_no_module_is_refused() {
    let _turn = turn();
    let pool = pool(16 << 10);
    let block = unsafe { LOS_MemMalloc(pool, 100, 32) };
    let before = uses(pool);
    printed();
    assert!(unsafe { LOS_MemMalloc(pool, 100, 33) }.is_null());
    assert!(printed().contains("error module ID"));
    assert!(unsafe { LOS_MemMallocAlign(pool, 100, 64, 33) }.is_null());
    assert!(unsafe { LOS_MemMrealloc(pool, block, 200, 33) }.is_null());
    assert_eq!(unsafe { LOS_MemMfree(pool, block, 33) }, LOS_NOK);
    assert_eq!(LOS_MemMusedGet(33), OS_INVALID);
    assert_eq!(uses(pool), before);
    assert_eq!(unsafe { LOS_MemMfree(pool, null_mut(), 32) }, LOS_NOK);
    assert!(unsafe { LOS_MemMrealloc(pool, block, 0, 32) }.is_null(), "a size of 0 frees");
    assert_eq!(LOS_MemMusedGet(32), 0);
}
