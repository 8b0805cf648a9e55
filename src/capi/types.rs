//! The basic types by the names that C programs know.
//!
//! The header does not define them: `los_typedef.h` does, or the file of that name that the program brings.
#![allow(clippy::upper_case_acronyms)] // C names

/// What is behind an untyped pointer.
pub type VOID = core::ffi::c_void;
/// A character of text.
pub type CHAR = core::ffi::c_char;
/// A byte.
pub type UINT8 = u8;
/// A number of 32 bits.
pub type UINT32 = u32;
/// A number as wide as a pointer.
pub type UINTPTR = usize;
/// A UINTPTR in C: here a pointer, so that the linker can fill it in.
pub type ADDRESS = *mut u8;
