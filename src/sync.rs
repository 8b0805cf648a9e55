//! Locks: how the users of a pool keep one another out.
//!
//! A lock is held for one operation on a pool and never while text is printed. Owns the four kinds and the promise they
//! make. Knows nothing of pools.

use core::cell::{RefCell, UnsafeCell};
use core::sync::atomic::{AtomicBool, Ordering};

use crate::config::ConfiguredLock;

/// A value and what keeps its users apart.
///
/// The kinds of this module are the ones that the configuration offers; [`crate::SharedPool::with_lock`] takes others.
///
/// # Safety
/// * Each call of [`Lock::with`] runs its closure on the same value, which nobody else can reach, replace or move.
/// * A closure runs alone: while one runs, in any thread or interrupt handler, no other does.
/// * What one closure wrote, the next one sees.
pub unsafe trait Lock<T> {
    /// Runs `f` on the value while everybody else is kept out, as soon as nobody else is inside; none if waiting for that
    /// cannot help. `f` must not come back to the same lock: it would get none, or wait for itself for ever.
    fn try_with<R>(&self, f: impl FnOnce(&mut T) -> R) -> Option<R>;

    /// As [`Lock::try_with`], and panics where that yields none.
    fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        match self.try_with(f) {
            Some(result) => result,
            None => found_in_use(),
        }
    }
}

/// A value behind the lock that the configuration chose.
pub(crate) struct Locked<T> {
    lock: ConfiguredLock<T>,
}

impl<T> Locked<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self { lock: ConfiguredLock::new(value) }
    }

    /// As [`Lock::with`].
    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        self.lock.with(f)
    }

    /// As [`Lock::try_with`].
    pub(crate) fn try_with<R>(&self, f: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.lock.try_with(f)
    }
}

/// The end of who finds a lock's own user inside.
#[cold]
fn found_in_use() -> ! {
    panic!(
        "a pool is used while it is in use: from inside its own lock, or, with LOSCFG_MEM_LOCK_NONE, from another thread \
         or an interrupt handler"
    )
}

/// Masks interrupts, through the implementation of `critical-section` that the program links.
pub struct CriticalSection<T>(critical_section::Mutex<RefCell<T>>);

impl<T> CriticalSection<T> {
    /// The lock of `value`.
    pub const fn new(value: T) -> Self {
        Self(critical_section::Mutex::new(RefCell::new(value)))
    }
}

// SAFETY: a critical section runs alone on the whole machine, by the promise of its implementation; one inside another,
// on the same core, is kept out by the cell.
unsafe impl<T> Lock<T> for CriticalSection<T> {
    fn try_with<R>(&self, f: impl FnOnce(&mut T) -> R) -> Option<R> {
        critical_section::with(|token| {
            let mut value = self.0.borrow(token).try_borrow_mut().ok()?;
            Some(f(&mut value))
        })
    }
}

/// Does not wait: whoever finds the value in use is turned away.
///
/// The lock of LOSCFG_MEM_LOCK_NONE: on one thread nobody ever finds it in use. It is a flag and no more, so that breaking
/// the promise is an error that is seen, not damage. Where the target lacks compare-and-swap the flag is read and then
/// set, which is enough on one core: an interrupt handler that comes in between has gone again before the flag is set.
pub struct SingleThread<T> {
    in_use: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: by the flag, one closure at a time runs on the value, as under any lock.
unsafe impl<T: Send> Sync for SingleThread<T> {}

impl<T> SingleThread<T> {
    /// The lock of `value`.
    pub const fn new(value: T) -> Self {
        Self { in_use: AtomicBool::new(false), value: UnsafeCell::new(value) }
    }
}

// SAFETY: the flag is set while a closure runs, and who finds it set is turned away. Setting it acquires what clearing it released.
unsafe impl<T> Lock<T> for SingleThread<T> {
    fn try_with<R>(&self, f: impl FnOnce(&mut T) -> R) -> Option<R> {
        if was_set(&self.in_use) {
            return None;
        }
        // Also if `f` unwinds.
        let _turn = Turn(&self.in_use);
        // SAFETY: the flag was clear and is set now, so no other closure runs.
        Some(f(unsafe { &mut *self.value.get() }))
    }
}

/// Clears the flag at the end of a turn.
struct Turn<'a>(&'a AtomicBool);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// Sets a flag; whether it was set before.
#[cfg(target_has_atomic = "8")]
fn was_set(flag: &AtomicBool) -> bool {
    flag.swap(true, Ordering::Acquire)
}

#[cfg(not(target_has_atomic = "8"))]
fn was_set(flag: &AtomicBool) -> bool {
    let before = flag.load(Ordering::Acquire);
    flag.store(true, Ordering::Relaxed);
    // What follows must not be done before an interrupt handler can see the flag.
    core::sync::atomic::compiler_fence(Ordering::SeqCst);
    before
}

#[cfg(target_has_atomic = "8")]
mod spinning {
    use super::Lock;

    /// Waits in a loop. An interrupt handler that allocates would wait for ever on the code it interrupted.
    pub struct Spin<T>(spin::Mutex<T>);

    impl<T> Spin<T> {
        /// The lock of `value`.
        pub const fn new(value: T) -> Self {
            Self(spin::Mutex::new(value))
        }
    }

    // SAFETY: a mutex's guard is the only way to its value.
    unsafe impl<T> Lock<T> for Spin<T> {
        fn try_with<R>(&self, f: impl FnOnce(&mut T) -> R) -> Option<R> {
            Some(f(&mut self.0.lock()))
        }
    }

    /// Masks interrupts on this core, then waits for the others.
    pub struct SpinCriticalSection<T>(spin::Mutex<T>);

    impl<T> SpinCriticalSection<T> {
        /// The lock of `value`.
        pub const fn new(value: T) -> Self {
            Self(spin::Mutex::new(value))
        }
    }

    // SAFETY: a mutex's guard is the only way to its value.
    unsafe impl<T> Lock<T> for SpinCriticalSection<T> {
        fn try_with<R>(&self, f: impl FnOnce(&mut T) -> R) -> Option<R> {
            Some(critical_section::with(|_| f(&mut self.0.lock())))
        }
    }
}

#[cfg(not(target_has_atomic = "8"))]
mod spinning {
    use super::Lock;

    /// Stands in where there is no compare-and-swap: choosing it stops the build with an explanation.
    pub struct Spin<T>(T);

    impl<T> Spin<T> {
        /// Does not compile.
        pub const fn new(_value: T) -> Self {
            panic!(
                "LOSCFG_MEM_LOCK_SPIN and LOSCFG_MEM_LOCK_SPIN_CRITICAL_SECTION need compare-and-swap, which this \
                 target lacks: choose LOSCFG_MEM_LOCK_CRITICAL_SECTION (or LOSCFG_MEM_LOCK_NONE for one thread)"
            )
        }
    }

    // SAFETY: there is no such lock, since its constructor panics.
    unsafe impl<T> Lock<T> for Spin<T> {
        fn try_with<R>(&self, _f: impl FnOnce(&mut T) -> R) -> Option<R> {
            unreachable!("the constructor does not compile")
        }
    }

    /// As [`Spin`].
    pub type SpinCriticalSection<T> = Spin<T>;
}

pub use spinning::{Spin, SpinCriticalSection};
