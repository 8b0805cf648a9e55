//! How the pool's own code touches its memory in the test build for the address sanitizer (feature `poison`).
//!
//! The sanitizer sees a pool as one object. Here it is told which bytes are the pool's own: headers, control data, free
//! blocks and free items. A program that touches one of them is reported. The pool itself touches them by instructions
//! that the sanitizer does not see, so this file looks in its place:
//!
//! * P1. The pool reads and writes inside the pool only, whatever its memory holds.
//! * P2. The pool writes to what is its own only: a block that is lent to a program is taken back first.
//!
//! A breach of these is a panic, one of the program the sanitizer's report. Knows nothing of what a byte means, except
//! of the word that holds the pool's size.

use core::arch::asm;
use core::ffi::{c_int, c_void};
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::COMMON;
use super::node::SIZE;
use crate::size::WORD;

unsafe extern "C" {
    safe fn __asan_address_is_poisoned(address: *const c_void) -> c_int;
    fn __asan_poison_memory_region(start: *const c_void, length: usize);
    fn __asan_unpoison_memory_region(start: *const c_void, length: usize);
}

/// Whether the sanitizer is told what a program may touch.
pub(crate) const POISONS: bool = true;

/// Reads what lies `at` bytes after `base`.
///
/// # Safety
/// * `base` is a pool, and every bit pattern is a `T`.
#[track_caller]
pub(super) unsafe fn read<T: Copy>(base: NonNull<u8>, at: usize) -> T {
    expect_inside(base, at, size_of::<T>());
    let mut value = MaybeUninit::<T>::uninit();
    // SAFETY: inside the pool by the check above, and `value` has the room.
    unsafe { move_bytes(base.as_ptr().add(at), value.as_mut_ptr().cast(), size_of::<T>()) };
    // SAFETY: all bytes were written, and any bytes are a `T`.
    unsafe { value.assume_init() }
}

/// Writes what lies `at` bytes after `base`.
///
/// # Safety
/// * `base` is a pool.
#[track_caller]
pub(super) unsafe fn write<T: Copy>(base: NonNull<u8>, at: usize, value: T) {
    expect_own(base, at, size_of::<T>());
    // SAFETY: inside the pool by the check above, and apart from `value`.
    unsafe { move_bytes((&raw const value).cast(), base.as_ptr().add(at), size_of::<T>()) };
}

/// Clears `length` bytes from `at` on.
///
/// # Safety
/// * `base` is a pool.
#[track_caller]
pub(super) unsafe fn clear(base: NonNull<u8>, at: usize, length: usize) {
    expect_own(base, at, length);
    // SAFETY: inside the pool by the check above.
    let start = unsafe { base.as_ptr().add(at) };
    // SAFETY: as above; the direction flag is clear on entry and is left alone.
    unsafe {
        asm!("rep stosb", inout("rdi") start => _, inout("rcx") length => _, in("al") 0u8,
            options(nostack, preserves_flags));
    }
}

/// Copies `length` bytes; the ranges may overlap.
///
/// # Safety
/// * `base` is a pool.
#[track_caller]
pub(super) unsafe fn copy(base: NonNull<u8>, from: usize, to: usize, length: usize) {
    expect_inside(base, from, length);
    expect_own(base, to, length);
    // SAFETY: inside the pool by the checks above.
    unsafe { move_bytes(base.as_ptr().add(from), base.as_ptr().add(to), length) };
}

/// `size` bytes at `base` become a pool: all of it is the pool's own.
pub(super) fn take_over(base: NonNull<u8>, size: usize) {
    poison(base, size);
    let word = size as u32;
    // What lies inside is not known before; P1 is checked against this word from now on.
    // SAFETY: every pool has at least the words of `COMMON`.
    unsafe { move_bytes((&raw const word).cast(), base.as_ptr().add(SIZE), WORD) };
}

/// `length` bytes become the program's.
#[track_caller]
pub(super) fn permit(base: NonNull<u8>, at: usize, length: usize) {
    expect_inside(base, at, length);
    // SAFETY: inside the pool by the check above, so this changes what is known of the pool's memory only.
    unsafe { __asan_unpoison_memory_region(base.as_ptr().add(at).cast(), length) };
}

