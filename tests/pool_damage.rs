//! Pools whose memory was overwritten: what is noticed, what is restored, what is refused.
#![allow(unsafe_code)] // overwrites headers

mod common;

use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::ptr::NonNull;

use common::{Byte, Memory, smash};
use los_mem::{
    Bestfit, BestfitLittle, BlockState, CheckWord, Checks, Damage, Error, Fault, FitPolicy, FixedSlab,
    HeadBackup, Hooks, ModuleId, NoSlab, NodeMeta, Plain, Pool, Reports, TaskId, Thorough, set_hooks,
};

thread_local!(static REPORTS: RefCell<Vec<Damage>> = const { RefCell::new(Vec::new()) });

/// Remembers what is reported instead of stopping.
struct Recorder;

impl Hooks for Recorder {
    fn damaged(&self, damage: &Damage) {
        REPORTS.with_borrow_mut(|reports| reports.push(*damage));
    }
}

static RECORDER: &dyn Hooks = &Recorder;

/// What was reported since the last call.
fn reports() -> Vec<Damage> {
    set_hooks(&RECORDER);
    REPORTS.take()
}

/// A pool of 64 blocks, used and free ones, and the offsets of all its headers.
fn sixty_four<'a, F: FitPolicy, M: NodeMeta>(
    memory: &'a mut Memory,
) -> (Pool<'a, F, M, NoSlab, Plain>, NonNull<u8>, Vec<usize>) {
    let start = NonNull::new(memory.bytes().as_mut_ptr().cast::<u8>()).expect("not null");
    let mut pool = Pool::<F, M>::new(memory.bytes()).expect("the pool is large enough");
    let blocks: Vec<_> = (0..64).map(|n| pool.alloc(16 + n % 7 * 24).expect("room")).collect();
    for block in blocks.iter().step_by(5) {
        pool.free(*block).expect("live");
    }
    let headers = pool.blocks().map(|block| block.offset).collect();
    (pool, start, headers)
}

/// Overwrites each byte of each header with every other value; `stride` thins the values out.
fn every_byte_is_guarded<F: FitPolicy, M: NodeMeta>(stride: usize) {
    let mut memory = Memory::new(32 << 10, 0);
    let (pool, start, headers) = sixty_four::<F, M>(&mut memory);
    for (number, &offset) in headers.iter().enumerate() {
        let previous = headers[number.saturating_sub(1)];
        for at in offset..offset + Pool::<F, M>::HEADER {
            let byte = Byte::at(start, at);
            let old = byte.get();
            for change in (1..=255u8).step_by(stride) {
                byte.set(old ^ change);
                let damage = pool.check().expect_err("the change is noticed");
                assert_eq!((damage.block, damage.previous), (offset, previous), "{damage}, byte {at:#x}");
            }
            byte.set(old);
        }
    }
    pool.check().expect("whole again");
}

#[test]
fn no_byte_of_a_sealed_header_changes_unnoticed() {
    every_byte_is_guarded::<Bestfit, CheckWord>(1);
    every_byte_is_guarded::<BestfitLittle, CheckWord>(1);
    every_byte_is_guarded::<Bestfit, (TaskId, (ModuleId, CheckWord))>(3);
    every_byte_is_guarded::<BestfitLittle, (TaskId, CheckWord)>(3);
    every_byte_is_guarded::<Bestfit, (TaskId, (ModuleId, HeadBackup))>(7);
}

/// The share of changed header bytes that the check finds without a check word, in thousandths.
fn found_without_a_seal<F: FitPolicy, M: NodeMeta>() -> usize {
    let mut memory = Memory::zeroed(32 << 10);
    let (pool, start, headers) = sixty_four::<F, M>(&mut memory);
    let (mut tried, mut found) = (0, 0);
    for &offset in &headers {
        for at in offset..offset + Pool::<F, M>::HEADER {
            let byte = Byte::at(start, at);
            let old = byte.get();
            for change in 1..=255u8 {
                byte.set(old ^ change);
                tried += 1;
                found += usize::from(pool.check().is_err());
            }
            byte.set(old);
        }
    }
    pool.check().expect("whole again");
    found * 1000 / tried
}

#[test]
fn most_changes_of_a_plain_header_are_noticed() {
    // The figures of the page on layout.
    assert_eq!(found_without_a_seal::<Bestfit, ()>(), 998);
    assert_eq!(found_without_a_seal::<Bestfit, TaskId>(), 605);
    assert_eq!(found_without_a_seal::<BestfitLittle, ()>(), 996);
}

