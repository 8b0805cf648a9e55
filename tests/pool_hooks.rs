//! The hooks, in Rust and in their C form: one test each, since a process has one set.
#![allow(unsafe_code)] // C functions are unsafe to call
#![allow(clippy::undocumented_unsafe_blocks)] // each call is given a pool of this test, a block of it, or null

mod common;

use std::ffi::{c_char, c_void};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use common::{Memory, kept};
use los_mem::capi::*;
use los_mem::{Algorithm, CONFIG, LOS_OK};

static CALLS: AtomicU32 = AtomicU32::new(0);
static TEXT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

extern "C" fn count() {
    CALLS.fetch_add(1, Ordering::Relaxed);
}

extern "C" fn print(text: *const c_char, length: usize) {
    let bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), length) };
    TEXT.lock().expect("no test panics in it").extend_from_slice(bytes);
}

struct Counting;

impl los_mem::Hooks for Counting {
    fn before_alloc(&self) {
        count();
    }
}

static COUNTING: &dyn los_mem::Hooks = &Counting;

fn calls_of(f: impl FnOnce()) -> u32 {
    let before = CALLS.load(Ordering::Relaxed);
    f();
    CALLS.load(Ordering::Relaxed) - before
}

#[test]
fn hooks_are_called_when_they_are_set_and_null_members_keep_the_default() {
    let bytes = kept(Memory::new(16 << 10, 0));
    let pool = bytes.as_mut_ptr().cast::<c_void>();
    assert_eq!(unsafe { LOS_MemInit(pool, bytes.len() as u32) }, LOS_OK);
    let alloc = || assert!(!unsafe { LOS_MemAlloc(pool, 16) }.is_null());
    let once = u32::from(CONFIG.algorithm == Algorithm::Bestfit);

    assert_eq!(calls_of(alloc), 0);
    los_mem::set_hooks(&COUNTING);
    assert_eq!(calls_of(alloc), once, "from Rust");
    let mut hooks =
        LosMemHooks { current_task: None, print: None, damaged: None, before_alloc: None, backtrace: None };
    unsafe { LOS_MemHooksSet(&hooks) };
    assert_eq!(calls_of(alloc), 0, "the last call wins");
    hooks.before_alloc = Some(count);
    hooks.print = Some(print);
    unsafe { LOS_MemHooksSet(&hooks) };
    assert_eq!(calls_of(alloc), once, "from C");
    unsafe { g_MALLOC_HOOK = Some(count) };
    assert_eq!(calls_of(alloc), 2 * once, "both forms");
    assert_eq!(calls_of(|| assert!(unsafe { LOS_MemAlloc(pool, 0) }.is_null())), 0);

    assert_eq!(unsafe { LOS_MemFreeNodeShow(pool) }, LOS_OK);
    let text = TEXT.lock().expect("no test panics in it");
    assert!(String::from_utf8_lossy(&text).contains("left free node number"));
}