/// `length` bytes become the pool's own.
#[track_caller]
pub(super) fn forbid(base: NonNull<u8>, at: usize, length: usize) {
    expect_inside(base, at, length);
    // SAFETY: inside the pool by the check above.
    poison(unsafe { base.add(at) }, length);
}

/// What the handle that made a pool holds: with it the pool ends, and its memory is the program's again.
pub(crate) struct Lease(Option<(NonNull<u8>, usize)>);

// SAFETY: an address, which no thread owns, and a number.
unsafe impl Send for Lease {}
// SAFETY: as above.
unsafe impl Sync for Lease {}

impl Lease {
    /// The lease of a handle that did not make the pool, or whose pool outlives it.
    pub(crate) const NONE: Self = Self(None);

    /// The lease of `size` bytes at `base`.
    pub(super) fn over(base: NonNull<u8>, size: usize) -> Self {
        Self(Some((base, size)))
    }

    /// The pool stays when the handle goes.
    pub(crate) fn waive(&mut self) {
        self.0 = None;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some((base, size)) = self.0 {
            // SAFETY: changes what is known of the memory that the pool has had, and nothing in it.
            unsafe { __asan_unpoison_memory_region(base.as_ptr().cast(), size) };
        }
    }
}

fn poison(start: NonNull<u8>, length: usize) {
    // SAFETY: changes what is known of the pool's memory, and nothing in it.
    unsafe { __asan_poison_memory_region(start.as_ptr().cast(), length) };
}

/// P1.
#[track_caller]
fn expect_inside(base: NonNull<u8>, at: usize, length: usize) {
    let mut size = 0u32;
    // SAFETY: every pool, and all memory that is asked whether it is one, has the words of `COMMON`.
    unsafe { move_bytes(base.as_ptr().add(SIZE), (&raw mut size).cast(), WORD) };
    let size = (size as usize).max(COMMON);
    assert!(
        at <= size && length <= size - at,
        "the pool touches {length} bytes at offset {at:#x} of a pool of {size:#x} bytes"
    );
}

/// P1 and P2.
#[track_caller]
fn expect_own(base: NonNull<u8>, at: usize, length: usize) {
    expect_inside(base, at, length);
    // A half word is the least that changes hands.
    for at in (at..at + length).step_by(2) {
        // SAFETY: inside the pool by the check above.
        let address = unsafe { base.as_ptr().add(at) };
        assert!(
            __asan_address_is_poisoned(address.cast()) != 0,
            "the pool writes to offset {at:#x}, which is lent to the program"
        );
    }
}

/// Copies bytes unseen by the sanitizer; the ranges may overlap.
///
/// # Safety
/// * Both ranges may be accessed.
#[inline(always)]
unsafe fn move_bytes(from: *const u8, to: *mut u8, length: usize) {
    if length == WORD {
        // Most of what the pool touches, and many times faster.
        // SAFETY: the caller's promise.
        unsafe {
            asm!("mov {word:e}, dword ptr [{from}]", "mov dword ptr [{to}], {word:e}", word = out(reg) _,
                from = in(reg) from, to = in(reg) to, options(nostack, preserves_flags));
        }
        return;
    }
    // SAFETY: the caller's promise.
    unsafe { move_many(from, to, length) }
}

/// [`move_bytes`] of any length.
///
/// # Safety
/// * Both ranges may be accessed.
unsafe fn move_many(from: *const u8, to: *mut u8, length: usize) {
    if to.addr().wrapping_sub(from.addr()) >= length {
        // SAFETY: the caller's promise; upwards, nothing is overwritten before it is read.
        unsafe {
            asm!("rep movsb", inout("rsi") from => _, inout("rdi") to => _, inout("rcx") length => _,
                options(nostack, preserves_flags));
        }
        return;
    }
    let last = length - 1;
    // SAFETY: the caller's promise; downwards, nothing is overwritten before it is read. The direction flag is clear again
    // at the end.
    unsafe {
        asm!("std", "rep movsb", "cld", inout("rsi") from.add(last) => _, inout("rdi") to.add(last) => _,
            inout("rcx") length => _, options(nostack));
    }
}
