//! Everything that is printed, in the words and columns of the C implementation.
//!
//! A picture of the pool is taken first and printed afterwards, so that no lock is held meanwhile.

use core::fmt;

use crate::check::Checks;
use crate::fit::FitPolicy;
use crate::meta::NodeMeta;
use crate::pool::{BlockState, Pool};
use crate::slab::SlabPolicy;
use crate::stat::{CallSite, PoolStatus};

const PER_ROW: usize = 8;

/// How many free blocks there are of each power of two: a block of `n` bytes counts under the largest power that is
/// not above `n`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FreeTable {
    counts: [usize; 32],
}

impl FreeTable {
    /// The number of free blocks of `2^power` bytes or more that have less than twice that.
    pub fn count(&self, power: usize) -> usize {
        self.counts.get(power).copied().unwrap_or(0)
    }
}

impl fmt::Display for FreeTable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Blocks of 8 bytes exist in bestfit_little alone; the table of the C implementation begins at 16.
        let first = if self.counts[3] == 0 { 4 } else { 3 };
        write!(out, "\n   ************************ left free node number**********************")?;
        for row in (first..self.counts.len()).step_by(PER_ROW) {
            let row = row..self.counts.len().min(row + PER_ROW);
            write!(out, "\n    block size:  ")?;
            for class in row.clone() {
                write!(out, "2^{class:<5}")?;
            }
            write!(out, "\n    node number: ")?;
            for class in row {
                write!(out, "  {:<5}", self.counts[class])?;
            }
        }
        write!(out, "\n   ********************************************************************\n\n")
    }
}

/// A pool's numbers as the row of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InfoRow {
    /// Where the pool starts.
    pub address: usize,
    /// Its size.
    pub size: usize,
    /// Its numbers.
    pub status: PoolStatus,
}

impl InfoRow {
    /// Writes the two lines above the rows, with the column of the water line if `water_line` says so.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_head(water_line: bool, out: &mut impl fmt::Write) -> fmt::Result {
        out.write_str(
            "pool addr          pool size    used size     free size    max free node size   used node num     \
             free node num",
        )?;
        out.write_str(if water_line { "      UsageWaterLine\n" } else { "\n" })?;
        out.write_str(
            "---------------    --------     -------       --------     --------------       -------------      \
             ------------",
        )?;
        out.write_str(if water_line { "      --------------\n" } else { "\n" })
    }
}

impl fmt::Display for InfoRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, size, status } = self;
        write!(
            out,
            "{address:<#16x}   0x{size:<8x}   0x{:<8x}    0x{:<8x}   0x{:<16x}   0x{:<13x}    0x{:<13x}",
            status.total_used,
            status.total_free,
            status.max_free_block,
            status.used_blocks,
            status.free_blocks,
        )?;
        match status.water_line {
            Some(line) => writeln!(out, "    0x{line:<13x}"),
            None => writeln!(out),
        }
    }
}

/// The line above the rows of [`CallSite`]s.
#[allow(dead_code)] // for functions of LOSCFG_MEM_LEAKCHECK
pub(crate) const CALL_SITES_HEAD: &str = "live blocks   bytes        allocated from\n";

/// A row of the leak report; a frame that is not known is left out.
impl fmt::Display for CallSite {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:<11}   0x{:<8x}  ", self.blocks, self.bytes)?;
        let mut known = self.frames.iter().filter(|&&frame| frame != 0).peekable();
        if known.peek().is_none() {
            out.write_str(" unknown")?;
        }
        known.try_for_each(|frame| write!(out, " {frame:#x}"))?;
        writeln!(out)
    }
}

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    /// Counts the free blocks by size.
    pub fn free_table(&self) -> FreeTable {
        let mut counts = [0; 32];
        for block in self.blocks().filter(|b| b.state == BlockState::Free) {
            // A size of 0 is damage, which is the check's business.
            counts[block.size.max(1).ilog2() as usize % 32] += 1;
        }
        FreeTable { counts }
    }

    /// Writes [`Pool::free_table`].
    ///
    /// # Errors
    /// Those of the writer.
    pub fn show_free(&self, out: &mut impl fmt::Write) -> fmt::Result {
        write!(out, "{}", self.free_table())
    }

    /// The pool's place and numbers, for printing.
    pub fn info_row(&self) -> InfoRow {
        InfoRow { address: self.heap.region().address(), size: self.pool_size(), status: self.info() }
    }
}
