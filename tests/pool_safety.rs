//! What the C implementation lacks: no pointer, size, alignment or order of calls breaks a pool, whatever its policies.
//!
//! Each rule is tried in both algorithms, with and without slabs, task statistics, seals and debugging checks.
#![allow(unsafe_code)] // fills blocks and overwrites headers

mod common;

use std::ptr::NonNull;

use common::{Memory, Prng, Word};
use los_mem::{
    Bestfit, BestfitLittle, BlockState, CheckWord, Checks, Error, FitPolicy, FixedSlab, GrowingSlab,
    HeadBackup, ModuleId, NoSlab, NodeMeta, Plain, Pool, RecordsModule, SlabPolicy, TaskId, Thorough,
};

/// A rule that every pool keeps.
trait Rule {
    fn holds<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>();
}

fn with_meta<R: Rule, F: FitPolicy, M: NodeMeta>() {
    R::holds::<F, M, NoSlab, Plain>();
    R::holds::<F, M, NoSlab, Thorough>();
    R::holds::<F, M, FixedSlab, Plain>();
    R::holds::<F, M, FixedSlab, Thorough>();
    R::holds::<F, M, GrowingSlab, Plain>();
    R::holds::<F, M, GrowingSlab, Thorough>();
}

fn everywhere<R: Rule>() {
    with_meta::<R, Bestfit, ()>();
    with_meta::<R, Bestfit, TaskId>();
    with_meta::<R, Bestfit, CheckWord>();
    with_meta::<R, Bestfit, (TaskId, (ModuleId, HeadBackup))>();
    with_meta::<R, BestfitLittle, ()>();
    with_meta::<R, BestfitLittle, TaskId>();
    with_meta::<R, BestfitLittle, (TaskId, CheckWord)>();
}

const SIZE: usize = 16 << 10;

struct EveryPointerThatIsNoBlockIsRefused;

impl Rule for EveryPointerThatIsNoBlockIsRefused {
    fn holds<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>() {
        // Payload that was never written could hold headers of an earlier pool, which only the exact check sees through.
        let mut memory = Memory::zeroed(SIZE);
        let start = NonNull::new(memory.bytes().as_mut_ptr().cast::<u8>()).expect("not null");
        let mut pool = Pool::<F, M, S, C>::new(memory.bytes()).expect("the pool is large enough");
        let mut other_memory = Memory::new(SIZE, 0);
        let mut other = Pool::<F, M, S, C>::new(other_memory.bytes()).expect("the pool is large enough");
        let [block, item] = [1000, 60].map(|size| pool.alloc(size).expect("room"));
        let [foreign, foreign_item] = [1000, 60].map(|size| other.alloc(size).expect("room"));
        // SAFETY: the block has 1000 bytes.
        unsafe { block.write_bytes(0, 1000) };
        let live = [block, item];
        let before = pool.info();
        for offset in 0..SIZE {
            // SAFETY: inside the memory.
            let pointer = unsafe { start.add(offset) };
            if !live.contains(&pointer) {
                assert!(pool.free(pointer).is_err(), "offset {offset:#x} is no block");
                assert!(pool.realloc(pointer, 40).is_err(), "offset {offset:#x} is no block");
                assert!(pool.room(pointer).is_err(), "offset {offset:#x} is no block");
            }
        }
        for foreign in [foreign, foreign_item] {
            assert_eq!(pool.free(foreign), Err(Error::OutsidePool));
            assert_eq!(pool.realloc(foreign, 40), Err(Error::OutsidePool));
        }
        assert_eq!(pool.info(), before);
        pool.check().expect("whole");
        for block in live {
            pool.free(block).expect("live");
            let after = pool.info();
            assert!(pool.free(block).is_err(), "a second free");
            assert_eq!(pool.info(), after);
        }
        pool.check().expect("whole");
    }
}

#[test]
fn every_pointer_that_is_no_block_is_refused() {
    everywhere::<EveryPointerThatIsNoBlockIsRefused>();
}

struct ASecondFreeIsRefusedUntilTheMemoryIsUsedAgain;

