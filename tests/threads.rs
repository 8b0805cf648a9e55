//! Real threads on one pool: behind each lock, through the C functions, and through the global allocator.
//!
//! Each thread paints its blocks, hands some to the others, and finds the paint again; at the end the pool is whole and
//! as it began. `tests/lock-model` tries every order of a few steps instead of many orders of many.
#![allow(unsafe_code)] // frees blocks of shared pools

mod common;

use std::alloc::{GlobalAlloc, Layout};
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Mutex;

use common::{Memory, Prng, kept};
use los_mem::capi::{
    LOS_MemAlloc, LOS_MemAllocAlign, LOS_MemFree, LOS_MemInit, LOS_MemIntegrityCheck, LOS_MemRealloc,
};
use los_mem::config::LockKind;
use los_mem::shared::Contents;
use los_mem::sync::{CriticalSection, Lock, Spin, SpinCriticalSection};
use los_mem::{
    Bestfit, BestfitLittle, CONFIG, Checks, ConfiguredPool, FitPolicy, GrowingSlab, LOS_OK, LosMem, NoSlab,
    NodeMeta, Plain, Pool, SharedPool, SlabPolicy, TaskId,
};

const THREADS: u64 = 4;
const STEPS: usize = 4000;

/// The most blocks that a thread holds.
const MOST: usize = 60;

/// The ways to a pool that are tried.
trait Way: Sync {
    fn take(&self, size: usize, boundary: usize) -> Option<NonNull<u8>>;
    fn resize(&self, block: NonNull<u8>, old: Layout, size: usize) -> Option<NonNull<u8>>;
    fn give(&self, block: NonNull<u8>, layout: Layout);
}

/// A painted block.
struct Painted {
    block: NonNull<u8>,
    layout: Layout,
    fill: u8,
}

// SAFETY: the block belongs to whoever holds this value.
unsafe impl Send for Painted {}

impl Painted {
    fn new(block: NonNull<u8>, layout: Layout, fill: u8) -> Self {
        // SAFETY: the block is this value's and that long.
        unsafe { block.write_bytes(fill, layout.size()) };
        Self { block, layout, fill }
    }

    fn assert_painted(&self, length: usize) {
        // SAFETY: the block is this value's, that long, and was painted so far.
        let bytes = unsafe { std::slice::from_raw_parts(self.block.as_ptr(), length) };
        assert!(bytes.iter().all(|&byte| byte == self.fill), "another thread changed a block");
    }
}

fn layout(random: &mut Prng) -> Layout {
    let size = if random.below(8) == 0 { random.below(3000) } else { random.below(200) } + 1;
    let boundary = if random.below(6) == 0 { 16 << random.below(5) } else { 8 };
    Layout::from_size_align(size, boundary).expect("small enough")
}

fn work(way: &impl Way, seed: u64, post: &Mutex<Vec<Painted>>) {
    let mut random = Prng::new(seed);
    let mut own: Vec<Painted> = Vec::new();
    for step in 0..STEPS {
        // Bounded, so that pools with slow checks remain quick.
        match if own.len() < MOST { random.below(8) } else { 7 } {
            0..=2 => {
                let layout = layout(&mut random);
                if let Some(block) = way.take(layout.size(), layout.align()) {
                    assert_eq!(block.addr().get() % layout.align(), 0);
                    own.push(Painted::new(block, layout, (seed as u8) << 6 | (step as u8 & 63)));
                }
            }
            3 if !own.is_empty() => {
                let old = own.swap_remove(random.below(own.len()));
                let size = layout(&mut random).size();
                let resized = way.resize(old.block, old.layout, size);
                let Some(block) = resized else {
                    own.push(old);
                    continue;
                };
                let layout = Layout::from_size_align(size, old.layout.align()).expect("small enough");
                let kept = size.min(old.layout.size());
                Painted { block, ..old }.assert_painted(kept);
                own.push(Painted::new(block, layout, old.fill));
            }
            4 if !own.is_empty() => {
                let mut post = post.lock().expect("no thread has failed");
                if post.len() < MOST {
                    post.push(own.swap_remove(random.below(own.len())));
                }
            }
            5 => {
                let received = post.lock().expect("no thread has failed").pop();
                own.extend(received);
            }
            _ if !own.is_empty() => {
                let block = own.swap_remove(random.below(own.len()));
                block.assert_painted(block.layout.size());
                way.give(block.block, block.layout);
            }
            _ => {}
        }
    }
    post.lock().expect("no thread has failed").append(&mut own);
}

fn crowd(way: &impl Way) {
    let post = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for seed in 0..THREADS {
            let post = &post;
            scope.spawn(move || work(way, seed, post));
        }
    });
    for block in post.into_inner().expect("no thread has failed") {
        block.assert_painted(block.layout.size());
        way.give(block.block, block.layout);
    }
}

struct Shared<'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks, L: Lock<Contents<'a, F, M, S, C>>>(
    SharedPool<'a, F, M, S, C, L>,
);

