//! What breaks allocators: adversarial free lists, sizes near the type's limits, foreign pointers, tiny pools.
#![allow(unsafe_code)] // fills blocks with what looks like headers

mod common;

use std::ptr::NonNull;

use common::{Memory, Prng, is_slow_run};
use los_mem::{
    Bestfit, BestfitLittle, CheckLevel, CheckWord, Error, FitPolicy, FixedSlab, HeadBackup, NoSlab, NodeMeta,
    Plain, Pool, SlabSizes, TaskId, Thorough,
};

/// Free blocks of the given payload sizes, kept apart by used ones.
fn holes<F: FitPolicy, M: NodeMeta>(pool: &mut Pool<'_, F, M>, sizes: &[usize]) -> Vec<NonNull<u8>> {
    let mut blocks = Vec::new();
    for &size in sizes {
        blocks.push(pool.alloc(size).expect("room for a hole"));
        pool.alloc(1).expect("room for a wall");
    }
    // Nothing but the holes is free.
    while let Some(rest) = pool.info().max_free_block.checked_sub(Pool::<F, M>::HEADER).filter(|&n| n > 0) {
        pool.alloc(rest).expect("the largest free block can be had");
    }
    for &block in &blocks {
        pool.free(block).expect("a live block can be freed");
    }
    blocks
}

fn any_request_up_to_the_largest_succeeds<F: FitPolicy, M: NodeMeta>() {
    let mut memory = Memory::new(1 << 20, 0);
    let mut pool = Pool::<F, M>::new(memory.bytes()).expect("the pool is large enough");
    let mut sizes = vec![4096; 9];
    sizes.push(4200);
    sizes.extend((0..50).map(|n| 4100 + n));
    holes(&mut pool, &sizes);
    let got = pool.alloc(4190);
    assert!(got.is_some(), "a free block of 4200 bytes serves 4190");
    pool.check().expect("whole");
}

#[test]
fn a_request_up_to_the_largest_free_block_succeeds() {
    any_request_up_to_the_largest_succeeds::<Bestfit, ()>();
    any_request_up_to_the_largest_succeeds::<Bestfit, TaskId>();
    any_request_up_to_the_largest_succeeds::<BestfitLittle, ()>();
}

fn the_smallest_hole_that_fits_is_taken<F: FitPolicy, M: NodeMeta>() {
    let mut random = Prng::new(7);
    for _ in 0..60 {
        let mut memory = Memory::new(1 << 19, 0);
        let mut pool = Pool::<F, M>::new(memory.bytes()).expect("the pool is large enough");
        let span = 1 << (5 + random.below(9));
        let sizes: Vec<usize> = (0..30).map(|_| 24 + random.below(span)).collect();
        let blocks = holes(&mut pool, &sizes);
        let rooms: Vec<(usize, NonNull<u8>)> = sizes.iter().map(|&n| grant::<F, M>(n)).zip(blocks).collect();
        let want = 1 + random.below(span);
        let best = rooms.iter().map(|&(room, _)| room).filter(|&room| room >= grant::<F, M>(want)).min();
        match (best, pool.alloc(want)) {
            (None, got) => assert!(got.is_none()),
            (Some(best), Some(got)) => {
                assert!(rooms.contains(&(best, got)), "{want} of {sizes:?} took another hole than {best}")
            }
            (Some(_), None) => panic!("{want} of {sizes:?} failed"),
        }
    }
}

/// The block size that a request gets.
fn grant<F: FitPolicy, M: NodeMeta>(size: usize) -> usize {
    (size + Pool::<F, M>::HEADER).next_multiple_of(8).max(Pool::<F, M>::SMALLEST)
}

#[test]
fn the_best_fit_is_exact() {
    the_smallest_hole_that_fits_is_taken::<Bestfit, ()>();
    the_smallest_hole_that_fits_is_taken::<Bestfit, TaskId>();
    the_smallest_hole_that_fits_is_taken::<BestfitLittle, ()>();
}

