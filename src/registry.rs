//! The multi-pool list: every pool that the C functions made, in the order of registration, without a limit.
//!
//! Each pool's own data hold the link to the next; the list costs one pointer per pool.

use crate::config::ConfiguredPool;
use crate::error::Error;
use crate::raw::PoolStart;

/// The list.
pub(crate) struct Registry {
    first: Option<PoolStart>,
}

/// The configured pool at `start`, if there is one. It is used under the lock, so it reports no damage by itself.
pub(crate) fn pool_at(start: PoolStart) -> Option<ConfiguredPool<'static>> {
    let mut pool = ConfiguredPool::over(start.heap()?);
    pool.defer_reports();
    Some(pool)
}

impl Registry {
    pub(crate) const fn new() -> Self {
        Self { first: None }
    }

    /// The pools in order. A pool whose control data were overwritten ends the list.
    pub(crate) fn pools(&self) -> impl Iterator<Item = (PoolStart, ConfiguredPool<'static>)> + use<> {
        let mut next = self.first;
        core::iter::from_fn(move || {
            let start = next?;
            let pool = pool_at(start)?;
            next = pool.next_pool();
            Some((start, pool))
        })
    }

    /// Whether a pool of `size` bytes may be made at `address`: not where it would share memory with another, except
    /// strictly inside one, since a program may carve pools from a block of another pool.
    ///
    /// # Errors
    /// [`Error::PoolOverlaps`].
    pub(crate) fn admit(&self, address: usize, size: usize) -> Result<(), Error> {
        let end = address.saturating_add(size);
        let clashes = self.pools().any(|(_, other)| {
            let (start, stop) = other.bounds();
            (address <= start && end > start) || (address < stop && end >= stop)
        });
        if clashes { Err(Error::PoolOverlaps) } else { Ok(()) }
    }

    /// Appends the pool at `start`.
    pub(crate) fn add(&mut self, start: PoolStart) {
        match self.pools().last() {
            Some((_, mut last)) => last.set_next_pool(Some(start)),
            None => self.first = Some(start),
        }
    }

    /// Takes the pool at `start` off the list and makes it unusable.
    ///
    /// # Errors
    /// [`Error::NotAPool`] if it is not on the list.
    #[allow(dead_code)] // for functions of LOSCFG_MEM_MUL_POOL
    pub(crate) fn remove(&mut self, start: PoolStart) -> Result<(), Error> {
        self.unlist(start).map(|pool| pool.heap.unseal())
    }

    /// Takes the pool at `start` off the list.
    ///
    /// # Errors
    /// [`Error::NotAPool`] if it is not on the list.
    pub(crate) fn unlist(&mut self, start: PoolStart) -> Result<ConfiguredPool<'static>, Error> {
        let mut before: Option<ConfiguredPool<'static>> = None;
        for (at, mut pool) in self.pools() {
            if at == start {
                match &mut before {
                    Some(before) => before.set_next_pool(pool.next_pool()),
                    None => self.first = pool.next_pool(),
                }
                pool.set_next_pool(None);
                return Ok(pool);
            }
            before = Some(pool);
        }
        Err(Error::NotAPool)
    }
}
