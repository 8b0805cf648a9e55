//! bestfit_little: best fit by looking at every block. No index, the smallest code and pool.
//!
//! Freeing takes constant time; allocating visits every block of the pool.

use super::FitPolicy;
use crate::config::Algorithm;
use crate::meta::NodeMeta;
use crate::raw::{Block, Heap};

/// The algorithm for the smallest pools: a scan of all blocks for the smallest that fits.
#[derive(Debug)]
pub enum BestfitLittle {}

impl FitPolicy for BestfitLittle {
    const ALGORITHM: Algorithm = Algorithm::BestfitLittle;
    const LINKED: bool = false;
    const COUNTS_END_NODE: bool = false;
    const RESIZES_ALIGNED: bool = false;
    const QUICK: usize = 0;

    fn index_bytes(_area: usize) -> usize {
        0
    }

    fn insert_quick<M: NodeMeta>(_heap: Heap<M>, _block: Block, _size: usize) {}

    fn remove_quick<M: NodeMeta>(_heap: Heap<M>, _block: Block, _size: usize) {}

    fn take_quick<M: NodeMeta>(_heap: Heap<M>, _need: usize) -> Option<(Block, usize)> {
        None
    }

    fn insert<M: NodeMeta>(_heap: Heap<M>, _block: Block, _size: usize) {}

    fn remove<M: NodeMeta>(_heap: Heap<M>, _block: Block, _size: usize) {}

    fn find<M: NodeMeta>(heap: Heap<M>, need: usize) -> Option<Block> {
        Self::take(heap, need).map(|(block, _)| block)
    }

    fn take<M: NodeMeta>(heap: Heap<M>, need: usize) -> Option<(Block, usize)> {
        let mut best = None;
        let mut best_size = usize::MAX;
        for visit in heap.walk() {
            let size = visit.tag.size();
            if !visit.tag.is_used() && size >= need && size < best_size {
                best = Some((visit.block, size));
                best_size = size;
                if size == need {
                    break;
                }
            }
        }
        best
    }

    fn largest<M: NodeMeta>(heap: Heap<M>) -> usize {
        heap.walk().filter(|v| !v.tag.is_used()).map(|v| v.tag.size()).max().unwrap_or(0)
    }

    fn answers_for<M: NodeMeta>(_heap: Heap<M>, _block: Block, _size: usize) -> bool {
        true
    }

    fn holds<M: NodeMeta>(_heap: Heap<M>, _free: usize) -> bool {
        true
    }
}
