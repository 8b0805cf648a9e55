//! The slab extension: small requests from chunks of equal items.
//!
//! A chunk is a used block of the pool with 512 bytes of items of one class: 16, 32, 64 or 128 bytes. An item has no header; a
//! bit of its chunk says whether it is free. A map with one byte per 512 bytes of pool finds the chunk around a pointer in
//! constant time, however many chunks there are.
//!
//! ```text
//!  pool:   | head of class 16 | 32 | 64 | 128 | map, one byte per 512 bytes of the pool |
//!  chunk:  | next | previous | class | free items (bits) | 16 bytes unused | item 0 | item 1 | … |
//!          ^ payload of a used block                                       ^ 32 bytes on
//! ```
//!
//! Invariants: L1. A byte of the map is 0 iff no chunk starts in its 512 bytes, else it says where. L2. A chunk is in the
//! list of its class iff it has a free item. L3. In a growing slab an empty chunk is kept only if the list has no other.

mod cache;
mod chunk;

pub(crate) use cache::Item;

use crate::size::{WORD, round_up};

/// Number of item sizes.
pub(crate) const CLASSES: usize = 4;

/// The largest item.
pub(crate) const LARGEST_ITEM: usize = item_size(CLASSES - 1);

/// Bytes of items in a chunk.
pub(crate) const CHUNK: usize = 512;

/// Pools below this many bytes keep no slabs.
const LEAST_POOL: usize = 0x1000;

/// The item size of a class.
const fn item_size(class: usize) -> usize {
    16 << class
}

/// Whether and how a pool keeps slabs.
///
/// Sealed: the implementations are [`NoSlab`], [`FixedSlab`] and [`GrowingSlab`].
pub trait SlabPolicy: sealed::Sealed + 'static {
    /// Whether there are slabs at all.
    const ENABLED: bool;

    /// Whether a class that is full gets another chunk.
    const GROWS: bool;

    /// Bytes of the pool's own data for a pool of `size` bytes.
    fn pool_bytes(size: usize) -> usize {
        if Self::serves(size) { CLASSES * WORD + round_up(size.div_ceil(CHUNK), WORD) } else { 0 }
    }

    /// Whether a pool of `size` bytes has slabs.
    fn serves(size: usize) -> bool {
        Self::ENABLED && size >= LEAST_POOL
    }
}

/// No slabs: every request is served from the blocks of the pool.
#[derive(Debug)]
pub enum NoSlab {}

impl SlabPolicy for NoSlab {
    const ENABLED: bool = false;
    const GROWS: bool = false;
}

/// Slabs of a fixed size, made when the pool is. A full class leaves its requests to the blocks of the pool.
#[derive(Debug)]
pub enum FixedSlab {}

impl SlabPolicy for FixedSlab {
    const ENABLED: bool = true;
    const GROWS: bool = false;
}

/// Slabs that grow and shrink by chunks.
#[derive(Debug)]
pub enum GrowingSlab {}

impl SlabPolicy for GrowingSlab {
    const ENABLED: bool = true;
    const GROWS: bool = true;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::NoSlab {}
    impl Sealed for super::FixedSlab {}
    impl Sealed for super::GrowingSlab {}
}

/// How many bytes of items each class of a fixed slab has: 512 at least, rounded up to whole chunks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SlabSizes {
    chunks: [usize; CLASSES],
}

impl SlabSizes {
    /// 512 bytes per class.
    pub const DEFAULT: Self = Self { chunks: [1; CLASSES] };

    /// The given bytes for the classes of 16, 32, 64 and 128 bytes.
    pub const fn new(bytes: [usize; CLASSES]) -> Self {
        let mut chunks = [1; CLASSES];
        let mut class = 0;
        while class < CLASSES {
            if bytes[class] > CHUNK {
                chunks[class] = bytes[class].div_ceil(CHUNK);
            }
            class += 1;
        }
        Self { chunks }
    }

    pub(crate) fn chunks(self, class: usize) -> usize {
        self.chunks[class]
    }
}
