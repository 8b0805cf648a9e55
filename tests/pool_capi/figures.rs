//! What this configuration costs.
//!
//! `cargo xtask matrix` compares these figures with those checked in: it says in `LOS_MEM_FIGURES` where to write them.

use std::fmt::Write;

use los_mem::ConfiguredPool;

use crate::common::Memory;
use crate::surroundings::turn;

/// Bytes of a pool of `size` bytes that are its own data; none if it is too small for a pool.
fn overhead(size: usize) -> Option<usize> {
    let mut memory = Memory::new(size, 0);
    let pool = ConfiguredPool::new(memory.bytes()).ok()?;
    let info = pool.info();
    assert_eq!(pool.overhead() + info.total_used + info.total_free, size);
    Some(pool.overhead())
}

#[test]
fn the_figures_of_this_configuration_are_sound() {
    let _turn = turn();
    let (header, smallest) = (ConfiguredPool::HEADER, ConfiguredPool::SMALLEST);
    assert!(header >= 4 && smallest >= header + 4 && smallest.is_multiple_of(8));
    let mut text = format!("header={header}\nsmallest={smallest}\n");
    for kib in [16, 64] {
        if let Some(bytes) = overhead(kib << 10) {
            writeln!(text, "pool{kib}={bytes}").expect("a string takes any text");
        }
    }
    if let Some(path) = std::env::var_os("LOS_MEM_FIGURES") {
        std::fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}
