//! What LiteOS's kernel itself calls at its start and in its shell. With LOSCFG_MEM_OS_SYMBOLS only.
//!
//! With these the library can stand in for the memory module inside a LiteOS build.

use super::{ADDRESS, LOS_MemInit, LOS_MemIntegrityCheck, LOS_MemSystemInit, UINT32, UINTPTR, VOID};
use super::{m_aucSysMem0, m_aucSysMem1, with_pool};
use crate::error::{LOS_NOK, LOS_OK};
use crate::global::{END_IF_KNOWN, os_sys_mem_addr, os_sys_mem_size};
use crate::hooks::Output;
use crate::size::Tag;

/// The address behind the last byte of the system pool's memory.
#[allow(non_upper_case_globals)] // C name
#[unsafe(no_mangle)]
pub static mut g_sys_mem_addr_end: ADDRESS = END_IF_KNOWN;

/// The bytes of the pool for exception interaction, which OsMemExcInteractionInit makes; the kernel sets it.
#[allow(non_upper_case_globals)] // C name
#[unsafe(no_mangle)]
pub static mut g_excInteractMemSize: UINTPTR = 0;

/// Makes the system pool, whose memory starts at `mem_start`, and sets the names of its address.
///
/// LOS_NOK if `mem_start` is not OS_SYS_MEM_ADDR, since the configuration places the system pool, or if there is no room.
#[unsafe(no_mangle)]
pub extern "C" fn OsMemSystemInit(mem_start: UINTPTR) -> UINT32 {
    if mem_start != os_sys_mem_addr() {
        return LOS_NOK;
    }
    // SAFETY: the kernel has one pool for exception interaction, and only it sets this name to another address.
    let exception = unsafe { m_aucSysMem0 };
    // SAFETY: as above.
    let is_apart = !exception.is_null() && exception != unsafe { m_aucSysMem1 };
    let answer = LOS_MemSystemInit();
    if is_apart {
        // SAFETY: the kernel starts on one thread.
        unsafe { m_aucSysMem0 = exception };
    }
    // SAFETY: as above.
    unsafe { g_sys_mem_addr_end = core::ptr::with_exposed_provenance_mut(mem_start + os_sys_mem_size()) };
    answer
}

/// Makes a pool of `g_excInteractMemSize` bytes at `mem_start`, and lets `m_aucSysMem0` name it; called before
/// OsMemSystemInit. LOS_NOK as LOS_MemInit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OsMemExcInteractionInit(mem_start: UINTPTR) -> UINT32 {
    let start = core::ptr::with_exposed_provenance_mut::<VOID>(mem_start);
    // SAFETY: the kernel sets it before it calls.
    let Ok(size) = UINT32::try_from(unsafe { g_excInteractMemSize }) else { return LOS_NOK };
    // SAFETY: the kernel gives up that memory.
    let answer = unsafe { LOS_MemInit(start, size) };
    if answer == LOS_OK {
        // SAFETY: the kernel starts on one thread.
        unsafe { m_aucSysMem0 = start.cast() };
    }
    answer
}

/// Checks the system pool, and the one for exception interaction if it is another, and prints what is whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OsMemIntegrityMultiCheck() {
    use core::fmt::Write;
    // SAFETY: the kernel has set the names.
    let (system, exception) = unsafe { (m_aucSysMem1, m_aucSysMem0) };
    // SAFETY: a pool, or null.
    if unsafe { LOS_MemIntegrityCheck(system.cast()) } == LOS_OK {
        let _ = Output.write_str("system memcheck over, all passed!\n");
    }
    // SAFETY: as above.
    if exception != system && unsafe { LOS_MemIntegrityCheck(exception.cast()) } == LOS_OK {
        let _ = Output.write_str("exc interaction memcheck over, all passed!\n");
    }
}

/// Writes the end node of a pool again, which closes it. Nothing happens if the blocks do not lead to the end.
///
/// `pre_addr`, the address of the last block, is not needed: blocks here do not name their predecessor.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OsMemResetEndNode(pool: *mut VOID, pre_addr: UINTPTR) {
    let _ = pre_addr;
    let reset = |pool: &mut crate::ConfiguredPool<'static>| {
        let heap = pool.heap;
        let Some(last) = heap.walk().last() else { return };
        if heap.after(last.block, last.tag.size()) == heap.end() {
            let end = Tag::used(0);
            heap.set_tag(heap.end(), if last.tag.is_used() { end } else { end.with_prev_free() });
            heap.settle(last.block, heap.end());
        }
    };
    // SAFETY: the caller's promise, stated on the module page.
    unsafe { with_pool(pool, reset) };
}
