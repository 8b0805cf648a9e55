//! Collections in a pool: the `Allocator` traits of allocator-api2 over a shared pool and the system pool.
#![allow(unsafe_code)] // calls the traits as collections do

mod common;

use std::alloc::Layout;
use std::ptr::NonNull;

use common::{Memory, Prng};
use los_mem::{
    Bestfit, BestfitLittle, CONFIG, Checks, ConfiguredPool, FitPolicy, FixedSlab, NoSlab, NodeMeta, Plain,
    Pool, PoolStatus, SharedPool, SlabPolicy, TaskId, Thorough,
};

#[repr(align(512))]
#[derive(Clone, Debug, PartialEq)]
struct Wide(u64);

/// A pool's figures, without the one that never falls.
fn figures<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(
    pool: &SharedPool<'_, F, M, S, C>,
) -> PoolStatus {
    let mut status = pool
        .read(|pool| {
            pool.check().expect("the pool is whole");
            pool.info()
        })
        .expect("the pool is made");
    status.water_line = None;
    status
}

/// Whether the configured pool is as it was; a growing slab keeps a chunk per class, which need not be its first.
fn is_like(now: PoolStatus, fresh: PoolStatus) -> bool {
    now == fresh || (CONFIG.slab_auto_expansion && now.used_blocks == fresh.used_blocks)
}

fn sizes(random: &mut Prng) -> usize {
    match random.below(6) {
        0 => 0,
        1 => random.below(6000),
        2 | 3 => random.below(130),
        _ => random.below(700),
    }
}

fn layout(random: &mut Prng, size: usize) -> Layout {
    let boundary = 1usize << random.below(13).min(random.below(18));
    Layout::from_size_align(size, boundary).expect("small enough")
}

/// A live block of a collection, painted with its number.
struct Live {
    block: NonNull<u8>,
    layout: Layout,
    fill: u8,
}

impl Live {
    fn paint(&self) {
        // SAFETY: the block is live and that long.
        unsafe { self.block.write_bytes(self.fill, self.layout.size()) }
    }

    fn holds(&self, fill: u8, from: usize, to: usize) -> bool {
        // SAFETY: the block is live, that long, and was filled so far.
        let bytes = unsafe { std::slice::from_raw_parts(self.block.as_ptr(), to) };
        bytes[from..].iter().all(|&byte| byte == fill)
    }
}

