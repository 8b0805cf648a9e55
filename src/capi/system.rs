//! What C programs find by name besides functions: the system pool's address, the malloc hook, the surroundings.

use core::ffi::{c_char, c_void};
use core::ptr::NonNull;

use crate::error::Damage;
use crate::global::{START_IF_KNOWN, STATE, system_start};
use crate::hooks::{Hooks, set_hooks};
use crate::sync::Locked;

/// The start of the system pool. If only the linker knows it, null until [`LOS_MemSystemInit`] has run.
#[allow(non_upper_case_globals)] // C name
#[unsafe(no_mangle)]
pub static mut m_aucSysMem1: *mut u8 = START_IF_KNOWN;

/// The start of the pool for exception interaction, which is the system pool.
#[allow(non_upper_case_globals)] // C name
#[unsafe(no_mangle)]
pub static mut m_aucSysMem0: *mut u8 = START_IF_KNOWN;

/// Called at the start of LOS_MemAlloc in bestfit, when it is not null.
#[allow(non_upper_case_globals)] // C name
#[unsafe(no_mangle)]
pub static mut g_MALLOC_HOOK: Option<extern "C" fn()> = None;

/// `OS_SYS_MEM_ADDR` as a function: where the system pool starts.
#[unsafe(no_mangle)]
pub extern "C" fn LOS_MemSystemAddr() -> *mut c_void {
    system_start().as_ptr().cast()
}

/// `OS_SYS_MEM_SIZE` as a function: the bytes of the system pool's memory.
#[unsafe(no_mangle)]
pub extern "C" fn LOS_MemSystemSize() -> usize {
    crate::global::os_sys_mem_size()
}

/// Makes the system pool and sets `m_aucSysMem0` and `m_aucSysMem1`. LOS_NOK if there is no room for it.
///
/// A program whose pool lies in a static array or at a fixed address need not call it: the first use makes the pool.
#[unsafe(no_mangle)]
pub extern "C" fn LOS_MemSystemInit() -> u32 {
    let Some(start) = STATE.with(|state| state.system().map(|pool| pool.start().as_ptr())) else {
        return crate::LOS_NOK;
    };
    // SAFETY: C programs call this once, before other threads use the names.
    unsafe { m_aucSysMem1 = start };
    // SAFETY: as above.
    unsafe { m_aucSysMem0 = start };
    crate::LOS_OK
}

/// What a C program supplies; a null member keeps the default.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct LosMemHooks {
    /// The number of the running task, 0xFFFFFFFF for none.
    pub current_task: Option<extern "C" fn() -> u32>,
    /// Prints `length` bytes of text, which are not closed by a zero.
    pub print: Option<extern "C" fn(text: *const c_char, length: usize)>,
    /// A pool is broken: offsets of the broken block and of the one before it. If it returns, the operation fails.
    pub damaged: Option<extern "C" fn(block: usize, previous: usize)>,
}

/// The hooks of a C program. They have a lock of their own, which is not held while one of them runs.
static C_HOOKS: Locked<LosMemHooks> =
    Locked::new(LosMemHooks { current_task: None, print: None, damaged: None });

struct CHooks;

static INSTALL: &dyn Hooks = &CHooks;

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
        if let Some(print) = self.get().print {
            print(text.as_ptr().cast(), text.len());
        }
    }

    fn damaged(&self, damage: &Damage) {
        match self.get().damaged {
            Some(damaged) => damaged(damage.block, damage.previous),
            None => panic!("{damage}"),
        }
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
