//! What LiteOS's C library asks before it writes. With LOSCFG_MEM_OS_SYMBOLS and LOSCFG_BASE_MEM_NODE_SIZE_CHECK only.

use core::fmt::Write;

use super::{LOS_MemNodeSizeCheck, UINT8, UINT32, VOID, m_aucSysMem0, m_aucSysMem1};
use crate::error::{LOS_NOK, LOS_OK};
use crate::hooks::Output;

/// Whether `node_length` bytes may be written at `dst_addr` (`pos` 0: memset) and read from `src_addr` (`pos` 1:
/// memcpy). Addresses outside the system pools, and a disabled check, pass.
///
/// LOS_OK; LOS_NOK, with a line that says which, if a block has fewer bytes behind the address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OsMemSysNodeCheck(
    dst_addr: *mut VOID,
    src_addr: *mut VOID,
    node_length: UINT32,
    pos: UINT8,
) -> UINT32 {
    let deed = match pos {
        0 => "memset",
        1 => "memcpy",
        _ => return LOS_OK,
    };
    // SAFETY: the caller's promise, stated on the module page.
    let target = unsafe { fits(dst_addr, node_length, deed, "target") };
    // SAFETY: as above.
    if target && (pos == 0 || unsafe { fits(src_addr, node_length, deed, "source") }) {
        LOS_OK
    } else {
        LOS_NOK
    }
}

/// Whether the system pools have `length` bytes behind the address, or do not know it.
unsafe fn fits(address: *mut VOID, length: UINT32, deed: &str, what: &str) -> bool {
    // SAFETY: the kernel has set the names.
    let (system, exception) = unsafe { (m_aucSysMem1, m_aucSysMem0) };
    for pool in [system, exception] {
        let (mut total, mut available) = (0, 0);
        // SAFETY: a pool or null, and two numbers of this function.
        let answer =
            unsafe { LOS_MemNodeSizeCheck(pool.cast(), address, &raw mut total, &raw mut available) };
        if answer == LOS_OK && length > available {
            let _ = writeln!(
                Output,
                "[ERR] {deed}: {length:#x} bytes, but the {what} at {address:p} has only {available:#x}"
            );
            return false;
        }
    }
    true
}
