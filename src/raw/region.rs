//! The byte range of a pool; the only place where a pointer becomes memory.

use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::freeze::freeze;
use super::{Lease, PoolStart, access};
use crate::size::{GRAIN, MAX_POOL, WORD, round_up};

/// A value that may lie on any address.
#[derive(Clone, Copy)]
#[repr(C, packed)]
struct Unaligned<T>(T);

/// The start of a pool's memory. Copies name the same pool; the one [`crate::Pool`] handle owns it.
#[derive(Clone, Copy)]
pub(crate) struct Region {
    base: NonNull<u8>,
}

// SAFETY: a region is a place, not a thread's property; who may touch it is settled by the borrow that `Pool` keeps.
unsafe impl Send for Region {}

impl Region {
    /// Takes over `memory`, rounded inwards to whole grains, and says how many bytes remain.
    pub(crate) fn over(memory: &mut [MaybeUninit<u8>]) -> (Self, usize) {
        let length = memory.len();
        let start = memory.as_mut_ptr().cast::<u8>();
        let skip = start.addr().wrapping_neg() & (GRAIN - 1);
        let size = length.saturating_sub(skip) & !(GRAIN - 1);
        if size == 0 {
            return (Self { base: NonNull::<u64>::dangling().cast() }, 0);
        }
        // SAFETY: skip < length, so the result is inside the slice and not null.
        let base = unsafe { NonNull::new_unchecked(start.add(skip)) };
        (Self { base }, size)
    }

    /// The pool that was made earlier over memory starting at `start`.
    ///
    /// # Safety
    /// * A pool was initialised over memory starting at `start` and its memory is still the pool's.
    /// * `start` carries provenance over the whole of that memory.
    pub(crate) unsafe fn at(start: NonNull<u8>) -> Self {
        let skip = start.addr().get().wrapping_neg() & (GRAIN - 1);
        // SAFETY: the pool began at the first grain after `start`, inside the memory the caller vouches for.
        Self { base: unsafe { start.add(skip) } }
    }

    /// The address where the pool starts.
    #[inline(always)]
    pub(crate) fn address(self) -> usize {
        self.base.addr().get()
    }

    /// How far after the pool's start `pointer` lies; huge if it lies before.
    #[inline(always)]
    pub(crate) fn offset_of(self, pointer: NonNull<u8>) -> usize {
        pointer.addr().get().wrapping_sub(self.address())
    }

    /// A pointer to the byte at `at`, an offset inside the pool.
    #[inline(always)]
    pub(crate) fn pointer(self, at: usize) -> NonNull<u8> {
        debug_assert!(at <= MAX_POOL);
        // SAFETY: by R1 and R2 every offset handed out by this module is inside the pool.
        unsafe { self.base.add(at) }
    }

    #[inline(always)]
    pub(super) fn load(self, at: usize) -> usize {
        debug_assert!(at.is_multiple_of(WORD));
        // SAFETY: `at` is a word of the control data or of a block (R1 to R4), aligned since base is.
        unsafe { access::read::<u32>(self.base, at) as usize }
    }

    /// A word that may never have been written: then it is any value.
    #[inline(always)]
    pub(super) fn load_found(self, at: usize) -> usize {
        debug_assert!(at.is_multiple_of(WORD));
        // SAFETY: `at` is a word inside the pool's memory, aligned since base is.
        freeze(unsafe { access::read::<MaybeUninit<u32>>(self.base, at) }) as usize
    }

    #[inline(always)]
    pub(super) fn store(self, at: usize, value: usize) {
        debug_assert!(at.is_multiple_of(WORD) && value <= u32::MAX as usize);
        // SAFETY: as in `load`.
        unsafe { access::write(self.base, at, value as u32) }
    }

    #[inline(always)]
    pub(super) fn load_half(self, at: usize) -> u16 {
        debug_assert!(at.is_multiple_of(2));
        // SAFETY: `at` is inside a used block's meta bytes, which end at its header, or inside the control data.
        unsafe { access::read(self.base, at) }
    }

    #[inline(always)]
    pub(super) fn store_half(self, at: usize, value: u16) {
        debug_assert!(at.is_multiple_of(2));
        // SAFETY: as in `load_half`.
        unsafe { access::write(self.base, at, value) }
    }

    /// Clears `length` bytes from `at`, both multiples of a word.
    pub(super) fn clear(self, at: usize, length: usize) {
        // SAFETY: callers clear control data or the payload of a block (R1 to R3).
        unsafe { access::clear(self.base, at, length) }
    }

    /// Copies payload between two blocks, which may overlap.
    pub(super) fn copy(self, from: usize, to: usize, length: usize) {
        // SAFETY: both ranges are payload of blocks of this pool (R2, R3).
        unsafe { access::copy(self.base, from, to, length) }
    }

    /// Copies payload between two allocations of this pool that do not overlap, both of which are lent.
    pub(crate) fn copy_payload(self, from: NonNull<u8>, to: NonNull<u8>, length: usize) {
        let (from, to) = (self.pointer(self.offset_of(from)), self.pointer(self.offset_of(to)));
        // SAFETY: both ranges are payload of this pool (R2, R3).
        unsafe { from.copy_to(to, length) }
    }

    /// Makes the first `size` bytes the pool's own.
    pub(super) fn take_over(self, size: usize) {
        access::take_over(self.base, size);
    }

    /// The lease of the pool's memory, for the handle that made the pool.
    pub(super) fn lease(self, size: usize) -> Lease {
        Lease::over(self.base, size)
    }

    /// Lends `length` bytes at `at`, which the pool does not touch from then on, and points to them.
    #[inline(always)]
    pub(super) fn lend(self, at: usize, length: usize) -> NonNull<u8> {
        access::permit(self.base, at, length);
        self.pointer(at)
    }

    /// Makes `length` bytes at `at` the pool's own again.
    #[inline(always)]
    pub(super) fn take_back(self, at: usize, length: usize) {
        access::forbid(self.base, at, length);
    }

    /// Reads the pool link kept at `at`.
    pub(super) fn load_link(self, at: usize) -> Option<PoolStart> {
        // SAFETY: `at` is the link field of the control data; it was written by `store_link` at initialisation.
        unsafe { access::read::<Unaligned<Option<PoolStart>>>(self.base, at).0 }
    }

    /// Writes the pool link kept at `at`.
    pub(super) fn store_link(self, at: usize, link: Option<PoolStart>) {
        // SAFETY: `at` is the link field of the control data.
        unsafe { access::write(self.base, at, Unaligned(link)) }
    }
}

/// What a pool's first block payload offset becomes when `control` bytes and a header come before it.
pub(super) const fn first_payload(control: usize, head: usize) -> usize {
    round_up(control + head, GRAIN)
}
