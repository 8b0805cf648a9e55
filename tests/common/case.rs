//! A case of the suite: steps on one pool, and what must come of each.
//!
//! `case_file` reads cases, `case_run` runs them. Knows nothing of files and of the standard library: the firmware has
//! the cases as constants.

/// One case.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    pub name: &'a str,
    /// Bytes of the pool.
    pub pool: usize,
    /// The one algorithm that it is for.
    pub only: Option<&'a str>,
    pub steps: &'a [Step],
}

/// What is done, and to which block; blocks are numbered from 0 in the order of their first mention.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    Alloc(usize),
    /// The block and its boundary.
    Align(usize, usize),
    Realloc(usize),
    Free(usize),
}

/// How much is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Size {
    Bytes(usize),
    /// All of the largest free block.
    Rest,
}

/// One step.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub act: Act,
    pub size: Size,
    /// The step is refused, and changes nothing.
    pub fails: bool,
    /// Whether realloc returns the block's own address.
    pub same: Option<bool>,
    /// Used blocks beyond those of the fresh pool, after the step.
    pub used: Option<usize>,
    /// Free blocks after the step.
    pub free_blocks: Option<usize>,
}

/// The most blocks of one case.
pub const MOST_BLOCKS: usize = 16;
