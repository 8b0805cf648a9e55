//! The list of pools. With LOSCFG_MEM_MUL_POOL only.

use core::fmt::Write;
use core::ptr::NonNull;

use super::{UINT32, VOID};
use crate::config::CONFIG;
use crate::error::{Error, LOS_NOK, LOS_OK};
use crate::global::STATE;
use crate::hooks::Output;
use crate::raw::PoolStart;
use crate::registry::pool_at;
use crate::show::InfoRow;

/// Takes a pool off the list. Its memory is the caller's again. LOS_NOK if it is not on the list.
///
/// With LOSCFG_MEM_MUL_POOL only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemDeInit(pool: *mut VOID) -> UINT32 {
    let Some(start) = NonNull::new(pool.cast::<u8>()) else { return LOS_NOK };
    // SAFETY: the caller's promise, stated on the module page.
    let start = unsafe { PoolStart::new(start) };
    let removed = STATE.with(|state| {
        // The list knows a pool by the address that its start was rounded to.
        let pool = pool_at(start).ok_or(Error::NotAPool)?;
        // SAFETY: a pool was made there.
        state.registry.remove(unsafe { PoolStart::new(pool.start()) })
    });
    if removed.is_ok() { LOS_OK } else { LOS_NOK }
}

/// Prints the numbers of every pool in the order of registration; returns how many there are.
///
/// With LOSCFG_MEM_MUL_POOL only.
#[unsafe(no_mangle)]
pub extern "C" fn LOS_MemPoolList() -> UINT32 {
    let mut count = 0;
    // One pool at a time, so that nothing is printed under the lock.
    while let Some(row) =
        STATE.with(|state| state.registry.pools().nth(count as usize).map(|(_, pool)| pool.info_row()))
    {
        let _ = writeln!(Output, "pool{count} :");
        let _ = InfoRow::write_head(CONFIG.task_stat, &mut Output);
        let _ = write!(Output, "{row}");
        count += 1;
    }
    count
}
