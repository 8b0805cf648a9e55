//! A pool that many may use: a [`Pool`] behind a lock, through `&self`.
//!
//! Knows nothing of how a lock works, of collections (the adapters do), or of the system pool.
//!
//! # Who may send and share what
//!
//! * A [`Pool`] is `Send`: all its state lies in the memory that it borrows alone, and nothing of it belongs to a thread.
//!   It is not `Sync`, and need not be, since one that is shared can only be read.
//! * A [`SharedPool`] is `Send` and `Sync` because its lock is, and the lock is because a pool is `Send`. There is no
//!   promise of its own in that.
//! * The pointers it hands out are neither: who sends a block to another thread says so in his own unsafe code. Any
//!   thread may free a block that another one allocated.
//!
//! ```
//! fn send<T: Send>() {}
//! fn sync<T: Sync>() {}
//! send::<los_mem::ConfiguredPool>();
//! send::<los_mem::ConfiguredSharedPool>();
//! sync::<los_mem::ConfiguredSharedPool>();
//! sync::<los_mem::LosMem>();
//! ```
//!
//! ```compile_fail,E0277
//! fn sync<T: Sync>() {}
//! sync::<los_mem::ConfiguredPool>();
//! ```
//!
//! # Why some methods are unsafe
//!
//! A collection trusts that its block stays its own. [`Pool`] cannot serve collections, so that freeing through it harms
//! nobody who holds only safe references; a shared pool can, so that freeing is the caller's promise:
//!
//! ```compile_fail,E0133
//! use los_mem::{ConfiguredPool, SharedPool};
//! let mut memory = [core::mem::MaybeUninit::uninit(); 4096];
//! let pool = SharedPool::new(ConfiguredPool::new(&mut memory).unwrap());
//! let block = pool.alloc(8).unwrap();
//! pool.free(block); // somebody may still use it
//! ```
//!
//! For the same reason [`SharedPool::read`] lends the pool for reading only, and a block does not outlive the memory:
//!
//! ```compile_fail,E0503
//! use los_mem::{ConfiguredPool, SharedPool};
//! let mut memory = [core::mem::MaybeUninit::uninit(); 4096];
//! let pool = SharedPool::new(ConfiguredPool::new(&mut memory).unwrap());
//! drop(memory);
//! pool.alloc(8);
//! ```
//!
//! # Coming back to a lock that one holds
//!
//! A closure given to [`SharedPool::read`] must not use the same pool again, nor may [`crate::Hooks`]. It does no damage: the
//! spin lock waits for ever, with the others the second use panics.

use core::cell::UnsafeCell;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use crate::check::{Checks, Plain, Reporter};
use crate::config::ConfiguredLock;
use crate::error::Error;
use crate::fit::FitPolicy;
use crate::hooks;
use crate::meta::NodeMeta;
use crate::pool::Pool;
use crate::slab::{NoSlab, SlabPolicy};
use crate::sync::{Lock, Locked};

/// A [`Pool`] behind a lock: the one that the configuration chose, unless `L` says another.
///
/// ```
/// use los_mem::{ConfiguredPool, SharedPool};
/// let mut memory = vec![core::mem::MaybeUninit::uninit(); 1 << 16];
/// let pool = SharedPool::new(ConfiguredPool::new(&mut memory)?);
/// std::thread::scope(|scope| {
///     scope.spawn(|| {
///         let block = pool.alloc(100).expect("there is room");
///         // SAFETY: the block is this thread's, and no longer used.
///         unsafe { pool.free(block) }.expect("it is a block");
///     });
/// });
/// # Ok::<(), los_mem::Error>(())
/// ```
///
/// A static one is made by its first user:
///
/// ```
/// use los_mem::{ConfiguredSharedPool, PoolMemory};
/// static MEMORY: PoolMemory<{ 64 << 10 }> = PoolMemory::new();
/// static POOL: ConfiguredSharedPool = ConfiguredSharedPool::lazy(|| MEMORY.take());
/// assert!(POOL.alloc(1000).is_some());
/// ```
pub struct SharedPool<
    'a,
    F: FitPolicy,
    M: NodeMeta,
    S: SlabPolicy = NoSlab,
    C: Checks = Plain,
    L: Lock<Contents<'a, F, M, S, C>> = ConfiguredLock<Contents<'a, F, M, S, C>>,
