//! bestfit: an exact best fit in a time bounded by the width of a size, whatever the number of blocks.
//!
//! Free blocks below 1 KiB hang in one list per size, all others in one trie per half octave (`trie.rs`); a bitmap
//! says which of them hold a block, and a summary says which words of the bitmap are not zero. The table of heads
//! ends with the class of the largest block the pool can have.
//!
//! ```text
//!  COMMON        +4                   +28                                      after_fit
//!  +-----------+--------------------+-----------------------------+-----------------------+
//!  | summary   | bitmap, 6 words    | heads of lists, 126 at most | roots of tries, 44 at |
//!  +-----------+--------------------+-----------------------------+-----------------------+
//!                                     16  24  32 ...       1016     1 KiB 1.5 KiB 2 KiB ...
//! ```
//!
//! Invariants: F1. A bit of the bitmap is set iff its head holds a block. F2. A bit of the summary is set iff its word
//! is not zero. F3. Every free block is in the list or trie of the class of its size, once.

use super::{FitPolicy, trie};
use crate::config::Algorithm;
use crate::meta::NodeMeta;
use crate::raw::{Block, COMMON, Heap, Slot};
use crate::size::{GRAIN, MAX_POOL, WORD};

const SUMMARY: usize = COMMON;
const BITMAP: usize = SUMMARY + WORD;
const BITMAP_WORDS: usize = 6;
const HEADS: usize = BITMAP + BITMAP_WORDS * WORD;

/// The smallest size there is, in bytes.
const LEAST: usize = 16;
/// Sizes from here on are kept in tries.
const LARGE: usize = 1024;
/// Classes below are lists, those from here on tries. A list's class is its size in grains, so class 2 is the first.
const LISTS: usize = LARGE / GRAIN;
const FIRST_CLASS: usize = LEAST / GRAIN;
const CLASSES: usize = class_of_large(MAX_POOL) + 1;
const _: () = assert!(class_of_large(MAX_POOL) < CLASSES && CLASSES <= BITMAP_WORDS * 32);

const fn class_of_large(size: usize) -> usize {
    let octave = (usize::BITS - 1 - size.leading_zeros()) as usize;
    LISTS + (octave - LARGE.ilog2() as usize) * 2 + ((size >> (octave - 1)) & 1)
}

const fn class_of(size: usize) -> usize {
    if size < LARGE { size / GRAIN } else { class_of_large(size) }
}

/// The default algorithm: the smallest free block that fits, in bounded time.
#[derive(Debug)]
pub enum Bestfit {}

impl FitPolicy for Bestfit {
    const ALGORITHM: Algorithm = Algorithm::Bestfit;
    const LINKED: bool = true;
    const COUNTS_END_NODE: bool = true;
    const RESIZES_ALIGNED: bool = true;

    const QUICK: usize = LARGE;

    fn index_bytes(area: usize) -> usize {
        let classes = if area < LEAST { 0 } else { class_of(area) + 1 - FIRST_CLASS };
        HEADS - COMMON + classes * WORD
    }

    #[inline(always)]
    fn insert_quick<M: NodeMeta>(heap: Heap<M>, block: Block, size: usize) {
        if heap.push(slot_of(size / GRAIN), block).is_none() {
            set_bit(heap, size / GRAIN);
        }
    }

    #[inline(always)]
    fn remove_quick<M: NodeMeta>(heap: Heap<M>, block: Block, size: usize) {
        let (slot, next) = heap.unlink(block);
        if next.is_none() && slot == slot_of(size / GRAIN) {
            clear_bit(heap, size / GRAIN);
        }
    }

    #[inline(always)]
    fn take_quick<M: NodeMeta>(heap: Heap<M>, need: usize) -> Option<(Block, usize)> {
        if need >= LARGE {
            return None;
        }
        let class = class_from(heap, need / GRAIN)?;
        if class >= LISTS {
            return None;
        }
        let slot = slot_of(class);
        let block = heap.get(slot);
        let next = heap.next(block);
        heap.put(slot, next);
        if next.is_none() {
            clear_bit(heap, class);
        }
        Some((block, class * GRAIN))
    }

    #[inline(always)]
    fn insert<M: NodeMeta>(heap: Heap<M>, block: Block, size: usize) {
        if size < LARGE {
            Self::insert_quick(heap, block, size);
        } else {
            insert_large(heap, block, size);
        }
    }

    #[inline(always)]
    fn remove<M: NodeMeta>(heap: Heap<M>, block: Block, size: usize) {
        if size < LARGE {
            Self::remove_quick(heap, block, size);
        } else {
            remove_large(heap, block, size);
        }
    }

    fn find<M: NodeMeta>(heap: Heap<M>, need: usize) -> Option<Block> {
        let class = if need < LARGE {
            class_from(heap, need / GRAIN)?
        } else {
            let own = class_of_large(need);
            if own >= CLASSES || slot_of(own).offset() >= heap.after_fit() {
                return None;
            }
            let found = trie::smallest_from(heap, heap.get(slot_of(own)), need);
            if !found.is_none() {
                return Some(found);
            }
            class_from(heap, own + 1)?
        };
        let head = heap.get(slot_of(class));
        Some(if class < LISTS { head } else { trie::smallest(heap, head) })
    }

