//! The node size check. With LOSCFG_BASE_MEM_NODE_SIZE_CHECK only.

use core::fmt::Write;
use core::ptr::NonNull;

use super::{UINT8, UINT32, VOID, to_u32, with_pool};
use crate::check::CheckLevel;
use crate::error::{Error, LOS_ERRNO_MEMCHECK_PARA_NULL, LOS_OK};
use crate::global::STATE;
use crate::hooks::Output;

/// Tells the payload of the block at `ptr` and how much of it lies behind `ptr`, as the check level says.
///
/// LOS_OK; 0x02000105 while the level is "disable"; 0x02000101 for a null pointer; 0x02000102 if `ptr` is outside the pool;
/// 0x02000103 if no used block is there.
///
/// With LOSCFG_BASE_MEM_NODE_SIZE_CHECK only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemNodeSizeCheck(
    pool: *mut VOID,
    ptr: *mut VOID,
    total_size: *mut UINT32,
    avail_size: *mut UINT32,
) -> UINT32 {
    let level = STATE.with(|state| state.level);
    if level == CheckLevel::Disable {
        return Error::CheckDisabled.number();
    }
    let Some(ptr) = NonNull::new(ptr.cast::<u8>()) else { return LOS_ERRNO_MEMCHECK_PARA_NULL };
    if pool.is_null() || total_size.is_null() || avail_size.is_null() {
        return LOS_ERRNO_MEMCHECK_PARA_NULL;
    }
    // SAFETY: the caller's promise, stated on the module page.
    match unsafe { with_pool(pool, |pool| pool.node_size(ptr, level)) } {
        None => Error::OutsidePool.number(),
        Some(Err(error)) => error.number(),
        Some(Ok(size)) => {
            // SAFETY: not null, and the caller gives it for writing.
            unsafe { total_size.write(to_u32(size.total)) };
            // SAFETY: not null, and the caller gives it for writing.
            unsafe { avail_size.write(to_u32(size.available)) };
            LOS_OK
        }
    }
}

/// Sets the check level: 0 low, 1 high, 0xFF disable. 0x02000104 for any other, which changes nothing.
///
/// With LOSCFG_BASE_MEM_NODE_SIZE_CHECK only.
#[unsafe(no_mangle)]
pub extern "C" fn LOS_MemCheckLevelSet(check_level: UINT8) -> UINT32 {
    let Some(level) = CheckLevel::from_number(check_level) else {
        let _ = Output.write_str("LOS_MemCheckLevelSet: wrong param, setting failed !! \n");
        return Error::BadLevel.number();
    };
    STATE.with(|state| state.level = level);
    let _ = Output.write_str(match level {
        CheckLevel::Low => "LOS_MemCheckLevelSet: LOS_MEM_CHECK_LEVEL_LOW \n",
        CheckLevel::High => "LOS_MemCheckLevelSet: LOS_MEM_CHECK_LEVEL_HIGH \n",
        CheckLevel::Disable => "LOS_MemCheckLevelSet: LOS_MEM_CHECK_LEVEL_DISABLE \n",
    });
    LOS_OK
}

/// The check level.
///
/// With LOSCFG_BASE_MEM_NODE_SIZE_CHECK only.
#[unsafe(no_mangle)]
pub extern "C" fn LOS_MemCheckLevelGet() -> UINT8 {
    STATE.with(|state| state.level.number())
}
