//! Board descriptions: memory, stack reserve, and where the system pool lies.
//!
//! A board is a TOML file in `configs/boards`. [`Board::parse`] checks everything that can be wrong with it by
//! itself; [`Board::place`] decides, for one target and one configuration, where the system pool goes;
//! [`Board::linker_script`] lays a program out in its memory.
//!
//! ```
//! use board::{Board, Place, Request, Target};
//!
//! let board = Board::parse(
//!     "mini.toml",
//!     r#"
//!         name = "Mini"
//!         symbol = "LOSCFG_PLATFORM_MINI"
//!         defconfig = "mini_defconfig"
//!         targets = ["thumbv7m-none-eabi"]
//!         memory = [{ name = "sram", kind = "ram", origin = 0x2000_0000, length = 0x1_0000 }]
//!         stack = { region = "sram", reserve = 0x1000 }
//!         pool = { policy = "end-of-bss", region = "sram" }
//!     "#,
//! )?;
//! let target = Target::Bare("thumbv7m-none-eabi".into());
//! assert_eq!(board.place(&target, Request::default())?, Place::EndOfBss { end: 0x2000_f000 });
//! # Ok::<(), board::Error>(())
//! ```
//!
//! Knows nothing of Kconfig: the caller says which symbol is chosen and which numbers were asked for.
#![forbid(unsafe_code)]

mod emit;
mod error;
mod linker;
mod place;
mod raw;

pub use error::Error;
pub use place::{HOSTED_SIZE, Place, Request, Target};

use std::ops::Range;
use std::path::Path;

/// What a memory region is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Readable only: code and constants.
    Rom,
    /// Readable and writable: data, pools, the stack.
    Ram,
}

/// A range of the board's address space.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Region {
    /// Its name in the linker script.
    pub name: String,
    /// What it is made of.
    pub kind: Kind,
    /// First address, and the address after the last.
    pub addresses: Range<u64>,
}

/// The board's own wish for the system pool.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Policy {
    /// From an address, so many bytes.
    Fixed {
        /// First byte.
        address: u64,
        /// Bytes.
        size: u64,
    },
    /// From the end of .bss to the end of this region, less the stack reserve in it.
    EndOfBss {
        /// The region's name.
        region: String,
    },
    /// A static array of so many bytes.
    StaticArray {
        /// Bytes.
        size: u64,
    },
}

/// The QEMU that runs programs of this board on a machine that is not there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Emulator {
    /// The program.
    pub program: String,
    /// What tells it which machine to be.
    pub arguments: Vec<String>,
}

/// A checked board description.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Board {
    /// The file it came from, for messages.
    pub file: String,
    /// Its name for people; the prompt of its symbol.
    pub name: String,
    /// The Kconfig symbol that chooses it.
    pub symbol: String,
    /// Its configuration in `configs`.
    pub defconfig: String,
    /// The target triples that it is built for; empty for a hosted board.
    pub targets: Vec<String>,
    /// Its memory; empty for a hosted board.
    pub memory: Vec<Region>,
    /// Bytes kept for the main stack at the end of a region, and that region's name.
    pub stack: Option<(String, u64)>,
    /// Where it wants the system pool.
    pub policy: Policy,
    /// What plays it; none if only the real one runs its programs.
    pub emulator: Option<Emulator>,
}

impl Board {
    /// Reads a description.
    ///
    /// # Errors
    /// [`Error::Toml`] with line and column for what is not TOML, for unknown keys and wrong types;
    /// [`Error::Invalid`] for regions that overlap or wrap, names that no region has, a reserve or pool that does
    /// not fit, and a pool that reaches the stack.
    pub fn parse(file: &str, text: &str) -> Result<Board, Error> {
        raw::parse(file, text)
    }

    /// Whether it stands for a program under an operating system.
    pub fn is_hosted(&self) -> bool {
        self.targets.is_empty()
    }

    /// The region with this name.
    pub fn region(&self, name: &str) -> Option<&Region> {
        self.memory.iter().find(|region| region.name == name)
    }

    /// The address after the last byte that may be used in a region: its end, less the stack reserve if it is there.
    pub fn usable_end(&self, region: &Region) -> u64 {
        let reserve =
            self.stack.as_ref().filter(|(name, _)| *name == region.name).map_or(0, |(_, bytes)| *bytes);
        region.addresses.end - reserve
    }
}

/// Every board of a folder, sorted by file name.
///
/// # Errors
/// [`Error::Read`] if the folder or a file in it cannot be read, and what [`Board::parse`] finds.
pub fn read_all(folder: &Path) -> Result<Vec<Board>, Error> {
    let unreadable = |path: &Path| {
        let path = path.display().to_string();
        move |cause| Error::Read { path, cause }
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    let parse = |path: &std::path::PathBuf| {
        Board::parse(&path.display().to_string(), &std::fs::read_to_string(path).map_err(unreadable(path))?)
    };
    paths.iter().map(parse).collect()
}
