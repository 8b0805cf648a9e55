//! What stands around the pools in these tests: one test at a time, and hooks that keep what they are told.

use std::cell::{Cell, RefCell};
use std::sync::{Mutex, MutexGuard, PoisonError};

use los_mem::{Damage, FRAMES, Hooks, set_hooks};

thread_local! {
    static TASK: Cell<Option<u16>> = const { Cell::new(None) };
    static PRINTED: RefCell<String> = const { RefCell::new(String::new()) };
    static DAMAGED: Cell<usize> = const { Cell::new(0) };
    static CALLERS: Cell<[usize; FRAMES]> = const { Cell::new([0; FRAMES]) };
}

struct Kept;

impl Hooks for Kept {
    fn current_task(&self) -> Option<u16> {
        TASK.get()
    }

    fn print(&self, text: &str) {
        PRINTED.with_borrow_mut(|printed| printed.push_str(text));
    }

    fn damaged(&self, _: &Damage) {
        DAMAGED.set(DAMAGED.get() + 1);
    }

    fn backtrace(&self, frames: &mut [usize; FRAMES]) {
        *frames = CALLERS.get();
    }
}

static KEPT: &dyn Hooks = &Kept;

/// One test at a time: with LOSCFG_MEM_LOCK_NONE nothing else keeps them apart, and all share the system pool, the
/// modules' accounts and the check level.
static TURN: Mutex<()> = Mutex::new(());

/// Waits for this test's turn, which ends when the answer is dropped. No task runs then.
pub(crate) fn turn() -> MutexGuard<'static, ()> {
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    set_hooks(&KEPT);
    run_as(None);
    turn
}

/// From now on this task runs, in this thread.
pub(crate) fn run_as(task: Option<u16>) {
    TASK.set(task);
}

/// From now on blocks are allocated from this call, in this thread.
#[allow(dead_code)] // for LOSCFG_MEM_LEAKCHECK
pub(crate) fn called_from(frames: [usize; FRAMES]) {
    CALLERS.set(frames);
}

/// What was printed in this thread since the last call.
pub(crate) fn printed() -> String {
    PRINTED.take()
}

/// How often a broken pool was reported in this thread since the last call.
pub(crate) fn damage_reports() -> usize {
    DAMAGED.take()
}