impl<'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks, L> Way for Shared<'a, F, M, S, C, L>
where
    L: Lock<Contents<'a, F, M, S, C>> + Sync,
{
    fn take(&self, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        if boundary <= 8 { self.0.alloc(size) } else { self.0.alloc_align(size, boundary) }
    }

    fn resize(&self, block: NonNull<u8>, old: Layout, size: usize) -> Option<NonNull<u8>> {
        // SAFETY: the caller holds the block.
        unsafe { self.0.realloc_aligned(block, size, old.align()) }.ok()
    }

    fn give(&self, block: NonNull<u8>, _: Layout) {
        // SAFETY: the caller holds the block and uses it no more.
        unsafe { self.0.free(block) }.expect("it is a block");
    }
}

fn crowd_a_pool<'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks, L>(
    memory: &'a mut Memory,
    lock: impl FnOnce(Contents<'a, F, M, S, C>) -> L,
) where
    L: Lock<Contents<'a, F, M, S, C>> + Sync,
{
    let pool = Pool::new(memory.bytes()).expect("there is room");
    let fresh = pool.info();
    let shared = Shared(SharedPool::with_lock(pool, lock));
    crowd(&shared);
    let (check, end) = shared.0.read(|pool| (pool.check(), pool.info())).expect("the pool is made");
    check.expect("the pool is whole");
    assert_eq!(end.used_blocks, fresh.used_blocks, "everything was given back");
    assert!(S::GROWS || (end.total_free, end.free_blocks) == (fresh.total_free, fresh.free_blocks));
}

#[test]
fn a_spin_lock_keeps_threads_apart() {
    crowd_a_pool::<Bestfit, (), NoSlab, Plain, _>(&mut Memory::new(256 << 10, 0), Spin::new);
    crowd_a_pool::<Bestfit, TaskId, GrowingSlab, Plain, _>(&mut Memory::new(256 << 10, 0), Spin::new);
    crowd_a_pool::<BestfitLittle, (), NoSlab, Plain, _>(&mut Memory::new(64 << 10, 0), Spin::new);
}

#[test]
fn critical_sections_keep_threads_apart() {
    crowd_a_pool::<Bestfit, (), NoSlab, Plain, _>(&mut Memory::new(256 << 10, 0), CriticalSection::new);
    crowd_a_pool::<Bestfit, (), NoSlab, Plain, _>(&mut Memory::new(256 << 10, 0), SpinCriticalSection::new);
}

/// A pool of the C functions, by its address.
struct FromC(usize);

impl FromC {
    fn pool(&self) -> *mut c_void {
        std::ptr::with_exposed_provenance_mut(self.0)
    }
}

impl Way for FromC {
    fn take(&self, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        // SAFETY: the pool was made there.
        let block = unsafe {
            if boundary <= 8 {
                LOS_MemAlloc(self.pool(), size as u32)
            } else {
                LOS_MemAllocAlign(self.pool(), size as u32, boundary as u32)
            }
        };
        NonNull::new(block.cast())
    }

    fn resize(&self, block: NonNull<u8>, old: Layout, size: usize) -> Option<NonNull<u8>> {
        if old.align() > 8 {
            return None; // LOS_MemRealloc may lose the alignment
        }
        // SAFETY: the pool was made there, and the caller holds the block.
        NonNull::new(unsafe { LOS_MemRealloc(self.pool(), block.as_ptr().cast(), size as u32) }.cast())
    }

    fn give(&self, block: NonNull<u8>, _: Layout) {
        // SAFETY: the pool was made there, and the caller uses the block no more.
        assert_eq!(unsafe { LOS_MemFree(self.pool(), block.as_ptr().cast()) }, LOS_OK);
    }
}

#[test]
fn the_c_functions_keep_threads_apart() {
    if CONFIG.lock == LockKind::None {
        return;
    }
    let bytes = kept(Memory::new(256 << 10, 0));
    let start = bytes.as_mut_ptr().cast::<c_void>();
    // SAFETY: the memory is given up for ever.
    assert_eq!(unsafe { LOS_MemInit(start, bytes.len() as u32) }, LOS_OK);
    let way = FromC(start.expose_provenance());
    crowd(&way);
    // SAFETY: the pool was made there.
    assert_eq!(unsafe { LOS_MemIntegrityCheck(start) }, LOS_OK);
}

struct Global;

impl Way for Global {
    fn take(&self, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        let layout = Layout::from_size_align(size, boundary).expect("small enough");
        // SAFETY: the size is not 0.
        NonNull::new(unsafe { LosMem.alloc(layout) })
    }

    fn resize(&self, block: NonNull<u8>, old: Layout, size: usize) -> Option<NonNull<u8>> {
        // SAFETY: the caller holds the block, which has this layout.
        NonNull::new(unsafe { LosMem.realloc(block.as_ptr(), old, size) })
    }

    fn give(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller uses the block no more.
        unsafe { LosMem.dealloc(block.as_ptr(), layout) }
    }
}

#[test]
fn the_global_allocator_keeps_threads_apart() {
    if CONFIG.lock == LockKind::None {
        return;
    }
    let used = || LosMem::read(|pool: &ConfiguredPool<'_>| (pool.check(), pool.used_blocks()));
    let Some((_, before)) = used() else { return };
    crowd(&Global);
    let (check, after) = used().expect("the system pool is there");
    check.expect("the system pool is whole");
    assert_eq!(before, after, "everything was given back");
}
