//! Where execution begins, and one timer interrupt: what differs between the processors.
//!
//! Each submodule has the same face: start-up code that sets the stack, copies .data, clears .bss and calls
//! [`crate::start`]; `open`, `wake_in`, `close` for the timer, whose interrupt calls [`crate::interrupt::tick`]; and
//! everything unexpected that the processor reports ends in a panic that names it. Addresses and sizes come from the
//! linker script of the board.

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "arm")]
mod cortex_m;
#[cfg(target_arch = "riscv32")]
mod riscv32;

#[cfg(target_arch = "aarch64")]
pub(crate) use aarch64::{close, open, wake_in};
#[cfg(target_arch = "arm")]
pub(crate) use cortex_m::{close, open, wake_in};
#[cfg(target_arch = "riscv32")]
pub(crate) use riscv32::{close, open, wake_in};
