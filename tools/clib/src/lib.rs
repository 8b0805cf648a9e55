//! The C library of LOS_Mem, built in a configuration, and C programs compiled against it.
//!
//! `cargo xtask capi`, `cargo xtask ctest` and the tests of `los-mem-capi` share this: a [`Build`] says what to build, a
//! [`Library`] is a folder with headers and archive, and [`Library::compile`] makes a program of C files.
//!
//! Knows nothing of what the programs test.
#![forbid(unsafe_code)]

mod build;
mod compiler;
mod export;
mod library;
mod program;
mod symbols;

pub use build::{Build, Configuration, Toolchain};
pub use compiler::Compiler;
pub use export::EXPORTS;
pub use library::Library;
pub use program::{Program, Ran};

/// Why there is no library or program: what was tried, and what the tool behind it said.
#[derive(Debug)]
pub struct Error(String);

impl Error {
    fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
