//! The switchboard: the one place where the configuration meets the code.
//!
//! `LOSCFG_` cfgs select the aliases below, the options that [`Configured`] has, and the modules of `capi`; everything
//! else is generic and always compiled.

/// The values of the configuration, as the build script wrote them.
#[allow(missing_docs)] // one line per symbol; the help texts stand in the Kconfig files
pub mod los_config {
    use super::SysMemPlace;
    include!(concat!(env!("OUT_DIR"), "/los_config.rs"));
}

/// Where the system pool lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(dead_code)] // a build uses one of the three
pub enum SysMemPlace {
    /// At an address that the configuration states.
    Fixed {
        /// First byte.
        addr: usize,
        /// Bytes.
        size: usize,
    },
    /// From the linker's `__heap_start` on.
    EndOfBss {
        /// Address behind the last byte: the end of the board's memory less its stack reserve.
        end: usize,
    },
    /// In an array of the program.
    StaticArray {
        /// Bytes.
        size: usize,
    },
}

/// The two algorithms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Algorithm {
    /// Exact best fit in bounded time.
    Bestfit,
    /// Best fit by scanning, smallest.
    BestfitLittle,
}

impl Algorithm {
    /// The name users know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bestfit => "bestfit",
            Self::BestfitLittle => "bestfit_little",
        }
    }
}

/// How the C functions and the global allocator keep one another out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LockKind {
    /// Interrupts are masked.
    CriticalSection,
    /// A spin lock.
    Spin,
    /// Interrupts are masked, then a spin lock is taken: several cores.
    SpinCriticalSection,
    /// No waiting: for one thread. A second user at the same time panics.
    None,
}

impl LockKind {
    /// The name users know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CriticalSection => "critical section",
            Self::Spin => "spin",
            Self::SpinCriticalSection => "spin and critical section",
            Self::None => "none",
        }
    }
}

/// The configuration as one value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Config {
    /// LOSCFG_KERNEL_MEM_BESTFIT or LOSCFG_KERNEL_MEM_BESTFIT_LITTLE.
    pub algorithm: Algorithm,
    /// LOSCFG_KERNEL_MEM_SLAB_EXTENTION.
    pub slab: bool,
    /// LOSCFG_KERNEL_MEM_SLAB_AUTO_EXPANSION_MODE.
    pub slab_auto_expansion: bool,
    /// LOSCFG_MEM_TASK_STAT.
    pub task_stat: bool,
    /// LOSCFG_MEM_DEBUG.
    pub mem_debug: bool,
    /// LOSCFG_MEM_MUL_MODULE.
    pub mul_module: bool,
    /// LOSCFG_MEM_MUL_POOL.
    pub mul_pool: bool,
    /// LOSCFG_MEM_HEAD_BACKUP.
    pub head_backup: bool,
    /// LOSCFG_MEM_LEAKCHECK.
    pub leak_check: bool,
    /// LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK.
    pub integrity_check: bool,
    /// LOSCFG_BASE_MEM_NODE_SIZE_CHECK.
    pub node_size_check: bool,
    /// One of the LOSCFG_MEM_LOCK_ symbols.
    pub lock: LockKind,
    /// LOSCFG_BASE_CORE_TSK_LIMIT.
    pub task_limit: usize,
}

/// The configuration of this build.
pub const CONFIG: Config = Config {
    algorithm: if cfg!(LOSCFG_KERNEL_MEM_BESTFIT_LITTLE) {
        Algorithm::BestfitLittle
    } else {
        Algorithm::Bestfit
    },
    slab: cfg!(LOSCFG_KERNEL_MEM_SLAB_EXTENTION),
    slab_auto_expansion: cfg!(LOSCFG_KERNEL_MEM_SLAB_AUTO_EXPANSION_MODE),
    task_stat: cfg!(LOSCFG_MEM_TASK_STAT),
    mem_debug: cfg!(LOSCFG_MEM_DEBUG),
    mul_module: cfg!(LOSCFG_MEM_MUL_MODULE),
    mul_pool: cfg!(LOSCFG_MEM_MUL_POOL),
    head_backup: cfg!(LOSCFG_MEM_HEAD_BACKUP),
    leak_check: cfg!(LOSCFG_MEM_LEAKCHECK),
    integrity_check: cfg!(LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK),
    node_size_check: cfg!(LOSCFG_BASE_MEM_NODE_SIZE_CHECK),
    lock: if cfg!(LOSCFG_MEM_LOCK_SPIN) {
        LockKind::Spin
    } else if cfg!(LOSCFG_MEM_LOCK_SPIN_CRITICAL_SECTION) {
        LockKind::SpinCriticalSection
    } else if cfg!(LOSCFG_MEM_LOCK_NONE) {
        LockKind::None
    } else {
        LockKind::CriticalSection
    },
    task_limit: los_config::LOSCFG_BASE_CORE_TSK_LIMIT as usize,
};

