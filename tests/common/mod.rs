//! Shared by the tests: a small generator of numbers, memory for pools, and the suite.
#![allow(dead_code, unreachable_pub, unused_imports)] // each test binary uses its part of a module that is not a crate

pub mod case;
pub mod case_file;
pub mod case_run;
pub mod painted;
mod random;

pub use random::Prng;

use std::mem::MaybeUninit;

/// Whether the long form of a test is asked for, by a variable: for release builds.
pub fn is_slow_run() -> bool {
    std::env::var_os("RUN_SLOW_TESTS").is_some()
}

/// Memory that starts `skew` bytes after a multiple of 64.
pub struct Memory {
    words: Vec<MaybeUninit<[u64; 8]>>,
    skew: usize,
    size: usize,
}

impl Memory {
    pub fn new(size: usize, skew: usize) -> Self {
        let mut words = Vec::new();
        words.resize_with((size + skew) / 64 + 2, MaybeUninit::uninit);
        Self { words, skew, size }
    }

    /// Memory of zeros that starts on a multiple of 64.
    pub fn zeroed(size: usize) -> Self {
        let mut memory = Self::new(size, 0);
        memory.bytes().fill(MaybeUninit::new(0));
        memory
    }

    pub fn bytes(&mut self) -> &mut [MaybeUninit<u8>] {
        let (skew, size) = (self.skew, self.size);
        let start = self.words.as_mut_ptr().cast::<MaybeUninit<u8>>();
        let gap = start.addr().wrapping_neg() & 63;
        // SAFETY: the vector has two more items of 64 bytes than skew and size need.
        unsafe { std::slice::from_raw_parts_mut(start.add(gap + skew), size) }
    }
}
