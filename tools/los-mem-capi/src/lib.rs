//! LOS_Mem as a static library for C programs.
//!
//! `cargo xtask capi` makes `liblos_mem_capi.a`, with the functions of [`los_mem::capi`] in the configuration of the tree,
//! and puts it into one folder with its headers. For bare metal it is built with two features: `panic-handler`, and
//! `liteos-interrupts` for the lock "critical section", which calls the program's `UINT32 LOS_IntLock(VOID)` and
//! `VOID LOS_IntRestore(UINT32)`. Without the latter the program masks interrupts under the names that
//! [`critical-section`](https://docs.rs/critical-section) calls.
//!
//! ```
//! use los_mem_capi::{LOS_MemSystemAddr, LOS_MemSystemSize};
//! assert!(!LOS_MemSystemAddr().is_null() && LOS_MemSystemSize() > 0);
//! ```
//!
//! Knows nothing of how pools work: a shell around `los_mem::capi`.
#![cfg_attr(feature = "panic-handler", no_std)]

#[cfg(feature = "liteos-interrupts")]
#[allow(unsafe_code)] // the program's functions
mod interrupts;

pub use los_mem::capi::*;

/// Stops: a program without an operating system has nowhere to report to.
#[cfg(feature = "panic-handler")]
#[panic_handler]
fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
