//! The state of a pool in numbers.

/// What [`crate::Pool::info`] tells. Sizes are bytes and include headers.
///
/// `total_used + total_free` is always the pool's size less its own data.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PoolStatus {
    /// Bytes in used blocks.
    pub total_used: usize,
    /// Bytes in free blocks.
    pub total_free: usize,
    /// Bytes of the largest free block, its header included; 0 if there is none.
    pub max_free_block: usize,
    /// Number of used blocks. bestfit counts the end node, bestfit_little does not.
    pub used_blocks: usize,
    /// Number of free blocks.
    pub free_blocks: usize,
    /// The most bytes that were ever in use, the pool's own data included; with task statistics only.
    pub water_line: Option<usize>,
}