#[cfg(LOSCFG_KERNEL_MEM_BESTFIT_LITTLE)]
type Fit = crate::BestfitLittle;
#[cfg(not(LOSCFG_KERNEL_MEM_BESTFIT_LITTLE))]
type Fit = crate::Bestfit;

// What an option adds to a block; an option that is off adds a type without content.
#[cfg(LOSCFG_MEM_TASK_STAT)]
type Task = crate::TaskId;
#[cfg(not(LOSCFG_MEM_TASK_STAT))]
type Task = ();
#[cfg(LOSCFG_MEM_MUL_MODULE)]
type Module = crate::ModuleId;
#[cfg(not(LOSCFG_MEM_MUL_MODULE))]
type Module = ();
#[cfg(LOSCFG_MEM_LEAKCHECK)]
type Origin = crate::Origin;
#[cfg(not(LOSCFG_MEM_LEAKCHECK))]
type Origin = ();
#[cfg(LOSCFG_MEM_HEAD_BACKUP)]
type Seal = crate::HeadBackup;
#[cfg(all(LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK, not(LOSCFG_MEM_HEAD_BACKUP)))]
type Seal = crate::CheckWord;
#[cfg(not(any(LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK, LOSCFG_MEM_HEAD_BACKUP)))]
type Seal = ();
type Meta = (Task, (Module, (Origin, Seal)));

#[cfg(not(LOSCFG_KERNEL_MEM_SLAB_EXTENTION))]
type Slab = crate::NoSlab;
#[cfg(all(LOSCFG_KERNEL_MEM_SLAB_EXTENTION, not(LOSCFG_KERNEL_MEM_SLAB_AUTO_EXPANSION_MODE)))]
type Slab = crate::FixedSlab;
#[cfg(all(LOSCFG_KERNEL_MEM_SLAB_EXTENTION, LOSCFG_KERNEL_MEM_SLAB_AUTO_EXPANSION_MODE))]
type Slab = crate::GrowingSlab;

#[cfg(any(LOSCFG_MEM_DEBUG, LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK))]
type Reporter = crate::Reports;
#[cfg(not(any(LOSCFG_MEM_DEBUG, LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK)))]
type Reporter = ();

/// What the configuration asks for: the checks of its pools, and the functions of the options that are on.
#[derive(Debug)]
pub enum Configured {}

impl crate::Checks for Configured {
    const EXACT_FREE: bool = CONFIG.mem_debug;
    const CHECK_ALWAYS: bool = CONFIG.integrity_check;
    const REGISTERED: bool = CONFIG.mul_pool;
    type Reporter = Reporter;
}

#[cfg(LOSCFG_MEM_MUL_POOL)]
impl crate::option::MultiPool for Configured {}
#[cfg(LOSCFG_BASE_MEM_NODE_SIZE_CHECK)]
#[diagnostic::do_not_recommend]
impl crate::option::NodeSizeCheck for Configured {}
#[cfg(LOSCFG_MEM_MUL_MODULE)]
impl crate::option::ModuleStatistics for Configured {}
#[cfg(LOSCFG_MEM_LEAKCHECK)]
impl crate::option::LeakCheck for Configured {}
#[cfg(LOSCFG_MEM_TASK_STAT)]
impl crate::option::TaskStatistics for Configured {}
#[cfg(LOSCFG_KERNEL_MEM_SLAB_EXTENTION)]
impl crate::option::SlabExtension for Configured {}

/// The pool that the configuration describes.
pub type ConfiguredPool<'a> = crate::Pool<'a, Fit, Meta, Slab, Configured>;

/// The same behind the lock that the configuration chose.
pub type ConfiguredSharedPool<'a> = crate::SharedPool<'a, Fit, Meta, Slab, Configured>;

/// The lock that the configuration chose.
#[cfg(LOSCFG_MEM_LOCK_SPIN)]
pub type ConfiguredLock<T> = crate::sync::Spin<T>;
/// The lock that the configuration chose.
#[cfg(LOSCFG_MEM_LOCK_SPIN_CRITICAL_SECTION)]
pub type ConfiguredLock<T> = crate::sync::SpinCriticalSection<T>;
/// The lock that the configuration chose.
#[cfg(LOSCFG_MEM_LOCK_NONE)]
pub type ConfiguredLock<T> = crate::sync::SingleThread<T>;
/// The lock that the configuration chose.
#[cfg(not(any(LOSCFG_MEM_LOCK_SPIN, LOSCFG_MEM_LOCK_SPIN_CRITICAL_SECTION, LOSCFG_MEM_LOCK_NONE)))]
pub type ConfiguredLock<T> = crate::sync::CriticalSection<T>;
