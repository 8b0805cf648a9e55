use std::ptr::null_mut;

use los_mem::capi::*;

fn main() {
    assert!(unsafe { LOS_MemMalloc(null_mut(), 8, 1) }.is_null());
    assert!(unsafe { LOS_MemMallocAlign(null_mut(), 8, 16, 1) }.is_null());
    assert!(unsafe { LOS_MemMrealloc(null_mut(), null_mut(), 8, 1) }.is_null());
    assert_eq!(unsafe { LOS_MemMfree(null_mut(), null_mut(), 1) }, los_mem::LOS_NOK);
    assert_eq!(LOS_MemMusedGet(1), 0);
}
