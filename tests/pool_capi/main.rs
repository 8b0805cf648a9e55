//! The C functions and the configured pool, in whatever configuration this build has.
//!
//! All other tests of pools are about policies that every build compiles; what a `.config` changes is tried here, and
//! `cargo xtask matrix` runs this in each configuration. So nothing here may count on a default: not on the number of
//! tasks, not on the size of the system pool, not on a lock. The functions of an option have a module under that
//! option's cfg, as in `src/capi/mod.rs`.
#![allow(unsafe_code)] // C functions are unsafe to call
#![allow(clippy::undocumented_unsafe_blocks)] // each call is given a pool of this test, a block of it, or null

#[path = "../common/mod.rs"]
mod common;

mod basics;
mod check;
mod figures;
mod model;
mod surroundings;
mod system;
mod threads;

#[cfg(LOSCFG_MEM_LEAKCHECK)]
mod leak;
#[cfg(LOSCFG_MEM_MUL_MODULE)]
mod module;
#[cfg(LOSCFG_MEM_MUL_POOL)]
mod multipool;
#[cfg(LOSCFG_MEM_OS_SYMBOLS)]
mod os;
#[cfg(all(LOSCFG_MEM_OS_SYMBOLS, LOSCFG_BASE_MEM_NODE_SIZE_CHECK))]
mod os_size_check;
#[cfg(all(LOSCFG_MEM_OS_SYMBOLS, LOSCFG_MEM_TASK_STAT))]
mod os_task;
#[cfg(LOSCFG_BASE_MEM_NODE_SIZE_CHECK)]
mod size_check;
#[cfg(LOSCFG_KERNEL_MEM_SLAB_EXTENTION)]
mod slab;
#[cfg(LOSCFG_MEM_TASK_STAT)]
mod task;

use std::ffi::c_void;

use common::{Memory, kept};
use los_mem::capi::*;
use los_mem::{ConfiguredPool, LOS_OK};

/// Memory for a pool in which at least `room` bytes, in one block, can be had; the table of tasks, the slabs and the
/// index of free blocks come on top of that.
fn memory(room: usize) -> Memory {
    Memory::new(size_for(room), 0)
}

/// The bytes of [`memory`].
fn size_for(room: usize) -> usize {
    // The table of tasks takes twice as much in a large pool as in a small one.
    (2 * ConfiguredPool::least_size() + room + 6144).next_multiple_of(8)
}

/// A pool over memory that stays: with LOSCFG_MEM_MUL_POOL a pool is listed until it is taken off.
fn pool(room: usize) -> *mut c_void {
    let bytes = kept(memory(room));
    let start = bytes.as_mut_ptr().cast::<c_void>();
    assert_eq!(unsafe { LOS_MemInit(start, bytes.len() as u32) }, LOS_OK);
    start
}

fn status(pool: *mut c_void) -> LOS_MEM_POOL_STATUS {
    let mut status = LOS_MEM_POOL_STATUS::default();
    assert_eq!(unsafe { LOS_MemInfoGet(pool, &mut status) }, LOS_OK);
    status
}

/// Used and free bytes and blocks: what is as before once everything is freed.
fn uses(pool: *mut c_void) -> [u32; 4] {
    let status = status(pool);
    [status.uwTotalUsedSize, status.uwTotalFreeSize, status.uwUsedNodeNum, status.uwFreeNodeNum]
}

/// The address `bytes` behind a block's start.
fn inside(block: *mut c_void, bytes: usize) -> *mut c_void {
    block.cast::<u8>().wrapping_add(bytes).cast()
}
