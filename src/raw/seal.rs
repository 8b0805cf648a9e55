//! Sealed headers: the check word, the copy in the block before, and how a smashed header is restored.
//!
//! ```text
//!  | copy of the next block's meta | copy of its header word | size of the block before | meta | check | header word |
//!  '------------------------- with a backup ---------------------------'
//! ```
//!
//! In a sealed pool, between any two calls:
//!
//! * K1. A block's check word is the exclusive or of all other words of its header and of a key for its place. So a
//!   change within any one word is noticed, whatever it is, and a header that was copied elsewhere is none.
//! * K2. With a backup, each block holds the size of the block before it, 0 in the first, and a copy of the meta and
//!   the header word of the block behind it. The end node holds the copy for the first block.
//!
//! The words of the header are the same in used and in free blocks: links lie behind the header here.

use super::{Block, Heap};
use crate::meta::NodeMeta;
use crate::size::{Tag, WORD, round_up};

/// An odd number whose bits are evenly spread: multiplication with it makes a key of a place.
const SPREAD: u32 = 0x9e37_79b1;

impl<M: NodeMeta> Heap<M> {
    /// Bytes from the end of the meta to the payload: the header word, and the check word if there is one.
    pub(super) const GUARDS: usize = if M::SEALED { Self::CHECK } else { WORD };
    /// Bytes from the start of the meta to the payload.
    pub(super) const META: usize = Self::GUARDS + Self::META_WORDS * WORD;
    const META_WORDS: usize = round_up(M::BYTES, WORD) / WORD;
    /// Bytes from the check word to the payload.
    const CHECK: usize = 2 * WORD;
    /// Bytes from the size of the block before to the payload.
    const BEFORE: usize = Self::META + WORD;

    fn check_word(self, block: Block) -> usize {
        let mut sum = (self.key() ^ block.0 as u32).wrapping_mul(SPREAD) as usize;
        for distance in (WORD..=M::HEAD).step_by(WORD) {
            if distance != Self::CHECK {
                sum ^= self.region.load_found(block.0 - distance);
            }
        }
        sum
    }

    fn reseal(self, block: Block) {
        self.region.store(block.0 - Self::CHECK, self.check_word(block));
    }

    /// Whether the header of `block` is as it was written (K1); always, if headers are not sealed.
    pub(crate) fn is_true(self, block: Block) -> bool {
        !M::SEALED || self.region.load_found(block.0 - Self::CHECK) == self.check_word(block)
    }

    /// Gives a block's header defined content where there was none before; the header word is the caller's.
    #[inline(always)]
    pub(crate) fn new_header(self, block: Block) {
        if M::SEALED {
            self.region.clear(block.0 - M::HEAD, M::HEAD - WORD);
        }
    }

    /// Makes K1 and K2 true again after the headers of `from ..= to` have been written. `from` is a block whose
    /// predecessor is the one it had before; `to` is one whose size has not changed.
    #[inline(always)]
    pub(crate) fn settle(self, from: Block, to: Block) {
        if M::SEALED {
            self.settle_guards(from, to);
        }
    }

    fn settle_guards(self, from: Block, to: Block) {
        if M::BACKUP {
            let before = self.block_before(from);
            self.copy_header(before, from);
            self.reseal(before);
        }
        let mut block = from;
        while block != to {
            let size = self.tag(block).size();
            let next = self.after(block, size);
            if M::BACKUP {
                self.region.store(next.0 - Self::BEFORE, size);
                self.copy_header(block, next);
            }
            self.reseal(block);
            block = next;
        }
        self.reseal(to);
    }

    /// The block that holds the copy for `block`.
    fn block_before(self, block: Block) -> Block {
        if block == self.first() {
            self.end()
        } else {
            Block(block.0 - self.region.load(block.0 - Self::BEFORE))
        }
    }

    /// Copies meta and header word of `of` into `holder`.
    fn copy_header(self, holder: Block, of: Block) {
        for word in 0..Self::META_WORDS {
            let value = self.region.load(of.0 - Self::META + word * WORD);
            self.region.store(holder.0 - M::HEAD + word * WORD, value);
        }
        self.region.store(holder.0 - M::HEAD + Self::META_WORDS * WORD, self.tag(of).word());
    }

    /// Restores the header of the block at `offset` from the copy in the block before it, which is found by a walk from
    /// the first block; `None` if no block is known to start there, or the blocks around it are broken as well.
    ///
    /// Takes time in proportion to the number of blocks.
    pub(crate) fn restore(self, offset: usize) -> Option<Block> {
        if !M::BACKUP {
            return None;
        }
        let block = self.block_at(offset)?;
        let holder = self.intact_holder(block)?;
        let copied = |word: usize| self.region.load(holder.0 - M::HEAD + word * WORD);
        let tag = Tag::from_word(copied(Self::META_WORDS));
        // The copy of the header behind lay in the smashed words and is made again.
        let next = self.block_or_end(block.0 + tag.size())?;
        if !self.is_true(next) {
            return None;
        }
        for word in 0..Self::META_WORDS {
            self.region.store(block.0 - Self::META + word * WORD, copied(word));
        }
        self.set_tag(block, tag);
        let before = if holder == self.end() { 0 } else { block.0 - holder.0 };
        self.region.store(block.0 - Self::BEFORE, before);
        self.copy_header(block, next);
        self.reseal(block);
        Some(block)
    }

    /// The block that holds the copy for `block`, if every header up to it is true.
    fn intact_holder(self, block: Block) -> Option<Block> {
        if block == self.first() {
            return self.is_true(self.end()).then_some(self.end());
        }
        for visit in self.walk() {
            if !self.is_true(visit.block) {
                return None;
            }
            let next = self.after(visit.block, visit.tag.size());
            if next.0 >= block.0 {
                return (next == block).then_some(visit.block);
            }
        }
        None
    }

    /// Whether the headers that freeing `block` would touch are true; the one behind is restored if it can be.
    pub(super) fn neighbours_are_true(self, block: Block, tag: Tag) -> bool {
        let next = self.after(block, tag.size());
        if !self.is_true(next) && self.restore(next.0).is_none() {
            return false;
        }
        // Payload that was written after it was freed may have changed the size before this block.
        !tag.prev_is_free()
            || self.block_before_free(block).is_some_and(|before| {
                self.is_true(before) && self.tag(before) == Tag::free(block.0 - before.0)
            })
    }

    /// Whether the header of `block`, whose predecessor is `before`, says and is copied as it must be (K2). A broken end
    /// node holds no copy for the first block, but that is the end node's fault.
    pub(crate) fn is_backed_up(self, before: Option<Block>, block: Block) -> bool {
        if !M::BACKUP {
            return true;
        }
        let holder = before.unwrap_or(self.end());
        let distance = before.map_or(0, |before| block.0 - before.0);
        let same = |word: usize| {
            let copy = self.region.load(holder.0 - M::HEAD + word * WORD);
            let own = if word == Self::META_WORDS { WORD } else { Self::META - word * WORD };
            copy == self.region.load(block.0 - own)
        };
        self.region.load(block.0 - Self::BEFORE) == distance
            && (!self.is_true(holder) || (0..=Self::META_WORDS).all(same))
    }

    fn block_or_end(self, offset: usize) -> Option<Block> {
        if offset == self.end().0 { Some(self.end()) } else { self.block_at(offset) }
    }
}
