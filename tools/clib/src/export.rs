//! Every name that the library has for C programs, and the options that bring it.

use crate::{Error, Library};
use std::collections::BTreeSet;

const KERNEL: &str = "LOSCFG_MEM_OS_SYMBOLS";
const TASKS: &str = "LOSCFG_MEM_TASK_STAT";
const POOLS: &str = "LOSCFG_MEM_MUL_POOL";
const MODULES: &str = "LOSCFG_MEM_MUL_MODULE";
const SIZES: &str = "LOSCFG_BASE_MEM_NODE_SIZE_CHECK";
const LEAKS: &str = "LOSCFG_MEM_LEAKCHECK";
const SLABS: &str = "LOSCFG_KERNEL_MEM_SLAB_EXTENTION";

/// A name, and the options that must all be on for it to be there.
pub const EXPORTS: [(&str, &[&str]); 44] = [
    ("LOS_MemInit", &[]),
    ("LOS_MemAlloc", &[]),
    ("LOS_MemAllocAlign", &[]),
    ("LOS_MemRealloc", &[]),
    ("LOS_MemFree", &[]),
    ("LOS_MemPoolSizeGet", &[]),
    ("LOS_MemTotalUsedGet", &[]),
    ("LOS_MemInfoGet", &[]),
    ("LOS_MemFreeBlksGet", &[]),
    ("LOS_MemUsedBlksGet", &[]),
    ("LOS_MemTaskIdGet", &[]),
    ("LOS_MemLastUsedGet", &[]),
    ("LOS_MemFreeNodeShow", &[]),
    ("LOS_MemIntegrityCheck", &[]),
    ("m_aucSysMem0", &[]),
    ("m_aucSysMem1", &[]),
    ("g_MALLOC_HOOK", &[]),
    // Ours: LiteOS has no such functions.
    ("LOS_MemSystemAddr", &[]),
    ("LOS_MemSystemSize", &[]),
    ("LOS_MemSystemInit", &[]),
    ("LOS_MemHooksSet", &[]),
    ("LOS_MemTaskDeleted", &[TASKS]),
    ("LOS_MemLeakShow", &[LEAKS]),
    ("LOS_MemDeInit", &[POOLS]),
    ("LOS_MemPoolList", &[POOLS]),
    ("LOS_MemMalloc", &[MODULES]),
    ("LOS_MemMallocAlign", &[MODULES]),
    ("LOS_MemMfree", &[MODULES]),
    ("LOS_MemMrealloc", &[MODULES]),
    ("LOS_MemMusedGet", &[MODULES]),
    ("LOS_MemNodeSizeCheck", &[SIZES]),
    ("LOS_MemCheckLevelSet", &[SIZES]),
    ("LOS_MemCheckLevelGet", &[SIZES]),
    ("LOS_SlabSizeCfg", &[SLABS]),
    ("OsMemSystemInit", &[KERNEL]),
    ("OsMemExcInteractionInit", &[KERNEL]),
    ("OsMemIntegrityMultiCheck", &[KERNEL]),
    ("OsMemResetEndNode", &[KERNEL]),
    ("g_sys_mem_addr_end", &[KERNEL]),
    ("g_excInteractMemSize", &[KERNEL]),
    ("OsMemTaskClear", &[KERNEL, TASKS]),
    ("OsMemTaskUsage", &[KERNEL, TASKS]),
    ("OsMemUsedNodeShow", &[KERNEL, LEAKS]),
    ("OsMemSysNodeCheck", &[KERNEL, SIZES]),
];

impl Library {
    /// Compares what the library defines for C programs with [`EXPORTS`] in its configuration.
    ///
    /// # Errors
    /// The names that are missing or too many; or if the archive cannot be read.
    pub fn check_exports(&self) -> Result<(), Error> {
        let wanted: BTreeSet<String> = EXPORTS
            .iter()
            .filter(|(_, options)| options.iter().all(|option| self.has(option)))
            .map(|(name, _)| (*name).to_owned())
            .collect();
        let found = self.exports()?;
        if found == wanted {
            return Ok(());
        }
        let missing: Vec<_> = wanted.difference(&found).collect();
        let excess: Vec<_> = found.difference(&wanted).collect();
        Err(Error::new(format!("the library lacks {missing:?}, and has {excess:?} that nobody asked for")))
    }
}
