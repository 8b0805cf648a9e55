//! LOSCFG_MEM_MUL_POOL.

use std::mem::MaybeUninit;
use std::ptr::null_mut;

use los_mem::capi::*;
use los_mem::{LOS_NOK, LOS_OK};

use crate::surroundings::{printed, turn};
use crate::{inside, memory, pool, size_for};

#[test]
fn the_list_has_every_pool_once() {
    let _turn = turn();
    let before = LOS_MemPoolList();
    let (one, two) = (pool(4096), pool(4096));
    printed();
    assert_eq!(LOS_MemPoolList(), before + 2);
    assert!(printed().contains(&format!("pool{} :", before + 1)));
    assert_eq!(unsafe { LOS_MemDeInit(one) }, LOS_OK);
    assert_eq!(unsafe { LOS_MemDeInit(one) }, LOS_NOK, "it is off the list");
    assert!(unsafe { LOS_MemAlloc(one, 8) }.is_null(), "and no pool any more");
    assert_eq!(LOS_MemPoolList(), before + 1);
    assert_eq!(unsafe { LOS_MemDeInit(two) }, LOS_OK);
    assert_eq!(unsafe { LOS_MemDeInit(null_mut()) }, LOS_NOK);
    assert_eq!(LOS_MemPoolList(), before);
}

#[test]
fn the_memory_of_a_pool_taken_off_the_list_is_the_programs_again() {
    let _turn = turn();
    let mut memory = memory(4096);
    let start = memory.bytes().as_mut_ptr().cast();
    let length = memory.bytes().len() as u32;
    for _ in 0..2 {
        assert_eq!(unsafe { LOS_MemInit(start, length) }, LOS_OK);
        assert!(!unsafe { LOS_MemAlloc(start, 100) }.is_null());
        assert_eq!(unsafe { LOS_MemDeInit(start) }, LOS_OK);
        memory.bytes().fill(MaybeUninit::new(0));
        assert!(unsafe { LOS_MemAlloc(start, 100) }.is_null());
    }
}

#[test]
fn overlapping_pools_are_refused_and_nested_ones_are_not() {
    let _turn = turn();
    let inner = size_for(512);
    let outer = pool(inner + 4096);
    let block = unsafe { LOS_MemAlloc(outer, inner as u32) };
    assert!(!block.is_null());
    assert_eq!(unsafe { LOS_MemInit(block, inner as u32) }, LOS_OK, "strictly inside");
    assert_eq!(unsafe { LOS_MemInit(block, inner as u32) }, LOS_NOK, "the same memory again");
    assert_eq!(unsafe { LOS_MemInit(inside(block, inner / 2), inner as u32) }, LOS_NOK, "across the end");
    assert!(!unsafe { LOS_MemAlloc(block, 100) }.is_null(), "the pools work on");
    assert_eq!(unsafe { LOS_MemDeInit(block) }, LOS_OK);
    assert_eq!(unsafe { LOS_MemFree(outer, block) }, LOS_OK);
    assert_eq!(unsafe { LOS_MemDeInit(outer) }, LOS_OK);
}
