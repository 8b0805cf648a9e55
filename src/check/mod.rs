//! Checks: how much a pool distrusts its callers and its own memory.

mod integrity;
mod level;
mod node_size;
mod report;
mod seal;

pub use level::CheckLevel;
pub use node_size::NodeSize;
pub use report::{Reporter, Reports};
pub use seal::{CheckWord, HeadBackup};

pub(crate) use integrity::{Expected, integrity};

/// How thorough a pool is.
pub trait Checks: 'static {
    /// Whether a pointer is looked for among all blocks before it is freed or resized, which takes a walk, and the free
    /// blocks that an operation would unlink are looked at first.
    const EXACT_FREE: bool;
    /// Whether the whole pool is checked before each operation that changes it.
    const CHECK_ALWAYS: bool;
    /// Whether the pool has room for a link to the next registered pool.
    const REGISTERED: bool;
    /// What a handle does with damage: [`Reports`] if one of the first two is on, else `()`.
    type Reporter: Reporter;
}

/// Constant-time checks only.
#[derive(Debug)]
pub enum Plain {}

impl Checks for Plain {
    const EXACT_FREE: bool = false;
    const CHECK_ALWAYS: bool = false;
    const REGISTERED: bool = false;
    type Reporter = ();
}

/// All checks, for debugging.
#[derive(Debug)]
pub enum Thorough {}

impl Checks for Thorough {
    const EXACT_FREE: bool = true;
    const CHECK_ALWAYS: bool = true;
    const REGISTERED: bool = true;
    type Reporter = Reports;
}
