//! Shared by the tests: a small generator of numbers, memory for pools, a hand that damages them, and the suite.
#![allow(dead_code, unreachable_pub, unused_imports)] // each test binary uses its part of a module that is not a crate

pub mod case;
pub mod case_file;
pub mod case_run;
pub mod painted;
mod random;

pub use random::Prng;

#[cfg_attr(feature = "poison", path = "touch_unseen.rs")]
mod touch;

use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::{Mutex, PoisonError};

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

/// The bytes of `memory`, which stay: with LOSCFG_MEM_MUL_POOL a pool is listed until it is taken off. Nothing is leaked.
pub fn kept(mut memory: Memory) -> &'static mut [MaybeUninit<u8>] {
    static KEPT: Mutex<Vec<Memory>> = Mutex::new(Vec::new());
    let (start, length) = (memory.bytes().as_mut_ptr(), memory.size);
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    // SAFETY: the bytes do not move with their owner, which nobody touches any more, and are lent once.
    unsafe { std::slice::from_raw_parts_mut(start, length) }
}

/// One byte of a pool, whether it is lent to the program or the pool's own.
pub struct Byte(*mut u8);

impl Byte {
    /// The byte `offset` bytes after `start`, in memory of the test.
    pub fn at(start: NonNull<u8>, offset: usize) -> Self {
        Self(start.as_ptr().wrapping_add(offset))
    }

    pub fn get(&self) -> u8 {
        // SAFETY: tests name bytes of their own memory.
        unsafe { touch::read(self.0) }
    }

    pub fn set(&self, value: u8) {
        // SAFETY: as above.
        unsafe { touch::write(self.0, value) }
    }
}

/// One word of a pool, likewise.
pub struct Word(*mut u8);

impl Word {
    /// The word `offset` bytes after `start`, in memory of the test.
    pub fn at(start: NonNull<u8>, offset: usize) -> Self {
        Self(start.as_ptr().wrapping_add(offset))
    }

    /// The header word of the block at `block`.
    pub fn header_of<T>(block: *mut T) -> Self {
        Self(block.cast::<u8>().wrapping_sub(4))
    }

    fn bytes(&self) -> [Byte; 4] {
        [0, 1, 2, 3].map(|byte| Byte(self.0.wrapping_add(byte)))
    }

    pub fn get(&self) -> u32 {
        u32::from_ne_bytes(self.bytes().map(|byte| byte.get()))
    }

    pub fn set(&self, value: u32) {
        self.bytes().iter().zip(value.to_ne_bytes()).for_each(|(byte, value)| byte.set(value));
    }
}

/// Overwrites `length` bytes from `start` on, as a program does that knows no bounds.
pub fn smash(start: NonNull<u8>, length: usize, value: u8) {
    (0..length).for_each(|offset| Byte::at(start, offset).set(value));
}
