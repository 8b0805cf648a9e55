//! LOS_Mem: the dynamic memory module of LiteOS, in Rust.
//!
//! A pool is a range of memory that is handed out in blocks:
//!
//! ```
//! use core::mem::MaybeUninit;
//! let mut memory = [MaybeUninit::uninit(); 4096];
//! let mut pool = los_mem::ConfiguredPool::new(&mut memory)?;
//! let block = pool.alloc(100).expect("a fresh pool has room");
//! assert_eq!(block.addr().get() % 8, 0);
//! pool.free(block)?;
//! assert!(pool.free(block).is_err(), "a second free is refused");
//! # Ok::<(), los_mem::Error>(())
//! ```
//!
//! Principles: all state lies in the pool's memory; a policy is a type parameter, so every combination is compiled and
//! tested in every build and the configuration only picks the alias [`ConfiguredPool`]; no input makes it panic, loop
//! or write outside the pool.
//!
//! Reading order: `size` (what a header says), `raw` (the drawing of a pool, and the only unsafe code beside the C
//! functions, the global allocator and what shares pools), `fit` (how a free block is found), `meta` and `stat` (what a
//! used block carries), `pool` (the algorithm), `check`, `show`; then `sync` and `shared`.
//!
//! The pages of [`docs`] tell more: functions, architecture, layout, cost, locks, boards, differences.
//!
//! Knows nothing of threads beyond `sync` (a [`Pool`] is `&mut`, a [`SharedPool`] has a lock), of the kernel around it
//! beyond [`Hooks`], or of Kconfig beyond `config`.
#![no_std]

pub mod config;
mod error;
pub mod option;
#[allow(unsafe_code)]
mod raw;
mod size;

mod check;
mod fit;
mod hooks;
mod info;
mod listed;
mod meta;
mod pool;
mod registry;
mod show;
mod slab;
mod stat;

#[allow(unsafe_code)]
pub mod sync;

#[allow(unsafe_code)]
mod global;
#[allow(unsafe_code)]
pub mod shared;

#[cfg(any(feature = "allocator-api2-02", feature = "allocator-api2-04"))]
#[allow(unsafe_code)]
pub mod adapter;
#[allow(unsafe_code)]
pub mod capi;
pub mod docs;

pub use check::{CheckLevel, CheckWord, Checks, HeadBackup, NodeSize, Plain, Reporter, Reports, Thorough};
pub use config::{Algorithm, CONFIG, ConfiguredPool, ConfiguredSharedPool};
pub use error::{Damage, Error, Fault, LOS_ERRNO_MEMCHECK_PARA_NULL, LOS_NOK, LOS_OK, OS_INVALID};
pub use fit::{Bestfit, BestfitLittle, FitPolicy};
pub use global::{LosMem, check_level, os_sys_mem_addr, os_sys_mem_size, set_check_level};
pub use hooks::{Hooks, set_hooks};
pub use listed::{ListedPool, pool_rows};
pub use meta::NodeMeta;
pub use pool::{BlockInfo, BlockState, Pool};
pub use shared::{PoolMemory, SharedPool};
pub use show::{FreeTable, InfoRow};
pub use size::MAX_POOL;
pub use slab::{FixedSlab, GrowingSlab, NoSlab, SlabPolicy, SlabSizes};
pub use stat::{
    CallSite, FRAMES, LiveBlock, MODULE_LIMIT, ModuleId, Origin, PoolStatus, RecordsModule, RecordsOrigin,
    RecordsTask, TaskId, TaskUse,
};
