//! The Kconfig language: parse a tree, evaluate it, read and write `.config`.
//!
//! ```text
//!  Kconfig files           .config                 .config, defconfig, los_config.rs, cfgs
//!       │                     │                                  ▲
//!  Loader (disk, memory)      │                                  │
//!       ▼                     ▼                                  │
//!  lexer ◄─ preprocess    dotconfig::read ──► Config ──► dotconfig::write / minimize, emit
//!       ▼                                      ▲   │
//!  parser ──events──► lower ──► Model ─────────┘   └─► eval (lazy values, invalidated by dependency)
//! ```
//!
//! Knows nothing of terminals, command lines or the project it configures: files come through [`source::Loader`],
//! programs run through [`shell::Shell`], and everything that went wrong is a [`diag::Diagnostic`].
#![forbid(unsafe_code)]

pub mod diag;
pub mod dialect;
pub mod dotconfig;
#[cfg(feature = "emit")]
pub mod emit;
pub mod eval;
pub mod event;
pub mod expr;
pub mod intern;
pub mod lexer;
mod lower;
pub mod model;
pub mod modes;
mod number;
mod parse;
pub mod parser;
pub mod preprocess;
pub mod project;
pub mod shell;
pub mod source;
pub mod span;
pub mod token;

pub use eval::Config;
pub use model::{LoadOptions, Tree};
pub use project::Project;
