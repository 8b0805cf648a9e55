//! The allocator on a workload: recorded traces, replayed and drawn.
//!
//! ```text
//!   trace  ->  survey  ->  replay  ->  Outcome         a file is read twice: once to judge and measure it,
//!   (file)     (Survey)      |                         once to run it, so neither holds it in memory
//!                            v
//!                          heap::Heap  <-  pool (los-mem), checked (a shadow of any heap), peers of the benchmark
//! ```
//!
//! Reading order: [`trace`], [`survey`], [`heap`], [`replay`], [`pool`], [`checked`], [`smallest`]; then [`tour`], which
//! draws a pool with [`map`]; apart from them [`size`] (sizes as people write them).
//!
//! Knows nothing of terminals and arguments: those are the binary's. All code here is safe.
//!
//! ```
//! use memlab::{survey::Survey, trace::{Op, Trace}};
//!
//! let text = "# two blocks\na 0 100\na 1 28\nf 0\nf 1\n";
//! let third = Trace::new("example", text.as_bytes()).nth(2).unwrap().unwrap();
//! assert_eq!((third.op, third.line), (Op::Free { slot: 0 }, 4));
//!
//! let survey = Survey::of(Trace::new("example", text.as_bytes())).unwrap();
//! assert_eq!((survey.operations(), survey.peak_live), (4, 128));
//! ```
#![forbid(unsafe_code)]

pub mod checked;
pub mod heap;
pub mod map;
pub mod pool;
pub mod replay;
pub mod size;
pub mod smallest;
pub mod survey;
pub mod tour;
pub mod trace;
