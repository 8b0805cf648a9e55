//! Everything that is printed, in the words and columns of the C implementation.

use core::fmt;

use crate::check::Checks;
use crate::fit::FitPolicy;
use crate::meta::NodeMeta;
use crate::pool::{BlockState, Pool};
use crate::slab::SlabPolicy;

/// The smallest and the largest power of two that a free block can have.
const CLASSES: core::ops::Range<usize> = 3..32;
const PER_ROW: usize = 8;

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    /// Writes how many free blocks there are of each power of two: a block of `n` bytes counts under the largest
    /// power that is not above `n`.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn show_free(&self, out: &mut impl fmt::Write) -> fmt::Result {
        let mut counts = [0usize; CLASSES.end];
        for block in self.blocks().filter(|b| b.state == BlockState::Free) {
            counts[block.size.ilog2() as usize] += 1;
        }
        // Blocks of 8 bytes exist in bestfit_little alone; the table of the C implementation begins at 16.
        let first = if counts[CLASSES.start] == 0 { 4 } else { CLASSES.start };
        write!(out, "\n   ************************ left free node number**********************")?;
        for row in (first..CLASSES.end).step_by(PER_ROW) {
            let row = row..CLASSES.end.min(row + PER_ROW);
            write!(out, "\n    block size:  ")?;
            for class in row.clone() {
                write!(out, "2^{class:<5}")?;
            }
            write!(out, "\n    node number: ")?;
            for class in row {
                write!(out, "  {:<5}", counts[class])?;
            }
        }
        write!(out, "\n   ********************************************************************\n\n")
    }

    /// Writes the pool's numbers as the row of a table.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn show_info(&self, out: &mut impl fmt::Write) -> fmt::Result {
        let info = self.info();
        let address = self.heap.region().address();
        write!(
            out,
            "{address:<#16x}   0x{:<8x}   0x{:<8x}    0x{:<8x}   0x{:<16x}   0x{:<13x}    0x{:<13x}",
            self.pool_size(),
            info.total_used,
            info.total_free,
            info.max_free_block,
            info.used_blocks,
            info.free_blocks,
        )?;
        if let Some(line) = info.water_line {
            write!(out, "    0x{line:<13x}")?;
        }
        writeln!(out)
    }

    /// Writes the head of the table that [`Pool::show_info`] fills.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn show_info_head(out: &mut impl fmt::Write) -> fmt::Result {
        let line = if M::COUNTS { "      UsageWaterLine" } else { "" };
        writeln!(
            out,
            "pool addr          pool size    used size     free size    max free node size   used node num     \
             free node num{line}"
        )?;
        let line = if M::COUNTS { "      --------------" } else { "" };
        writeln!(
            out,
            "---------------    --------     -------       --------     --------------       -------------      \
             ------------{line}"
        )
    }
}
