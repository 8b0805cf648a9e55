use std::ptr::null_mut;

use los_mem::capi::*;

fn main() {
    assert_eq!(LOS_MemPoolList(), 0);
    assert_eq!(los_mem::capi::LOS_MemPoolList(), 0);
    assert_eq!(unsafe { LOS_MemDeInit(null_mut()) }, los_mem::LOS_NOK);
}
