//! Locks: how the C functions and the global allocator keep one another out.
//!
//! A lock is held for one operation on a pool and never while text is printed. Knows nothing of pools.

use core::cell::RefCell;

use crate::config::Lock;

/// A value behind the lock that the configuration chose.
pub(crate) struct Locked<T> {
    lock: Lock<T>,
}

impl<T> Locked<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self { lock: Lock::new(value) }
    }

    /// Runs `f` on the value while everybody else is kept out. `f` must not come back to the same lock.
    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        self.lock.with(f)
    }
}

/// Masks interrupts, through the implementation of `critical-section` that the program links.
#[allow(dead_code)] // a build uses one of the locks
pub(crate) struct CriticalSection<T>(critical_section::Mutex<RefCell<T>>);

#[allow(dead_code)] // see above
impl<T> CriticalSection<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(critical_section::Mutex::new(RefCell::new(value)))
    }

    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        critical_section::with(|token| f(&mut self.0.borrow_ref_mut(token)))
    }
}

#[cfg(target_has_atomic = "8")]
mod spinning {
    /// Waits in a loop. An interrupt handler that allocates would wait for ever on the code it interrupted.
    #[allow(dead_code)] // a build uses one of the locks
    pub(crate) struct Spin<T>(spin::Mutex<T>);

    #[allow(dead_code)] // see above
    impl<T> Spin<T> {
        pub(crate) const fn new(value: T) -> Self {
            Self(spin::Mutex::new(value))
        }

        pub(crate) fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
            f(&mut self.0.lock())
        }
    }

    /// Masks interrupts on this core, then waits for the others.
    #[allow(dead_code)] // a build uses one of the locks
    pub(crate) struct SpinCriticalSection<T>(spin::Mutex<T>);

    #[allow(dead_code)] // see above
    impl<T> SpinCriticalSection<T> {
        pub(crate) const fn new(value: T) -> Self {
            Self(spin::Mutex::new(value))
        }

        pub(crate) fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
            critical_section::with(|_| f(&mut self.0.lock()))
        }
    }
}

#[cfg(target_has_atomic = "8")]
#[allow(unused_imports)] // a build uses one of the locks
pub(crate) use spinning::{Spin, SpinCriticalSection};

#[cfg(not(target_has_atomic = "8"))]
mod spinning {
    /// Stands in where there is no compare-and-swap: choosing it stops the build with an explanation.
    #[allow(dead_code)] // used only to explain
    pub(crate) struct Spin<T>(T);

    #[allow(dead_code)] // see above
    impl<T> Spin<T> {
        pub(crate) const fn new(_value: T) -> Self {
            panic!(
                "LOSCFG_MEM_LOCK_SPIN and LOSCFG_MEM_LOCK_SPIN_CRITICAL_SECTION need compare-and-swap, which this \
                 target lacks: choose LOSCFG_MEM_LOCK_CRITICAL_SECTION (or LOSCFG_MEM_LOCK_NONE for one thread)"
            )
        }

        pub(crate) fn with<R>(&self, _f: impl FnOnce(&mut T) -> R) -> R {
            unreachable!("the constructor does not compile")
        }
    }

    #[allow(dead_code)] // see above
    pub(crate) type SpinCriticalSection<T> = Spin<T>;
}

#[cfg(not(target_has_atomic = "8"))]
#[allow(unused_imports)] // used only to explain
pub(crate) use spinning::{Spin, SpinCriticalSection};

#[allow(unused_imports)] // a build uses one of the locks
pub(crate) use crate::raw::SingleThread;
