//! From events to the model: dependencies pushed down, implicit submenus made.

use crate::model::{LoadOptions, Tree};

/// Reads, parses and lowers.
pub(crate) fn load(_options: &LoadOptions<'_>) -> Tree {
    unimplemented!()
}
