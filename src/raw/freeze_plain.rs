//! A word that may never have been written, for processors without stable assembly: see `freeze.rs`.

use core::mem::MaybeUninit;

/// What `word` holds. The compiler is asked not to look at where it comes from, which it need not heed.
#[inline(always)]
pub(super) fn freeze(word: MaybeUninit<u32>) -> u32 {
    // SAFETY: hidden from the compiler as well as the language lets one do it here.
    unsafe { core::hint::black_box(word).assume_init() }
}
