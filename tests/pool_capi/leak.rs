//! LOSCFG_MEM_LEAKCHECK.

use std::ptr::null_mut;

use los_mem::capi::*;
use los_mem::{LOS_NOK, LOS_OK};

use crate::pool;
use crate::surroundings::{called_from, printed, turn};

#[test]
fn live_blocks_are_reported_by_the_call_they_come_from() {
    let _turn = turn();
    let pool = pool(16 << 10);
    // Places of this program: their distance from the library is what a block keeps.
    let (one, two) = ((one as fn() as *const ()).addr(), (two as fn() as *const ()).addr());
    called_from([one, 0, 0]);
    let blocks: Vec<_> = (0..3).map(|_| unsafe { LOS_MemAlloc(pool, 300) }).collect();
    called_from([two, one, 0]);
    let grown = unsafe { LOS_MemRealloc(pool, blocks[0], 5000) };
    assert!(!grown.is_null());
    let freed = unsafe { LOS_MemAllocAlign(pool, 300, 64) };
    called_from([0; 3]);

    printed();
    assert_eq!(unsafe { LOS_MemLeakShow(pool) }, LOS_OK);
    let report = printed();
    assert!(report.contains(&format!("{one:x}")) && report.contains(&format!("{two:x}")), "{report}");
    for block in blocks[1..].iter().chain([&grown, &freed]) {
        assert_eq!(unsafe { LOS_MemFree(pool, *block) }, LOS_OK);
    }
    assert_eq!(unsafe { LOS_MemLeakShow(pool) }, LOS_OK);
    let report = printed();
    assert!(!report.contains(&format!("{one:x}")) && !report.contains(&format!("{two:x}")), "{report}");
    assert_eq!(unsafe { LOS_MemLeakShow(null_mut()) }, LOS_NOK);
}

fn one() {}

fn two() {
    std::hint::black_box(2);
}