impl Rule for ASecondFreeIsRefusedUntilTheMemoryIsUsedAgain {
    /// Frees many blocks in random order, so that headers are absorbed by merging in all ways, and tries each again.
    fn holds<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>() {
        let mut memory = Memory::new(SIZE, 0);
        let mut pool = Pool::<F, M, S, C>::new(memory.bytes()).expect("the pool is large enough");
        let mut random = Prng::new(5);
        let mut live: Vec<_> = (0..60).filter_map(|_| pool.alloc(1 + random.below(180))).collect();
        for &block in &live {
            // Payload full of ones looks as little like free memory as can be.
            // SAFETY: every block has at least a byte, and `room` tells how many.
            unsafe { block.write_bytes(0xff, pool.room(block).expect("live")) };
        }
        let mut freed = Vec::new();
        while !live.is_empty() {
            let block = live.swap_remove(random.below(live.len()));
            pool.free(block).expect("live");
            freed.push(block);
            for &stale in &freed {
                assert!(pool.free(stale).is_err(), "a second free after {} more", freed.len());
            }
        }
        pool.check().expect("whole");
    }
}

#[test]
fn a_second_free_is_refused_until_the_memory_is_used_again() {
    everywhere::<ASecondFreeIsRefusedUntilTheMemoryIsUsedAgain>();
}

struct ResizingAnAlignedBlockHarmsNoOther;

impl Rule for ResizingAnAlignedBlockHarmsNoOther {
    fn holds<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>() {
        for (old, new) in [(64, 3000), (512, 64), (512, 500), (100, 100), (300, 1)] {
            let mut memory = Memory::new(SIZE, 0);
            let mut pool = Pool::<F, M, S, C>::new(memory.bytes()).expect("the pool is large enough");
            let block = pool.alloc_align(old, 1024).expect("room");
            let wall = pool.alloc(700).expect("room");
            // SAFETY: the blocks have that many bytes.
            unsafe { block.write_bytes(1, old) };
            // SAFETY: as above.
            unsafe { wall.write_bytes(2, 700) };
            let before = pool.info();
            let resized = pool.realloc(block, new);
            if !F::RESIZES_ALIGNED {
                assert_eq!(resized, Err(Error::AlignedBlock));
                assert_eq!(pool.info(), before);
                assert_painted(block, 1, old);
                assert_painted(wall, 2, 700);
                continue;
            }
            let resized = resized.expect("room");
            assert!(pool.room(resized).expect("live") >= new);
            assert_painted(resized, 1, old.min(new));
            // SAFETY: the block has that many bytes now.
            unsafe { resized.write_bytes(3, new) };
            // Whatever is allocated now lies elsewhere.
            let more = pool.alloc(400).expect("room");
            // SAFETY: it has 400 bytes.
            unsafe { more.write_bytes(4, 400) };
            assert_painted(resized, 3, new);
            assert_painted(wall, 2, 700);
            pool.check().expect("whole");
        }
    }
}

fn assert_painted(block: NonNull<u8>, byte: u8, length: usize) {
    // SAFETY: callers painted that many bytes of a live block.
    let bytes = unsafe { std::slice::from_raw_parts(block.as_ptr(), length) };
    assert!(bytes.iter().all(|&found| found == byte), "content was changed");
}

#[test]
fn resizing_an_aligned_block_harms_no_other() {
    everywhere::<ResizingAnAlignedBlockHarmsNoOther>();
}

struct InformationAnswersInEveryConfiguration;

impl Rule for InformationAnswersInEveryConfiguration {
    fn holds<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>() {
        let mut memory = Memory::new(SIZE, 0);
        let mut pool = Pool::<F, M, S, C>::new(memory.bytes()).expect("the pool is large enough");
        let blocks: Vec<_> = (0..9).map(|n| pool.alloc(200 + n * 40).expect("room")).collect();
        blocks.iter().step_by(2).for_each(|&block| pool.free(block).expect("live"));
        let info = pool.info();
        let of = |state| pool.blocks().filter(move |b| b.state == state).map(|b| b.size);
        let end = if F::COUNTS_END_NODE { (Pool::<F, M, S, C>::HEADER, 1) } else { (0, 0) };
        assert_eq!(info.total_used, of(BlockState::Used).sum::<usize>() + end.0);
        assert_eq!(info.used_blocks, of(BlockState::Used).count() + end.1);
        assert_eq!(info.total_free, of(BlockState::Free).sum::<usize>());
        assert_eq!(info.free_blocks, of(BlockState::Free).count());
        assert_eq!(info.max_free_block, of(BlockState::Free).max().expect("some are free"));
        assert_eq!(info.total_used + info.total_free + pool.overhead(), pool.pool_size());
        assert_eq!(info.water_line.is_some(), M::COUNTS);
        assert_eq!(
            (pool.total_used(), pool.used_blocks(), pool.free_blocks()),
            (info.total_used, info.used_blocks, info.free_blocks)
        );
        // The last used block is the last of the list that is followed by free memory or the end node.
        let last = pool.blocks().filter(|b| b.state == BlockState::Used).last().expect("some are used");
        assert_eq!(pool.last_used(), pool.info_row().address + last.offset + last.size);
    }
}

