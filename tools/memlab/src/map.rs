//! A pool drawn as text: a strip of the whole, and a row for each block.
//!
//! Plain ASCII, at most [`WIDTH`] columns. Knows nothing of where the blocks come from.

use std::fmt::{self, Write};

/// Columns that a drawing takes at most.
pub const WIDTH: usize = 80;

/// One stretch of a pool.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// Where it begins, in bytes from the pool's start.
    pub offset: usize,
    /// Bytes, with the header.
    pub size: usize,
    /// What it is.
    pub state: State,
    /// What the reader calls it, or nothing.
    pub name: String,
}

/// What a stretch of a pool is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// The pool's own data.
    Control,
    /// A block in use.
    Used,
    /// A free block.
    Free,
    /// The end node.
    End,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::Control => "pool data",
            State::Used => "used",
            State::Free => "free",
            State::End => "end node",
        }
    }

    fn mark(self) -> char {
        match self {
            State::Control => ':',
            State::Used => '#',
            State::Free => '.',
            State::End => '|',
        }
    }
}

impl Cell {
    /// The first letter of a named block stands for it; the others have a mark for their state.
    fn mark(&self) -> char {
        match self.state {
            State::Used => self.name.chars().next().unwrap_or(self.state.mark()),
            _ => self.state.mark(),
        }
    }
}

/// Draws the whole pool in one line: a column stands for the stretch that has most of it.
pub fn strip(cells: &[Cell]) -> String {
    const COLUMNS: usize = WIDTH - 5;
    let total = total(cells);
    let mut line = String::from("  [");
    for column in 0..COLUMNS {
        let (from, to) = (scale(column, total, COLUMNS), scale(column + 1, total, COLUMNS));
        let share = |cell: &Cell| (cell.offset + cell.size).min(to).saturating_sub(cell.offset.max(from));
        // Of equal shares the first wins, so that a block's start is seen.
        let cell = cells.iter().rev().max_by_key(|cell| share(cell)).filter(|cell| share(cell) > 0);
        line.push(cell.map_or(' ', Cell::mark));
    }
    line.push(']');
    line
}

/// Draws a row for each stretch: offset, size, state, name, and a bar in proportion to the size.
///
/// # Errors
/// Only those of `out`.
pub fn rows(out: &mut impl Write, cells: &[Cell]) -> fmt::Result {
    const BAR: usize = 43;
    let total = total(cells);
    writeln!(out, "    offset      size  state")?;
    for Cell { offset, size, state, name } in cells {
        // Rounded, but never to nothing: a small block is there too.
        let length = (scale(2 * BAR, *size, total.max(1)).div_ceil(2)).clamp(usize::from(*size > 0), BAR);
        let bar: String = std::iter::repeat_n(state.mark(), length).collect();
        writeln!(
            out,
            "{}",
            format!("  {offset:>8}  {size:>8}  {:<9} {name:<2} {bar}", state.word()).trim_end()
        )?;
    }
    Ok(())
}

fn total(cells: &[Cell]) -> usize {
    cells.iter().map(|cell| cell.offset + cell.size).max().unwrap_or(0)
}

/// `part` of `whole` equal parts of `total`, without overflow.
fn scale(part: usize, total: usize, whole: usize) -> usize {
    (part as u128 * total as u128 / whole as u128) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(offset: usize, size: usize, state: State, name: &str) -> Cell {
        Cell { offset, size, state, name: name.to_string() }
    }

    fn pool() -> Vec<Cell> {
        vec![
            cell(0, 1000, State::Control, ""),
            cell(1000, 2000, State::Used, "A"),
            cell(3000, 1000, State::Used, ""),
            cell(4000, 3992, State::Free, ""),
            cell(7992, 8, State::End, ""),
        ]
    }

    #[test]
    fn the_strip_shares_its_columns_by_size() {
        let line = strip(&pool());
        assert_eq!(line.len(), WIDTH - 1);
        let count = |mark| line.chars().filter(|c| *c == mark).count();
        assert_eq!((count('A'), count('#'), count('.')), (19, 10, 37), "{line}");
        assert!(line.find(':') < line.find('A') && line.find('A') < line.find('#'), "{line}");
    }

    #[test]
    fn rows_fit_the_width_and_show_even_the_smallest_block() {
        let mut text = String::new();
        rows(&mut text, &pool()).unwrap();
        assert_eq!(text.lines().count(), 6);
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
        assert!(text.lines().last().unwrap().ends_with("end node     |"), "{text}");
        assert!(text.contains("    1000      2000  used      A  ###########\n"), "{text}");
    }

    #[test]
    fn one_block_of_any_size_fits_the_width() {
        let mut text = String::new();
        rows(&mut text, &[cell(0, usize::MAX >> 30, State::Free, "")]).unwrap();
        assert!(text.lines().all(|line| line.len() <= WIDTH + 4), "{text}");
        assert_eq!(strip(&[]).len(), WIDTH - 1);
    }
}
