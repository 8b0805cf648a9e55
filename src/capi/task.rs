//! The deletion of tasks. With LOSCFG_MEM_TASK_STAT only.

use super::UINT32;
use crate::global::{LosMem, STATE};

/// Tells the pools that a task is deleted: its blocks stay and belong to no task. The registered pools are told with
/// LOSCFG_MEM_MUL_POOL, else the system pool.
///
/// With LOSCFG_MEM_TASK_STAT only.
#[unsafe(no_mangle)]
pub extern "C" fn LOS_MemTaskDeleted(task_id: UINT32) {
    let Ok(task) = u16::try_from(task_id) else { return };
    let listed =
        STATE.with(|state| state.registry.pools().map(|(_, mut pool)| pool.task_deleted(task)).count());
    if listed == 0 {
        LosMem::with(|pool| pool.task_deleted(task));
    }
}
