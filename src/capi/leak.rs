//! The report of live blocks by the call they come from. With LOSCFG_MEM_LEAKCHECK only.

use core::fmt::Write;

use super::{UINT32, VOID, with_pool};
use crate::error::{LOS_NOK, LOS_OK};
use crate::hooks::Output;
use crate::show::CALL_SITES_HEAD;

/// Prints the live blocks of a pool, added up by the three return addresses of the call that allocated them. LOS_NOK if
/// there is no pool. Not in LiteOS, which prints every block.
///
/// With LOSCFG_MEM_LEAKCHECK only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemLeakShow(pool: *mut VOID) -> UINT32 {
    // SAFETY: the caller's promise, stated on the module page.
    if unsafe { with_pool(pool, |_| ()) }.is_none() {
        return LOS_NOK;
    }
    let _ = Output.write_str(CALL_SITES_HEAD);
    let mut from = 0;
    // One row at a time, so that nothing is printed under the lock.
    // SAFETY: the caller's promise, stated on the module page.
    while let Some(site) = unsafe { with_pool(pool, |pool| pool.call_site_from(from)) }.flatten() {
        let _ = write!(Output, "{site}");
        from = site.first + 1;
    }
    LOS_OK
}
