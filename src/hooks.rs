//! What the surroundings supply: the running task, its callers, text output, what to do when a pool is broken.
//!
//! One set of hooks serves the whole program. Without one there is no task, a caller is unknown, text goes to the
//! standard output if there is one, and a broken pool panics.

use core::fmt;
use core::sync::atomic::{AtomicPtr, Ordering};

use crate::error::Damage;

/// The surroundings of the allocator. Every method has a default.
///
/// [`Hooks::print`] and [`Hooks::before_alloc`] are called outside any lock; the others may be called while interrupts are
/// masked or the lock is held, and must not use a pool.
pub trait Hooks: Sync {
    /// The number of the running task; `None` in an interrupt handler or before the first task runs.
    fn current_task(&self) -> Option<u16> {
        None
    }

    /// Prints a piece of text. The default is the standard output on a hosted target and nowhere on bare metal.
    fn print(&self, text: &str) {
        crate::raw::print(text);
    }

    /// A pool is broken. If this returns, the operation that found it fails and leaves the pool as it is.
    fn damaged(&self, damage: &Damage) {
        panic!("{damage}")
    }

    /// A C program is about to allocate with `LOS_MemAlloc`; in bestfit only, where the C implementation has the same
    /// hook. `g_MALLOC_HOOK` is its form for C.
    fn before_alloc(&self) {}

    /// Fills `frames` with the return addresses of the nearest callers outside the allocator, the nearest first; what is
    /// not known stays 0. Only the leak check asks.
    ///
    /// The default knows none: how a stack is walked is the program's business, on a hosted target too.
    fn backtrace(&self, frames: &mut [usize; crate::FRAMES]) {
        let _ = frames;
    }
}

struct NoHooks;

impl Hooks for NoHooks {}

static DEFAULT: &'static dyn Hooks = &NoHooks;
static INSTALLED: AtomicPtr<&'static dyn Hooks> = AtomicPtr::new(core::ptr::null_mut());

/// Installs hooks for the whole program; the last call wins.
///
/// The reference is to a static reference, which fits one machine word and so can change without a lock:
///
/// ```
/// struct Board;
/// impl los_mem::Hooks for Board {}
/// static BOARD: &dyn los_mem::Hooks = &Board;
/// los_mem::set_hooks(&BOARD);
/// ```
pub fn set_hooks(hooks: &'static &'static dyn Hooks) {
    INSTALLED.store(core::ptr::from_ref(hooks).cast_mut(), Ordering::Release);
}

pub(crate) fn installed() -> &'static dyn Hooks {
    crate::raw::installed_or(&INSTALLED, DEFAULT, Ordering::Acquire)
}

/// Tells of damage that was met under a lock which has been given back.
pub(crate) fn report(damage: Option<Damage>) {
    if let Some(damage) = damage {
        installed().damaged(&damage);
    }
}

pub(crate) fn current_task() -> Option<u16> {
    installed().current_task()
}

/// A writer that prints through the hooks.
pub(crate) struct Output;

impl fmt::Write for Output {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        installed().print(text);
        Ok(())
    }
}
