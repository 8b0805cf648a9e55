//! The C functions: names, argument order, widths and return codes of the C implementation.
//!
//! All share one lock, as there; nothing is printed while it is held. A function whose option is off is absent: there is
//! no symbol, and a call from Rust is answered by [`crate::option`]. [`LOS_MemIntegrityCheck`] alone is always there, and
//! then answers LOS_OK.
//!
//! Every function takes the pool's address as it was given to [`LOS_MemInit`]. What all of them require of a caller
//! is what C requires: a pool address is null or names readable memory, an out pointer is null or names writable memory.
#![allow(non_snake_case)] // C names, byte for byte
#![allow(clippy::missing_safety_doc)] // the module page states it once for all

/// Not for the C header.
/// cbindgen:ignore
mod absent;
mod alloc;
mod check;
mod constant;
mod hook;
mod info;
mod system;
mod types;

#[cfg(LOSCFG_MEM_LEAKCHECK)]
mod leak;
#[cfg(not(LOSCFG_MEM_LEAKCHECK))]
use absent::leak;
#[cfg(LOSCFG_MEM_MUL_MODULE)]
mod module;
#[cfg(not(LOSCFG_MEM_MUL_MODULE))]
use absent::module;
#[cfg(LOSCFG_MEM_MUL_POOL)]
mod multipool;
#[cfg(not(LOSCFG_MEM_MUL_POOL))]
use absent::multipool;
#[cfg(LOSCFG_MEM_OS_SYMBOLS)]
mod os;
#[cfg(all(LOSCFG_MEM_OS_SYMBOLS, LOSCFG_MEM_LEAKCHECK))]
mod os_leak;
#[cfg(all(LOSCFG_MEM_OS_SYMBOLS, LOSCFG_BASE_MEM_NODE_SIZE_CHECK))]
mod os_size_check;
#[cfg(all(LOSCFG_MEM_OS_SYMBOLS, LOSCFG_MEM_TASK_STAT))]
mod os_task;
#[cfg(LOSCFG_BASE_MEM_NODE_SIZE_CHECK)]
mod size_check;
#[cfg(not(LOSCFG_BASE_MEM_NODE_SIZE_CHECK))]
use absent::size_check;
#[cfg(LOSCFG_KERNEL_MEM_SLAB_EXTENTION)]
mod slab;
#[cfg(not(LOSCFG_KERNEL_MEM_SLAB_EXTENTION))]
use absent::slab;
#[cfg(LOSCFG_MEM_TASK_STAT)]
mod task;
#[cfg(not(LOSCFG_MEM_TASK_STAT))]
use absent::task;

pub use alloc::*;
pub use check::*;
pub use constant::*;
pub use hook::*;
pub use info::*;
pub use leak::*;
pub use module::*;
pub use multipool::*;
#[cfg(LOSCFG_MEM_OS_SYMBOLS)]
pub use os::*;
#[cfg(all(LOSCFG_MEM_OS_SYMBOLS, LOSCFG_MEM_LEAKCHECK))]
pub use os_leak::*;
#[cfg(all(LOSCFG_MEM_OS_SYMBOLS, LOSCFG_BASE_MEM_NODE_SIZE_CHECK))]
pub use os_size_check::*;
#[cfg(all(LOSCFG_MEM_OS_SYMBOLS, LOSCFG_MEM_TASK_STAT))]
pub use os_task::*;
pub use size_check::*;
pub use slab::*;
pub use system::*;
pub use task::*;
pub use types::*;

use core::ffi::c_void;
use core::ptr::NonNull;

use crate::config::ConfiguredPool;
use crate::global::STATE;
use crate::hooks;
use crate::raw::PoolStart;

/// Runs `f` on the pool at `pool` under the lock; `None` if there is no pool.
///
/// # Safety
/// * `pool` is null, or names memory whose first 24 bytes may be read; if a pool was made there, all of it is the pool's.
pub(crate) unsafe fn with_pool<R>(
    pool: *mut c_void,
    f: impl FnOnce(&mut ConfiguredPool<'static>) -> R,
) -> Option<R> {
    let start = NonNull::new(pool.cast::<u8>())?;
    // SAFETY: the caller's promise, and the lock keeps others out.
    let start = unsafe { PoolStart::new(start) };
    let (result, damage) = STATE.with(|state| state.pool(start).map(|pool| pool.run_locked(f)))?;
    hooks::report(damage);
    Some(result)
}

/// A block as C sees it.
pub(crate) fn to_c(block: Option<NonNull<u8>>) -> *mut c_void {
    block.map_or(core::ptr::null_mut(), |block| block.as_ptr().cast())
}

/// A count or size as C sees it; a pool is never larger than that.
pub(crate) fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
