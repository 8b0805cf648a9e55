//! The surroundings as C programs supply them: the malloc hook and the counterpart of [`Hooks`].

use core::ptr::NonNull;

use super::{CHAR, UINT32, UINTPTR};
use crate::error::Damage;
use crate::hooks::{Hooks, set_hooks};
use crate::sync::Locked;

/// Called at the start of LOS_MemAlloc in bestfit, when it is not null.
#[allow(non_upper_case_globals)] // C name
#[unsafe(no_mangle)]
pub static mut g_MALLOC_HOOK: Option<extern "C" fn()> = None;

/// What a C program supplies; a null member keeps the default.
///
/// `print` and `before_alloc` are called outside any lock; the others may be called while interrupts are masked or the lock is
/// held, and must not use a pool.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct LosMemHooks {
    /// The number of the running task, 0xFFFFFFFF for none.
    pub current_task: Option<extern "C" fn() -> UINT32>,
    /// Prints `length` bytes of text, which are not closed by a zero.
    pub print: Option<extern "C" fn(text: *const CHAR, length: UINTPTR)>,
    /// A pool is broken: offsets of the broken block and of the one before it. If it returns, the operation fails.
    pub damaged: Option<extern "C" fn(block: UINTPTR, previous: UINTPTR)>,
    /// As `g_MALLOC_HOOK`, which is called after it.
    pub before_alloc: Option<extern "C" fn()>,
    /// Fills three return addresses, the nearest caller outside the allocator first; what is unknown stays 0.
    pub backtrace: Option<extern "C" fn(frames: *mut UINTPTR)>,
}

const NONE: LosMemHooks =
    LosMemHooks { current_task: None, print: None, damaged: None, before_alloc: None, backtrace: None };

/// The hooks of a C program. They have a lock of their own, which is not held while one of them runs.
static C_HOOKS: Locked<LosMemHooks> = Locked::new(NONE);

struct CHooks;

static INSTALL: &dyn Hooks = &CHooks;

/// What stands in for members that are null.
struct Default;

impl Hooks for Default {}

impl CHooks {
    fn get(&self) -> LosMemHooks {
        C_HOOKS.with(|hooks| *hooks)
    }
}

impl Hooks for CHooks {
    fn current_task(&self) -> Option<u16> {
        self.get().current_task.and_then(|task| u16::try_from(task()).ok())
    }

    fn print(&self, text: &str) {
        match self.get().print {
            Some(print) => print(text.as_ptr().cast(), text.len()),
            None => Default.print(text),
        }
    }

    fn damaged(&self, damage: &Damage) {
        match self.get().damaged {
            Some(damaged) => damaged(damage.block, damage.previous),
            None => Default.damaged(damage),
        }
    }

    fn before_alloc(&self) {
        if let Some(hook) = self.get().before_alloc {
            hook();
        }
    }

    fn backtrace(&self, frames: &mut [usize; 3]) {
        if let Some(backtrace) = self.get().backtrace {
            backtrace(frames.as_mut_ptr());
        }
    }
}

/// Calls the malloc hooks.
pub(super) fn before_alloc() {
    crate::hooks::installed().before_alloc();
    // SAFETY: C programs set the hook before they allocate, as the C implementation requires.
    if let Some(hook) = unsafe { g_MALLOC_HOOK } {
        hook();
    }
}

/// Copies `hooks` and uses them from then on; null is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_MemHooksSet(hooks: *const LosMemHooks) {
    let Some(hooks) = NonNull::new(hooks.cast_mut()) else { return };
    // SAFETY: not null, and the caller gives it for reading.
    let hooks = unsafe { hooks.read() };
    C_HOOKS.with(|current| *current = hooks);
    set_hooks(&INSTALL);
}
