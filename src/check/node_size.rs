//! The node size check: how large the block of a pointer is, and how much of it lies behind the pointer.

use core::ptr::NonNull;

use super::{CheckLevel, Checks, Thorough};
use crate::error::Error;
use crate::fit::FitPolicy;
use crate::meta::NodeMeta;
use crate::option::NodeSizeCheck;
use crate::pool::Pool;
use crate::slab::SlabPolicy;

/// What the node size check answers, in bytes of payload.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NodeSize {
    /// The whole block's payload.
    pub total: usize,
    /// From the pointer to the end of the block.
    pub available: usize,
}

#[diagnostic::do_not_recommend]
impl NodeSizeCheck for Thorough {}

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    /// The payload of the block at `pointer` ([`CheckLevel::Low`]) or around it ([`CheckLevel::High`], which takes time in
    /// proportion to the number of blocks).
    ///
    /// # Errors
    /// [`Error::CheckDisabled`] at [`CheckLevel::Disable`]; [`Error::OutsidePool`]; [`Error::NotABlock`] if no used block is
    /// there.
    ///
    /// Of a configured pool with LOSCFG_BASE_MEM_NODE_SIZE_CHECK only.
    pub fn node_size(&self, pointer: NonNull<u8>, level: CheckLevel) -> Result<NodeSize, Error>
    where
        C: NodeSizeCheck,
    {
        if level == CheckLevel::Disable {
            return Err(Error::CheckDisabled);
        }
        if self.heap.region().offset_of(pointer) >= self.pool_size() {
            return Err(Error::OutsidePool);
        }
        if level == CheckLevel::Low {
            let total = self.room(pointer).map_err(|_| Error::NotABlock)?;
            return Ok(NodeSize { total, available: total });
        }
        let (total, into) = match self.item_around(pointer) {
            Some(found) => found?,
            None => {
                let visit = self.block_around(pointer).ok_or(Error::NotABlock)?;
                let into = self.heap.region().offset_of(pointer) - visit.block.offset();
                (visit.tag.size() - M::HEAD, into)
            }
        };
        Ok(NodeSize { total, available: total - into })
    }
}
