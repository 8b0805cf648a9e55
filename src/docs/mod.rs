//! Pages about the whole.

#[doc = include_str!("architecture.md")]
pub mod architecture {}
#[doc = include_str!("boards.md")]
pub mod boards {}
#[doc = include_str!("cost.md")]
pub mod cost {}
#[doc = include_str!("coverage.md")]
pub mod coverage {}
#[doc = include_str!("differences.md")]
pub mod differences {}
#[doc = include_str!("functions.md")]
pub mod functions {}
#[doc = include_str!("layout.md")]
pub mod layout {}
#[doc = include_str!("lock.md")]
pub mod lock {}
// For its examples, which are tried with the others.
#[doc = include_str!("../../README.md")]
pub mod readme {}
