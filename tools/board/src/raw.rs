//! The TOML form of a board, and its checks.
//!
//! Knows nothing of targets.

use crate::{Board, Emulator, Error, Kind, Policy, Region};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBoard {
    name: String,
    symbol: String,
    defconfig: String,
    #[serde(default)]
    targets: Vec<String>,
    #[serde(default)]
    memory: Vec<RawRegion>,
    stack: Option<RawStack>,
    pool: RawPool,
    emulator: Option<RawEmulator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRegion {
    name: String,
    kind: Kind,
    origin: u64,
    length: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStack {
    region: String,
    reserve: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, tag = "policy", rename_all = "kebab-case")]
enum RawPool {
    Fixed { address: u64, size: u64 },
    EndOfBss { region: String },
    StaticArray { size: u64 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEmulator {
    program: String,
    #[serde(default)]
    arguments: Vec<String>,
}

pub(crate) fn parse(file: &str, text: &str) -> Result<Board, Error> {
    let raw: RawBoard = toml::from_str(text)
        .map_err(|cause| Error::Toml { file: file.to_owned(), cause: Box::new(cause) })?;
    check(file, raw).map_err(|message| Error::Invalid { file: file.to_owned(), message })
}

fn check(file: &str, raw: RawBoard) -> Result<Board, String> {
    let mut memory: Vec<Region> = Vec::new();
    for RawRegion { name, kind, origin, length } in raw.memory {
        let end = origin.checked_add(length).filter(|_| length > 0).ok_or_else(|| {
            format!("memory region `{name}` ({origin:#x}, {length:#x} bytes) is empty or passes the last address: correct its length")
        })?;
        for other in &memory {
            if other.name == name {
                return Err(format!("two memory regions are named `{name}`: rename one"));
            }
            if other.addresses.start < end && origin < other.addresses.end {
                return Err(format!(
                    "memory regions `{}` and `{name}` overlap at {:#x}: correct an origin or a length",
                    other.name,
                    origin.max(other.addresses.start)
                ));
            }
        }
        memory.push(Region { name, kind, addresses: origin..end });
    }
    if raw.targets.is_empty() != memory.is_empty() {
        return Err(
            "a board has both `targets` and `memory`; a hosted one has neither: add what is missing".into()
        );
    }
    let policy = match raw.pool {
        RawPool::Fixed { address, size } => Policy::Fixed { address, size },
        RawPool::EndOfBss { region } => Policy::EndOfBss { region },
        RawPool::StaticArray { size } => Policy::StaticArray { size },
    };
    let board = Board {
        file: file.to_owned(),
        name: raw.name,
        symbol: raw.symbol,
        defconfig: raw.defconfig,
        targets: raw.targets,
        memory,
        stack: raw.stack.map(|stack| (stack.region, stack.reserve)),
        policy,
        emulator: raw.emulator.map(|RawEmulator { program, arguments }| Emulator { program, arguments }),
    };
    if board.is_hosted() && board.emulator.is_some() {
        return Err("a hosted board has an [emulator]: remove it, its programs run as they are".into());
    }
    if let Some((name, reserve)) = &board.stack {
        let region = ram(&board, name, "stack")?;
        let length = region.addresses.end - region.addresses.start;
        if *reserve >= length {
            return Err(format!(
                "the stack reserve of {reserve:#x} bytes leaves nothing of region `{name}` ({length:#x} bytes): lower it"
            ));
        }
    } else if !board.is_hosted() {
        return Err(
            "there is no `[stack]`: say which region holds the main stack and how much of it to reserve"
                .into(),
        );
    }
    match &board.policy {
        Policy::Fixed { address, size } => board.check_range(*address, *size)?,
        Policy::EndOfBss { region } => {
            ram(&board, region, "pool")?;
        }
        Policy::StaticArray { size } => board.check_array(*size)?,
    }
    Ok(board)
}

/// The RAM region that a table names.
fn ram<'b>(board: &'b Board, name: &str, table: &str) -> Result<&'b Region, String> {
    let names = || board.memory.iter().map(|region| region.name.as_str()).collect::<Vec<_>>().join(", ");
    let region = board.region(name).ok_or_else(|| {
        format!("[{table}] names region `{name}`, which is not in [[memory]]: it has {}", names())
    })?;
    if region.kind != Kind::Ram {
        return Err(format!("[{table}] names region `{name}`, which is ROM: name one of kind \"ram\""));
    }
    Ok(region)
}

impl Board {
    /// Whether a pool at this place lies in one RAM region and ends before the stack.
    pub(crate) fn check_range(&self, address: u64, size: u64) -> Result<(), String> {
        let region = self
            .memory
            .iter()
            .find(|region| region.kind == Kind::Ram && region.addresses.contains(&address))
            .ok_or_else(|| {
                format!("the system pool's address {address:#x} lies in no RAM region of {}", self.name)
            })?;
        let end = self.usable_end(region);
        match address.checked_add(size) {
            Some(after) if after <= end => Ok(()),
            _ => Err(format!(
                "the system pool of {size:#x} bytes at {address:#x} passes {end:#x}, where region `{}` ends{}: \
                 lower its size to {:#x} or move it",
                region.name,
                if end < region.addresses.end { " or its stack begins" } else { "" },
                end.saturating_sub(address)
            )),
        }
    }

    /// Whether an array of this size can be placed at all.
    pub(crate) fn check_array(&self, size: u64) -> Result<(), String> {
        let room = |region: &Region| self.usable_end(region) - region.addresses.start;
        let largest = self.memory.iter().filter(|region| region.kind == Kind::Ram).map(room).max();
        match largest {
            Some(largest) if size > largest => Err(format!(
                "the system pool of {size:#x} bytes reaches the stack: {} has {largest:#x} bytes of RAM before its \
                 stack reserve, and .data and .bss need some of them: lower the size",
                self.name
            )),
            _ => Ok(()),
        }
    }
}
