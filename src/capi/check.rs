//! LOS_MemIntegrityCheck.

use super::{UINT32, VOID, with_pool};
use crate::config::{Algorithm, CONFIG};
use crate::error::{LOS_NOK, LOS_OK, OS_INVALID};
use crate::hooks;

/// Checks every block of a pool, with LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK; without it, always LOS_OK.
///
/// LOS_OK if the pool is whole. A broken one is reported through the hooks and answered with LOS_NOK. No pool: LOS_NOK in
/// bestfit, 0xFFFFFFFF in bestfit_little.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemIntegrityCheck(pool: *mut VOID) -> UINT32 {
    if !CONFIG.integrity_check {
        return LOS_OK;
    }
    // SAFETY: the caller's promise, stated on the module page.
    match unsafe { with_pool(pool, |pool| pool.check()) } {
        None if CONFIG.algorithm == Algorithm::BestfitLittle => OS_INVALID,
        None => LOS_NOK,
        Some(Ok(())) => LOS_OK,
        Some(Err(damage)) => {
            hooks::installed().damaged(&damage);
            LOS_NOK
        }
    }
}
