//! Sizes: checked arithmetic, and the word that heads every block.
//!
//! Owns the grain of 8 bytes and the meaning of a header's bits. Knows nothing of where a block lies.

/// Every block starts a payload on a multiple of this, and every block size is a multiple of it.
pub(crate) const GRAIN: usize = 8;

/// One word of a pool: offsets, sizes and links are this wide on 32-bit and 64-bit targets alike.
pub(crate) const WORD: usize = 4;

/// The largest pool in bytes: a size and its flags share one 32-bit word.
pub const MAX_POOL: usize = (u32::MAX as usize) & !(GRAIN - 1);

/// `n` rounded up to a multiple of `to`, a power of two. The caller has bounded `n`.
pub(crate) const fn round_up(n: usize, to: usize) -> usize {
    (n + (to - 1)) & !(to - 1)
}

/// The header word of a block: its size in bytes, header included, and three flags.
///
/// `size` is a multiple of [`GRAIN`], which leaves the low three bits. Every word that the bookkeeping leaves
/// in free memory (links, sizes) has `USED` clear, so a stale pointer never finds a used header there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Tag(usize);

impl Tag {
    const USED: usize = 1;
    const PREV_FREE: usize = 2;
    const ALIGNED: usize = 4;
    const FLAGS: usize = GRAIN - 1;

    /// The header of a free block. Its predecessor is used, since neighbours merge at once.
    #[inline(always)]
    pub(crate) const fn free(size: usize) -> Self {
        Self(size)
    }

    /// The header of a used block whose predecessor is used.
    #[inline(always)]
    pub(crate) const fn used(size: usize) -> Self {
        Self(size | Self::USED)
    }

    #[inline(always)]
    pub(crate) const fn from_word(word: usize) -> Self {
        Self(word)
    }

    #[inline(always)]
    pub(crate) const fn word(self) -> usize {
        self.0
    }

    #[inline(always)]
    pub(crate) const fn size(self) -> usize {
        self.0 & !Self::FLAGS
    }

    #[inline(always)]
    pub(crate) const fn is_used(self) -> bool {
        self.0 & Self::USED != 0
    }

    #[inline(always)]
    pub(crate) const fn prev_is_free(self) -> bool {
        self.0 & Self::PREV_FREE != 0
    }

    /// Whether the block came from an aligned allocation.
    #[inline(always)]
    pub(crate) const fn is_aligned(self) -> bool {
        self.0 & Self::ALIGNED != 0
    }

    #[inline(always)]
    pub(crate) const fn with_prev_free(self) -> Self {
        Self(self.0 | Self::PREV_FREE)
    }

    #[inline(always)]
    pub(crate) const fn with_prev_used(self) -> Self {
        Self(self.0 & !Self::PREV_FREE)
    }

    #[inline(always)]
    pub(crate) const fn with_aligned(self) -> Self {
        Self(self.0 | Self::ALIGNED)
    }

    /// The same flags over another size.
    #[inline(always)]
    pub(crate) const fn resized(self, size: usize) -> Self {
        Self(size | (self.0 & Self::FLAGS))
    }
}
