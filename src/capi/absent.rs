//! The C functions of options that are off, for Rust alone: declared, bound by their option, and nowhere defined.
//!
//! A call through [`super`] then finds the name here and is answered with the message of the option's trait. A declaration
//! is no symbol, so a C program does not link. Each signature is that of the function in the module of the same name,
//! which takes this one's place when the option is on.
#![allow(dead_code, unreachable_pub)] // those of options that are on

use super::{UINT8, UINT32, VOID};
use crate::config::Configured;
use crate::option::{LeakCheck, ModuleStatistics, MultiPool, NodeSizeCheck, SlabExtension, TaskStatistics};

pub(super) mod leak {
    use super::*;

    unsafe extern "C" {
        /// Absent: LOSCFG_MEM_LEAKCHECK is off.
        pub unsafe fn LOS_MemLeakShow(pool: *mut VOID) -> UINT32
        where
            for<'a> Configured: LeakCheck;
    }
}

pub(super) mod module {
    use super::*;

    unsafe extern "C" {
        /// Absent: LOSCFG_MEM_MUL_MODULE is off.
        pub unsafe fn LOS_MemMalloc(pool: *mut VOID, size: UINT32, module_id: UINT32) -> *mut VOID
        where
            for<'a> Configured: ModuleStatistics;

        /// Absent: LOSCFG_MEM_MUL_MODULE is off.
        pub unsafe fn LOS_MemMallocAlign(
            pool: *mut VOID,
            size: UINT32,
            boundary: UINT32,
            module_id: UINT32,
        ) -> *mut VOID
        where
            for<'a> Configured: ModuleStatistics;

        /// Absent: LOSCFG_MEM_MUL_MODULE is off.
        pub unsafe fn LOS_MemMfree(pool: *mut VOID, ptr: *mut VOID, module_id: UINT32) -> UINT32
        where
            for<'a> Configured: ModuleStatistics;

        /// Absent: LOSCFG_MEM_MUL_MODULE is off.
        pub unsafe fn LOS_MemMrealloc(
            pool: *mut VOID,
            ptr: *mut VOID,
            size: UINT32,
            module_id: UINT32,
        ) -> *mut VOID
        where
            for<'a> Configured: ModuleStatistics;

        /// Absent: LOSCFG_MEM_MUL_MODULE is off.
        pub safe fn LOS_MemMusedGet(module_id: UINT32) -> UINT32
        where
            for<'a> Configured: ModuleStatistics;
    }
}

pub(super) mod multipool {
    use super::*;

    unsafe extern "C" {
        /// Absent: LOSCFG_MEM_MUL_POOL is off.
        pub unsafe fn LOS_MemDeInit(pool: *mut VOID) -> UINT32
        where
            for<'a> Configured: MultiPool;

        /// Absent: LOSCFG_MEM_MUL_POOL is off.
        pub safe fn LOS_MemPoolList() -> UINT32
        where
            for<'a> Configured: MultiPool;
    }
}

pub(super) mod size_check {
    use super::*;

    unsafe extern "C" {
        /// Absent: LOSCFG_BASE_MEM_NODE_SIZE_CHECK is off.
        pub unsafe fn LOS_MemNodeSizeCheck(
            pool: *mut VOID,
            ptr: *mut VOID,
            total_size: *mut UINT32,
            avail_size: *mut UINT32,
        ) -> UINT32
        where
            for<'a> Configured: NodeSizeCheck;

        /// Absent: LOSCFG_BASE_MEM_NODE_SIZE_CHECK is off.
        pub safe fn LOS_MemCheckLevelSet(check_level: UINT8) -> UINT32
        where
            for<'a> Configured: NodeSizeCheck;

        /// Absent: LOSCFG_BASE_MEM_NODE_SIZE_CHECK is off.
        pub safe fn LOS_MemCheckLevelGet() -> UINT8
        where
            for<'a> Configured: NodeSizeCheck;
    }
}

pub(super) mod slab {
    use super::*;

    unsafe extern "C" {
        /// Absent: LOSCFG_KERNEL_MEM_SLAB_EXTENTION is off.
        pub unsafe fn LOS_SlabSizeCfg(cfg: *mut UINT32, cnt: UINT32)
        where
            for<'a> Configured: SlabExtension;
    }
}

pub(super) mod task {
    use super::*;

    unsafe extern "C" {
        /// Absent: LOSCFG_MEM_TASK_STAT is off.
        pub safe fn LOS_MemTaskDeleted(task_id: UINT32)
        where
            for<'a> Configured: TaskStatistics;
    }
}