#[test]
fn the_trie_keeps_its_order_through_any_removal() {
    let mut memory = Memory::new(8 << 20, 0);
    let mut pool = Pool::<Bestfit, ()>::new(memory.bytes()).expect("the pool is large enough");
    let mut random = Prng::new(11);
    let mut live = Vec::new();
    for _ in 0..4000 {
        if random.below(2) == 0 {
            live.extend(pool.alloc(1000 + random.below(5000)));
        } else if !live.is_empty() {
            let block = live.swap_remove(random.below(live.len()));
            pool.free(block).expect("a live block can be freed");
        }
        if random.below(20) == 0 {
            pool.check().expect("whole");
        }
    }
    pool.check().expect("whole");
}

#[test]
fn payload_that_imitates_headers_does_not_deceive_the_exact_check() {
    let mut memory = Memory::new(16 << 10, 0);
    let mut pool =
        Pool::<Bestfit, (), NoSlab, Thorough>::new(memory.bytes()).expect("the pool is large enough");
    let block = pool.alloc(1024).expect("room");
    for word in 0..256 {
        // SAFETY: the block has 256 words. Each looks like the header of a used block of 32 bytes.
        unsafe { block.cast::<u32>().add(word).write(33) };
    }
    for offset in (8..1024).step_by(8) {
        // SAFETY: inside the block.
        assert_eq!(pool.free(unsafe { block.add(offset) }), Err(Error::NotABlock));
    }
    pool.free(block).expect("live");
}

/// All sequences of `depth` operations on a pool of 256 bytes besides its own data: two sizes to allocate, an aligned one, freeing or resizing
/// any of three slots.
fn exhaust<F: FitPolicy, M: NodeMeta>(depth: usize) {
    const KINDS: usize = 15;
    let total = KINDS.pow(depth as u32);
    for sequence in 0..total {
        let mut memory = Memory::new(Pool::<F, M>::least_size() + 256, 0);
        let mut pool = Pool::<F, M>::new(memory.bytes()).expect("the pool is large enough");
        let fresh = pool.info();
        let mut slots: [Option<NonNull<u8>>; 3] = [None; 3];
        let mut code = sequence;
        for _ in 0..depth {
            let (kind, slot) = (code % KINDS / 3, code % KINDS % 3);
            code /= KINDS;
            match (kind, slots[slot]) {
                (0, None) => slots[slot] = pool.alloc(9),
                (1, None) => slots[slot] = pool.alloc(70),
                (2, None) => slots[slot] = pool.alloc_align(20, 32),
                (3, Some(block)) => {
                    pool.free(block).expect("live");
                    assert!(pool.free(block).is_err());
                    slots[slot] = None;
                }
                (4, Some(block)) => {
                    if let Ok(moved) = pool.realloc(block, 100) {
                        slots[slot] = Some(moved);
                    }
                }
                _ => continue,
            }
            pool.check().unwrap_or_else(|damage| panic!("sequence {sequence}: {damage}"));
        }
        for block in slots.into_iter().flatten() {
            pool.free(block).expect("live");
        }
        let mut end = pool.info();
        end.water_line = fresh.water_line;
        assert_eq!(end, fresh, "sequence {sequence}");
    }
}

#[test]
fn every_short_sequence_on_a_tiny_pool_keeps_the_rules() {
    let [long, short] = if is_slow_run() { [6, 5] } else { [4, 3] };
    exhaust::<Bestfit, ()>(long);
    exhaust::<BestfitLittle, ()>(long);
    exhaust::<Bestfit, TaskId>(short);
    exhaust::<BestfitLittle, TaskId>(short);
    exhaust::<Bestfit, CheckWord>(short);
    exhaust::<BestfitLittle, CheckWord>(short);
    exhaust::<Bestfit, HeadBackup>(short);
}

#[test]
fn no_pool_size_of_the_c_implementation_is_refused() {
    fn makes<F: FitPolicy, M: NodeMeta>(size: usize) {
        let mut memory = Memory::new(size, 0);
        let mut pool = Pool::<F, M, NoSlab, Plain>::new(memory.bytes()).expect("C accepts this size");
        assert!(pool.alloc(1).is_some());
    }
    // The least sizes that LOS_MemInit accepts there, with task statistics and without.
    makes::<Bestfit, ()>(248);
    makes::<Bestfit, TaskId>(776);
    makes::<BestfitLittle, TaskId>(556);
}

