//! Random operations on a pool against a model of what it promises, with every rule checked after each.
#![allow(unsafe_code)] // fills blocks and reads them back

mod common;

use std::ptr::NonNull;

use common::{Memory, Prng, is_slow_run};
use los_mem::{
    Bestfit, BestfitLittle, BlockState, CheckWord, Checks, FitPolicy, FixedSlab, GrowingSlab, HeadBackup,
    ModuleId, NoSlab, NodeMeta, Origin, Plain, Pool, SlabPolicy, TaskId, Thorough,
};

/// A live block as its owner knows it.
struct Live {
    pointer: NonNull<u8>,
    size: usize,
    fill: u8,
    aligned: bool,
}

impl Live {
    fn paint(&self) {
        // SAFETY: the block is live and has `size` bytes.
        unsafe { self.pointer.write_bytes(self.fill, self.size) }
    }

    fn assert_painted(&self, length: usize) {
        // SAFETY: the block is live and `length` bytes of it were painted.
        let bytes = unsafe { std::slice::from_raw_parts(self.pointer.as_ptr(), length) };
        assert!(bytes.iter().all(|&b| b == self.fill), "a block's content was changed by others");
    }
}

/// What the pool promised so far.
struct Shadow {
    live: Vec<Live>,
    fill: u8,
}

impl Shadow {
    fn add(&mut self, pointer: NonNull<u8>, size: usize, aligned: bool) {
        let start = pointer.addr().get();
        for other in &self.live {
            let at = other.pointer.addr().get();
            assert!(start + size <= at || at + other.size <= start, "two live blocks overlap");
        }
        self.fill = self.fill.wrapping_add(1);
        let block = Live { pointer, size, fill: self.fill, aligned };
        block.paint();
        self.live.push(block);
    }
}

fn sizes(random: &mut Prng, most: usize) -> usize {
    match random.below(8) {
        0 => random.below(most) + 1,
        1 => random.below(2000) + 1,
        2..=4 => random.below(150) + 1,
        _ => random.below(600) + 1,
    }
}

fn drive<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(
    seed: u64,
    size: usize,
    skew: usize,
    operations: usize,
) {
    let mut memory = Memory::new(size, skew);
    let mut pool = Pool::<F, M, S, C>::new(memory.bytes()).expect("the pool is large enough");
    let fresh = pool.info();
    let mut random = Prng::new(seed);
    let mut shadow = Shadow { live: Vec::new(), fill: 0 };
    let mut freed: Vec<NonNull<u8>> = Vec::new();
    for _ in 0..operations {
        let largest = pool.info().max_free_block;
        match random.below(10) {
            0..=3 => {
                let bytes = sizes(&mut random, size);
                let found = pool.alloc(bytes);
                // Anything up to the largest free block succeeds; slabs may serve more, never less.
                let room = largest.saturating_sub(Pool::<F, M, S, C>::HEADER);
                assert!(found.is_some() || bytes > room, "{bytes} failed with {room} free in one block");
                assert!(found.is_none() || S::ENABLED || bytes <= room);
                if let Some(pointer) = found {
                    assert_eq!(pointer.addr().get() % 8, 0);
                    shadow.add(pointer, bytes, false);
                    freed.clear();
                }
            }
            4 => {
                let (bytes, boundary) = (sizes(&mut random, size / 8), 8 << random.below(8));
                if let Some(pointer) = pool.alloc_align(bytes, boundary) {
                    assert_eq!(pointer.addr().get() % boundary, 0);
                    shadow.add(pointer, bytes, true);
                    freed.clear();
                }
            }
            5 | 6 if !shadow.live.is_empty() => {
                let i = random.below(shadow.live.len());
                let old = shadow.live.swap_remove(i);
                let bytes = sizes(&mut random, size);
                match pool.realloc(old.pointer, bytes) {
                    Ok(pointer) => {
                        assert!(!old.aligned || F::RESIZES_ALIGNED);
                        let moved = Live { pointer, size: bytes, fill: old.fill, aligned: old.aligned };
                        moved.assert_painted(bytes.min(old.size));
                        let aligned = old.aligned && pointer == old.pointer;
                        shadow.add(pointer, bytes, aligned);
                        freed.clear();
                    }
                    Err(_) => {
                        old.assert_painted(old.size);
                        shadow.live.push(old);
                    }
                }
            }
            7 if !freed.is_empty() => {
                let before = pool.info();
                let pointer = freed[random.below(freed.len())];
                assert!(pool.free(pointer).is_err(), "a second free was accepted");
                assert_eq!(pool.info(), before);
            }
            _ if !shadow.live.is_empty() => {
                let i = random.below(shadow.live.len());
                let block = shadow.live.swap_remove(i);
                block.assert_painted(block.size);
                pool.free(block.pointer).expect("a live block can be freed");
                freed.push(block.pointer);
            }
            _ => {}
        }
        pool.check().unwrap_or_else(|damage| panic!("seed {seed}: {damage}"));
        let info = pool.info();
        assert_eq!(info.total_used + info.total_free, pool.pool_size() - pool.overhead());
        let free = pool.blocks().filter(|b| b.state == BlockState::Free);
        assert_eq!(free.clone_sizes(), (info.free_blocks, info.total_free, info.max_free_block));
    }
    for block in &shadow.live {
        block.assert_painted(block.size);
        pool.free(block.pointer).expect("a live block can be freed");
    }
    pool.check().expect("an emptied pool is whole");
    let mut end = pool.info();
    end.water_line = fresh.water_line;
    if S::GROWS {
        // The chunk that a class keeps need not be its first one: it may lie elsewhere, in a block slightly too large.
        assert_eq!(end.used_blocks, fresh.used_blocks);
        assert!(end.total_used - fresh.total_used < 4 * Pool::<F, M, S, C>::SMALLEST);
        return;
    }
    assert_eq!(end, fresh, "an emptied pool is like a fresh one");
}

