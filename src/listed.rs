//! The list of pools for programs in Rust: list a pool, take it off, look at all of them.
//!
//! A listed pool is reached under the lock alone, so that whoever walks over the list finds no pool in the middle of
//! something. Knows nothing of how the list is kept.

use crate::config::{Configured, ConfiguredPool};
use crate::error::Error;
use crate::global::STATE;
use crate::hooks;
use crate::option::MultiPool;
use crate::raw::PoolStart;
use crate::registry::pool_at;
use crate::show::InfoRow;

/// A pool on the list, where LOS_MemPoolList shows it and no other pool may overlap it. Dropping the handle leaves the
/// pool there.
#[derive(Debug)]
pub struct ListedPool {
    start: PoolStart,
}

impl ListedPool {
    /// Puts a pool at the end of the list, as LOS_MemInit does.
    ///
    /// With LOSCFG_MEM_MUL_POOL only.
    ///
    /// # Errors
    /// [`Error::PoolOverlaps`] if it shares memory with a listed pool and does not lie strictly inside one.
    pub fn new(pool: ConfiguredPool<'static>) -> Result<Self, Error>
    where
        for<'a> Configured: MultiPool,
    {
        let start = PoolStart::of(pool.heap);
        STATE.with(|state| {
            state.registry.admit(start.address(), pool.pool_size())?;
            state.registry.add(start);
            pool.keep();
            Ok(Self { start })
        })
    }

    /// Runs `f` on the pool under the lock; `None` if the pool's own data were overwritten, or C code ended it.
    ///
    /// `f` must not call a C function, the global allocator or another function that takes the lock.
    pub fn with<R>(&self, f: impl FnOnce(&mut ConfiguredPool<'_>) -> R) -> Option<R> {
        let (result, damage) = STATE.with(|_| pool_at(self.start).map(|pool| pool.run_locked(f)))?;
        hooks::report(damage);
        Some(result)
    }

    /// Takes the pool off the list, as LOS_MemDeInit does; it lives on as a pool of the caller's.
    ///
    /// # Errors
    /// [`Error::NotAPool`] if C code took it off before, or a pool before it on the list was overwritten.
    pub fn unlist(self) -> Result<ConfiguredPool<'static>, Error> {
        STATE.with(|state| state.registry.unlist(self.start)).map(ConfiguredPool::owned)
    }
}

/// The numbers of every listed pool, in the order of listing, as LOS_MemPoolList prints them.
///
/// Each row takes the lock and a walk to its pool: O(n²) for n pools in all, and nothing is held between two rows.
///
/// With LOSCFG_MEM_MUL_POOL only.
pub fn pool_rows() -> impl Iterator<Item = InfoRow>
where
    for<'a> Configured: MultiPool,
{
    (0..).map_while(|index| {
        STATE.with(|state| state.registry.pools().nth(index).map(|(_, pool)| pool.info_row()))
    })
}