#[test]
fn a_pools_own_data_are_what_the_page_on_layout_says() {
    fn overhead<F: FitPolicy, M: NodeMeta>(size: usize) -> usize {
        let mut memory = Memory::new(size, 0);
        Pool::<F, M>::new(memory.bytes()).expect("the pool is large enough").overhead()
    }
    // Control words, bitmap and summary, 126 lists, two tries for each octave from 1 KiB on, and the rounding of the
    // first block's place.
    assert_eq!(overhead::<Bestfit, ()>(16 << 10), 24 + 28 + 4 * (126 + 8));
    assert_eq!(overhead::<Bestfit, ()>(64 << 10), 24 + 28 + 4 * (126 + 12));
    assert_eq!(overhead::<Bestfit, TaskId>(64 << 10), 24 + 28 + 4 * (126 + 12) + 16 + 4 * 65);
    // The end node counts where it is no block.
    assert_eq!(overhead::<BestfitLittle, ()>(16 << 10), 24 + 4 + 4);
}

#[test]
fn a_large_pool_serves_all_of_itself() {
    // Never touched but for headers, so it costs the machine little.
    const SIZE: usize = 40 << 20;
    let mut memory = Memory::new(SIZE, 0);
    let mut pool = Pool::<Bestfit, ()>::new(memory.bytes()).expect("the pool is large enough");
    let largest = pool.info().max_free_block - Pool::<Bestfit, ()>::HEADER;
    assert!(largest > SIZE - 1024);
    let block = pool.alloc(largest).expect("all of it");
    assert_eq!(pool.alloc(1), None);
    pool.free(block).expect("live");
    assert_eq!(pool.alloc(largest + 1), None);
    pool.check().expect("whole");
}

/// A free block exactly as large as an aligned request can need, and one slightly too small for some places, at every
/// place between two boundaries.
fn a_block_of_the_padded_size_always_serves<F: FitPolicy, M: NodeMeta>() {
    const BOUNDARY: usize = 64;
    let smallest = Pool::<F, M>::SMALLEST;
    let need = grant::<F, M>(200);
    let padded = need + BOUNDARY + smallest - 8;
    for shift in (0..2 * BOUNDARY).step_by(8) {
        let mut memory = Memory::new(16 << 10, 0);
        let mut pool = Pool::<F, M>::new(memory.bytes()).expect("the pool is large enough");
        pool.alloc(smallest + shift).expect("room");
        holes(&mut pool, &[padded - 8 - Pool::<F, M>::HEADER, padded - Pool::<F, M>::HEADER]);
        assert_eq!(pool.info().max_free_block, padded);
        let block = pool.alloc_align(200, BOUNDARY).expect("whatever the place, it fits");
        assert_eq!(block.addr().get() % BOUNDARY, 0);
        pool.check().expect("whole");
    }
}

#[test]
fn an_aligned_request_succeeds_wherever_a_block_of_its_padded_size_lies() {
    a_block_of_the_padded_size_always_serves::<Bestfit, ()>();
    a_block_of_the_padded_size_always_serves::<Bestfit, TaskId>();
    a_block_of_the_padded_size_always_serves::<Bestfit, CheckWord>();
    a_block_of_the_padded_size_always_serves::<BestfitLittle, ()>();
}

#[test]
fn the_best_of_the_smallest_class_of_large_blocks_serves_a_small_request() {
    for sizes in [[1500, 1100], [1100, 1500], [1400, 1300], [1030, 1020]] {
        let mut memory = Memory::new(16 << 10, 0);
        let mut pool = Pool::<Bestfit, ()>::new(memory.bytes()).expect("the pool is large enough");
        let blocks = holes(&mut pool, &sizes);
        let best = blocks[usize::from(sizes[1] < sizes[0])];
        assert_eq!(pool.alloc(900), Some(best), "{sizes:?}");
    }
}

