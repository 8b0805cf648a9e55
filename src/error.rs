//! What can be wrong with a request, in Rust, and the numbers C sees.

use core::fmt;

/// Why a pool refused a request. The pool is unchanged by a refused request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Error {
    /// The memory given to a pool is too small for the pool's own data and one block.
    PoolTooSmall,
    /// The memory given to a pool is larger than [`crate::MAX_POOL`].
    PoolTooLarge,
    /// The memory overlaps a pool that is registered already.
    PoolOverlaps,
    /// No pool starts at this address.
    NotAPool,
    /// The pointer lies outside the blocks of this pool.
    OutsidePool,
    /// The pointer is not on an 8-byte boundary, so no block starts there.
    Misaligned,
    /// No used block starts at the pointer: it was freed before, or it points into a block.
    NotABlock,
    /// The block or a neighbour was overwritten, and cannot be restored. Only checked pools find that.
    Damaged,
    /// The level of the node size check is "disable".
    CheckDisabled,
    /// There is no such level of the node size check.
    BadLevel,
    /// There is no free block of the size asked for, or the size is zero or beyond any pool.
    OutOfMemory,
    /// bestfit_little does not resize a block that came from an aligned allocation.
    AlignedBlock,
    /// The boundary is not a power of two that holds a pointer.
    BadBoundary,
    /// A module number above the highest one.
    BadModule,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PoolTooSmall => f.write_str("the memory is too small for a pool"),
            Self::PoolTooLarge => f.write_str("the memory is larger than a pool can be"),
            Self::PoolOverlaps => f.write_str("the memory overlaps another pool"),
            Self::NotAPool => f.write_str("no pool starts at this address"),
            Self::OutsidePool => f.write_str("the pointer lies outside the pool"),
            Self::Misaligned => f.write_str("the pointer is not aligned as blocks are"),
            Self::NotABlock => f.write_str("no used block starts at the pointer"),
            Self::Damaged => f.write_str("the block or one beside it was overwritten"),
            Self::CheckDisabled => f.write_str("the node size check is disabled"),
            Self::BadLevel => f.write_str("there is no such check level"),
            Self::OutOfMemory => f.write_str("no free block is large enough"),
            Self::AlignedBlock => f.write_str("bestfit_little does not resize an aligned block"),
            Self::BadBoundary => f.write_str("the boundary is not a power of two that holds a pointer"),
            Self::BadModule => f.write_str("the module number is too high"),
        }
    }
}

impl core::error::Error for Error {}

impl Error {
    /// The number that the C functions of the node size check return.
    pub const fn number(self) -> u32 {
        match self {
            Self::OutsidePool => 0x0200_0102,
            Self::Misaligned | Self::NotABlock => 0x0200_0103,
            Self::BadLevel => 0x0200_0104,
            Self::CheckDisabled => 0x0200_0105,
            _ => LOS_NOK,
        }
    }
}

/// Success, as C functions return it.
pub const LOS_OK: u32 = 0;
/// Failure, as C functions return it.
pub const LOS_NOK: u32 = 1;
/// "No number", as C functions return it.
pub const OS_INVALID: u32 = 0xffff_ffff;
/// A null pointer was given to the node size check.
pub const LOS_ERRNO_MEMCHECK_PARA_NULL: u32 = 0x0200_0101;

/// What the integrity check found broken, and where. Offsets count bytes from the pool's start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Damage {
    /// Offset of the broken block.
    pub block: usize,
    /// Offset of the block before it, which may have written past its end; the block itself if it is the first.
    pub previous: usize,
    /// The rule that does not hold.
    pub fault: Fault,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the block at offset {:#x} is broken ({}); the block before it is at {:#x}",
            self.block, self.fault, self.previous
        )
    }
}

/// The rule that a broken block violates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// The pool's own data contradict its place or size.
    Control,
    /// The header contradicts its check word: it was overwritten.
    Header,
    /// The copy of the header in the block before, or the link to it, contradicts the header.
    Backup,
    /// The size is too small, or leads past the end of the pool.
    Size,
    /// The flag for the predecessor contradicts the predecessor.
    PrevFlag,
    /// The size at the end of a free block differs from the one at its head.
    Footer,
    /// Two neighbours are both free.
    Unmerged,
    /// The links of a free block are not answered.
    Links,
    /// The index does not hold exactly the free blocks.
    Index,
    /// The end node is not a used block of size 0.
    EndNode,
    /// A slab's chunks, map or lists contradict one another.
    Slab,
    /// The statistics disagree with the blocks.
    Statistics,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Control => "pool data",
            Self::Header => "header overwritten",
            Self::Backup => "copy of the header",
            Self::Size => "size",
            Self::PrevFlag => "flag of the predecessor",
            Self::Footer => "size at the end",
            Self::Unmerged => "free neighbours",
            Self::Links => "links",
            Self::Index => "index of free blocks",
            Self::EndNode => "end node",
            Self::Slab => "slab",
            Self::Statistics => "statistics",
        })
    }
}
