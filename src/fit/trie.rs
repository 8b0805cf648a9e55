//! The order of large free blocks: a bitwise trie by size, one per class.
//!
//! A node's size decides nothing about its place but the path: below the root, each level splits on the next lower bit
//! of the size, and blocks of one size hang in a list behind the one that is in the trie. A class spans half an octave,
//! so a path has at most `log2(size) - 4` steps, and no operation visits more than two paths.
//!
//! T1. All sizes below a child share the bits that lead to it. T2. A block listed behind another is marked as such and
//! has its size.

use crate::meta::NodeMeta;
use crate::raw::{Block, Heap, Slot};
use crate::size::{GRAIN, WORD};

/// The bits of `size` below those that its class fixes, moved to the top of a 32-bit word.
fn path_of(size: usize) -> u32 {
    (size as u32) << (33 - size.ilog2())
}

/// Hangs `block` of `size` bytes into the trie at `root`.
pub(super) fn insert<M: NodeMeta>(heap: Heap<M>, root: Slot, block: Block, size: usize) {
    let mut path = path_of(size);
    let mut slot = root;
    loop {
        let node = heap.get(slot);
        if node.is_none() {
            heap.put(slot, block);
            heap.put(heap.next_slot(block), Block::NONE);
            return heap.clear_children(block);
        }
        if heap.tag(node).size() == size {
            heap.push(heap.next_slot(node), block);
            return heap.mark_behind(block);
        }
        slot = heap.child_slot(node, (path >> 31) as usize);
        path <<= 1;
    }
}

/// Takes `block` out and returns the slot that held it.
pub(super) fn remove<M: NodeMeta>(heap: Heap<M>, block: Block) -> Slot {
    let slot = heap.back(block);
    let behind = heap.next(block);
    if heap.is_behind(block) {
        heap.put(slot, behind);
        return slot;
    }
    let heir = if behind.is_none() { pluck_leaf(heap, block) } else { behind };
    heap.put(slot, heir);
    if !heir.is_none() {
        for bit in 0..2 {
            heap.put(heap.child_slot(heir, bit), heap.child(block, bit));
        }
    }
    slot
}

/// Takes a leaf from below `block`; none if it has no children.
fn pluck_leaf<M: NodeMeta>(heap: Heap<M>, block: Block) -> Block {
    let mut leaf = Block::NONE;
    let mut slot = None;
    let mut node = block;
    loop {
        let bit = usize::from(!heap.child(node, 1).is_none());
        let child = heap.child_slot(node, bit);
        node = heap.get(child);
        if node.is_none() {
            break;
        }
        (leaf, slot) = (node, Some(child));
    }
    if let Some(slot) = slot {
        heap.put(slot, Block::NONE);
    }
    leaf
}

/// The smallest block of at least `need` bytes in the trie with this root, if its class is that of `need`.
pub(super) fn smallest_from<M: NodeMeta>(heap: Heap<M>, root: Block, need: usize) -> Block {
    let mut path = path_of(need);
    let (mut best, mut best_size) = (Block::NONE, usize::MAX);
    // The deepest subtree to the right of the path: all its sizes fit, and all others to the right are larger.
    let mut right = Block::NONE;
    let mut node = root;
    while !node.is_none() {
        let size = heap.tag(node).size();
        if size >= need && size < best_size {
            (best, best_size) = (node, size);
            if size == need {
                return best;
            }
        }
        let one = heap.child(node, 1);
        if path >> 31 == 1 {
            node = one;
        } else {
            if !one.is_none() {
                right = one;
            }
            node = heap.child(node, 0);
        }
        path <<= 1;
    }
    if right.is_none() {
        return best;
    }
    let candidate = smallest(heap, right);
    if heap.tag(candidate).size() < best_size { candidate } else { best }
}

/// The smallest block of the trie with this root, which is not empty.
pub(super) fn smallest<M: NodeMeta>(heap: Heap<M>, root: Block) -> Block {
    let (mut best, mut best_size) = (root, heap.tag(root).size());
    let mut node = root;
    loop {
        let bit = usize::from(heap.child(node, 0).is_none());
        node = heap.child(node, bit);
        if node.is_none() {
            return best;
        }
        let size = heap.tag(node).size();
        if size < best_size {
            (best, best_size) = (node, size);
        }
    }
}

