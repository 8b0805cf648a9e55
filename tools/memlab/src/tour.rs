//! The development process of the guide, step by step on a small pool, drawn after each step.
//!
//! Written for whatever policies the pool has, so that it shows the compiled configuration and is tested with both
//! algorithms in every build.

use std::fmt::{self, Write};
use std::ptr::NonNull;

use los_mem::config::Config;
use los_mem::{BlockInfo, BlockState, Checks, FitPolicy, NodeMeta, Pool, SlabPolicy};

use crate::map::{self, Cell, State};
use crate::size::Count;

/// Bytes of the pool that the tour walks through. With slabs it must be at least 4096, or there would be none.
pub const POOL: usize = 8192;

/// Why a tour could not go on.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The pool did what it must not; the text tells what.
    Pool(String),
    /// The text could not be written.
    Write(fmt::Error),
}

impl From<fmt::Error> for Error {
    fn from(error: fmt::Error) -> Self {
        Self::Write(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pool(what) => f.write_str(what),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

/// Tells which algorithm and options `config` has, and how to choose others.
///
/// # Errors
/// Those of `out`.
pub fn introduce(out: &mut impl Write, config: &Config, header: usize) -> fmt::Result {
    let with = |on| if on { "with" } else { "without" };
    writeln!(out, "This library was compiled with {}.", config.algorithm.name())?;
    writeln!(out)?;
    let growing = if config.slab_auto_expansion { ", which grow when they are full" } else { "" };
    let options = [
        ("slabs", config.slab, growing),
        ("task statistics", config.task_stat, ""),
        ("memory debugging", config.mem_debug, ""),
        ("multi-pool control", config.mul_pool, ""),
        ("module statistics", config.mul_module, ""),
        ("head backup", config.head_backup, ""),
        ("leak check", config.leak_check, ""),
        ("integrity check", config.integrity_check, ""),
        ("size check", config.node_size_check, ""),
    ];
    for (name, on, more) in options {
        writeln!(out, "  {:<7} {name}{}", with(on), if on { more } else { "" })?;
    }
    writeln!(out, "  lock    {}", config.lock.name())?;
    writeln!(out, "  header  {header} bytes before each used block")?;
    writeln!(out)?;
    writeln!(out, "To choose differently: cargo run -p menuconfig, Kernel > Memory Management,")?;
    writeln!(out, "save, and take the tour again.")
}

/// Walks through the steps on `pool`, which is fresh, has about [`POOL`] bytes, and begins at the address `base`.
///
/// # Errors
/// [`Error::Pool`] if an allocation fails, a free is refused, or the pool's check finds damage; [`Error::Write`] from
/// `out`.
pub fn walk<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(
    out: &mut impl Write,
    pool: Pool<'_, F, M, S, C>,
    base: usize,
) -> Result<(), Error> {
    let size = pool.pool_size();
    let mut tour = Tour { pool, out, base, named: Vec::new(), step: 0 };

    let own = tour.pool.used_blocks() - usize::from(F::COUNTS_END_NODE);
    tour.title(&format!("LOS_MemInit: make a pool of {} bytes", Count(size as u64)))?;
    tour.say("An end node closes the pool; all the rest is one free block. What lies before")?;
    tour.say("the first block is the pool's own data.")?;
    if own > 0 {
        tour.say("The used blocks are slabs, which serve requests of at most 128 bytes.")?;
    }
    tour.show()?;

    tour.alloc("A", 600, &["It is cut from the only free block there is; the rest stays free."])?;
    tour.alloc("B", 1000, &["Each block carries its header, so the pool can find its neighbours."])?;
    tour.alloc("C", 400, &["Three used blocks lie side by side, and the free rest behind them."])?;
    tour.free("B", &["Its neighbours A and C are in use: a hole remains, and can be used again."])?;
    tour.show_free()?;
    tour.alloc(
        "D",
        900,
        &[
            "The free block of the most appropriate size is used: the hole that B left,",
            "not the larger rest. What D leaves of the hole is a new free block.",
        ],
    )?;
    tour.free("A", &["A hole again: the free bytes grow, the largest free block does not."])?;
    tour.free("C", &["The free blocks before and behind it merge with it at once: three become one."])?;
    tour.free("D", &["Everything merges: the pool is as it was at first, nothing is lost."])?;
    if S::serves(size) {
        tour.alloc(
            "E",
            24,
            &["Small: an item of a slab is handed out. It has no header, no block changes."],
        )?;
        tour.free("E", &["The item goes back to its slab, for the next small request."])?;
    }
    Ok(())
}

struct Tour<'a, 'w, W, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> {
    pool: Pool<'a, F, M, S, C>,
    out: &'w mut W,
    /// The pool's address, so that others are shown as distances from it and every run looks alike.
    base: usize,
    named: Vec<(&'static str, NonNull<u8>)>,
    step: u32,
}

impl<W: Write, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Tour<'_, '_, W, F, M, S, C> {
    fn alloc(&mut self, name: &'static str, size: usize, why: &[&str]) -> Result<(), Error> {
        self.title(&format!("LOS_MemAlloc: {name}, {size} bytes"))?;
        let block = self.pool.alloc(size);
        let block =
            block.ok_or_else(|| Error::Pool(format!("the pool has no room for {name}, {size} bytes")))?;
        self.named.push((name, block));
        why.iter().try_for_each(|line| self.say(line))?;
        self.show()
    }

    fn free(&mut self, name: &'static str, why: &[&str]) -> Result<(), Error> {
        self.title(&format!("LOS_MemFree: {name}"))?;
        if let Some(at) = self.named.iter().position(|(known, _)| *known == name) {
            let (_, block) = self.named.remove(at);
            self.pool
                .free(block)
                .map_err(|error| Error::Pool(format!("the free of {name} is refused: {error}")))?;
        }
        why.iter().try_for_each(|line| self.say(line))?;
        self.show()
    }

    fn title(&mut self, text: &str) -> fmt::Result {
        self.step += 1;
        writeln!(self.out)?;
        writeln!(self.out, "{}. {text}", self.step)
    }

    fn say(&mut self, line: &str) -> fmt::Result {
        writeln!(self.out, "   {line}")
    }

    fn show(&mut self) -> Result<(), Error> {
        let cells = self.cells();
        writeln!(self.out)?;
        writeln!(self.out, "{}", map::strip(&cells))?;
        map::rows(self.out, &cells)?;
        let info = self.pool.info();
        let count = |n: usize| Count(n as u64);
        writeln!(self.out)?;
        writeln!(
            self.out,
            "  LOS_MemInfoGet       used {} + free {} = {}, largest free {}",
            count(info.total_used),
            count(info.total_free),
            count(info.total_used + info.total_free),
            count(info.max_free_block),
        )?;
        if let Some(most) = info.water_line {
            writeln!(
                self.out,
                "                       most used so far, pool data included: {}",
                count(most)
            )?;
        }
        writeln!(
            self.out,
            "  LOS_MemPoolSizeGet {:>7}   LOS_MemTotalUsedGet {:>7}",
            count(self.pool.pool_size()),
            count(self.pool.total_used()),
        )?;
        writeln!(
            self.out,
            "  LOS_MemUsedBlksGet {:>7}   LOS_MemFreeBlksGet  {:>7}",
            count(self.pool.used_blocks()),
            count(self.pool.free_blocks()),
        )?;
        let last = count(self.pool.last_used() - self.base);
        writeln!(self.out, "  LOS_MemLastUsedGet   {last} bytes from the pool's start")?;
        self.pool.check().map_err(|damage| Error::Pool(damage.to_string()))
    }

    fn show_free(&mut self) -> Result<(), Error> {
        writeln!(self.out)?;
        writeln!(self.out, "   LOS_MemFreeNodeShow counts the free blocks by powers of two:")?;
        Ok(self.pool.show_free(self.out)?)
    }

    fn cells(&self) -> Vec<Cell> {
        let name = |block: &BlockInfo| {
            let inside = |at: NonNull<u8>| {
                (block.offset..block.offset + block.size).contains(&at.addr().get().wrapping_sub(self.base))
            };
            self.named.iter().find(|(_, at)| inside(*at)).map_or("", |(name, _)| name).to_string()
        };
        let mut cells: Vec<Cell> = Vec::new();
        for block in self.pool.blocks() {
            if cells.is_empty() {
                cells.push(Cell {
                    offset: 0,
                    size: block.offset,
                    state: State::Control,
                    name: String::new(),
                });
            }
            let state = match block.state {
                BlockState::Free => State::Free,
                BlockState::Used => State::Used,
                BlockState::End => State::End,
            };
            cells.push(Cell { offset: block.offset, size: block.size, state, name: name(&block) });
        }
        cells
    }
}
