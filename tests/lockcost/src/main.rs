//! Calls each function many times in random states of a pool, between two marks.
//!
//! `cargo xtask lockcost` runs it under callgrind, which writes down what was executed up to each mark and to each beginning
//! and end of a critical section; the labels of the calls go to the standard error, in their order. The one argument is
//! about how many blocks the pool has. Knows nothing of what is made of it.
#![allow(unsafe_code)] // calls C functions
#![allow(clippy::undocumented_unsafe_blocks)] // each call is given the pool of this program, a block of it, or null

use std::ffi::c_void;
use std::fmt::Write;

use los_mem::capi::*;

/// Calls per state of the pool.
const STEPS: usize = 1500;

/// Seen by callgrind under this name. The body keeps two marks from being one function.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn lockcost_mark(side: u32) -> u32 {
    std::hint::black_box(side)
}

struct Run {
    pool: *mut c_void,
    live: Vec<(*mut c_void, u32)>,
    labels: String,
    random: u64,
}

impl Run {
    fn below(&mut self, n: u32) -> u32 {
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        ((self.random.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % u64::from(n)) as u32
    }

    /// A size whose length in bits is random, so that large and small ones are equally likely.
    fn size(&mut self) -> u32 {
        let bits = self.below(12);
        1 + self.below(2 << bits)
    }

    fn measure<R>(&mut self, label: &str, call: impl FnOnce(*mut c_void) -> R) -> R {
        let _ = writeln!(self.labels, "{label}");
        lockcost_mark(0);
        let result = call(self.pool);
        lockcost_mark(1);
        result
    }

    fn keep(&mut self, block: *mut c_void, size: u32) {
        if !block.is_null() {
            self.live.push((block, size));
        }
    }

    fn take(&mut self) -> Option<(*mut c_void, u32)> {
        let most = u32::try_from(self.live.len()).ok().filter(|&most| most != 0)?;
        let index = self.below(most) as usize;
        Some(self.live.swap_remove(index))
    }

    /// One call that changes the pool.
    fn step(&mut self, blocks: usize) {
        let full = self.live.len() >= blocks;
        match self.below(10) {
            0..=2 if !full => {
                let size = self.size();
                let block = self.measure("LOS_MemAlloc", |pool| unsafe { LOS_MemAlloc(pool, size) });
                self.keep(block, size);
            }
            3 if !full => {
                let (size, boundary) = (self.size(), 16 << self.below(6));
                let block = self
                    .measure("LOS_MemAllocAlign", |pool| unsafe { LOS_MemAllocAlign(pool, size, boundary) });
                self.keep(block, size);
            }
            4 | 5 => {
                let Some((block, old)) = self.take() else { return };
                let size = self.size();
                let label = if old <= 64 {
                    "LOS_MemRealloc, at most 64 bytes to copy"
                } else {
                    "LOS_MemRealloc, at most 4 KiB to copy"
                };
                let moved = self.measure(label, |pool| unsafe { LOS_MemRealloc(pool, block, size) });
                if moved.is_null() { self.keep(block, old) } else { self.keep(moved, size) }
            }
            _ => {
                let Some((block, _)) = self.take() else { return };
                self.measure("LOS_MemFree", |pool| unsafe { LOS_MemFree(pool, block) });
            }
        }
    }

    /// The calls that read the pool.
    fn ask(&mut self) {
        let mut status = LOS_MEM_POOL_STATUS::default();
        self.measure("LOS_MemInfoGet", |pool| unsafe { LOS_MemInfoGet(pool, &mut status) });
        self.measure("LOS_MemPoolSizeGet", |pool| unsafe { LOS_MemPoolSizeGet(pool) });
        self.measure("LOS_MemTotalUsedGet", |pool| unsafe { LOS_MemTotalUsedGet(pool) });
        self.measure("LOS_MemFreeBlksGet", |pool| unsafe { LOS_MemFreeBlksGet(pool) });
        self.measure("LOS_MemUsedBlksGet", |pool| unsafe { LOS_MemUsedBlksGet(pool) });
        self.measure("LOS_MemLastUsedGet", |pool| unsafe { LOS_MemLastUsedGet(pool) });
        self.measure("LOS_MemFreeNodeShow", |pool| unsafe { LOS_MemFreeNodeShow(pool) });
        self.measure("LOS_MemIntegrityCheck", |pool| unsafe { LOS_MemIntegrityCheck(pool) });
    }
}

fn main() {
    let blocks: usize = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(100);
    let mut memory = vec![0u64; blocks * 50 + 2048];
    let pool = memory.as_mut_ptr().cast::<c_void>();
    let size = u32::try_from(memory.len() * 8).unwrap_or(u32::MAX);
    let mut run = Run { pool, live: Vec::new(), labels: String::new(), random: 0x9e37_79b9 };
    run.measure("LOS_MemInit", |pool| unsafe { LOS_MemInit(pool, size) });
    while run.live.len() < blocks {
        let size = run.size().min(400);
        let block = run.measure("LOS_MemAlloc", |pool| unsafe { LOS_MemAlloc(pool, size) });
        if block.is_null() {
            break;
        }
        run.keep(block, size);
    }
    for step in 0..STEPS {
        run.step(blocks);
        if step % 100 == 0 {
            run.ask();
        }
    }
    eprint!("{}", run.labels);
}