    fn take<M: NodeMeta>(heap: Heap<M>, need: usize) -> Option<(Block, usize)> {
        let found = Self::find(heap, need)?;
        // One that hangs behind the found one has its size and comes off more cheaply.
        let behind = heap.next(found);
        let block = if behind.is_none() { found } else { behind };
        let size = heap.tag(block).size();
        Self::remove(heap, block, size);
        Some((block, size))
    }

    fn largest<M: NodeMeta>(heap: Heap<M>) -> usize {
        let summary = heap.control(SUMMARY) as u32;
        if summary == 0 {
            return 0;
        }
        let word = summary.ilog2() as usize;
        let class = word * 32 + (heap.control(BITMAP + word * WORD) as u32).ilog2() as usize;
        if class < LISTS { class * GRAIN } else { trie::largest(heap, heap.get(slot_of(class))) }
    }

    fn answers_for<M: NodeMeta>(heap: Heap<M>, block: Block, size: usize) -> bool {
        let back = heap.back(block).offset();
        let in_table = (HEADS..heap.after_fit()).contains(&back);
        let in_blocks = (heap.first().offset()..heap.end().offset()).contains(&(back + M::HEAD));
        if !back.is_multiple_of(WORD) || !(in_table || in_blocks) || heap.get(Slot::head(back)) != block {
            return false;
        }
        // A head must be the head of this size's class.
        (!in_table || back == slot_of(class_of(size)).offset())
            && is_answered(heap, heap.next_slot(block))
            && (size < LARGE || heap.is_behind(block) || {
                (0..2).all(|bit| is_answered(heap, heap.child_slot(block, bit)))
            })
    }

    fn holds<M: NodeMeta>(heap: Heap<M>, free: usize) -> bool {
        let mut left = free;
        let heads = (heap.after_fit() - HEADS) / WORD + FIRST_CLASS;
        for class in 0..BITMAP_WORDS * 32 {
            let word = heap.control(BITMAP + class / 32 * WORD);
            let marked = word >> (class % 32) & 1 == 1;
            let head =
                if (FIRST_CLASS..heads).contains(&class) { heap.get(slot_of(class)) } else { Block::NONE };
            if marked == head.is_none() {
                return false;
            }
            if (heap.control(SUMMARY) >> (class / 32) & 1 == 1) != (word != 0) {
                return false;
            }
            let listed = if class < LISTS {
                trie::count_list(heap, head, left, |size| size == class * GRAIN)
            } else {
                trie::count(heap, head, left, |size| size >= LARGE && class_of_large(size) == class)
            };
            match listed {
                Some(n) => left -= n,
                None => return false,
            }
        }
        left == 0
    }
}

/// Whether a link of a free block leads nowhere, or to a place in the pool that answers it.
fn is_answered<M: NodeMeta>(heap: Heap<M>, slot: Slot) -> bool {
    let linked = heap.get(slot);
    linked.is_none() || heap.block_at(linked.offset()).is_some_and(|block| heap.back(block) == slot)
}

#[inline(always)]
fn slot_of(class: usize) -> Slot {
    Slot::head(HEADS - FIRST_CLASS * WORD + class * WORD)
}

/// The first class from `class` on that holds a block.
#[inline(always)]
fn class_from<M: NodeMeta>(heap: Heap<M>, class: usize) -> Option<usize> {
    let word = class / 32;
    let here = (heap.control(BITMAP + word * WORD) as u32) >> (class % 32);
    if here != 0 {
        return Some(class + here.trailing_zeros() as usize);
    }
    let above = (heap.control(SUMMARY) as u32) & (!1u32 << word);
    if above == 0 {
        return None;
    }
    let word = above.trailing_zeros() as usize;
    let there = heap.control(BITMAP + word * WORD) as u32;
    Some(word * 32 + there.trailing_zeros() as usize)
}

#[inline(always)]
fn set_bit<M: NodeMeta>(heap: Heap<M>, class: usize) {
    let (word, bit) = (class / 32, class % 32);
    let at = BITMAP + word * WORD;
    let old = heap.control(at);
    heap.set_control(at, old | 1 << bit);
    if old == 0 {
        heap.set_control(SUMMARY, heap.control(SUMMARY) | 1 << word);
    }
}

#[inline(always)]
fn clear_bit<M: NodeMeta>(heap: Heap<M>, class: usize) {
    let (word, bit) = (class / 32, class % 32);
    let at = BITMAP + word * WORD;
    let left = heap.control(at) & !(1 << bit);
    heap.set_control(at, left);
    if left == 0 {
        heap.set_control(SUMMARY, heap.control(SUMMARY) & !(1 << word));
    }
}

#[inline(never)]
fn insert_large<M: NodeMeta>(heap: Heap<M>, block: Block, size: usize) {
    let class = class_of_large(size);
    let root = slot_of(class);
    if heap.get(root).is_none() {
        set_bit(heap, class);
    }
    trie::insert(heap, root, block, size);
}

#[inline(never)]
fn remove_large<M: NodeMeta>(heap: Heap<M>, block: Block, size: usize) {
    let class = class_of_large(size);
    let slot = trie::remove(heap, block);
    if slot == slot_of(class) && heap.get(slot).is_none() {
        clear_bit(heap, class);
    }
}
