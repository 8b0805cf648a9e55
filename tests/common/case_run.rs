//! Runs a case of the suite on a pool.
//!
//! Knows nothing of files and of the standard library: the firmware runs the same cases.

use super::case::{Act, Case, MOST_BLOCKS, Size};
use super::painted::Painted;
use core::any::type_name;
use core::ptr::NonNull;
use los_mem::{Checks, FitPolicy, NodeMeta, Pool, SlabPolicy};

/// What is known of a case's block.
#[derive(Clone, Copy)]
enum Known {
    Nothing,
    Live(Painted),
    Freed(NonNull<u8>),
}

impl Known {
    fn live(self) -> Painted {
        let Known::Live(painted) = self else { panic!("the case resizes a block that is not live") };
        painted
    }
}

/// Does every step on a fresh pool of the case's size. Panics, with the case, the step and the policy, where a promise
/// is broken. A case for the other algorithm is left out.
pub fn run<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(
    case: &Case<'_>,
    mut pool: Pool<'_, F, M, S, C>,
) {
    if case.only.is_some_and(|only| only != F::ALGORITHM.name()) {
        return;
    }
    let fresh = pool.info();
    let mut blocks = [Known::Nothing; MOST_BLOCKS];
    for (number, step) in case.steps.iter().enumerate() {
        let place = format_args!("{}: step {number}, {}", case.name, type_name::<Pool<'_, F, M, S, C>>());
        let before = pool.info();
        let byte = number as u8 + 1;
        let size = match step.size {
            Size::Rest => before.max_free_block - Pool::<F, M, S, C>::HEADER,
            Size::Bytes(size) => size,
        };
        let done = match step.act {
            Act::Alloc(name) | Act::Align(name, _) => {
                let got = match step.act {
                    Act::Align(_, boundary) => pool.alloc_align(size, boundary),
                    _ => pool.alloc(size),
                };
                if let Some(block) = got {
                    let fits = |boundary| block.addr().get() % boundary == 0;
                    assert!(!matches!(step.act, Act::Align(_, boundary) if !fits(boundary)), "{place}");
                    blocks[name] = Known::Live(Painted::new(block, size, byte));
                }
                got.is_some()
            }
            Act::Realloc(name) => {
                let old = blocks[name].live();
                let got = pool.realloc(old.block, size);
                if let Ok(block) = got {
                    Painted { block, ..old }.check(old.size.min(size));
                    assert!(step.same.is_none_or(|same| same == (block == old.block)), "{place}");
                    blocks[name] = Known::Live(Painted::new(block, size, byte));
                }
                got.is_ok()
            }
            Act::Free(name) => {
                let block = match blocks[name] {
                    Known::Live(painted) => painted.block,
                    Known::Freed(block) => block,
                    Known::Nothing => panic!("{place}: the case frees what it never had"),
                };
                blocks[name] = Known::Freed(block);
                pool.free(block).is_ok()
            }
        };
        assert_eq!(done, !step.fails, "{place}");
        let info = pool.info();
        assert!(done || info == before, "{place}: a refused step changed the pool");
        // Slabs serve small requests without a block of their own.
        if !S::ENABLED {
            assert!(step.used.is_none_or(|n| n == info.used_blocks - fresh.used_blocks), "{place}: {info:?}");
        }
        assert!(step.free_blocks.is_none_or(|n| n == info.free_blocks), "{place}: {info:?}");
        if let Err(damage) = pool.check() {
            panic!("{place}: {damage}");
        }
        for known in blocks {
            if let Known::Live(painted) = known {
                painted.check(painted.size);
            }
        }
    }
}
