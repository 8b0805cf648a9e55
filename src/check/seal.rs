//! Metas that guard a block's header: a check word, and a copy in the block before.
//!
//! They only say that a pool has these words; `raw::seal` keeps them. Knows nothing of what a header says.

use crate::meta::NodeMeta;

/// Meta that seals each header with a check word, so that no byte of it changes unnoticed.
#[derive(Debug)]
pub enum CheckWord {}

/// Meta that seals each header and keeps a copy of it in the block before, from which a smashed one is restored.
#[derive(Debug)]
pub enum HeadBackup {}

impl NodeMeta for CheckWord {
    const SEALED: bool = true;
}

impl NodeMeta for HeadBackup {
    const SEALED: bool = true;
    const BACKUP: bool = true;
}
