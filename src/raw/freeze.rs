//! A word that may never have been written, taken as it is found.
//!
//! A pointer that is no block leads to memory that no one may have written, and Rust knows no value for that: what a
//! compiler makes of a comparison with it is undefined. A register always holds some value, and the compiler has to
//! believe what the empty assembly leaves there. For the processors with stable assembly; `freeze_plain.rs` is for the others.

use core::mem::MaybeUninit;

/// What `word` holds: if it was never written, any value, but one.
#[inline(always)]
pub(super) fn freeze(mut word: MaybeUninit<u32>) -> u32 {
    #[allow(asm_sub_register)] // nothing is done with the register
    // SAFETY: does nothing, and leaves the register as it is.
    unsafe {
        core::arch::asm!("/* {0} */", inout(reg) word, options(nomem, nostack, preserves_flags));
    }
    // SAFETY: the assembly is said to have written it.
    unsafe { word.assume_init() }
}
