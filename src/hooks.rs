//! What the surroundings supply: the running task, text output, what to do when a pool is broken.
//!
//! One set of hooks serves the whole program. Without one there is no
//! task, text goes to the standard output if there is one, and a broken pool panics.

use core::fmt;
use core::sync::atomic::{AtomicPtr, Ordering};

use crate::error::Damage;

/// The surroundings of the allocator. Every method has a default.
///
/// [`Hooks::print`] is called outside any lock; the others may be called while interrupts are masked or the lock is held.
/// They must not allocate from a pool.
pub trait Hooks: Sync {
    /// The number of the running task; `None` in an interrupt handler or before the first task runs.
    fn current_task(&self) -> Option<u16> {
        None
    }

    /// Prints a piece of text. The default is the standard output on a hosted target and nowhere on bare metal.
    fn print(&self, text: &str) {
        crate::raw::print(text);
    }

    /// Writes the return addresses of the calls that led here, the innermost first, for the leak check; called once per
    /// allocated block, with the lock held. Which frames of the allocator itself are left out is the hook's choice. The
    /// default writes nothing: all three remain 0, unknown.
    fn backtrace(&self, frames: &mut [usize; crate::FRAMES]) {
        let _ = frames;
    }

    /// A pool is broken. If this returns, the operation that found it fails and leaves the pool as it is.
    fn damaged(&self, damage: &Damage) {
        panic!("{damage}")
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
