//! A cell for programs of one thread.

use core::cell::RefCell;

/// No lock at all. The configuration that chooses it promises one thread and no interrupt handler that allocates.
pub(crate) struct SingleThread<T>(RefCell<T>);

// SAFETY: LOSCFG_MEM_LOCK_NONE is the user's promise that one thread alone uses the pools.
unsafe impl<T: Send> Sync for SingleThread<T> {}

#[allow(dead_code)] // a build uses one of the locks
impl<T> SingleThread<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(RefCell::new(value))
    }

    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        f(&mut self.0.borrow_mut())
    }
}

/// What a pointer that is only ever set from static references holds, or `default` while it holds nothing.
pub(crate) fn installed_or<T: Copy>(
    pointer: &core::sync::atomic::AtomicPtr<T>,
    default: T,
    order: core::sync::atomic::Ordering,
) -> T {
    // SAFETY: null, or made from a `&'static T` by the setter, which is the only writer.
    unsafe { pointer.load(order).as_ref() }.copied().unwrap_or(default)
}
