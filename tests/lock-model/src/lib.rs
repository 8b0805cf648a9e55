//! The twin of the pools' spin lock, over loom's atomics and loom's cell.
//!
//! `SharedPool` and the pool in it are the product's own code; the lock is this twin, because the crate `spin` has the
//! processor's atomics and loom sees only its own. The twin does what `spin::Mutex` 0.12 does, in the same order and with
//! the same memory orderings (acquire where it takes the lock, relaxed where it looks and fails, release where it gives
//! the lock back); [`SpinTwin`] takes the last one as a parameter, so that a test can show that the model notices a wrong one.
//!
//! # What is modelled, and what is not
//!
//! * Modelled: two or three threads that take the lock, work on the pool and give it back, in every order (of the longer
//!   runs: every one with up to three switches, three threads: one, against a thread's will), with every value that a
//!   relaxed load may see. Loom's cell holds the pool and fails on two threads inside at once, and on one that is
//!   inside without having seen all that the one before it wrote.
//! * Not modelled: single words of the pool's memory. They are reached through the cell alone, so that the cell's order is
//!   theirs; and the payload of blocks, which a test guards by cells of its own.
//! * Not modelled: masking interrupts (there is no second lock order in it: masking comes first, always), fairness, and
//!   whether the compiled code of `spin` has these orderings: `tests/threads.rs` runs that on real processors.
#![allow(unsafe_code)] // is a lock

use std::sync::atomic::Ordering;

use loom::cell::UnsafeCell;
use loom::sync::atomic::AtomicBool;
use los_mem::sync::Lock;

/// `spin::Mutex`, step by step.
pub struct SpinTwin<T> {
    locked: AtomicBool,
    value: UnsafeCell<T>,
    /// How the lock is given back; `Release` in `spin`.
    unlock: Ordering,
}

// SAFETY: that is what the tests of this crate try.
unsafe impl<T: Send> Sync for SpinTwin<T> {}

impl<T> SpinTwin<T> {
    /// The lock of `value`, given back with the ordering `unlock`.
    pub fn new(value: T, unlock: Ordering) -> Self {
        Self { locked: AtomicBool::new(false), value: UnsafeCell::new(value), unlock }
    }
}

// SAFETY: as above.
unsafe impl<T> Lock<T> for SpinTwin<T> {
    fn try_with<R>(&self, f: impl FnOnce(&mut T) -> R) -> Option<R> {
        while self.locked.compare_exchange_weak(false, true, Ordering::Acquire, Ordering::Relaxed).is_err() {
            while self.locked.load(Ordering::Relaxed) {
                loom::hint::spin_loop();
            }
        }
        // SAFETY: the lock is held; loom's cell panics if it does not keep its promise.
        let result = self.value.with_mut(|value| f(unsafe { &mut *value }));
        self.locked.store(false, self.unlock);
        Some(result)
    }
}
