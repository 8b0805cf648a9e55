//! How a test touches memory that belongs to a pool, unseen by the address sanitizer.

use std::arch::asm;

/// Reads a byte.
///
/// # Safety
/// * The byte is inside the caller's memory.
pub unsafe fn read(at: *const u8) -> u8 {
    let value: u8;
    // SAFETY: the caller's promise.
    unsafe {
        asm!("mov {value}, byte ptr [{at}]", value = out(reg_byte) value, at = in(reg) at,
            options(nostack, preserves_flags, readonly));
    }
    value
}

/// Writes a byte.
///
/// # Safety
/// * The byte is inside the caller's memory, and the caller knows what becomes of the pool.
pub unsafe fn write(at: *mut u8, value: u8) {
    // SAFETY: the caller's promise.
    unsafe {
        asm!("mov byte ptr [{at}], {value}", value = in(reg_byte) value, at = in(reg) at,
            options(nostack, preserves_flags));
    }
}
