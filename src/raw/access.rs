//! How the pool's own code touches its memory: directly.
//!
//! `poisoned.rs` takes this file's place in the test build for the address sanitizer. There every function that does
//! nothing here says which memory a program may touch. Knows nothing of what a byte means.

use core::ptr::NonNull;

/// Whether the sanitizer is told what a program may touch.
pub(crate) const POISONS: bool = false;

/// Reads what lies `at` bytes after `base`.
///
/// # Safety
/// * `at` is an offset inside the pool at `base`, aligned for `T`.
/// * Every bit pattern is a `T`.
#[inline(always)]
pub(super) unsafe fn read<T: Copy>(base: NonNull<u8>, at: usize) -> T {
    // SAFETY: the caller's promise.
    unsafe { base.add(at).cast::<T>().read() }
}

/// Writes what lies `at` bytes after `base`.
///
/// # Safety
/// * `at` is an offset inside the pool at `base`, aligned for `T`, and what lies there is the pool's own.
#[inline(always)]
pub(super) unsafe fn write<T: Copy>(base: NonNull<u8>, at: usize, value: T) {
    // SAFETY: the caller's promise.
    unsafe { base.add(at).cast::<T>().write(value) }
}

/// Clears `length` bytes from `at` on.
///
/// # Safety
/// * The range is inside the pool at `base`, and the pool's own.
#[inline(always)]
pub(super) unsafe fn clear(base: NonNull<u8>, at: usize, length: usize) {
    // SAFETY: the caller's promise.
    unsafe { base.add(at).write_bytes(0, length) }
}

/// Copies `length` bytes; the ranges may overlap.
///
/// # Safety
/// * Both ranges are inside the pool at `base`, and what is written is the pool's own.
#[inline(always)]
pub(super) unsafe fn copy(base: NonNull<u8>, from: usize, to: usize, length: usize) {
    // SAFETY: the caller's promise.
    unsafe { base.add(from).copy_to(base.add(to), length) }
}

/// `size` bytes at `base` become a pool: all of it is the pool's own.
#[inline(always)]
pub(super) fn take_over(base: NonNull<u8>, size: usize) {
    let _ = (base, size);
}

/// `length` bytes become the program's.
#[inline(always)]
pub(super) fn permit(base: NonNull<u8>, at: usize, length: usize) {
    let _ = (base, at, length);
}

/// `length` bytes become the pool's own.
#[inline(always)]
pub(super) fn forbid(base: NonNull<u8>, at: usize, length: usize) {
    let _ = (base, at, length);
}

/// What the handle that made a pool holds: with it the pool ends, and its memory is the program's again.
pub(crate) struct Lease;

impl Lease {
    /// The lease of a handle that did not make the pool, or whose pool outlives it.
    pub(crate) const NONE: Self = Self;

    /// The lease of `size` bytes at `base`.
    #[inline(always)]
    pub(super) fn over(base: NonNull<u8>, size: usize) -> Self {
        let _ = (base, size);
        Self
    }

    /// The pool stays when the handle goes.
    #[inline(always)]
    pub(crate) fn waive(&mut self) {}
}
