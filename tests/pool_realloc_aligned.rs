//! Resizing that keeps an alignment, in every policy, against a model of what it promises.
#![allow(unsafe_code)] // fills blocks and reads them back

mod common;

use std::ptr::NonNull;

use common::{Memory, Prng};
use los_mem::{
    Bestfit, BestfitLittle, CheckWord, Checks, Error, FitPolicy, FixedSlab, GrowingSlab, HeadBackup,
    ModuleId, NoSlab, NodeMeta, Plain, Pool, SlabPolicy, TaskId, Thorough,
};

struct Live {
    pointer: NonNull<u8>,
    size: usize,
    boundary: usize,
    fill: u8,
}

impl Live {
    fn paint(&self) {
        // SAFETY: the block is live and has `size` bytes.
        unsafe { self.pointer.write_bytes(self.fill, self.size) }
    }

    fn assert_painted(&self, length: usize) {
        // SAFETY: the block is live and `length` bytes of it were painted.
        let bytes = unsafe { std::slice::from_raw_parts(self.pointer.as_ptr(), length) };
        assert!(bytes.iter().all(|&byte| byte == self.fill), "a block's content was changed by others");
    }
}

/// Any power of two up to a page, small ones more often.
fn boundaries(random: &mut Prng) -> usize {
    1 << random.below(13).min(random.below(16))
}

fn sizes(random: &mut Prng) -> usize {
    match random.below(4) {
        0 => random.below(3000) + 1,
        1 => random.below(130) + 1,
        _ => random.below(500) + 1,
    }
}

fn drive<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(seed: u64, size: usize, steps: usize) {
    let mut memory = Memory::new(size, 0);
    let mut pool = Pool::<F, M, S, C>::new(memory.bytes()).expect("the pool is large enough");
    let fresh = pool.info();
    let mut random = Prng::new(seed);
    let mut live: Vec<Live> = Vec::new();
    for step in 0..steps {
        match random.below(8) {
            0 | 1 => {
                let (bytes, boundary) = (sizes(&mut random), boundaries(&mut random).max(8));
                let block = if boundary == 8 { pool.alloc(bytes) } else { pool.alloc_align(bytes, boundary) };
                if let Some(pointer) = block {
                    let block = Live { pointer, size: bytes, boundary, fill: step as u8 };
                    block.paint();
                    live.push(block);
                }
            }
            2 if !live.is_empty() => {
                let block = live.swap_remove(random.below(live.len()));
                block.assert_painted(block.size);
                pool.free(block.pointer).expect("a live block can be freed");
            }
            _ if !live.is_empty() => {
                let index = random.below(live.len());
                let bytes = sizes(&mut random);
                let boundary =
                    if random.below(3) == 0 { boundaries(&mut random) } else { live[index].boundary };
                let block = &mut live[index];
                match pool.realloc_aligned(block.pointer, bytes, boundary) {
                    Ok(pointer) => {
                        assert_eq!(pointer.addr().get() % boundary.max(8), 0);
                        let lay_well = block.pointer.addr().get().is_multiple_of(boundary);
                        if bytes <= block.size && lay_well {
                            assert_eq!(pointer, block.pointer, "shrinking moved a block that lay well");
                        }
                        let kept = block.size.min(bytes);
                        *block = Live { pointer, size: bytes, boundary, fill: block.fill };
                        block.assert_painted(kept);
                        block.paint();
                    }
                    Err(error) => {
                        assert_eq!(error, Error::OutOfMemory);
                        block.assert_painted(block.size);
                    }
                }
            }
            _ => {}
        }
        pool.check().unwrap_or_else(|damage| panic!("seed {seed}, step {step}: {damage}"));
    }
    for block in live {
        block.assert_painted(block.size);
        pool.free(block.pointer).expect("a live block can be freed");
    }
    pool.check().expect("an emptied pool is whole");
    let mut end = pool.info();
    end.water_line = fresh.water_line;
    // A growing slab keeps one chunk of a class, which need not be its first.
    assert!(S::GROWS || end == fresh, "an emptied pool is like a fresh one");
}

fn drive_all<F: FitPolicy, M: NodeMeta>() {
    for seed in 0..4 {
        drive::<F, M, NoSlab, Plain>(seed, 65_536, 1500);
        drive::<F, M, NoSlab, Thorough>(seed, 16_384, 400);
        drive::<F, M, FixedSlab, Plain>(seed, 32_768, 1000);
        drive::<F, M, GrowingSlab, Plain>(seed, 32_768, 1000);
        drive::<F, M, NoSlab, Plain>(seed, 4_096, 1000);
    }
}

#[test]
fn bestfit_keeps_alignment_when_it_resizes() {
    drive_all::<Bestfit, ()>();
    drive_all::<Bestfit, (TaskId, ModuleId)>();
}

#[test]
fn headers_that_are_guarded_stay_true_when_aligned_blocks_are_resized() {
    drive_all::<Bestfit, (TaskId, CheckWord)>();
    drive_all::<Bestfit, HeadBackup>();
    drive_all::<BestfitLittle, CheckWord>();
}

#[test]
fn bestfit_little_keeps_alignment_when_it_resizes() {
    drive_all::<BestfitLittle, ()>();
    drive_all::<BestfitLittle, TaskId>();
}

fn an_aligned_block_grows_into_the_free_one_behind<F: FitPolicy>() {
    let mut memory = Memory::new(16_384, 0);
    let mut pool = Pool::<F, ()>::new(memory.bytes()).expect("the pool is large enough");
    let block = pool.alloc_align(100, 256).expect("there is room");
    assert_eq!(pool.realloc_aligned(block, 5000, 256), Ok(block));
    assert_eq!(pool.realloc_aligned(block, 10, 256), Ok(block));
    let neighbour = pool.alloc(400).expect("there is room");
    let moved = pool.realloc_aligned(block, 3000, 256).expect("there is room elsewhere");
    assert!(moved != block && moved.addr().get().is_multiple_of(256));
    let stricter = pool.realloc_aligned(neighbour, 400, 1024).expect("there is room");
    assert!(stricter.addr().get().is_multiple_of(1024));
    pool.check().expect("the pool is whole");
}

#[test]
fn an_aligned_block_grows_in_place_if_it_can() {
    an_aligned_block_grows_into_the_free_one_behind::<Bestfit>();
    an_aligned_block_grows_into_the_free_one_behind::<BestfitLittle>();
}

#[test]
fn a_bad_boundary_a_bad_size_and_a_bad_pointer_are_refused() {
    let mut memory = Memory::new(16_384, 0);
    let mut pool = Pool::<Bestfit, ()>::new(memory.bytes()).expect("the pool is large enough");
    let block = pool.alloc_align(100, 64).expect("there is room");
    let before = pool.info();
    assert_eq!(pool.realloc_aligned(block, 100, 0), Err(Error::BadBoundary));
    assert_eq!(pool.realloc_aligned(block, 100, 48), Err(Error::BadBoundary));
    assert_eq!(pool.realloc_aligned(block, 0, 64), Err(Error::OutOfMemory));
    assert_eq!(pool.realloc_aligned(block, usize::MAX, 64), Err(Error::OutOfMemory));
    assert_eq!(pool.realloc_aligned(block, 20_000, 64), Err(Error::OutOfMemory));
    assert_eq!(pool.realloc_aligned(block, 100, 1 << (usize::BITS - 1)), Err(Error::OutOfMemory));
    let inside = block.map_addr(|address| address.saturating_add(16));
    assert_eq!(pool.realloc_aligned(inside, 100, 8), Err(Error::NotABlock));
    assert_eq!(pool.info(), before);
}
