//! The system pool, as C programs find it by name.

use super::{UINT8, UINT32, UINTPTR, VOID};
use crate::global::{START_IF_KNOWN, STATE, system_start};

/// The start of the system pool. If only the linker knows it, null until [`LOS_MemSystemInit`] has run.
#[allow(non_upper_case_globals)] // C name
#[unsafe(no_mangle)]
pub static mut m_aucSysMem1: *mut UINT8 = START_IF_KNOWN;

/// The start of the pool for exception interaction, which is the system pool.
#[allow(non_upper_case_globals)] // C name
#[unsafe(no_mangle)]
pub static mut m_aucSysMem0: *mut UINT8 = START_IF_KNOWN;

/// `OS_SYS_MEM_ADDR` as a function: where the system pool starts.
#[unsafe(no_mangle)]
pub extern "C" fn LOS_MemSystemAddr() -> *mut VOID {
    system_start().as_ptr().cast()
}

/// `OS_SYS_MEM_SIZE` as a function: the bytes of the system pool's memory.
#[unsafe(no_mangle)]
pub extern "C" fn LOS_MemSystemSize() -> UINTPTR {
    crate::global::os_sys_mem_size()
}

/// Makes the system pool and sets `m_aucSysMem0` and `m_aucSysMem1`. LOS_NOK if there is no room for it.
///
/// A program whose pool lies in a static array or at a fixed address need not call it: the first use makes the pool.
#[unsafe(no_mangle)]
pub extern "C" fn LOS_MemSystemInit() -> UINT32 {
    let Some(start) = STATE.with(|state| state.system().map(|pool| pool.start().as_ptr())) else {
        return crate::LOS_NOK;
    };
    // SAFETY: C programs call this once, before other threads use the names.
    unsafe { m_aucSysMem1 = start };
    // SAFETY: as above.
    unsafe { m_aucSysMem0 = start };
    crate::LOS_OK
}