#[test]
fn a_smashed_header_is_restored_from_its_copy() {
    let mut memory = Memory::new(32 << 10, 0);
    let (mut pool, start, _) = sixty_four::<Bestfit, (TaskId, (ModuleId, HeadBackup))>(&mut memory);
    let head = Pool::<Bestfit, (TaskId, (ModuleId, HeadBackup))>::HEADER;
    let used: Vec<_> = pool.blocks().filter(|block| block.state == BlockState::Used).collect();
    for block in used {
        // All of the header, as a block that is written past its end would do it.
        smash(start.map_addr(|address| address.saturating_add(block.offset)), head, 0xa5);
        assert!(pool.check().is_err());
        let pointer = NonNull::new(start.as_ptr().wrapping_add(block.offset + head)).expect("not null");
        assert_eq!(pool.room(pointer), Ok(block.size - head), "restored");
        pool.check().expect("whole again");
        pool.free(pointer).expect("restored");
        pool.check().expect("whole");
    }
    assert_eq!(pool.free_blocks(), 1);
}

#[test]
fn freeing_restores_the_header_behind_the_block() {
    let mut memory = Memory::new(8 << 10, 0);
    let mut pool = Pool::<Bestfit, HeadBackup>::new(memory.bytes()).expect("the pool is large enough");
    let [first, second, third] = [100, 200, 300].map(|size| pool.alloc(size).expect("room"));
    let room = pool.room(first).expect("live");
    // Past the end, and inside the pool.
    smash(first, room + 16, 0xff);
    pool.free(first).expect("its neighbour can be restored");
    pool.check().expect("whole again");
    pool.free(second).expect("restored");
    pool.free(third).expect("live");
    assert_eq!(pool.free_blocks(), 1);
}

#[test]
fn what_cannot_be_restored_is_refused() {
    let mut memory = Memory::new(8 << 10, 0);
    let mut pool = Pool::<Bestfit, HeadBackup>::new(memory.bytes()).expect("the pool is large enough");
    let blocks = [40, 40, 40, 40].map(|size| pool.alloc(size).expect("room"));
    let room = pool.room(blocks[1]).expect("live");
    // The third block and the header of the fourth too.
    smash(blocks[1], room + 40 + 2 * 16, 0xff);
    reports();
    assert_eq!(pool.free(blocks[1]), Err(Error::Damaged));
    assert!(matches!(reports()[..], [Damage { fault: Fault::Header, .. }]), "it is told why");
    assert_eq!(pool.free(blocks[2]), Err(Error::NotABlock));
    assert_eq!(pool.free(blocks[3]), Err(Error::NotABlock));
    pool.free(blocks[0]).expect("what the damage does not touch can be freed");
}

#[test]
fn interior_pointers_are_refused_by_the_check_word_alone() {
    let mut memory = Memory::new(16 << 10, 0);
    let mut pool = Pool::<Bestfit, CheckWord>::new(memory.bytes()).expect("the pool is large enough");
    let block = pool.alloc(1024).expect("room");
    let header: Vec<u8> = (0..8).map(|n| Byte::at(block, 0usize.wrapping_sub(8) + n).get()).collect();
    for offset in (0..1016).step_by(8) {
        // Copies of the block's own header: genuine elsewhere.
        header.iter().enumerate().for_each(|(n, &byte)| Byte::at(block, offset + n).set(byte));
    }
    for offset in (8..1024).step_by(8) {
        // SAFETY: inside the block.
        assert_eq!(pool.free(unsafe { block.add(offset) }), Err(Error::NotABlock), "{offset}");
    }
    pool.free(block).expect("live");
}

/// Free memory that is written to: the links of a free block and its size at the end.
fn writing_to_free_memory_is_refused<F: FitPolicy, M: NodeMeta>() {
    let mut memory = Memory::new(16 << 10, 0);
    let mut pool = Pool::<F, M, NoSlab, Thorough>::new(memory.bytes()).expect("the pool is large enough");
    let [before, hole, behind] = [400; 3].map(|size| pool.alloc(size).expect("room"));
    pool.alloc(8).expect("room");
    let room = pool.room(hole).expect("live");
    pool.free(hole).expect("live");
    reports();
    // The program has given the block back and writes to it all the same.
    smash(hole, room, 0x7e);
    assert_eq!(pool.free(before), Err(Error::Damaged));
    assert_eq!(pool.free(behind), Err(Error::Damaged));
    assert!(!reports().is_empty(), "it is reported");
    assert_eq!(pool.alloc(380), None);
    assert!(matches!(reports()[..], [Damage { fault: Fault::Footer | Fault::Links, .. }]));
}

#[test]
fn free_memory_that_was_written_to_is_not_walked_past() {
    writing_to_free_memory_is_refused::<Bestfit, ()>();
    writing_to_free_memory_is_refused::<Bestfit, TaskId>();
    writing_to_free_memory_is_refused::<Bestfit, CheckWord>();
    writing_to_free_memory_is_refused::<Bestfit, HeadBackup>();
    writing_to_free_memory_is_refused::<BestfitLittle, ()>();
    writing_to_free_memory_is_refused::<BestfitLittle, CheckWord>();
}