#[test]
fn the_size_check_tells_what_lies_behind_a_pointer_in_blocks_and_items() {
    let mut memory = Memory::new(16 << 10, 0);
    let mut pool =
        Pool::<Bestfit, (), FixedSlab, Thorough>::new(memory.bytes()).expect("the pool is large enough");
    for (size, total) in [(300, 300), (60, 64), (128, 128)] {
        let block = pool.alloc(size).expect("room");
        assert_eq!(pool.room(block), Ok(total));
        for into in [0, 8, size - 1] {
            let pointer = block.map_addr(|at| at.saturating_add(into));
            let found = pool.node_size(pointer, CheckLevel::High).expect("a block is there");
            assert_eq!((found.total, found.available), (total, total - into));
            assert_eq!(pool.node_size(pointer, CheckLevel::Low).is_ok(), into == 0);
        }
    }
}

fn what_remains_can_be_the_smallest_block<F: FitPolicy, M: NodeMeta>() {
    let least = Pool::<F, M>::SMALLEST;
    let mut memory = Memory::new(16 << 10, 0);
    let mut pool = Pool::<F, M>::new(memory.bytes()).expect("the pool is large enough");
    // Shortened by exactly that, a block gives it back.
    let block = pool.alloc(256).expect("room");
    pool.alloc(8).expect("room");
    let room = pool.room(block).expect("live");
    pool.realloc(block, room - least).expect("shorter");
    assert_eq!(pool.room(block), Ok(room - least));
    // And an aligned block may begin exactly that far into a free one.
    for boundary in [64, 256] {
        let mut seen = 0;
        for step in 0..64 {
            let first = pool.alloc(8).expect("room");
            pool.free(first).expect("live");
            let (from, got) = (first.addr().get(), pool.alloc_align(4000, boundary).expect("room"));
            let gap = got.addr().get() - from;
            let due = (0..).map(|n| from.next_multiple_of(boundary) - from + n * boundary);
            let due = due.into_iter().find(|gap| *gap == 0 || *gap >= least).expect("some");
            assert_eq!(gap, due, "at {from:#x}");
            seen += usize::from(gap == least);
            pool.free(got).expect("live");
            // The next free block begins elsewhere.
            pool.alloc(8 + step % 3 * 8).expect("room");
        }
        assert!(seen > 0, "no gap of {least} bytes at boundary {boundary}");
    }
}

#[test]
fn the_smallest_block_is_split_off() {
    what_remains_can_be_the_smallest_block::<Bestfit, ()>();
    what_remains_can_be_the_smallest_block::<BestfitLittle, ()>();
}

#[test]
fn the_trie_stays_shallow_whatever_sizes_it_holds() {
    let mut memory = Memory::new(8 << 20, 0);
    let mut pool = Pool::<Bestfit, ()>::new(memory.bytes()).expect("the pool is large enough");
    // All in one class, each of its own size: a list would be a hundred steps long.
    let sizes: Vec<usize> = (0..100).map(|n| 16384 + n * 16).collect();
    holes(&mut pool, &sizes);
    pool.check().expect("every block is on the path of its size");
}

#[test]
fn slabs_of_more_bytes_hold_more_items() {
    type Slabs<'a> = Pool<'a, Bestfit, (), FixedSlab>;
    let items = |sizes| {
        let mut memory = Memory::new(32 << 10, 0);
        let mut pool = Slabs::with_slab_sizes(memory.bytes(), sizes).expect("the pool is large enough");
        let before = pool.info().total_used;
        // Items come from what the slab has, so that nothing more is used.
        (0..).take_while(|_| pool.alloc(128).is_some() && pool.info().total_used == before).count()
    };
    assert_eq!(items(SlabSizes::DEFAULT), 4);
    assert_eq!(items(SlabSizes::new([512, 512, 512, 1536])), 12);
}

#[test]
fn a_level_of_checking_has_one_number() {
    for (number, level) in [
        (0, Some(CheckLevel::Low)),
        (1, Some(CheckLevel::High)),
        (0xff, Some(CheckLevel::Disable)),
        (2, None),
    ] {
        assert_eq!(CheckLevel::from_number(number), level);
        assert!(level.is_none_or(|level| level.number() == number));
    }
}
