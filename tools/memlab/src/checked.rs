//! A heap watched by a shadow of it.
//!
//! The shadow knows which bytes are in use and refuses what no heap may do: a block outside the pool, off its
//! boundary, or over another block in use. The heap's own integrity check runs every now and then besides.
//!
//! Knows nothing of how the heap works.

use std::collections::BTreeMap;
use std::ops::Range;
use std::ptr::NonNull;

use crate::heap::{Block, Heap, PLAIN, Usage};

/// A [`Heap`] that complains when the heap in it does what no heap may do.
pub struct Checked<H> {
    heap: H,
    pool: Range<usize>,
    /// Start and size of every block in use.
    live: BTreeMap<usize, usize>,
    every: u32,
    until_check: u32,
    complaint: Option<String>,
}

impl<H: Heap> Checked<H> {
    /// Watches `heap`, whose memory has the addresses `pool`, and checks all of it after `every` operations.
    pub fn new(heap: H, pool: Range<usize>, every: u32) -> Self {
        Self { heap, pool, live: BTreeMap::new(), every, until_check: every, complaint: None }
    }

    fn complain(&mut self, complaint: String) {
        self.complaint.get_or_insert(complaint);
    }

    fn placed(&mut self, at: NonNull<u8>, size: usize, align: usize) {
        let start = at.addr().get();
        let place = |address: usize| format!("offset {}", address.wrapping_sub(self.pool.start));
        let end = start.checked_add(size).filter(|end| start >= self.pool.start && *end <= self.pool.end);
        let Some(end) = end else {
            let complaint = format!("a block of {size} bytes at {} is not inside the pool", place(start));
            return self.complain(complaint);
        };
        if !start.is_multiple_of(align) {
            let complaint = format!("a block at {} is not on a boundary of {align} bytes", place(start));
            return self.complain(complaint);
        }
        // Blocks in use do not overlap, so the last one that starts before `end` is the only one that can reach in.
        let neighbour = self.live.range(..end).next_back().map(|(&at, &size)| (at, size));
        if let Some((other, length)) = neighbour
            && other + length > start
        {
            let complaint = format!(
                "a block of {size} bytes at {} overlaps the block of {length} bytes at {}",
                place(start),
                place(other)
            );
            return self.complain(complaint);
        }
        self.live.insert(start, size);
    }

    fn tick(&mut self) {
        self.until_check -= 1;
        if self.until_check == 0 {
            self.until_check = self.every;
            if let Err(damage) = self.heap.check() {
                self.complain(damage);
            }
        }
    }
}

impl<H: Heap> Heap for Checked<H> {
    fn alloc(&mut self, size: usize) -> Option<NonNull<u8>> {
        let at = self.heap.alloc(size);
        if let Some(at) = at {
            self.placed(at, size, PLAIN);
        }
        self.tick();
        at
    }

    fn alloc_align(&mut self, size: usize, align: usize) -> Option<NonNull<u8>> {
        let at = self.heap.alloc_align(size, align);
        if let Some(at) = at {
            self.placed(at, size, align);
        }
        self.tick();
        at
    }

    fn realloc(&mut self, block: Block, size: usize) -> Option<NonNull<u8>> {
        let at = self.heap.realloc(block, size);
        if let Some(at) = at {
            self.live.remove(&block.at.addr().get());
            // A resized block may lose its boundary, as the seed's notice says.
            self.placed(at, size, PLAIN);
        }
        self.tick();
        at
    }

    fn free(&mut self, block: Block) -> bool {
        self.live.remove(&block.at.addr().get());
        let taken = self.heap.free(block);
        if !taken {
            let offset = block.at.addr().get().wrapping_sub(self.pool.start);
            self.complain(format!(
                "the free of a block of {} bytes in use at offset {offset} is refused",
                block.size
            ));
        }
        self.tick();
        taken
    }

    fn usage(&self) -> Option<Usage> {
        self.heap.usage()
    }

    fn complaint(&self) -> Option<&str> {
        self.complaint.as_deref()
    }

    fn check(&self) -> Result<(), String> {
        self.heap.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers with the addresses it was given, in turn.
    struct Scripted(Vec<usize>, bool);

    impl Heap for Scripted {
        fn alloc(&mut self, _: usize) -> Option<NonNull<u8>> {
            NonNull::new(std::ptr::without_provenance_mut(self.0.remove(0)))
        }

        fn alloc_align(&mut self, size: usize, _: usize) -> Option<NonNull<u8>> {
            self.alloc(size)
        }

        fn realloc(&mut self, _: Block, size: usize) -> Option<NonNull<u8>> {
            self.alloc(size)
        }

        fn free(&mut self, _: Block) -> bool {
            self.1
        }

        fn check(&self) -> Result<(), String> {
            if self.1 { Ok(()) } else { Err("damaged".to_string()) }
        }
    }

    fn watched(addresses: &[usize], sound: bool) -> Checked<Scripted> {
        Checked::new(Scripted(addresses.to_vec(), sound), 1000..2000, 1000)
    }

    #[test]
    fn blocks_apart_raise_no_complaint() {
        let mut heap = watched(&[1000, 1104, 1056, 1984, 1000], true);
        let first = heap.alloc(56).unwrap();
        heap.alloc(8);
        heap.alloc(48);
        heap.alloc_align(16, 64);
        assert!(heap.free(Block { at: first, size: 56, align: PLAIN }));
        heap.alloc(56);
        assert_eq!(heap.complaint(), None);
    }

    #[test]
    fn a_block_over_another_is_a_complaint() {
        for (second, size) in [(1000, 9), (1048, 8), (1008, 16), (1000, 100)] {
            let mut heap = watched(&[1008, second], true);
            heap.alloc(41);
            heap.alloc(size);
            assert!(heap.complaint().unwrap().contains("overlaps"), "{second} {size}");
        }
    }

    #[test]
    fn a_block_outside_the_pool_is_a_complaint() {
        for (at, size) in [(992, 8), (1992, 9), (2000, 1), (8, 1), (usize::MAX - 7, 16)] {
            let mut heap = watched(&[at], true);
            heap.alloc(size);
            assert!(heap.complaint().unwrap().contains("not inside the pool"), "{at} {size}");
        }
    }

    #[test]
    fn a_block_off_its_boundary_is_a_complaint() {
        let mut heap = watched(&[1004], true);
        heap.alloc(8);
        assert!(heap.complaint().unwrap().contains("boundary of 8"));
        let mut heap = watched(&[1032], true);
        heap.alloc_align(8, 64);
        assert!(heap.complaint().unwrap().contains("boundary of 64"));
    }

    #[test]
    fn a_resized_block_gives_its_old_place_back() {
        let mut heap = watched(&[1000, 1104, 1000], true);
        let at = heap.alloc(100).unwrap();
        heap.realloc(Block { at, size: 100, align: PLAIN }, 200);
        heap.alloc(100);
        assert_eq!(heap.complaint(), None);
    }

    #[test]
    fn a_refused_free_and_a_failed_check_are_complaints() {
        let mut heap = watched(&[1000], false);
        let at = heap.alloc(100).unwrap();
        heap.free(Block { at, size: 100, align: PLAIN });
        assert!(heap.complaint().unwrap().contains("refused"));

        let mut heap = Checked::new(Scripted(vec![1000, 1104], false), 1000..2000, 2);
        heap.alloc(8);
        assert_eq!(heap.complaint(), None);
        heap.alloc(8);
        assert_eq!(heap.complaint(), Some("damaged"));
    }
}
