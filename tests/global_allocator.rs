//! A whole program whose global allocator is the system pool, with nothing to set up.
//!
//! It has no test harness: the harness would need more memory than the smallest pools have, and threads, which
//! LOSCFG_MEM_LOCK_NONE forbids. With a system pool in which a hosted program cannot even start, it says so and ends.
#![allow(unsafe_code)] // is an allocator

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::process::Command;
use std::sync::{Arc, Mutex, mpsc};

use los_mem::config::LockKind;
use los_mem::{CONFIG, LosMem, os_sys_mem_addr, os_sys_mem_size};

/// What this program needs, with room to spare.
const ENOUGH: usize = 256 << 10;

/// The system pool; the operating system's allocator where the pool is too small for any hosted program.
struct Heap;

// SAFETY: which of the two it is depends on a constant of the build, so that each block goes back where it came from.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if os_sys_mem_size() >= ENOUGH {
            // SAFETY: the caller's promise is the same.
            unsafe { LosMem.alloc(layout) }
        } else {
            // SAFETY: see above.
            unsafe { System.alloc(layout) }
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if os_sys_mem_size() >= ENOUGH {
            // SAFETY: see above.
            unsafe { LosMem.dealloc(block, layout) }
        } else {
            // SAFETY: see above.
            unsafe { System.dealloc(block, layout) }
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if os_sys_mem_size() >= ENOUGH {
            // SAFETY: see above.
            unsafe { LosMem.realloc(block, layout, size) }
        } else {
            // SAFETY: see above.
            unsafe { System.realloc(block, layout, size) }
        }
    }
}

#[global_allocator]
static HEAP: Heap = Heap;

fn main() {
    if os_sys_mem_size() < ENOUGH {
        println!("not run: the system pool has {} bytes, a hosted program needs {ENOUGH}", os_sys_mem_size());
        return;
    }
    tell_panics();
    if std::env::args().nth(1).as_deref() == Some(COME_BACK) {
        come_back();
    }
    collections();
    // What the standard library keeps for itself is there after the first round.
    round();
    let before = used();
    for _ in 0..5 {
        round();
    }
    assert_eq!(used(), before, "everything was given back");
    a_pointer_that_is_no_block_is_refused_while_unwinding();
    an_allocation_from_inside_the_lock_fails();
    println!("ok: {} bytes of system pool", os_sys_mem_size());
}

/// Without a backtrace, which would take more memory than the pool has.
fn tell_panics() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}

/// For panics that are wanted.
fn hush_panics() {
    std::panic::set_hook(Box::new(|_| {}));
}

fn used() -> usize {
    LosMem::read(|pool| {
        pool.check().expect("the system pool is whole");
        pool.used_blocks()
    })
    .expect("the system pool is there")
}

fn round() {
    collections();
    alignments();
    unwinding();
    if CONFIG.lock != LockKind::None {
        threads();
    }
}

fn collections() {
    let boxed = Box::new([7u8; 100]);
    let inside = std::ptr::from_ref(&*boxed).addr().wrapping_sub(os_sys_mem_addr());
    assert!(inside < os_sys_mem_size(), "the block lies elsewhere");
    let mut tree: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for n in 0..500 {
        tree.entry(format!("key {}", n % 37)).or_default().push(n);
    }
    assert_eq!(tree.values().map(Vec::len).sum::<usize>(), 500);
    let map: HashMap<usize, String> = (0..200).map(|n| (n, "x".repeat(n))).collect();
    assert_eq!(map[&150].len(), 150);
    assert_eq!(vec![0u64; 500].iter().sum::<u64>(), 0, "a zeroed block is zero");
    assert!(Vec::<u8>::new().try_reserve(1 << 40).is_err(), "too much is an error and no crash");
}

