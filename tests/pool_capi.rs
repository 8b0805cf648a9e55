//! The C functions, called as a C program calls them, in whatever configuration this build has.
#![allow(unsafe_code)] // C functions are unsafe to call
#![allow(clippy::undocumented_unsafe_blocks)] // each call is given a pool of this test, a block of it, or null

mod common;

use std::ffi::c_void;
use std::ptr::null_mut;

use common::Memory;
use los_mem::capi::*;
use los_mem::{Algorithm, CONFIG, LOS_NOK, LOS_OK, OS_INVALID};

/// A pool over memory that stays: with LOSCFG_MEM_MUL_POOL a pool is listed for ever.
fn pool(size: usize) -> *mut c_void {
    let memory = Box::leak(Box::new(Memory::new(size, 0)));
    let bytes = memory.bytes();
    let start = bytes.as_mut_ptr().cast::<c_void>();
    assert_eq!(unsafe { LOS_MemInit(start, bytes.len() as u32) }, LOS_OK);
    start
}

fn status(pool: *mut c_void) -> LOS_MEM_POOL_STATUS {
    let mut status = LOS_MEM_POOL_STATUS::default();
    assert_eq!(unsafe { LOS_MemInfoGet(pool, &mut status) }, LOS_OK);
    status
}

#[test]
fn a_block_holds_what_was_stored() {
    let pool = pool(16 << 10);
    let block = unsafe { LOS_MemAlloc(pool, 4) }.cast::<i32>();
    unsafe { block.write(828) };
    assert_eq!(unsafe { block.read() }, 828);
    assert_eq!(unsafe { LOS_MemFree(pool, block.cast()) }, LOS_OK);
    assert_eq!(unsafe { LOS_MemFree(pool, block.cast()) }, LOS_NOK);
}

#[test]
fn null_arguments_are_refused() {
    assert_eq!(unsafe { LOS_MemInit(null_mut(), 4096) }, LOS_NOK);
    assert!(unsafe { LOS_MemAlloc(null_mut(), 4) }.is_null());
    assert_eq!(unsafe { LOS_MemFree(null_mut(), null_mut()) }, LOS_NOK);
    assert_eq!(unsafe { LOS_MemInfoGet(null_mut(), null_mut()) }, LOS_NOK);
    let no_pool = if CONFIG.algorithm == Algorithm::Bestfit { LOS_NOK } else { OS_INVALID };
    assert_eq!(unsafe { LOS_MemPoolSizeGet(null_mut()) }, no_pool);
    assert_eq!(unsafe { LOS_MemTotalUsedGet(null_mut()) }, no_pool);
    assert_eq!(unsafe { LOS_MemFreeNodeShow(null_mut()) }, LOS_NOK);
}

#[test]
fn a_pool_is_refused_what_is_no_pool() {
    let mut memory = Memory::new(4096, 0);
    let bytes = memory.bytes();
    bytes.fill(std::mem::MaybeUninit::new(0));
    let none = bytes.as_mut_ptr().cast();
    assert!(unsafe { LOS_MemAlloc(none, 4) }.is_null());
    assert_eq!(unsafe { LOS_MemInfoGet(none, &mut LOS_MEM_POOL_STATUS::default()) }, LOS_NOK);
}

#[test]
fn used_and_free_make_up_the_pool() {
    let pool = pool(32 << 10);
    let fresh = status(pool);
    assert_eq!(fresh.uwFreeNodeNum, 1);
    assert_eq!(unsafe { LOS_MemPoolSizeGet(pool) }, 32 << 10);
    let header = los_mem::ConfiguredPool::HEADER;
    let block = unsafe { LOS_MemAlloc(pool, 1000) };
    let used = status(pool);
    assert_eq!(used.uwUsedNodeNum, fresh.uwUsedNodeNum + 1);
    assert_eq!(used.uwTotalUsedSize + used.uwTotalFreeSize, fresh.uwTotalUsedSize + fresh.uwTotalFreeSize);
    assert_eq!(unsafe { LOS_MemTotalUsedGet(pool) }, used.uwTotalUsedSize);
    assert_eq!(unsafe { LOS_MemUsedBlksGet(pool) }, used.uwUsedNodeNum);
    assert_eq!(unsafe { LOS_MemFreeBlksGet(pool) }, used.uwFreeNodeNum);
    assert_eq!(
        unsafe { LOS_MemLastUsedGet(pool) },
        block.addr() + (1000 + header).next_multiple_of(8) - header
    );
}

#[test]
fn realloc_of_null_allocates_and_to_zero_frees() {
    let pool = pool(16 << 10);
    let fresh = status(pool);
    let block = unsafe { LOS_MemRealloc(pool, null_mut(), 300) };
    assert!(!block.is_null());
    assert!(unsafe { LOS_MemRealloc(pool, block, 0) }.is_null());
    assert_eq!(status(pool).uwTotalUsedSize, fresh.uwTotalUsedSize);
}

#[test]
fn bestfit_little_does_not_resize_aligned_blocks() {
    let pool = pool(16 << 10);
    let block = unsafe { LOS_MemAllocAlign(pool, 64, 256) };
    assert_eq!(block.addr() % 256, 0);
    let moved = unsafe { LOS_MemRealloc(pool, block, 3000) };
    assert_eq!(moved.is_null(), CONFIG.algorithm == Algorithm::BestfitLittle);
    assert!(unsafe { LOS_MemAllocAlign(pool, 64, 48) }.is_null(), "48 is no power of two");
}

#[test]
fn the_system_pool_needs_no_setup() {
    let system = unsafe { m_aucSysMem1 }.cast::<c_void>();
    let block = unsafe { LOS_MemAlloc(system, 100) };
    assert!(!block.is_null());
    let task = if CONFIG.task_stat { CONFIG.task_limit as u32 } else { OS_INVALID };
    assert_eq!(unsafe { LOS_MemTaskIdGet(block.cast::<u8>().wrapping_add(50).cast()) }, task);
    assert_eq!(unsafe { LOS_MemFree(system, block) }, LOS_OK);
    assert_eq!(LOS_MemSystemAddr(), system);
    assert_eq!(los_mem::os_sys_mem_size(), LOS_MemSystemSize());
}

#[test]
fn a_whole_pool_passes_the_integrity_check() {
    let pool = pool(16 << 10);
    assert_eq!(unsafe { LOS_MemIntegrityCheck(pool) }, LOS_OK);
}
