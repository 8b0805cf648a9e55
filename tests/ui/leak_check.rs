use std::ptr::null_mut;

use los_mem::capi::*;

fn main() {
    assert_eq!(unsafe { LOS_MemLeakShow(null_mut()) }, los_mem::LOS_NOK);
}
