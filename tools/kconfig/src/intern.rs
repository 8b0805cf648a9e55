//! Names: each distinct word of a tree is stored once and compared by number.
//!
//! Knows nothing of what a name stands for.

use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

/// A word of the tree: a symbol's name or the text of a constant. Equal names have equal numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Name(u32);

impl Name {
    /// The number of this name: dense, from 0, in order of first appearance.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// All names of a tree. `intern` and `get` are O(length) expected.
#[derive(Clone, Default)]
pub struct Names {
    text: String,
    /// Where each name ends; the first begins at 0.
    ends: Vec<u32>,
    /// Open addressing by linear probing. The length is a power of two and at least twice the number of names.
    slots: Vec<Slot>,
}

/// A place of the table: a name's number plus one, or 0; and the upper half of its hash, which tells most others apart.
#[derive(Clone, Copy, Default)]
struct Slot {
    number: u32,
    check: u32,
}

impl Names {
    /// How many distinct names there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no name has been interned.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name with this text, made if it is new.
    pub fn intern(&mut self, text: &str) -> Name {
        if self.slots.len() < 2 * (self.ends.len() + 1) {
            self.grow();
        }
        let hash = fast_hash(text);
        let slot = self.slot(hash, text);
        if self.slots[slot].number == 0 {
            self.text.push_str(text);
            self.ends.push(self.text.len() as u32);
            self.slots[slot] = Slot { number: self.ends.len() as u32, check: (hash >> 32) as u32 };
        }
        Name(self.slots[slot].number - 1)
    }

    /// A name that no text leads to, for something that is shown but never mentioned. Names made so come last: a text
    /// that is interned afterwards may be taken for one of them.
    pub(crate) fn unmentioned(&mut self, text: &str) -> Name {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        Name(self.ends.len() as u32 - 1)
    }

    /// The name with this text, if it occurs.
    pub fn get(&self, text: &str) -> Option<Name> {
        if self.slots.is_empty() {
            return None;
        }
        self.slots[self.slot(fast_hash(text), text)].number.checked_sub(1).map(Name)
    }

    /// The text of a name.
    #[inline]
    pub fn text(&self, name: Name) -> &str {
        let start = if name.0 == 0 { 0 } else { self.ends[name.index() - 1] };
        &self.text[start as usize..self.ends[name.index()] as usize]
    }

    /// Where a text is in the table, or would be.
    fn slot(&self, hash: u64, text: &str) -> usize {
        let mask = self.slots.len() - 1;
        let check = (hash >> 32) as u32;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.number == 0 || (slot.check == check && self.text(Name(slot.number - 1)) == text) {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        self.slots = vec![Slot::default(); (4 * (self.ends.len() + 1)).next_power_of_two().max(64)];
        for index in 0..self.ends.len() as u32 {
            let text = self.text(Name(index));
            let hash = fast_hash(text);
            let at = self.slot(hash, text);
            self.slots[at] = Slot { number: index + 1, check: (hash >> 32) as u32 };
        }
    }
}

fn fast_hash(text: &str) -> u64 {
    let mut hasher = FastBuild::default().build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// Makes [`FastHasher`]s: for maps whose keys nobody chooses to collide.
pub type FastBuild = BuildHasherDefault<FastHasher>;

/// Multiply and rotate, eight bytes at a time. Not resistant to chosen keys; a tree that makes its own
/// names collide slows only itself.
#[derive(Default)]
pub struct FastHasher(u64);

impl FastHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.add(u64::from_le_bytes(chunk.try_into().expect("chunks of 8")));
        }
        // The last eight bytes may overlap those before; the length tells the cases apart.
        let last = match (bytes.last_chunk::<8>(), bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(last), ..) => u64::from_le_bytes(*last),
            (None, Some(first), Some(last)) => {
                u64::from(u32::from_le_bytes(*first)) << 24 ^ u64::from(u32::from_le_bytes(*last))
            }
            _ => bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        self.add(last ^ (bytes.len() as u64) << 56);
    }

    fn write_u32(&mut self, word: u32) {
        self.add(u64::from(word));
    }

    fn write_usize(&mut self, word: usize) {
        self.add(word as u64);
    }

    fn finish(&self) -> u64 {
        // The low bits choose the slot and the multiplication leaves the best bits at the top.
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_words_are_one_name() {
        let mut names = Names::default();
        let all: Vec<Name> = (0..1000).map(|i| names.intern(&format!("N{i}"))).collect();
        for (i, name) in all.iter().enumerate() {
            assert_eq!(names.text(*name), format!("N{i}"));
            assert_eq!(names.get(&format!("N{i}")), Some(*name));
        }
        assert_eq!(names.len(), 1000);
        assert_eq!(names.get("absent"), None);
    }
}
