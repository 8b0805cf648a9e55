//! Memory by module. With LOSCFG_MEM_MUL_MODULE only.

use core::fmt::Write;
use core::ptr::NonNull;

use super::{UINT32, VOID, to_c, to_u32, with_pool};
use crate::error::{LOS_NOK, LOS_OK, OS_INVALID};
use crate::hooks::Output;
use crate::stat::{MODULE_LIMIT, module_used};

/// Whether the module exists; says so if it does not.
fn is_module(module: u32) -> Option<u16> {
    let found = u16::try_from(module).ok().filter(|&module| module <= MODULE_LIMIT);
    if found.is_none() {
        let _ = Output.write_str("[ERR] error module ID input!\n");
    }
    found
}

/// Says that a block changes hands without its module's knowledge.
fn report(ptr: *mut VOID, recorded: Option<u16>, module: u16, deed: &str) {
    if recorded != Some(module) {
        let recorded = recorded.map_or(OS_INVALID, u32::from);
        let _ = writeln!(
            Output,
            "[ERR] node[{ptr:p}] alloced in module {recorded}, but {deed} in module {module}"
        );
    }
}

/// Allocates `size` bytes for the module `moduleId`, 0 to 32. NULL as LOS_MemAlloc, or if there is no such module.
///
/// With LOSCFG_MEM_MUL_MODULE only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemMalloc(pool: *mut VOID, size: UINT32, module_id: UINT32) -> *mut VOID {
    let Some(module) = is_module(module_id) else { return core::ptr::null_mut() };
    // SAFETY: the caller's promise, stated on the module page.
    to_c(unsafe { with_pool(pool, |pool| pool.alloc_for(size as usize, module)) }.flatten())
}

/// Allocates `size` bytes at a multiple of `boundary` for the module. NULL as LOS_MemAllocAlign, or if there is no such module.
///
/// With LOSCFG_MEM_MUL_MODULE only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemMallocAlign(
    pool: *mut VOID,
    size: UINT32,
    boundary: UINT32,
    module_id: UINT32,
) -> *mut VOID {
    let Some(module) = is_module(module_id) else { return core::ptr::null_mut() };
    // SAFETY: the caller's promise, stated on the module page.
    to_c(
        unsafe { with_pool(pool, |pool| pool.alloc_align_for(size as usize, boundary as usize, module)) }
            .flatten(),
    )
}

/// Frees a block and takes it off its module's account; a block of another module is reported and freed all the same.
/// LOS_NOK as LOS_MemFree, or if there is no such module.
///
/// With LOSCFG_MEM_MUL_MODULE only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemMfree(pool: *mut VOID, ptr: *mut VOID, module_id: UINT32) -> UINT32 {
    let (Some(module), Some(block)) = (is_module(module_id), NonNull::new(ptr.cast::<u8>())) else {
        return LOS_NOK;
    };
    // SAFETY: the caller's promise, stated on the module page.
    let freed = unsafe {
        with_pool(pool, |pool| {
            let recorded = pool.module_of(block);
            pool.free(block).map(|()| recorded.ok().flatten())
        })
    };
    let Some(Ok(recorded)) = freed else { return LOS_NOK };
    report(ptr, recorded, module, "free");
    LOS_OK
}

/// Resizes a block as LOS_MemRealloc and moves it to the module's account; a block of another module is reported.
/// NULL as LOS_MemRealloc, or if there is no such module.
///
/// With LOSCFG_MEM_MUL_MODULE only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemMrealloc(
    pool: *mut VOID,
    ptr: *mut VOID,
    size: UINT32,
    module_id: UINT32,
) -> *mut VOID {
    let Some(module) = is_module(module_id) else { return core::ptr::null_mut() };
    let Some(block) = NonNull::new(ptr.cast::<u8>()) else {
        // SAFETY: the caller's promise is the same.
        return unsafe { LOS_MemMalloc(pool, size, module_id) };
    };
    if size == 0 {
        // SAFETY: the caller's promise is the same.
        unsafe { LOS_MemMfree(pool, ptr, module_id) };
        return core::ptr::null_mut();
    }
    // SAFETY: the caller's promise, stated on the module page.
    let resized = unsafe { with_pool(pool, |pool| pool.realloc_for(block, size as usize, module)) };
    let Some(Ok((target, recorded))) = resized else { return core::ptr::null_mut() };
    report(ptr, recorded, module, "realloc");
    to_c(Some(target))
}

/// The bytes in blocks of a module over all pools, headers included. 0xFFFFFFFF if there is no such module.
///
/// With LOSCFG_MEM_MUL_MODULE only.
#[unsafe(no_mangle)]
pub extern "C" fn LOS_MemMusedGet(module_id: UINT32) -> UINT32 {
    let Some(module) = is_module(module_id) else { return OS_INVALID };
    module_used(module).map_or(OS_INVALID, to_u32)
}