#[test]
fn information_answers_in_every_configuration() {
    everywhere::<InformationAnswersInEveryConfiguration>();
}

struct MisalignedMemoryIsRoundedInwards;

impl Rule for MisalignedMemoryIsRoundedInwards {
    fn holds<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>() {
        for skew in 0..8 {
            for cut in 0..8 {
                let size = 8192 - cut;
                let mut memory = Memory::new(size, skew);
                let start = memory.bytes().as_ptr().addr();
                let end = start + size;
                let mut pool = Pool::<F, M, S, C>::new(memory.bytes()).expect("the pool is large enough");
                let row = pool.info_row();
                assert_eq!(row.address, start.next_multiple_of(8));
                assert_eq!(row.address + row.size, end / 8 * 8);
                let fresh = pool.info();
                let [block, item] = [900, 20].map(|size| pool.alloc(size).expect("room"));
                // All of the largest free block, which ends where the memory does.
                let rest = pool.info().max_free_block - Pool::<F, M, S, C>::HEADER;
                let last = pool.alloc(rest).expect("room");
                assert!(last.addr().get() + rest <= end);
                // SAFETY: the block has that many bytes.
                unsafe { last.write_bytes(0xee, rest) };
                let block = pool.realloc(block, 100).expect("room");
                for block in [block, item, last] {
                    pool.free(block).expect("live");
                }
                pool.check().expect("whole");
                assert_eq!(pool.info().total_free, fresh.total_free);
            }
        }
    }
}

#[test]
fn misaligned_memory_is_rounded_inwards() {
    everywhere::<MisalignedMemoryIsRoundedInwards>();
}

struct SizesThatCannotFitAreRefused;

impl Rule for SizesThatCannotFitAreRefused {
    fn holds<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>() {
        let mut memory = Memory::new(8192, 0);
        let mut pool = Pool::<F, M, S, C>::new(memory.bytes()).expect("the pool is large enough");
        let block = pool.alloc(200).expect("room");
        let before = pool.info();
        let near =
            |n: usize| (n.saturating_sub(9)..=n.saturating_add(9)).filter(|&size| !(1..8000).contains(&size));
        let sizes = [0, 8192, 1 << 30, 1 << 31, u32::MAX as usize, isize::MAX as usize, usize::MAX];
        for size in sizes.into_iter().flat_map(near) {
            assert_eq!(pool.alloc(size), None, "{size}");
            assert_eq!(pool.alloc_align(size, 64), None, "{size}");
            assert_eq!(pool.alloc_align(size, 1 << 31), None, "{size}");
            assert_eq!(pool.realloc(block, size), Err(Error::OutOfMemory), "{size}");
        }
        for boundary in [0, 1, 2, 3, 24, 1 << 31, 1 << (usize::BITS - 1), usize::MAX] {
            assert_eq!(pool.alloc_align(16, boundary), None, "{boundary}");
        }
        assert_eq!(pool.info(), before);
        pool.check().expect("whole");
    }
}

#[test]
fn sizes_that_cannot_fit_are_refused() {
    everywhere::<SizesThatCannotFitAreRefused>();
}

struct MemoryThatIsTooSmallIsRefused;

impl Rule for MemoryThatIsTooSmallIsRefused {
    fn holds<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>() {
        let least = Pool::<F, M, S, C>::least_size();
        for size in 0..least + 300 {
            let mut memory = Memory::new(size, 0);
            match Pool::<F, M, S, C>::new(memory.bytes()) {
                Ok(mut pool) => {
                    assert!(size >= least, "{size}");
                    let block = pool.alloc(1).expect("a pool has room for a block");
                    pool.free(block).expect("live");
                    pool.check().expect("whole");
                }
                Err(error) => {
                    assert_eq!(error, Error::PoolTooSmall);
                    assert!(size < least, "{size}");
                }
            }
        }
    }
}

#[test]
fn memory_that_is_too_small_is_refused() {
    everywhere::<MemoryThatIsTooSmallIsRefused>();
}

struct ABrokenPoolIsReportedAndNotWalkedPast;