> {
    lock: L,
    policies: Policies<'a, F, M, S, C>,
}

/// The lock has the pool, so that it alone says who may send and share: a function's type says nothing about that.
type Policies<'a, F, M, S, C> = PhantomData<fn() -> (&'a (), F, M, S, C)>;

/// What the lock of a [`SharedPool`] guards.
pub struct Contents<'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> {
    state: State<'a, F, M, S, C>,
}

enum State<'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> {
    Planned(fn() -> Option<&'a mut [MaybeUninit<u8>]>),
    Ready(Pool<'a, F, M, S, C>),
    Failed(Error),
}

impl<'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Contents<'a, F, M, S, C> {
    #[inline(always)]
    fn pool(&mut self) -> Result<&mut Pool<'a, F, M, S, C>, Error> {
        if let State::Planned(memory) = self.state {
            self.make(memory);
        }
        match &mut self.state {
            State::Ready(pool) => {
                pool.defer_reports();
                Ok(pool)
            }
            State::Failed(error) => Err(*error),
            State::Planned(_) => Err(Error::NotAPool),
        }
    }

    #[cold]
    fn make(&mut self, memory: fn() -> Option<&'a mut [MaybeUninit<u8>]>) {
        self.state = match memory().ok_or(Error::NotAPool).and_then(Pool::new) {
            Ok(pool) => State::Ready(pool),
            Err(error) => State::Failed(error),
        };
    }
}

impl<'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> SharedPool<'a, F, M, S, C> {
    /// Shares `pool`.
    pub const fn new(pool: Pool<'a, F, M, S, C>) -> Self {
        Self::over(ConfiguredLock::new(Contents { state: State::Ready(pool) }))
    }

    /// A pool that its first user makes of what `memory` returns, called once, under the lock.
    ///
    /// If there is none, or if it cannot be made a pool, every allocation fails; [`SharedPool::ready`] says why.
    pub const fn lazy(memory: fn() -> Option<&'a mut [MaybeUninit<u8>]>) -> Self {
        Self::over(ConfiguredLock::new(Contents { state: State::Planned(memory) }))
    }
}