/// A header that no operation would touch.
fn a_checked_pool_does_nothing_while_any_block_is_broken<F: FitPolicy, M: NodeMeta>() {
    let mut memory = Memory::new(16 << 10, 0);
    let start = NonNull::new(memory.bytes().as_mut_ptr().cast::<u8>()).expect("not null");
    let mut pool = Pool::<F, M, NoSlab, Thorough>::new(memory.bytes()).expect("the pool is large enough");
    let blocks = [100; 8].map(|size| pool.alloc(size).expect("room"));
    let broken = pool.blocks().nth(1).expect("there are eight").offset;
    let byte = Byte::at(start, broken + Pool::<F, M, NoSlab, Thorough>::HEADER - 4);
    let old = byte.get();
    byte.set(old ^ 0x70);
    reports();
    assert_eq!(pool.alloc(50), None);
    assert_eq!(pool.alloc_align(50, 64), None);
    assert!(pool.free(blocks[6]).is_err());
    assert!(pool.realloc(blocks[6], 50).is_err());
    let reports = reports();
    // Without a check word the block that does not fit may be a later one.
    let named = |damage: &Damage| damage.block == broken || !M::SEALED;
    assert!(reports.len() >= 2 && reports.iter().all(named), "{reports:?}");
    byte.set(old);
    pool.free(blocks[6]).expect("whole again");
}

#[test]
fn nothing_is_done_while_any_block_is_broken() {
    a_checked_pool_does_nothing_while_any_block_is_broken::<Bestfit, ()>();
    a_checked_pool_does_nothing_while_any_block_is_broken::<Bestfit, (TaskId, CheckWord)>();
    a_checked_pool_does_nothing_while_any_block_is_broken::<BestfitLittle, ()>();
    a_checked_pool_does_nothing_while_any_block_is_broken::<BestfitLittle, CheckWord>();
}

#[test]
fn overwritten_control_data_are_reported_before_any_block_is_looked_at() {
    let mut memory = Memory::new(16 << 10, 0);
    let start = NonNull::new(memory.bytes().as_mut_ptr().cast::<u8>()).expect("not null");
    let mut pool = Pool::<Bestfit, ()>::new(memory.bytes()).expect("the pool is large enough");
    pool.alloc(100).expect("room");
    // Size, place of the first block, seal, place of the data behind the index: see the drawing of a pool.
    for at in 8..24 {
        let byte = Byte::at(start, at);
        let old = byte.get();
        for change in [1, 8, 0x80, 0xff] {
            byte.set(old ^ change);
            assert_eq!(
                pool.check(),
                Err(Damage { block: 0, previous: 0, fault: Fault::Control }),
                "byte {at}"
            );
        }
        byte.set(old);
    }
    pool.check().expect("whole again");
}

/// Looks at what an operation touches, and no further.
#[derive(Debug)]
enum Near {}

impl Checks for Near {
    const EXACT_FREE: bool = true;
    const CHECK_ALWAYS: bool = false;
    const REGISTERED: bool = false;
    type Reporter = Reports;
}

#[test]
fn a_free_block_with_one_broken_link_is_not_taken_from_its_index() {
    // The words of a free block of this size behind its header: next, back, and two children.
    // From 1024 bytes on, with the header, there are children.
    let least = 1024 - Pool::<Bestfit, ()>::HEADER;
    let both = [(400, 0), (400, 1), (2000, 0), (2000, 1), (2000, 2), (2000, 3)];
    for (size, word) in both.into_iter().chain([(least, 2), (least, 3)]) {
        let mut memory = Memory::new(16 << 10, 0);
        let mut pool =
            Pool::<Bestfit, (), NoSlab, Near>::new(memory.bytes()).expect("the pool is large enough");
        let [before, hole] = [100, size].map(|size| pool.alloc(size).expect("room"));
        pool.alloc(8).expect("room");
        pool.free(hole).expect("live");
        reports();
        let byte = Byte::at(hole, word * 4 + 1);
        let old = byte.get();
        byte.set(old ^ 0x12);
        assert_eq!(pool.free(before), Err(Error::Damaged), "{size}, word {word}");
        assert!(matches!(reports()[..], [Damage { fault: Fault::Links, .. }]), "{size}, word {word}");
        byte.set(old);
        pool.free(before).expect("whole again");
    }
}

#[test]
fn a_slab_whose_own_data_cannot_be_true_is_noticed() {
    // Words of four bytes stand before the items: two neighbours in the list, the class, the free items.
    const HEAD: usize = 32;
    for word in [8, 12] {
        let mut memory = Memory::new(16 << 10, 0);
        let mut pool =
            Pool::<Bestfit, (), FixedSlab, Thorough>::new(memory.bytes()).expect("the pool is large enough");
        // Of the largest items there are four, and the last is given out first.
        let item = pool.alloc(128).expect("room");
        let start =
            item.map_addr(|at| NonZeroUsize::new(at.get() - 3 * 128 - HEAD).expect("inside the pool"));
        pool.check().expect("whole");
        let byte = Byte::at(start, word);
        let old = byte.get();
        byte.set(old ^ 0x70);
        assert!(pool.check().is_err(), "the word at {word}");
        byte.set(old);
        pool.check().expect("whole again");
    }
}
