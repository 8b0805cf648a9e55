//! Text output where there is an operating system: the C library's, which every hosted program links.

use core::ffi::c_int;

unsafe extern "C" {
    safe fn putchar(character: c_int) -> c_int;
}

/// Prints `text`.
pub(crate) fn print(text: &str) {
    for &byte in text.as_bytes() {
        putchar(c_int::from(byte));
    }
}