fn alignments() {
    #[repr(align(1024))]
    struct Wide(usize);
    let mut wides = Vec::new();
    for n in 0..12 {
        wides.push(Wide(n));
        assert_eq!(wides.as_ptr().addr() % 1024, 0, "growing lost the alignment");
    }
    wides.truncate(2);
    wides.shrink_to_fit();
    assert_eq!(wides.as_ptr().addr() % 1024, 0);
    assert!(wides.iter().map(|wide| wide.0).eq(0..2));
}

fn unwinding() {
    hush_panics();
    let caught = std::panic::catch_unwind(|| {
        let _kept = String::from("kept until unwound");
        panic!("a {} panic", "formatted");
    });
    assert!(caught.is_err());
    tell_panics();
}

fn threads() {
    thread_local! {
        static LOCAL: RefCell<OnExit> = const { RefCell::new(OnExit(Vec::new())) };
    }
    static AT_EXIT: Mutex<usize> = Mutex::new(0);

    /// Allocates and frees in the destructor of a thread's own data.
    struct OnExit(Vec<String>);
    impl Drop for OnExit {
        fn drop(&mut self) {
            let text = self.0.concat();
            *AT_EXIT.lock().expect("no thread has failed") += text.len();
        }
    }

    let before = *AT_EXIT.lock().expect("no thread has failed");
    let (sender, receiver) = mpsc::channel();
    let shared = Arc::new(Mutex::new(BTreeMap::new()));
    let threads: Vec<_> = (0..4usize)
        .map(|thread| {
            let (sender, shared) = (sender.clone(), Arc::clone(&shared));
            std::thread::spawn(move || {
                for n in 0..200 {
                    LOCAL.with_borrow_mut(|local| local.0.push("y".repeat(n % 10)));
                    sender.send(vec![thread; n]).expect("the receiver waits");
                    shared.lock().expect("no thread has failed").insert(n * 4 + thread, format!("{n}"));
                }
            })
        })
        .collect();
    drop(sender);
    let received: usize = receiver.iter().map(|list| list.len()).sum();
    for thread in threads {
        thread.join().expect("no thread has failed");
    }
    assert_eq!(received, 4 * 199 * 100);
    assert_eq!(shared.lock().expect("no thread has failed").len(), 800);
    assert_eq!(*AT_EXIT.lock().expect("no thread has failed") - before, 4 * 900);
}

fn a_pointer_that_is_no_block_is_refused_while_unwinding() {
    struct Foreign;
    impl Drop for Foreign {
        fn drop(&mut self) {
            let mut word = 0u64;
            // SAFETY: `LosMem` refuses what is no block.
            unsafe { LosMem.dealloc((&raw mut word).cast(), Layout::new::<u64>()) };
        }
    }
    hush_panics();
    let before = used();
    let caught = std::panic::catch_unwind(|| {
        let _foreign = Foreign;
        panic!("unwind");
    });
    tell_panics();
    assert!(caught.is_err(), "the first panic is the one that is told");
    drop(caught);
    assert_eq!(used(), before);
}

/// The argument that makes this program need memory while it holds the lock of its memory.
const COME_BACK: &str = "come-back";

fn come_back() {
    LosMem::read(|_| panic!("this panic needs a {}", Box::new(1)));
    println!("the allocator let its own user in");
}

fn an_allocation_from_inside_the_lock_fails() {
    if matches!(CONFIG.lock, LockKind::Spin | LockKind::SpinCriticalSection) {
        return; // it would wait for ever
    }
    let before = used();
    let tried = LosMem::read(|_| Vec::<u8>::new().try_reserve(10).is_err());
    assert_eq!(tried, Some(true), "the allocator let its own user in");
    assert_eq!(used(), before);
    let program = std::env::current_exe().expect("this program has a path");
    let output =
        Command::new(program).arg(COME_BACK).env("RUST_BACKTRACE", "0").output().expect("this program runs");
    assert_eq!(output.status.code(), None, "it was not ended by a signal");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("memory allocation of"), "{text}");
}