impl Rule for ABrokenPoolIsReportedAndNotWalkedPast {
    /// Overwrites words of the pool at random, several at a time, and asks everything that only looks. Memory behind the
    /// pool is a guard: reading a size that leads there would find it, and the sanitizer build would see the access.
    fn holds<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>() {
        let mut random = Prng::new(9);
        for _ in 0..60 {
            let mut memory = Memory::new(8192, 0);
            let start = NonNull::new(memory.bytes().as_mut_ptr().cast::<u8>()).expect("not null");
            let mut pool = Pool::<F, M, S, C>::new(memory.bytes()).expect("the pool is large enough");
            let blocks: Vec<_> = (0..30).filter_map(|_| pool.alloc(1 + random.below(250))).collect();
            for block in blocks.iter().step_by(3) {
                pool.free(*block).expect("live");
            }
            let headers: Vec<usize> = pool.blocks().map(|block| block.offset).collect();
            for _ in 0..1 + random.below(3) {
                let at = headers[random.below(headers.len())] + Pool::<F, M, S, C>::HEADER - 4;
                let value =
                    [0, u32::MAX, random.next() as u32, random.below(8192) as u32, 1 << random.below(32)];
                Word::at(start, at).set(value[random.below(value.len())]);
            }
            let first = pool.check();
            assert_eq!(pool.check(), first, "looking changes nothing");
            if let Err(damage) = first {
                assert!(damage.block < 8192 && damage.previous <= damage.block, "{damage}");
            }
            assert!(pool.blocks().count() <= 8192 / 8);
            let _ = (pool.free_table(), pool.last_used(), pool.task_at(blocks[1]));
        }
    }
}

#[test]
fn a_broken_pool_is_reported_and_not_walked_past() {
    everywhere::<ABrokenPoolIsReportedAndNotWalkedPast>();
}

/// The share, in thousandths, of pointers into a block full of imitated headers that a pool takes for blocks.
fn deceived<M: NodeMeta, C: Checks>() -> usize {
    let mut memory = Memory::zeroed(64 << 10);
    let mut pool = Pool::<Bestfit, M, NoSlab, C>::new(memory.bytes()).expect("the pool is large enough");
    let mut random = Prng::new(2);
    let (mut tried, mut taken) = (0, 0);
    for _ in 0..50 {
        let block = pool.alloc(1024).expect("room");
        for word in 0..256 {
            // Half of the words look like headers of used blocks whose successors lie in the same payload.
            let header = ((random.below(16) as u32 + 1) * 8) | 1;
            let value = if random.below(2) == 0 { header } else { random.next() as u32 };
            // SAFETY: the block has 256 words.
            unsafe { block.cast::<u32>().add(word).write(value) };
        }
        for offset in (8..1024).step_by(8) {
            // SAFETY: inside the block.
            let pointer = unsafe { block.add(offset) };
            tried += 1;
            taken += usize::from(pool.room(pointer).is_ok());
        }
    }
    taken * 1000 / tried
}

#[test]
fn payload_that_imitates_headers_deceives_only_the_plain_check() {
    // The figure of the page on layout.
    assert_eq!(deceived::<(), Plain>(), 366);
    assert_eq!(deceived::<CheckWord, Plain>(), 0);
    assert_eq!(deceived::<(), Thorough>(), 0);
}

#[test]
fn modules_and_slabs_can_be_combined() {
    fn holds<M: RecordsModule, S: SlabPolicy, C: Checks>(module: u16) {
        let module_used = Pool::<Bestfit, M, S, C>::module_used;
        let mut memory = Memory::new(SIZE, 0);
        let mut pool = Pool::<Bestfit, M, S, C>::new(memory.bytes()).expect("the pool is large enough");
        let fresh = pool.info();
        let charged = module_used(module).expect("a module");
        let items: Vec<_> = (0..40).map(|n| pool.alloc(1 + n % 128).expect("room")).collect();
        let blocks: Vec<_> = (0..40).map(|n| pool.alloc_for(1 + n % 128, module).expect("room")).collect();
        for (&item, &block) in items.iter().zip(&blocks) {
            // SAFETY: each has at least a byte.
            unsafe { item.write_bytes(0x11, pool.room(item).expect("live")) };
            // SAFETY: as above.
            unsafe { block.write_bytes(0x22, pool.room(block).expect("live")) };
        }
        pool.check().expect("whole");
        assert!(module_used(module).expect("a module") > charged);
        for block in items.into_iter().chain(blocks) {
            pool.free(block).expect("live");
        }
        assert_eq!(module_used(module), Ok(charged));
        assert_eq!(pool.info().used_blocks, fresh.used_blocks);
        pool.check().expect("whole");
    }
    // Each has a module of its own: the counts are the program's.
    holds::<ModuleId, FixedSlab, Plain>(20);
    holds::<ModuleId, GrowingSlab, Thorough>(20);
    holds::<(TaskId, ModuleId), FixedSlab, Thorough>(20);
    holds::<(TaskId, (ModuleId, HeadBackup)), GrowingSlab, Plain>(20);
}
