//! The suite of los-mem on a board: the product's cases, random operations, C names, collections, interrupts.
//!
//! Reports a line for each part through semihosting and leaves with 0 if all of them held; anything else ends in a
//! panic, which leaves with another code. The argument is the number of operations of the longest part.
//!
//! Reading order: `system` (where the pool lies), `heap` (one face for every way to allocate), `holder` (who tries it),
//! `model`, `suite`, `collections`, `interrupt`, `arch`. Knows nothing of how it is started; that is `cargo xtask board`.
#![no_std]
#![no_main]

extern crate alloc;

mod arch;
mod collections;
mod common;
mod heap;
mod holder;
mod interrupt;
mod model;
mod suite;
mod system;

use los_mem::{CONFIG, LosMem};
use semihosting::{experimental::env, println, process};

#[global_allocator]
static HEAP: LosMem = LosMem;

/// Operations of the interrupt part, unless the argument says otherwise.
const OPERATIONS: u32 = 100_000;

/// Where the start-up code goes when memory is ready.
extern "C" fn start() -> ! {
    let operations = operations();
    println!("{}, lock: {}", CONFIG.algorithm.name(), CONFIG.lock.name());
    system::run();
    suite::run();
    model::run();
    collections::run();
    interrupt::run(operations);
    println!("all parts passed");
    process::exit(0)
}

fn operations() -> u32 {
    let arguments = env::args::<64>().expect("the emulator gives a command line of at most 64 bytes");
    let numbers = (&arguments).filter_map(|argument| argument.ok()?.parse().ok());
    numbers.last().unwrap_or(OPERATIONS)
}