/// The same tests for the trait of one version.
macro_rules! of_version {
    ($name:ident, $crate_name:ident) => {
        mod $name {
            use super::*;
            use $crate_name::alloc::Allocator;
            use $crate_name::boxed::Box;
            use $crate_name::vec::Vec;

            #[test]
            fn vectors_and_boxes_live_in_a_pool() {
                let mut memory = Memory::new(64 << 10, 0);
                let range = memory.bytes().as_ptr_range();
                let pool = SharedPool::new(ConfiguredPool::new(memory.bytes()).expect("there is room"));
                let fresh = figures(&pool);
                {
                    let mut numbers = Vec::new_in(&pool);
                    numbers.extend(0..2000u32);
                    let start = numbers.as_ptr().addr();
                    assert!(range.contains(&numbers.as_ptr().cast()), "the vector lies elsewhere");
                    numbers.truncate(10);
                    numbers.shrink_to_fit();
                    assert_eq!(numbers.as_ptr().addr(), start, "shrinking moved the block");
                    assert_eq!(numbers.iter().sum::<u32>(), 45);
                    let wide = Box::new_in(Wide(7), &pool);
                    assert_eq!((*wide).0, 7);
                    assert_eq!(std::ptr::from_ref(&*wide).addr() % 512, 0);
                    let mut wides = Vec::new_in(&pool);
                    for n in 0..20 {
                        wides.push(Wide(n));
                        assert_eq!(wides.as_ptr().addr() % 512, 0);
                    }
                    assert!(wides.iter().map(|wide| wide.0).eq(0..20));
                }
                assert!(is_like(figures(&pool), fresh), "everything was given back");
            }

            #[test]
            fn an_exhausted_pool_is_an_error_and_no_panic() {
                let mut memory = Memory::new(8 << 10, 0);
                let pool = SharedPool::new(ConfiguredPool::new(memory.bytes()).expect("there is room"));
                let mut numbers = Vec::<u64, _>::new_in(&pool);
                assert!(numbers.try_reserve_exact(100_000).is_err());
                numbers.try_reserve_exact(10).expect("there is room for ten");
                numbers.extend(0..10);
                assert!(numbers.try_reserve_exact(usize::MAX / 16).is_err());
                assert!(numbers.iter().copied().eq(0..10), "a failed growth leaves the content");
                assert!(Box::try_new_in([0u8; 9000], &pool).is_err());
            }

            #[test]
            fn the_system_pool_serves_collections() {
                let mut numbers = Vec::new_in(los_mem::LosMem);
                numbers.try_reserve(100).expect("the system pool has room");
                numbers.extend(0..100u8);
                let address = numbers.as_ptr().addr();
                assert!(address.wrapping_sub(los_mem::os_sys_mem_addr()) < los_mem::os_sys_mem_size());
                numbers.truncate(3);
                numbers.shrink_to_fit();
                assert_eq!(numbers, [0, 1, 2]);
            }

            #[test]
            fn an_empty_block_costs_nothing_and_lies_well() {
                let mut memory = Memory::new(8 << 10, 0);
                let shared = SharedPool::new(ConfiguredPool::new(memory.bytes()).expect("there is room"));
                let pool = &shared;
                let fresh = figures(pool);
                let empty = Layout::from_size_align(0, 4096).expect("small enough");
                let block = pool.allocate(empty).expect("nothing is always there");
                assert_eq!((block.len(), block.cast::<u8>().addr().get() % 4096), (0, 0));
                assert_eq!(figures(pool), fresh);
                let full = Layout::from_size_align(100, 64).expect("small enough");
                // SAFETY: the block has the old layout and is used no more; so below.
                let grown = unsafe { pool.grow_zeroed(block.cast(), empty, full) }.expect("there is room");
                // SAFETY: see above.
                let block = unsafe { pool.shrink(grown.cast(), full, empty) }.expect("always there");
                assert_eq!(figures(pool), fresh);
                // SAFETY: see above.
                unsafe { pool.deallocate(block.cast(), empty) };
                assert_eq!(figures(pool), fresh);
            }

            fn drive<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(seed: u64, size: usize) {
                let mut memory = Memory::new(size, 0);
                let shared = SharedPool::new(Pool::<F, M, S, C>::new(memory.bytes()).expect("there is room"));
                let pool = &shared;
                let fresh = figures(pool);
                let mut random = Prng::new(seed);
                let mut live: std::vec::Vec<Live> = std::vec::Vec::new();
                for step in 0..1500 {
                    let fill = step as u8 | 1;
                    if live.is_empty() || random.below(4) == 0 {
                        let size = sizes(&mut random);
                        let layout = layout(&mut random, size);
                        let zeroed = random.below(2) == 0;
                        let block = if zeroed { pool.allocate_zeroed(layout) } else { pool.allocate(layout) };
                        let Ok(block) = block else { continue };
                        assert_eq!(block.len(), layout.size());
                        let block = Live { block: block.cast(), layout, fill };
                        assert!(!zeroed || block.holds(0, 0, layout.size()));
                        block.paint();
                        live.push(block);
                    } else if random.below(3) == 0 {
                        let old = live.swap_remove(random.below(live.len()));
                        assert!(old.holds(old.fill, 0, old.layout.size()));
                        // SAFETY: the block has this layout and is used no more.
                        unsafe { pool.deallocate(old.block, old.layout) };
                    } else {
                        let index = random.below(live.len());
                        let Live { block, layout: old, fill: before } = live[index];
                        let size = sizes(&mut random);
                        let new = layout(&mut random, size);
                        let (grows, zeroed) = (size >= old.size(), random.below(2) == 0);
                        // SAFETY: the block has the old layout, and is replaced below if it moved; the new size is as each
                        // function asks.
                        let moved = unsafe {
                            match (grows, zeroed) {
                                (true, true) => pool.grow_zeroed(block, old, new),
                                (true, false) => pool.grow(block, old, new),
                                (false, _) => pool.shrink(block, old, new),
                            }
                        };
                        let Ok(moved) = moved else {
                            assert!(live[index].holds(before, 0, old.size()), "a failure changed the block");
                            continue;
                        };
                        assert_eq!(moved.len(), new.size());
                        live[index] = Live { block: moved.cast(), layout: new, fill };
                        let kept = old.size().min(new.size());
                        assert!(live[index].holds(before, 0, kept), "the content was lost");
                        assert!(!(grows && zeroed) || live[index].holds(0, kept, new.size()));
                        live[index].paint();
                    }
                    for block in &live {
                        assert_eq!(block.block.addr().get() % block.layout.align(), 0);
                    }
                    figures(pool);
                }
                for block in live {
                    assert!(block.holds(block.fill, 0, block.layout.size()), "a block was changed by others");
                    // SAFETY: the block has this layout and is used no more.
                    unsafe { pool.deallocate(block.block, block.layout) };
                }
                assert_eq!(figures(pool), fresh, "an emptied pool is like a fresh one");
            }

            #[test]
            fn the_trait_keeps_its_promises_in_every_policy() {
                for seed in 0..3 {
                    drive::<Bestfit, (), NoSlab, Plain>(seed, 64 << 10);
                    drive::<Bestfit, TaskId, FixedSlab, Plain>(seed, 32 << 10);
                    drive::<BestfitLittle, (), NoSlab, Plain>(seed, 64 << 10);
                    drive::<BestfitLittle, TaskId, FixedSlab, Thorough>(seed, 16 << 10);
                }
            }
        }
    };
}

of_version!(version_02, allocator_api2_02);
of_version!(version_04, allocator_api2_04);

#[test]
fn a_map_lives_in_a_pool() {
    let mut memory = Memory::new(256 << 10, 0);
    let pool = SharedPool::new(ConfiguredPool::new(memory.bytes()).expect("there is room"));
    let fresh = figures(&pool);
    {
        let mut names = hashbrown::HashMap::new_in(&pool);
        for n in 0..2000u32 {
            names.insert(n, n.wrapping_mul(2_654_435_761));
        }
        for n in (0..2000).step_by(3) {
            names.remove(&n);
        }
        names.shrink_to_fit();
        assert_eq!(names.len(), 1333);
        assert!(names.iter().all(|(&key, &value)| value == key.wrapping_mul(2_654_435_761)));
    }
    assert!(is_like(figures(&pool), fresh), "everything was given back");
}
