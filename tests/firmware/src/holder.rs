//! Somebody who holds blocks: allocates, resizes and frees at random, and knows what each block must contain.

use crate::common::painted::Painted;
use crate::common::random::Prng;
use crate::heap::{GRAIN, Heap, Owned};

/// Up to `N` blocks of one owner.
pub(crate) struct Holder<const N: usize> {
    owned: [Option<Owned>; N],
    random: Prng,
    /// The largest block.
    most: usize,
    /// What the last block was painted with.
    byte: u8,
}

impl<const N: usize> Holder<N> {
    pub(crate) const fn new(seed: u64, most: usize) -> Self {
        Self { owned: [None; N], random: Prng::new(seed), most, byte: 0 }
    }

    /// One operation. Panics if a block was written by others, overlaps another of this owner, or is misaligned.
    pub(crate) fn step<H: Heap>(&mut self, heap: &mut H) {
        let slot = self.random.below(N);
        match (self.owned[slot].take(), self.random.below(4)) {
            (None, dice) => {
                let boundary = if dice == 0 { 16 << self.random.below(3) } else { GRAIN };
                let size = self.size();
                if let Some(block) = heap.alloc(size, boundary) {
                    self.own(slot, block, size, boundary);
                }
            }
            (Some(old), 0) => {
                let size = self.size();
                match heap.realloc(&old, size) {
                    Some(block) => {
                        Painted { block, ..old.painted }.check(size.min(old.painted.size));
                        let keeps = H::KEEPS_BOUNDARY || block == old.painted.block;
                        self.own(slot, block, size, if keeps { old.boundary } else { GRAIN });
                    }
                    None => {
                        old.painted.check(old.painted.size);
                        self.owned[slot] = Some(old);
                    }
                }
            }
            (Some(old), _) => {
                old.painted.check(old.painted.size);
                heap.free(old);
            }
        }
    }

    /// Frees everything.
    pub(crate) fn finish<H: Heap>(&mut self, heap: &mut H) {
        for old in self.owned.iter_mut().filter_map(Option::take) {
            old.painted.check(old.painted.size);
            heap.free(old);
        }
    }

    fn size(&mut self) -> usize {
        let most = match self.random.below(8) {
            0 => self.most,
            1..=4 => 150,
            _ => self.most / 4,
        };
        self.random.below(most) + 1
    }

    fn own(&mut self, slot: usize, block: core::ptr::NonNull<u8>, size: usize, boundary: usize) {
        let start = block.addr().get();
        assert_eq!(start % boundary, 0, "a block does not lie on its boundary");
        for other in self.owned.iter().flatten() {
            let at = other.painted.block.addr().get();
            assert!(start + size <= at || at + other.painted.size <= start, "two live blocks overlap");
        }
        self.byte = self.byte.wrapping_add(1);
        self.owned[slot] = Some(Owned { painted: Painted::new(block, size, self.byte), boundary });
    }
}
