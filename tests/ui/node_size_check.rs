use std::mem::MaybeUninit;
use std::ptr::null_mut;

use los_mem::capi::*;
use los_mem::{CheckLevel, ConfiguredPool};

fn main() {
    assert_eq!(LOS_MemCheckLevelGet(), 0xff);
    assert_eq!(LOS_MemCheckLevelSet(0), los_mem::LOS_OK);
    let answer = unsafe { LOS_MemNodeSizeCheck(null_mut(), null_mut(), null_mut(), null_mut()) };
    assert_eq!(answer, los_mem::LOS_ERRNO_MEMCHECK_PARA_NULL);

    assert_eq!(los_mem::check_level(), CheckLevel::Low);
    los_mem::set_check_level(CheckLevel::High);
    let mut memory = [MaybeUninit::uninit(); 1 << 16];
    let mut pool = ConfiguredPool::new(&mut memory).unwrap();
    let block = pool.alloc(100).unwrap();
    assert!(pool.node_size(block, CheckLevel::Low).unwrap().total >= 100);
}
