//! What the options of the configuration bring: a function of an option that is off is absent.
//!
//! One trait for each such option. The configuration implements it for [`Configured`](crate::config::Configured) if the
//! option is on; a function of the option has the bound `where for<'a> Configured: Trait`, so that calling it without the
//! option does not compile, and the compiler answers with the trait's message. Two things about such a bound matter:
//!
//! * It stands at the function or the method itself. One at an `impl` block only makes its methods unknown.
//! * The `for<'a>` puts its question off until somebody calls: without it the function itself would not compile.
//!
//! A method of [`Pool`](crate::Pool) has a bound on the pool's own policies instead, since those may be chosen by hand: see
//! [`RecordsTask`](crate::RecordsTask), [`RecordsModule`](crate::RecordsModule), [`RecordsOrigin`](crate::RecordsOrigin), and
//! [`NodeSizeCheck`], which is both. The compiler is kept from listing which policies have what is asked for: that helps
//! nobody who chose by option.
//!
//! Knows nothing of which options are on.

/// LOSCFG_MEM_MUL_POOL: the list of pools.
#[diagnostic::on_unimplemented(
    message = "LOSCFG_MEM_MUL_POOL is off: this build keeps no list of pools",
    label = "absent without LOSCFG_MEM_MUL_POOL",
    note = "switch it on in the menu (cargo run -p menuconfig): Debug > Enable a Debug Version > Enable MEM Debug > Enable Memory multi-pool control",
    note = "or: cargo run -p conf -- set LOSCFG_DEBUG_VERSION=y LOSCFG_MEM_DEBUG=y LOSCFG_MEM_MUL_POOL=y"
)]
pub trait MultiPool {}

/// LOSCFG_BASE_MEM_NODE_SIZE_CHECK: the node size check and its level. Also a property of a pool's
/// [`Checks`](crate::Checks): [`Thorough`](crate::Thorough) has it in every build.
#[diagnostic::on_unimplemented(
    message = "LOSCFG_BASE_MEM_NODE_SIZE_CHECK is off: there is no node size check",
    label = "absent without LOSCFG_BASE_MEM_NODE_SIZE_CHECK",
    note = "switch it on in the menu (cargo run -p menuconfig): Debug > Enable a Debug Version > Enable MEM Debug > Enable size check or not",
    note = "or: cargo run -p conf -- set LOSCFG_KERNEL_MEM_BESTFIT=y LOSCFG_DEBUG_VERSION=y LOSCFG_MEM_DEBUG=y LOSCFG_BASE_MEM_NODE_SIZE_CHECK=y"
)]
pub trait NodeSizeCheck {}

/// LOSCFG_MEM_MUL_MODULE: memory by module.
#[diagnostic::on_unimplemented(
    message = "LOSCFG_MEM_MUL_MODULE is off: this build does not count memory by module",
    label = "absent without LOSCFG_MEM_MUL_MODULE",
    note = "switch it on in the menu (cargo run -p menuconfig): Debug > Enable a Debug Version > Enable MEM Debug > Enable Memory module statistics",
    note = "or: cargo run -p conf -- set LOSCFG_KERNEL_MEM_BESTFIT=y LOSCFG_DEBUG_VERSION=y LOSCFG_MEM_DEBUG=y LOSCFG_MEM_MUL_MODULE=y"
)]
pub trait ModuleStatistics {}

/// LOSCFG_MEM_TASK_STAT: memory by task.
#[diagnostic::on_unimplemented(
    message = "LOSCFG_MEM_TASK_STAT is off: this build does not count memory by task",
    label = "absent without LOSCFG_MEM_TASK_STAT",
    note = "switch it on in the menu (cargo run -p menuconfig): Kernel > Memory Management > Enable Memory Task Usage Statistics",
    note = "or: cargo run -p conf -- set LOSCFG_MEM_TASK_STAT=y"
)]
pub trait TaskStatistics {}

/// LOSCFG_MEM_LEAKCHECK: the calls that blocks come from.
#[diagnostic::on_unimplemented(
    message = "LOSCFG_MEM_LEAKCHECK is off: this build does not record call sites",
    label = "absent without LOSCFG_MEM_LEAKCHECK",
    note = "switch it on in the menu (cargo run -p menuconfig): Debug > Enable a Debug Version > Enable MEM Debug > Enable Function call stack of Mem operation recorded",
    note = "or: cargo run -p conf -- set LOSCFG_KERNEL_MEM_BESTFIT=y LOSCFG_DEBUG_VERSION=y LOSCFG_MEM_DEBUG=y LOSCFG_MEM_LEAKCHECK=y"
)]
pub trait LeakCheck {}

/// LOSCFG_KERNEL_MEM_SLAB_EXTENTION: slabs for small blocks.
#[diagnostic::on_unimplemented(
    message = "LOSCFG_KERNEL_MEM_SLAB_EXTENTION is off: pools have no slabs in this build",
    label = "absent without LOSCFG_KERNEL_MEM_SLAB_EXTENTION",
    note = "switch it on in the menu (cargo run -p menuconfig): Kernel > Memory Management > Enable Mem SLAB Extention",
    note = "or: cargo run -p conf -- set LOSCFG_KERNEL_MEM_SLAB_EXTENTION=y"
)]
pub trait SlabExtension {}
