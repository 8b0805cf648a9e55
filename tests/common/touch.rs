//! How a test touches memory that belongs to a pool: directly.
//!
//! `touch_unseen.rs` takes this file's place in the test build for the address sanitizer, which would report it.

/// Reads a byte.
///
/// # Safety
/// * The byte is inside the caller's memory.
pub unsafe fn read(at: *const u8) -> u8 {
    // SAFETY: the caller's promise.
    unsafe { at.read() }
}

/// Writes a byte.
///
/// # Safety
/// * The byte is inside the caller's memory, and the caller knows what becomes of the pool.
pub unsafe fn write(at: *mut u8, value: u8) {
    // SAFETY: the caller's promise.
    unsafe { at.write(value) }
}
