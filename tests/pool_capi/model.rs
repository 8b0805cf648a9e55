//! Random operations on the configured pool and on the C functions: no block loses a byte, nothing is lost at the end.

use std::ffi::c_void;
use std::ptr::{NonNull, null_mut};

use los_mem::capi::*;
use los_mem::{Algorithm, CONFIG, ConfiguredPool, LOS_OK};

use crate::common::Prng;
use crate::surroundings::{damage_reports, run_as, turn};
use crate::{memory, pool, uses};

/// What the two ways of using a pool have in common.
trait Allocator {
    fn alloc(&mut self, size: usize) -> *mut u8;
    fn alloc_align(&mut self, size: usize, boundary: usize) -> *mut u8;
    fn realloc(&mut self, block: *mut u8, size: usize) -> *mut u8;
    fn free(&mut self, block: *mut u8) -> bool;
    /// Looks whether all is well.
    fn check(&mut self);
    /// Used and free bytes.
    fn uses(&mut self) -> (usize, usize);
}

impl Allocator for ConfiguredPool<'_> {
    fn alloc(&mut self, size: usize) -> *mut u8 {
        ConfiguredPool::alloc(self, size).map_or(null_mut(), NonNull::as_ptr)
    }

    fn alloc_align(&mut self, size: usize, boundary: usize) -> *mut u8 {
        ConfiguredPool::alloc_align(self, size, boundary).map_or(null_mut(), NonNull::as_ptr)
    }

    fn realloc(&mut self, block: *mut u8, size: usize) -> *mut u8 {
        let block = NonNull::new(block).expect("a block");
        ConfiguredPool::realloc(self, block, size).map_or(null_mut(), NonNull::as_ptr)
    }

    fn free(&mut self, block: *mut u8) -> bool {
        ConfiguredPool::free(self, NonNull::new(block).expect("a block")).is_ok()
    }

    fn check(&mut self) {
        ConfiguredPool::check(self).unwrap_or_else(|damage| panic!("{damage}"));
    }

    fn uses(&mut self) -> (usize, usize) {
        let info = self.info();
        (info.total_used, info.total_free)
    }
}

/// A pool as C sees it.
struct Functions(*mut c_void);

impl Allocator for Functions {
    fn alloc(&mut self, size: usize) -> *mut u8 {
        unsafe { LOS_MemAlloc(self.0, size as u32) }.cast()
    }

    fn alloc_align(&mut self, size: usize, boundary: usize) -> *mut u8 {
        unsafe { LOS_MemAllocAlign(self.0, size as u32, boundary as u32) }.cast()
    }

    fn realloc(&mut self, block: *mut u8, size: usize) -> *mut u8 {
        unsafe { LOS_MemRealloc(self.0, block.cast(), size as u32) }.cast()
    }

    fn free(&mut self, block: *mut u8) -> bool {
        unsafe { LOS_MemFree(self.0, block.cast()) == LOS_OK }
    }

    fn check(&mut self) {
        assert_eq!(unsafe { LOS_MemIntegrityCheck(self.0) }, LOS_OK);
    }

    fn uses(&mut self) -> (usize, usize) {
        let [used, free, ..] = uses(self.0);
        (used as usize, free as usize)
    }
}

/// A live block: painted all over with its own byte.
struct Painted {
    block: *mut u8,
    size: usize,
    byte: u8,
    aligned: bool,
}

impl Painted {
    fn paint(&self) {
        unsafe { self.block.write_bytes(self.byte, self.size) };
    }

    fn is_whole(&self, size: usize) -> bool {
        unsafe { std::slice::from_raw_parts(self.block, size) }.iter().all(|&byte| byte == self.byte)
    }
}

fn drive(pool: &mut impl Allocator, steps: usize) {
    let fresh = pool.uses();
    let mut random = Prng::new(17);
    let mut live: Vec<Painted> = Vec::new();
    damage_reports();
    for step in 0..steps {
        run_as((random.below(4) > 0).then(|| random.below(CONFIG.task_limit.min(40)) as u16));
        let size = 1 + if random.below(3) == 0 { random.below(3000) } else { random.below(160) };
        let byte = step as u8;
        match random.below(8) {
            0..=2 => {
                let block = pool.alloc(size);
                assert_eq!(block.addr() % 8, 0);
                live.extend((!block.is_null()).then_some(Painted { block, size, byte, aligned: false }));
            }
            3 => {
                let boundary = 16 << random.below(6);
                let block = pool.alloc_align(size, boundary);
                assert_eq!(block.addr() % boundary, 0);
                live.extend((!block.is_null()).then_some(Painted { block, size, byte, aligned: true }));
            }
            4 if !live.is_empty() => {
                let old = live.swap_remove(random.below(live.len()));
                let moved = pool.realloc(old.block, size);
                if moved.is_null() {
                    live.push(old);
                } else {
                    assert!(!old.aligned || CONFIG.algorithm == Algorithm::Bestfit);
                    let aligned = old.aligned && moved == old.block;
                    let kept = Painted { block: moved, byte: old.byte, size, aligned };
                    assert!(kept.is_whole(size.min(old.size)), "resizing keeps the content");
                    live.push(kept);
                }
            }
            _ if !live.is_empty() => {
                let old = live.swap_remove(random.below(live.len()));
                assert!(old.is_whole(old.size), "nobody else has written there");
                assert!(pool.free(old.block));
                assert!(!pool.free(old.block), "a second free");
            }
            _ => {}
        }
        if let Some(last) = live.last() {
            last.paint();
        }
        let uses = pool.uses();
        assert_eq!(uses.0 + uses.1, fresh.0 + fresh.1, "used and free make up the pool");
        pool.check();
    }
    for old in live {
        assert!(old.is_whole(old.size) && pool.free(old.block));
    }
    // A growing slab may have kept another chunk than its first, with a rest too small to split off.
    let rests = if CONFIG.slab_auto_expansion { 4 * (ConfiguredPool::SMALLEST - 1) } else { 0 };
    assert!(pool.uses().0 - fresh.0 <= rests, "everything was given back");
    assert_eq!(damage_reports(), 0);
    pool.check();
}

#[test]
fn the_configured_pool_keeps_its_promises() {
    let _turn = turn();
    let mut memory = memory(24 << 10);
    let mut pool = ConfiguredPool::new(memory.bytes()).expect("the pool is large enough");
    drive(&mut pool, 1500);
}

#[test]
fn the_functions_keep_their_promises() {
    let _turn = turn();
    drive(&mut Functions(pool(24 << 10)), 1500);
}
