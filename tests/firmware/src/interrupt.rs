//! An interrupt handler that allocates and frees from the system pool while the foreground does.
//!
//! Both use the C functions and the global allocator in turn. Each paints and verifies its own blocks; when everything
//! is freed, the pool's numbers are what they were before. The timer is set anew in each interrupt, to a random time
//! that is short against a few operations, so that every place of the foreground is hit sooner or later.

use core::cell::RefCell;
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

use crate::arch;
use crate::common::random::Prng;
use crate::heap::{CNames, Global};
use crate::holder::Holder;
use crate::system;
use critical_section::Mutex;
use los_mem::{Hooks, set_hooks};
use semihosting::{print, println};

/// What the handler has.
struct Handler {
    through_c: Holder<6>,
    through_rust: Holder<6>,
    random: Prng,
    done: u32,
    /// How often it ran while the foreground was inside an operation.
    inside: u32,
    closed: bool,
}

// SAFETY: it owns the blocks that its pointers lead to, and whoever holds it may free them.
unsafe impl Send for Handler {}

static HANDLER: Mutex<RefCell<Handler>> = Mutex::new(RefCell::new(Handler {
    through_c: Holder::new(10, 300),
    through_rust: Holder::new(11, 300),
    random: Prng::new(12),
    done: 0,
    inside: 0,
    closed: true,
}));

/// Whether the handler runs: then no task does.
static HANDLING: AtomicBool = AtomicBool::new(false);
/// Whether the foreground is inside an operation.
static INSIDE: AtomicBool = AtomicBool::new(false);
/// The task that the foreground plays.
static TASK: AtomicU32 = AtomicU32::new(0);

/// Tasks that the foreground plays in turn.
const TASKS: u32 = 8;
/// The longest time between two interrupts, in microseconds.
const LONGEST: usize = 30;

struct Board;

static BOARD: &dyn Hooks = &Board;

impl Hooks for Board {
    fn current_task(&self) -> Option<u16> {
        (!HANDLING.load(Relaxed)).then(|| TASK.load(Relaxed) as u16)
    }

    fn print(&self, text: &str) {
        print!("{text}");
    }
}

/// The timer's interrupt: one operation, and the next time.
pub(crate) extern "C" fn tick() {
    HANDLING.store(true, Relaxed);
    critical_section::with(|token| {
        let handler = &mut *HANDLER.borrow_ref_mut(token);
        if handler.closed {
            return arch::close();
        }
        handler.inside += u32::from(INSIDE.load(Relaxed));
        match handler.done % 2 {
            0 => handler.through_c.step(&mut CNames),
            _ => handler.through_rust.step(&mut Global),
        }
        handler.done += 1;
        arch::wake_in(handler.random.below(LONGEST) as u32 + 1);
    });
    HANDLING.store(false, Relaxed);
}

/// Runs foreground and handler until both together have done so many operations.
pub(crate) fn run(operations: u32) {
    set_hooks(&BOARD);
    let before = system::totals();
    let (mut through_c, mut through_rust) = (Holder::<16>::new(20, 500), Holder::<16>::new(21, 500));
    with_handler(|handler| handler.closed = false);
    arch::open();
    arch::wake_in(1);
    let mut own = 0;
    while own + with_handler(|handler| handler.done) < operations {
        TASK.store(own % TASKS, Relaxed);
        INSIDE.store(true, Relaxed);
        match own % 2 {
            0 => through_c.step(&mut CNames),
            _ => through_rust.step(&mut Global),
        }
        INSIDE.store(false, Relaxed);
        own += 1;
        // Every one would leave the handler no time in configurations whose walks are long.
        if own % 64 == 0 {
            system::whole();
        }
    }
    let (done, inside) = with_handler(|handler| {
        handler.closed = true;
        handler.through_c.finish(&mut CNames);
        handler.through_rust.finish(&mut Global);
        (handler.done, handler.inside)
    });
    arch::close();
    through_c.finish(&mut CNames);
    through_rust.finish(&mut Global);
    system::assert_restored(before);
    for (who, share) in [("handler", done), ("foreground", own)] {
        assert!(share >= operations / 20, "the {who} did only {share} of {operations} operations");
    }
    assert!(inside >= done / 4, "only {inside} of {done} interrupts met the foreground inside an operation");
    println!(
        "ok  interrupts: {operations} operations, {done} of them in the handler, {inside} inside the foreground's"
    );
}

fn with_handler<R>(f: impl FnOnce(&mut Handler) -> R) -> R {
    critical_section::with(|token| f(&mut HANDLER.borrow_ref_mut(token)))
}