/// The largest size in the trie with this root.
pub(super) fn largest<M: NodeMeta>(heap: Heap<M>, root: Block) -> usize {
    let mut best = 0;
    let mut node = root;
    while !node.is_none() {
        best = best.max(heap.tag(node).size());
        let bit = usize::from(!heap.child(node, 1).is_none());
        node = heap.child(node, bit);
    }
    best
}

/// The number of blocks in a list, if there are at most `limit`, all inside the pool and of accepted sizes.
pub(super) fn count_list<M: NodeMeta>(
    heap: Heap<M>,
    head: Block,
    limit: usize,
    accepts: impl Fn(usize) -> bool,
) -> Option<usize> {
    let (mut block, mut count) = (head, 0);
    while !block.is_none() {
        if count == limit || !is_free_block(heap, block) || !accepts(heap.tag(block).size()) {
            return None;
        }
        count += 1;
        block = heap.next(block);
    }
    Some(count)
}

/// The number of blocks in a trie, if there are at most `limit`, all inside the pool and of accepted sizes.
pub(super) fn count<M: NodeMeta>(
    heap: Heap<M>,
    root: Block,
    limit: usize,
    accepts: impl Fn(usize) -> bool + Copy,
) -> Option<usize> {
    let mut total = 0;
    let mut node = root;
    // The walk climbs by `back`, so it needs no stack: from a child slot, to the node that owns it.
    while !node.is_none() {
        let size = if is_free_block(heap, node) { heap.tag(node).size() } else { return None };
        if !is_on_its_path(heap, root, node, size) {
            return None;
        }
        let same = |s| s == size && accepts(s);
        let left = limit.checked_sub(total)?;
        total += count_list(heap, node, left, same)?;
        node = match (heap.child(node, 0), heap.child(node, 1)) {
            (Block::NONE, Block::NONE) => climb(heap, root, node),
            (Block::NONE, one) => one,
            (zero, _) => zero,
        };
    }
    Some(total)
}

/// Whether the path of `size` leads from the root to `node` (T1), in no more steps than such a size has bits to choose by.
fn is_on_its_path<M: NodeMeta>(heap: Heap<M>, root: Block, node: Block, size: usize) -> bool {
    let (mut path, mut at) = (path_of(size), root);
    for _ in 0..=size.ilog2() - GRAIN.ilog2() - 1 {
        if at == node {
            return true;
        }
        if !is_free_block(heap, at) {
            return false;
        }
        at = heap.child(at, (path >> 31) as usize);
        path <<= 1;
    }
    false
}

/// The next node in pre-order after the subtree of `node`, or none.
fn climb<M: NodeMeta>(heap: Heap<M>, root: Block, mut node: Block) -> Block {
    while node != root {
        let slot = heap.back(node);
        let Some(owner) = owner_of(heap, slot) else { return Block::NONE };
        if slot == heap.child_slot(owner, 0) {
            let one = heap.child(owner, 1);
            if !one.is_none() {
                return one;
            }
        }
        node = owner;
    }
    Block::NONE
}

/// The block whose child slot `slot` is, if it is one inside the pool.
fn owner_of<M: NodeMeta>(heap: Heap<M>, slot: Slot) -> Option<Block> {
    let payload = (slot.offset() & !(GRAIN - 1)).checked_sub(2 * WORD)?;
    heap.block_at(payload).filter(|&owner| is_free_block(heap, owner))
}

/// Whether `block`, read from a link that may be damaged, is a free block that ends inside the pool.
fn is_free_block<M: NodeMeta>(heap: Heap<M>, block: Block) -> bool {
    heap.block_at(block.offset()).is_some_and(|b| {
        let tag = heap.tag(b);
        !tag.is_used() && tag.size() >= GRAIN && tag.size() <= heap.end().offset() - b.offset()
    })
}
