//! LOSCFG_MEM_OS_SYMBOLS: what the kernel of LiteOS calls.

use std::ffi::c_void;

use los_mem::capi::*;
use los_mem::{LOS_NOK, LOS_OK};

use crate::common::kept;
use crate::surroundings::{printed, turn};
use crate::{memory, pool, uses};

#[test]
fn the_kernel_makes_the_system_pool_where_it_lies() {
    let _turn = turn();
    let start = LOS_MemSystemAddr();
    assert_eq!(OsMemSystemInit(start.addr() + 8), LOS_NOK);
    // It may be too small for a pool; both names then say so.
    assert_eq!(OsMemSystemInit(start.addr()), LOS_MemSystemInit());
    assert_eq!(unsafe { g_sys_mem_addr_end }.addr(), start.addr() + LOS_MemSystemSize());
}

#[test]
fn the_pool_for_exception_interaction_is_checked_as_well() {
    let _turn = turn();
    let before = unsafe { m_aucSysMem0 };
    let bytes = kept(memory(4096));
    unsafe { g_excInteractMemSize = bytes.len() };
    let start = bytes.as_mut_ptr().expose_provenance();
    assert_eq!(unsafe { OsMemExcInteractionInit(start) }, LOS_OK);
    assert_eq!(unsafe { m_aucSysMem0 }.addr(), start);
    printed();
    unsafe { OsMemIntegrityMultiCheck() };
    assert!(printed().contains("exc interaction memcheck over, all passed!"));
    unsafe { m_aucSysMem0 = before };
}

#[test]
fn the_end_node_can_be_written_again() {
    let _turn = turn();
    let pool = pool(4096);
    let before = uses(pool);
    unsafe { OsMemResetEndNode(pool, 0) };
    assert_eq!(uses(pool), before);
    let block: *mut c_void = unsafe { LOS_MemAlloc(pool, 200) };
    assert_eq!(unsafe { LOS_MemIntegrityCheck(pool) }, LOS_OK);
    assert_eq!(unsafe { LOS_MemFree(pool, block) }, LOS_OK);
}
