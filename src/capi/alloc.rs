//! Pools and blocks: LOS_MemInit, LOS_MemAlloc, LOS_MemAllocAlign, LOS_MemRealloc, LOS_MemFree.

use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::{UINT32, VOID, to_c, with_pool};
use crate::config::{Algorithm, CONFIG};
use crate::error::{LOS_NOK, LOS_OK};
use crate::global::STATE;
use crate::hooks::Output;
use crate::show::InfoRow;

/// Makes a pool of `size` bytes at `pool`; misaligned ends are rounded inwards to multiples of 8.
///
/// LOS_OK; LOS_NOK if `pool` is null, if there is no room for the pool's data and one block, or, with
/// LOSCFG_MEM_MUL_POOL, if the memory overlaps a registered pool.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemInit(pool: *mut VOID, size: UINT32) -> UINT32 {
    if pool.is_null() || pool.addr().checked_add(size as usize).is_none() {
        return LOS_NOK;
    }
    // SAFETY: the caller gives up `size` bytes at `pool` for as long as the pool is used.
    let memory = unsafe { core::slice::from_raw_parts_mut(pool.cast::<MaybeUninit<u8>>(), size as usize) };
    let made = STATE.with(|state| state.make(memory));
    if made.is_ok() { LOS_OK } else { LOS_NOK }
}

/// Allocates `size` bytes, aligned to 8; NULL if `pool` is no pool, `size` is 0 or no free block is large enough.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemAlloc(pool: *mut VOID, size: UINT32) -> *mut VOID {
    if pool.is_null() || size == 0 {
        return core::ptr::null_mut();
    }
    if CONFIG.algorithm == Algorithm::Bestfit {
        super::hook::before_alloc();
    }
    // SAFETY: the caller's promise, stated on the module page.
    let block = unsafe { with_pool(pool, |pool| pool.alloc(size as usize)) }.flatten();
    if block.is_none() {
        // SAFETY: as above.
        unsafe { report(pool, size) };
    }
    to_c(block)
}

/// Allocates `size` bytes at a multiple of `boundary`.
///
/// NULL as [`LOS_MemAlloc`], or if `boundary` is not a power of two of at least a pointer's size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemAllocAlign(pool: *mut VOID, size: UINT32, boundary: UINT32) -> *mut VOID {
    // SAFETY: the caller's promise, stated on the module page.
    let block =
        unsafe { with_pool(pool, |pool| pool.alloc_align(size as usize, boundary as usize)) }.flatten();
    if block.is_none() {
        // SAFETY: as above.
        unsafe { report(pool, size) };
    }
    to_c(block)
}

/// Gives the block at `ptr` room for `size` bytes and keeps its content; a NULL `ptr` allocates, a `size` of 0 frees.
///
/// NULL if that fails, and the block is as it was. In bestfit_little a block of [`LOS_MemAllocAlign`] is refused; in
/// bestfit it may lose its alignment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemRealloc(pool: *mut VOID, ptr: *mut VOID, size: UINT32) -> *mut VOID {
    let Some(block) = NonNull::new(ptr.cast::<u8>()) else {
        // SAFETY: the caller's promise is the same.
        return unsafe { LOS_MemAlloc(pool, size) };
    };
    if size == 0 {
        // SAFETY: the caller's promise is the same.
        unsafe { LOS_MemFree(pool, ptr) };
        return core::ptr::null_mut();
    }
    // SAFETY: the caller's promise, stated on the module page.
    to_c(unsafe { with_pool(pool, |pool| pool.realloc(block, size as usize).ok()) }.flatten())
}

/// Frees the block at `ptr`.
///
/// LOS_OK; LOS_NOK, and the pool unchanged, if `pool` is no pool or no used block of it starts at `ptr`: null, outside,
/// misaligned, inside a block, of another pool, or freed before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemFree(pool: *mut VOID, ptr: *mut VOID) -> UINT32 {
    let Some(block) = NonNull::new(ptr.cast::<u8>()) else { return LOS_NOK };
    // SAFETY: the caller's promise, stated on the module page.
    match unsafe { with_pool(pool, |pool| pool.free(block)) } {
        Some(Ok(())) => LOS_OK,
        _ => LOS_NOK,
    }
}

/// With LOSCFG_MEM_DEBUG, prints the pool in which an allocation failed.
unsafe fn report(pool: *mut VOID, size: u32) {
    use core::fmt::Write;
    if !CONFIG.mem_debug {
        return;
    }
    // SAFETY: the caller's promise, stated on the module page.
    if let Some(row) = unsafe { with_pool(pool, |pool| pool.info_row()) } {
        let _ = InfoRow::write_head(row.status.water_line.is_some(), &mut Output);
        let _ = writeln!(Output, "{row}No suitable free block, require free node size: {size:#x}");
    }
}
