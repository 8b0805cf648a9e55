//! Shared by the tests: a small generator of numbers, and memory for pools.
#![allow(dead_code, unreachable_pub)] // each test binary uses its part of a module that is not a crate

use std::mem::MaybeUninit;

/// Whether the long form of a test is asked for, by a variable: for release builds.
pub fn is_slow_run() -> bool {
    std::env::var_os("RUN_SLOW_TESTS").is_some()
}

/// xorshift64*: small, seeded, the same everywhere.
pub struct Prng(u64);

impl Prng {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 32) as usize) % n
    }
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

    pub fn bytes(&mut self) -> &mut [MaybeUninit<u8>] {
        let (skew, size) = (self.skew, self.size);
        let start = self.words.as_mut_ptr().cast::<MaybeUninit<u8>>();
        let gap = start.addr().wrapping_neg() & 63;
        // SAFETY: the vector has two more items of 64 bytes than skew and size need.
        unsafe { std::slice::from_raw_parts_mut(start.add(gap + skew), size) }
    }
}
