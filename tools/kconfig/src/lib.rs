//! The Kconfig language: parse a tree, evaluate it, read and write `.config`.
//!
//! ```text
//!  Kconfig files           .config                 .config, defconfig, los_config.rs, cfgs
//!       │                     │                                  ▲
//!  Loader (disk, memory)      │                                  │
//!       ▼                     ▼                                  │
//!  lexer ◄─ preprocess    dotconfig::read ──► Config ──► dotconfig::write / minimize, emit
//!       ▼                                      ▲   │
//!  parser ──events──► lower ──► Tree ──────────┘   └─► eval (values, each computed again when what it reads changes)
//! ```
//!
//! A [`Tree`] is what the Kconfig files say; it is immutable and exists also when they are broken. A [`Config`] is a
//! tree with the user's values, and always knows the values of all symbols that follow. A [`Project`] is where a
//! tree is on disk, as every tool of this workspace finds it.
//!
//! ```
//! use kconfig::source::Memory;
//! use kconfig::{Config, LoadOptions, Tree};
//! use std::sync::Arc;
//!
//! let files = Memory::default().with(
//!     "Kconfig",
//!     r#"
//! config NET
//!     bool "Networking"
//!
//! config NET_BUFFERS
//!     int "Number of buffers"
//!     depends on NET
//!     range 4 64
//!     default 16
//! "#,
//! );
//! let tree = Tree::load(&LoadOptions::new("Kconfig", &files));
//! assert!(tree.is_usable());
//! let (net, buffers) = (tree.symbol_named("NET").unwrap(), tree.symbol_named("NET_BUFFERS").unwrap());
//!
//! let mut config = Config::new(Arc::new(tree));
//! // What cannot be set says why, and what it needs.
//! let refused = config.set(buffers, "8").unwrap_err();
//! assert_eq!(refused.to_string(), "NET_BUFFERS cannot be set now: it needs NET [=n]");
//!
//! config.set(net, "y")?;
//! config.set(buffers, "8")?;
//! assert!(config.write().ends_with("CONFIG_NET=y\nCONFIG_NET_BUFFERS=8\n"));
//! assert_eq!(config.why(buffers).text, "NET_BUFFERS is 8 because the user set it");
//!
//! // A `.config` written by hand: what is wrong in it is said, what was not honoured is listed.
//! let found = config.read(".config", b"CONFIG_NET=y\nCONFIG_NET_BUFFERS=100\n");
//! assert!(found.is_empty());
//! let unmet = config.unmet_requests();
//! assert_eq!((unmet[0].wanted.as_str(), unmet[0].got.as_str()), ("100", "64"));
//! # Ok::<(), kconfig::eval::SetError>(())
//! ```
//!
//! The forms of the language are in [`dialect`] and `docs/language.md`; where we differ from the reference program,
//! Linux 6.12's `conf`, is in `docs/differences.md`.
//!
//! Reading order: [`source`], [`event`] and [`expr`] (what the parser says), [`model`] (what it means), [`eval`],
//! [`dotconfig`], [`modes`].
//!
//! Knows nothing of terminals and command lines: files come through [`source::Loader`], programs run through
//! [`shell::Shell`], and everything that went wrong is a [`diag::Diagnostic`]. Nothing is printed, no input makes it
//! panic.
#![forbid(unsafe_code)]

pub mod bytes;
pub mod diag;
pub mod dialect;
mod dollar;
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
