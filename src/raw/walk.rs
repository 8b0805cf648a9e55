//! The blocks of a pool in the order of their addresses.

use super::{Block, Heap};
use crate::meta::NodeMeta;
use crate::size::{GRAIN, Tag};

/// One stop of a walk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    /// The block.
    pub(crate) block: Block,
    /// Its header.
    pub(crate) tag: Tag,
}

/// Walks from the first block to the last before the end node. A size that would leave the pool ends the walk.
pub(crate) struct Walk<M> {
    heap: Heap<M>,
    at: usize,
    end: usize,
}

impl<M: NodeMeta> Heap<M> {
    /// All blocks except the end node.
    pub(crate) fn walk(self) -> Walk<M> {
        Walk { heap: self, at: self.first().0, end: self.end().0 }
    }
}

impl<M: NodeMeta> Iterator for Walk<M> {
    type Item = Visit;

    fn next(&mut self) -> Option<Visit> {
        if self.at >= self.end {
            return None;
        }
        let block = Block(self.at);
        let tag = self.heap.tag(block);
        self.at = if tag.size() < GRAIN || tag.size() > self.end - self.at {
            self.end
        } else {
            self.at + tag.size()
        };
        Some(Visit { block, tag })
    }
}