impl<'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks, L: Lock<Contents<'a, F, M, S, C>>>
    SharedPool<'a, F, M, S, C, L>
{
    /// Shares `pool` behind a lock of the caller's.
    pub fn with_lock(pool: Pool<'a, F, M, S, C>, lock: impl FnOnce(Contents<'a, F, M, S, C>) -> L) -> Self {
        Self::over(lock(Contents { state: State::Ready(pool) }))
    }

    const fn over(lock: L) -> Self {
        Self { lock, policies: PhantomData }
    }

    /// Runs `f` on the pool under the lock.
    #[inline(always)]
    fn enter<R>(&self, f: impl FnOnce(&mut Pool<'a, F, M, S, C>) -> R) -> Result<R, Error> {
        let (result, damage) = self.lock.with(|contents| {
            let pool = contents.pool()?;
            let result = f(pool);
            Ok((result, pool.reporter.take()))
        })?;
        hooks::report(damage);
        Ok(result)
    }

    /// Makes the pool, if that has not happened, and says whether it could be made.
    ///
    /// # Errors
    /// Those of [`Pool::new`]; [`Error::NotAPool`] if there is no memory for it.
    pub fn ready(&self) -> Result<(), Error> {
        self.enter(|_| ())
    }

    /// As [`Pool::alloc`].
    pub fn alloc(&self, size: usize) -> Option<NonNull<u8>> {
        self.enter(|pool| pool.alloc(size)).ok().flatten()
    }

    /// As [`Pool::alloc_align`].
    pub fn alloc_align(&self, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        self.enter(|pool| pool.alloc_align(size, boundary)).ok().flatten()
    }

    /// For the adapters: any boundary that is a power of two.
    #[allow(dead_code)] // without an adapter nobody asks
    pub(crate) fn alloc_any(&self, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        self.enter(|pool| pool.alloc_any(size, boundary)).ok().flatten()
    }

    /// As [`Pool::free`].
    ///
    /// # Errors
    /// Those of [`Pool::free`], and the pool is unchanged.
    ///
    /// # Safety
    /// * If `pointer` is a block of this pool, nobody uses it from now on: no collection, no reference, no other thread.
    pub unsafe fn free(&self, pointer: NonNull<u8>) -> Result<(), Error> {
        self.enter(|pool| pool.free(pointer))?
    }

    /// As [`Pool::realloc`].
    ///
    /// # Errors
    /// Those of [`Pool::realloc`], and the block is as it was.
    ///
    /// # Safety
    /// * If `pointer` is a block of this pool, nobody uses it meanwhile, and from now on only through the new pointer.
    pub unsafe fn realloc(&self, pointer: NonNull<u8>, size: usize) -> Result<NonNull<u8>, Error> {
        self.enter(|pool| pool.realloc(pointer, size))?
    }

    /// As [`Pool::realloc_aligned`].
    ///
    /// # Errors
    /// Those of [`Pool::realloc_aligned`], and the block is as it was.
    ///
    /// # Safety
    /// * As [`SharedPool::realloc`].
    pub unsafe fn realloc_aligned(
        &self,
        pointer: NonNull<u8>,
        size: usize,
        boundary: usize,
    ) -> Result<NonNull<u8>, Error> {
        self.enter(|pool| pool.realloc_aligned(pointer, size, boundary))?
    }

    /// Reads the pool under the lock: [`Pool::info`], [`Pool::check`], [`Pool::blocks`].
    ///
    /// `f` must not use this pool in another way, see the module page.
    ///
    /// # Errors
    /// Those of [`SharedPool::ready`].
    pub fn read<R>(&self, f: impl FnOnce(&Pool<'a, F, M, S, C>) -> R) -> Result<R, Error> {
        self.enter(|pool| f(pool))
    }

    /// Runs `f` on the pool while nobody else can have a block of it in safe hands.
    ///
    /// # Errors
    /// Those of [`SharedPool::ready`].
    pub fn with_mut<R>(&mut self, f: impl FnOnce(&mut Pool<'a, F, M, S, C>) -> R) -> Result<R, Error> {
        self.enter(f)
    }
}

/// Static memory for one pool: `N` bytes that can be taken once.
///
/// ```
/// static MEMORY: los_mem::PoolMemory<4096> = los_mem::PoolMemory::new();
/// assert_eq!(MEMORY.take().map(|memory| memory.len()), Some(4096));
/// assert!(MEMORY.take().is_none());
/// ```
#[repr(C, align(64))]
pub struct PoolMemory<const N: usize> {
    bytes: UnsafeCell<[MaybeUninit<u8>; N]>,
    taken: Locked<bool>,
}

// SAFETY: the bytes are reached through `take` alone, which answers once.
unsafe impl<const N: usize> Sync for PoolMemory<N> {}

impl<const N: usize> Default for PoolMemory<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> PoolMemory<N> {
    /// Memory that is not taken yet.
    pub const fn new() -> Self {
        Self { bytes: UnsafeCell::new([MaybeUninit::uninit(); N]), taken: Locked::new(false) }
    }

    /// The memory, to whoever asks first.
    #[allow(clippy::mut_from_ref)] // once, see below
    pub fn take(&'static self) -> Option<&'static mut [MaybeUninit<u8>]> {
        if self.taken.with(|taken| core::mem::replace(taken, true)) {
            return None;
        }
        // SAFETY: this line is reached once, and the memory is static.
        Some(unsafe { &mut *self.bytes.get() })
    }
}