/// Count, sum and maximum of block sizes.
trait Sizes {
    fn clone_sizes(self) -> (usize, usize, usize);
}

impl<I: Iterator<Item = los_mem::BlockInfo>> Sizes for I {
    fn clone_sizes(self) -> (usize, usize, usize) {
        self.fold((0, 0, 0), |(n, sum, max), b| (n + 1, sum + b.size, max.max(b.size)))
    }
}

/// Two fifths of a million operations in all; ten million and more in the long form.
fn drive_sizes<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>() {
    let seeds = if is_slow_run() { 120 } else { 4 };
    for seed in 0..seeds {
        drive::<F, M, S, C>(seed, 65_536, 0, 500);
        drive::<F, M, S, C>(100 + seed, 8_192, seed as usize % 64, 600);
        drive::<F, M, S, C>(200 + seed, 1_024 + 8 * (seed % 100) as usize, 4, 400);
    }
}

fn drive_slabs<F: FitPolicy, M: NodeMeta>() {
    drive_sizes::<F, M, NoSlab, Plain>();
    drive_sizes::<F, M, FixedSlab, Plain>();
    drive_sizes::<F, M, GrowingSlab, Plain>();
    drive_sizes::<F, M, NoSlab, Thorough>();
    drive_sizes::<F, M, GrowingSlab, Thorough>();
}

#[test]
fn bestfit_keeps_its_promises() {
    drive_slabs::<Bestfit, ()>();
}

#[test]
fn bestfit_with_tasks_keeps_its_promises() {
    drive_slabs::<Bestfit, TaskId>();
}

#[test]
fn bestfit_with_modules_keeps_its_promises() {
    drive_slabs::<Bestfit, ModuleId>();
}

#[test]
fn bestfit_with_tasks_and_modules_keeps_its_promises() {
    drive_slabs::<Bestfit, (TaskId, ModuleId)>();
}

#[test]
fn bestfit_little_keeps_its_promises() {
    drive_slabs::<BestfitLittle, ()>();
}

#[test]
fn bestfit_little_with_tasks_keeps_its_promises() {
    drive_slabs::<BestfitLittle, TaskId>();
}

#[test]
fn sealed_headers_keep_the_promises_of_bestfit() {
    drive_slabs::<Bestfit, CheckWord>();
    drive_slabs::<Bestfit, (TaskId, (ModuleId, CheckWord))>();
}

#[test]
fn sealed_headers_keep_the_promises_of_bestfit_little() {
    drive_slabs::<BestfitLittle, CheckWord>();
    drive_slabs::<BestfitLittle, (TaskId, CheckWord)>();
}

#[test]
fn backed_up_headers_keep_the_promises_of_bestfit() {
    drive_slabs::<Bestfit, HeadBackup>();
    drive_slabs::<Bestfit, (TaskId, (ModuleId, HeadBackup))>();
}

#[test]
fn recorded_origins_keep_the_promises_of_bestfit() {
    drive_slabs::<Bestfit, Origin>();
    drive_slabs::<Bestfit, (TaskId, (ModuleId, (Origin, HeadBackup)))>();
}
