//! Metas that guard a block's header: a check word, and a copy in the block before.
//!
//! They only say that a pool has these words; `raw::seal` keeps them. Knows nothing of what a header says.

use crate::meta::{NodeMeta, Place};
use crate::raw::{Block, Heap};

/// Meta that seals each header with a check word, so that no byte of it changes unnoticed.
#[derive(Debug)]
pub enum CheckWord {}

/// Meta that seals each header and keeps a copy of it in the block before, from which a smashed one is restored.
#[derive(Debug)]
pub enum HeadBackup {}

/// A guard carries no data of its own about a block.
macro_rules! guard {
    ($meta:ty, backup: $backup:literal) => {
        impl NodeMeta for $meta {
            const BYTES: usize = 0;
            const SEALED: bool = true;
            const BACKUP: bool = $backup;
            const COUNTS: bool = false;

            fn pool_bytes(_: usize) -> usize {
                0
            }

            fn allocated<W: NodeMeta>(_: Heap<W>, _: Place, _: Block, _: usize) {}
            fn freed<W: NodeMeta>(_: Heap<W>, _: Place, _: Block, _: usize) {}
            fn resized<W: NodeMeta>(_: Heap<W>, _: Place, _: Block, _: usize, _: usize) {}
            fn moved<W: NodeMeta>(_: Heap<W>, _: Place, _: Block, _: Block) {}
            fn more_free<W: NodeMeta>(_: Heap<W>, _: Place) {}
            fn less_free<W: NodeMeta>(_: Heap<W>, _: Place) {}
        }
    };
}

guard!(CheckWord, backup: false);
guard!(HeadBackup, backup: true);
