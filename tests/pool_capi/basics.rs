//! The functions that every configuration has.

use std::ptr::null_mut;

use los_mem::capi::*;
use los_mem::{Algorithm, CONFIG, ConfiguredPool, LOS_NOK, LOS_OK, OS_INVALID};

use crate::common::Memory;
use crate::surroundings::{printed, turn};
use crate::{inside, pool, size_for, status, uses};

#[test]
fn a_block_holds_what_was_stored() {
    let _turn = turn();
    let pool = pool(16 << 10);
    let block = unsafe { LOS_MemAlloc(pool, 4) }.cast::<i32>();
    unsafe { block.write(828) };
    assert_eq!(unsafe { block.read() }, 828);
    assert_eq!(unsafe { LOS_MemFree(pool, block.cast()) }, LOS_OK);
    assert_eq!(unsafe { LOS_MemFree(pool, block.cast()) }, LOS_NOK);
}

#[test]
fn null_arguments_are_refused() {
    let _turn = turn();
    assert_eq!(unsafe { LOS_MemInit(null_mut(), 4096) }, LOS_NOK);
    assert!(unsafe { LOS_MemAlloc(null_mut(), 4) }.is_null());
    assert!(unsafe { LOS_MemAllocAlign(null_mut(), 4, 8) }.is_null());
    assert!(unsafe { LOS_MemRealloc(null_mut(), null_mut(), 4) }.is_null());
    assert_eq!(unsafe { LOS_MemFree(null_mut(), null_mut()) }, LOS_NOK);
    assert_eq!(unsafe { LOS_MemInfoGet(null_mut(), null_mut()) }, LOS_NOK);
    let no_pool = if CONFIG.algorithm == Algorithm::Bestfit { LOS_NOK } else { OS_INVALID };
    assert_eq!(unsafe { LOS_MemPoolSizeGet(null_mut()) }, no_pool);
    assert_eq!(unsafe { LOS_MemTotalUsedGet(null_mut()) }, no_pool);
    assert_eq!(unsafe { LOS_MemFreeBlksGet(null_mut()) }, LOS_NOK);
    assert_eq!(unsafe { LOS_MemUsedBlksGet(null_mut()) }, LOS_NOK);
    assert_eq!(unsafe { LOS_MemLastUsedGet(null_mut()) }, LOS_NOK as usize);
    assert_eq!(unsafe { LOS_MemTaskIdGet(null_mut()) }, OS_INVALID);
    assert_eq!(unsafe { LOS_MemFreeNodeShow(null_mut()) }, LOS_NOK);
}

#[test]
fn a_pool_is_refused_what_is_no_pool() {
    let _turn = turn();
    let mut memory = Memory::new(4096, 0);
    let bytes = memory.bytes();
    bytes.fill(std::mem::MaybeUninit::new(0));
    let none = bytes.as_mut_ptr().cast();
    assert!(unsafe { LOS_MemAlloc(none, 4) }.is_null());
    assert_eq!(unsafe { LOS_MemInfoGet(none, &mut LOS_MEM_POOL_STATUS::default()) }, LOS_NOK);
}

#[test]
fn memory_without_room_for_one_block_makes_no_pool() {
    let _turn = turn();
    let least = ConfiguredPool::least_size();
    let mut memory = Memory::new(least, 0);
    let start = memory.bytes().as_mut_ptr().cast();
    assert_eq!(unsafe { LOS_MemInit(start, least as u32 - 8) }, LOS_NOK);
    assert!(unsafe { LOS_MemAlloc(start, 1) }.is_null());
}

#[test]
fn used_and_free_make_up_the_pool() {
    let _turn = turn();
    let pool = pool(32 << 10);
    let fresh = status(pool);
    assert_eq!(fresh.uwFreeNodeNum, 1);
    assert_eq!(unsafe { LOS_MemPoolSizeGet(pool) } as usize, size_for(32 << 10));
    let header = ConfiguredPool::HEADER;
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
    let largest = used.uwMaxFreeNodeSize - header as u32;
    assert!(unsafe { LOS_MemAlloc(pool, largest + 8) }.is_null());
    assert!(!unsafe { LOS_MemAlloc(pool, largest) }.is_null(), "all of the largest free block can be had");
}

#[test]
fn the_table_of_free_blocks_is_printed() {
    let _turn = turn();
    let pool = pool(4096);
    printed();
    assert_eq!(unsafe { LOS_MemFreeNodeShow(pool) }, LOS_OK);
    assert!(printed().contains("2^4"));
}

#[test]
fn realloc_of_null_allocates_and_to_zero_frees() {
    let _turn = turn();
    let pool = pool(16 << 10);
    let fresh = uses(pool);
    let block = unsafe { LOS_MemRealloc(pool, null_mut(), 300) };
    assert!(!block.is_null());
    assert!(unsafe { LOS_MemRealloc(pool, block, 0) }.is_null());
    assert_eq!(uses(pool), fresh);
}

#[test]
fn bestfit_little_does_not_resize_aligned_blocks() {
    let _turn = turn();
    let pool = pool(16 << 10);
    let block = unsafe { LOS_MemAllocAlign(pool, 64, 256) };
    assert_eq!(block.addr() % 256, 0);
    let moved = unsafe { LOS_MemRealloc(pool, block, 3000) };
    assert_eq!(moved.is_null(), CONFIG.algorithm == Algorithm::BestfitLittle);
    assert!(unsafe { LOS_MemAllocAlign(pool, 64, 48) }.is_null(), "48 is no power of two");
}

#[test]
fn pointers_that_are_no_block_are_refused() {
    let _turn = turn();
    let (pool, other) = (pool(16 << 10), pool(16 << 10));
    let blocks = [1000, 20, 100].map(|size| unsafe { LOS_MemAlloc(pool, size) });
    // Interior words that say nothing of headers.
    blocks
        .iter()
        .zip([1000, 20, 100])
        .for_each(|(block, size)| unsafe { block.cast::<u8>().write_bytes(0, size) });
    let before = uses(pool);
    for block in blocks {
        for bytes in [1, 4, 8, 16] {
            assert_eq!(unsafe { LOS_MemFree(pool, inside(block, bytes)) }, LOS_NOK);
            assert!(unsafe { LOS_MemRealloc(pool, inside(block, bytes), 64) }.is_null());
        }
        assert_eq!(unsafe { LOS_MemFree(other, block) }, LOS_NOK, "a block of another pool");
    }
    assert_eq!(unsafe { LOS_MemFree(pool, pool) }, LOS_NOK);
    assert_eq!(uses(pool), before);
    for block in blocks {
        assert_eq!(unsafe { LOS_MemFree(pool, block) }, LOS_OK);
        assert_eq!(unsafe { LOS_MemFree(pool, block) }, LOS_NOK);
    }
}
