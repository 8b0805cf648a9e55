//! LOS_Mem as a static library for C programs.
//!
//! `cargo build --release -p los-mem-capi` makes `liblos_mem_capi.a` with the functions of [`los_mem::capi`] in the
//! configuration of the tree. For bare metal add `--features panic-handler` and the target; the program then supplies
//! interrupt masking under the names that [`critical-section`](https://docs.rs/critical-section) calls, if the
//! configuration masks interrupts.
//!
//! ```
//! use los_mem_capi::{LOS_MemSystemAddr, LOS_MemSystemSize};
//! assert!(!LOS_MemSystemAddr().is_null() && LOS_MemSystemSize() > 0);
//! ```
//!
//! Knows nothing of how pools work: a shell around `los_mem::capi`.
#![cfg_attr(feature = "panic-handler", no_std)]

pub use los_mem::capi::*;

/// Stops: a program without an operating system has nowhere to report to.
#[cfg(feature = "panic-handler")]
#[panic_handler]
fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
