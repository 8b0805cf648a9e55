//! What a pool tells: sizes, counts, tasks, tables.

use core::fmt::Write;
use core::ptr::NonNull;

use super::{UINT32, UINTPTR, VOID, to_u32, with_pool};
use crate::config::{Algorithm, CONFIG};
use crate::error::{LOS_NOK, LOS_OK, OS_INVALID};
use crate::global::LosMem;
use crate::hooks::Output;

/// What the functions that return a number say of a pool that is none: the C implementation's answer in each algorithm.
const NO_POOL: u32 = match CONFIG.algorithm {
    Algorithm::Bestfit => LOS_NOK,
    Algorithm::BestfitLittle => OS_INVALID,
};

/// `LOS_MEM_POOL_STATUS`: the numbers of a pool, in bytes and blocks.
#[repr(C)]
#[allow(non_camel_case_types)] // C name
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LOS_MEM_POOL_STATUS {
    /// Bytes in used blocks, headers included.
    pub uwTotalUsedSize: UINT32,
    /// Bytes in free blocks, headers included.
    pub uwTotalFreeSize: UINT32,
    /// Bytes of the largest free block, header included.
    pub uwMaxFreeNodeSize: UINT32,
    /// Used blocks.
    pub uwUsedNodeNum: UINT32,
    /// Free blocks.
    pub uwFreeNodeNum: UINT32,
    /// The most bytes ever in use, the pool's own data included. With LOSCFG_MEM_TASK_STAT only.
    #[cfg(LOSCFG_MEM_TASK_STAT)]
    pub uwUsageWaterLine: UINT32,
}

/// The size of a pool, its own data included. Of no pool: 1 in bestfit, 0xFFFFFFFF in bestfit_little.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemPoolSizeGet(pool: *const VOID) -> UINT32 {
    // SAFETY: the caller's promise, stated on the module page.
    unsafe { with_pool(pool.cast_mut(), |pool| to_u32(pool.pool_size())) }.unwrap_or(NO_POOL)
}

/// The bytes in used blocks. Of no pool: 1 in bestfit, 0xFFFFFFFF in bestfit_little.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemTotalUsedGet(pool: *mut VOID) -> UINT32 {
    // SAFETY: the caller's promise, stated on the module page.
    unsafe { with_pool(pool, |pool| to_u32(pool.total_used())) }.unwrap_or(NO_POOL)
}

/// Fills `status` with the pool's numbers. LOS_NOK if there is no pool or `status` is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemInfoGet(pool: *mut VOID, status: *mut LOS_MEM_POOL_STATUS) -> UINT32 {
    if status.is_null() {
        return LOS_NOK;
    }
    // SAFETY: the caller's promise, stated on the module page.
    let Some(info) = (unsafe { with_pool(pool, |pool| pool.info()) }) else { return LOS_NOK };
    let answer = LOS_MEM_POOL_STATUS {
        uwTotalUsedSize: to_u32(info.total_used),
        uwTotalFreeSize: to_u32(info.total_free),
        uwMaxFreeNodeSize: to_u32(info.max_free_block),
        uwUsedNodeNum: to_u32(info.used_blocks),
        uwFreeNodeNum: to_u32(info.free_blocks),
        #[cfg(LOSCFG_MEM_TASK_STAT)]
        uwUsageWaterLine: to_u32(info.water_line.unwrap_or(0)),
    };
    // SAFETY: not null, and the caller gives it for writing.
    unsafe { status.write(answer) };
    LOS_OK
}

/// The number of free blocks. Of no pool: 1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemFreeBlksGet(pool: *mut VOID) -> UINT32 {
    // SAFETY: the caller's promise, stated on the module page.
    unsafe { with_pool(pool, |pool| to_u32(pool.free_blocks())) }.unwrap_or(LOS_NOK)
}

/// The number of used blocks, in bestfit with the end node. Of no pool: 1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemUsedBlksGet(pool: *mut VOID) -> UINT32 {
    // SAFETY: the caller's promise, stated on the module page.
    unsafe { with_pool(pool, |pool| to_u32(pool.used_blocks())) }.unwrap_or(LOS_NOK)
}

/// The task that allocated the block of the system pool that `ptr` points into; 0xFFFFFFFF if there is none or tasks
/// are not recorded. A block of no task answers with LOSCFG_BASE_CORE_TSK_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemTaskIdGet(ptr: *const VOID) -> UINT32 {
    let Some(ptr) = NonNull::new(ptr.cast_mut().cast::<u8>()) else { return OS_INVALID };
    LosMem::with(|pool| pool.task_at(ptr)).flatten().map_or(OS_INVALID, u32::from)
}

/// The address where the last used block ends: that of the first block if none is used. Of no pool: 1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemLastUsedGet(pool: *mut VOID) -> UINTPTR {
    // SAFETY: the caller's promise, stated on the module page.
    unsafe { with_pool(pool, |pool| pool.last_used()) }.unwrap_or(LOS_NOK as usize)
}

/// Prints how many free blocks there are of each power of two. LOS_NOK if there is no pool.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemFreeNodeShow(pool: *mut VOID) -> UINT32 {
    // SAFETY: the caller's promise, stated on the module page.
    let Some(table) = (unsafe { with_pool(pool, |pool| pool.free_table()) }) else { return LOS_NOK };
    let _ = write!(Output, "{table}");
    LOS_OK
}
