//! What LiteOS's kernel asks about tasks. With LOSCFG_MEM_OS_SYMBOLS and LOSCFG_MEM_TASK_STAT only.

use super::{LOS_MemTaskDeleted, UINT32, to_u32};
use crate::config::CONFIG;
use crate::global::{LosMem, STATE};

/// Tells the pools that a task is deleted: LOS_MemTaskDeleted by the kernel's name.
#[unsafe(no_mangle)]
pub extern "C" fn OsMemTaskClear(task_id: UINT32) {
    LOS_MemTaskDeleted(task_id);
}

/// The bytes in blocks of a task, headers included: in the registered pools with LOSCFG_MEM_MUL_POOL, else in the system
/// pool. The number LOSCFG_BASE_CORE_TSK_LIMIT stands for blocks of no task; a higher one has none.
#[unsafe(no_mangle)]
pub extern "C" fn OsMemTaskUsage(task_id: UINT32) -> UINT32 {
    let Some(task) = u16::try_from(task_id).ok().filter(|&task| usize::from(task) <= CONFIG.task_limit)
    else {
        return 0;
    };
    let listed = STATE.with(|state| {
        state.registry.pools().map(|(_, pool)| pool.task_use(Some(task)).used).reduce(|sum, used| sum + used)
    });
    let used = listed.or_else(|| LosMem::with(|pool| pool.task_use(Some(task)).used));
    to_u32(used.unwrap_or(0))
}
