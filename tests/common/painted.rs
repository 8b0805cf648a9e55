//! A block filled with one byte: whatever else is written there shows.
//!
//! Knows nothing of the standard library: the firmware uses it too.

use core::ptr::NonNull;

/// A block and the byte it is filled with.
#[derive(Clone, Copy)]
pub struct Painted {
    pub block: NonNull<u8>,
    pub size: usize,
    pub byte: u8,
}

impl Painted {
    /// Fills a live block of `size` bytes.
    pub fn new(block: NonNull<u8>, size: usize, byte: u8) -> Self {
        // SAFETY: the block is live and has `size` bytes.
        unsafe { block.write_bytes(byte, size) };
        Self { block, size, byte }
    }

    /// Panics unless the first `length` bytes are as they were painted.
    pub fn check(&self, length: usize) {
        // SAFETY: the block is live and was painted.
        let bytes = unsafe { core::slice::from_raw_parts(self.block.as_ptr(), length) };
        assert!(bytes.iter().all(|&byte| byte == self.byte), "content was changed");
    }
}
