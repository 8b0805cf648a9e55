//! LOSCFG_BASE_MEM_NODE_SIZE_CHECK.

use std::ffi::c_void;
use std::ptr::null_mut;

use los_mem::LOS_OK;
use los_mem::capi::*;

use crate::surroundings::turn;
use crate::{inside, pool};

const LOW: u8 = 0;
const HIGH: u8 = 1;
const DISABLE: u8 = 0xff;

/// Payload of the block, and how much of it lies behind the pointer; or the error's number.
fn sizes(pool: *mut c_void, ptr: *mut c_void) -> Result<(u32, u32), u32> {
    let (mut total, mut available) = (0, 0);
    match unsafe { LOS_MemNodeSizeCheck(pool, ptr, &mut total, &mut available) } {
        LOS_OK => Ok((total, available)),
        error => Err(error),
    }
}

#[test]
fn the_level_says_how_hard_the_size_check_looks() {
    let _turn = turn();
    let pool = pool(16 << 10);
    let block = unsafe { LOS_MemAlloc(pool, 250) };
    assert_eq!(LOS_MemCheckLevelGet(), DISABLE);
    assert_eq!(sizes(pool, block), Err(0x0200_0105));

    assert_eq!(LOS_MemCheckLevelSet(LOW), LOS_OK);
    let (total, available) = sizes(pool, block).expect("a block");
    assert!(total >= 250 && available == total);
    assert_eq!(sizes(pool, inside(block, 16)), Err(0x0200_0103), "low looks at the start of a block only");
    assert_eq!(sizes(pool, null_mut()), Err(0x0200_0101));
    assert_eq!(sizes(null_mut(), block), Err(0x0200_0101));
    assert_eq!(sizes(pool, inside(pool, 1 << 30)), Err(0x0200_0102));

    assert_eq!(LOS_MemCheckLevelSet(HIGH), LOS_OK);
    assert_eq!(LOS_MemCheckLevelGet(), HIGH);
    assert_eq!(sizes(pool, inside(block, 16)), Ok((total, total - 16)));

    assert_eq!(LOS_MemCheckLevelSet(7), 0x0200_0104);
    assert_eq!(LOS_MemCheckLevelGet(), HIGH, "a wrong level changes nothing");
    assert_eq!(LOS_MemCheckLevelSet(DISABLE), LOS_OK);
}
