//! Programs that touch what is not theirs, and the address sanitizer that reports each of them.
//!
//! Every crime is committed by a child process, which is this program once more with one test to run, and dies of it.
//! Needs the feature `poison` and the sanitizer: `cargo xtask sanitize`.
#![allow(unsafe_code)] // the crimes

mod common;

use std::process::Command;
use std::ptr::NonNull;

use common::Memory;
use los_mem::{
    Bestfit, BestfitLittle, CheckWord, ConfiguredPool, FitPolicy, FixedSlab, GrowingSlab, HeadBackup,
    ModuleId, NoSlab, NodeMeta, Origin, Plain, Pool, SharedPool, SlabPolicy, TaskId, Thorough,
};

/// Names the test whose crime this process is to commit, and the pool to commit it on.
const CRIME: &str = "LOS_MEM_CRIME";

/// What a program does to a pool whose memory begins at the pointer.
type Crime = dyn Fn(&mut dyn AnyPool, NonNull<u8>);

/// Commits `crime` on a pool of one kind.
fn commit<F: FitPolicy, M: NodeMeta, S: SlabPolicy>(crime: &Crime) {
    let mut memory = Memory::new(16 << 10, 0);
    let start = NonNull::new(memory.bytes().as_mut_ptr().cast::<u8>()).expect("not null");
    let mut pool = Pool::<F, M, S, Plain>::new(memory.bytes()).expect("the pool is large enough");
    crime(&mut pool, start);
}

/// What to call a kind of pool, and how to commit a crime on it.
type Scene = (&'static str, fn(&Crime));

const SCENES: [Scene; 8] = [
    ("bestfit", commit::<Bestfit, (), NoSlab>),
    ("bestfit-task", commit::<Bestfit, TaskId, NoSlab>),
    ("bestfit-seal", commit::<Bestfit, (TaskId, CheckWord), NoSlab>),
    ("bestfit-all", commit::<Bestfit, (TaskId, (ModuleId, (Origin, HeadBackup))), NoSlab>),
    ("little", commit::<BestfitLittle, (), NoSlab>),
    ("little-task", commit::<BestfitLittle, TaskId, NoSlab>),
    ("fixed-slab", commit::<Bestfit, (), FixedSlab>),
    ("growing-slab", commit::<BestfitLittle, TaskId, GrowingSlab>),
];

/// The functions of a pool that crimes need, whatever its policies.
trait AnyPool {
    fn alloc(&mut self, size: usize) -> NonNull<u8>;
    fn free(&mut self, block: NonNull<u8>);
    fn realloc(&mut self, block: NonNull<u8>, size: usize) -> NonNull<u8>;
    fn realloc_aligned(&mut self, block: NonNull<u8>, size: usize, boundary: usize) -> Option<NonNull<u8>>;
    fn room(&self, block: NonNull<u8>) -> usize;
}

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy> AnyPool for Pool<'_, F, M, S, Plain> {
    fn alloc(&mut self, size: usize) -> NonNull<u8> {
        self.alloc(size).expect("room")
    }

    fn free(&mut self, block: NonNull<u8>) {
        self.free(block).expect("live");
    }

    fn realloc(&mut self, block: NonNull<u8>, size: usize) -> NonNull<u8> {
        self.realloc(block, size).expect("room")
    }

    fn realloc_aligned(&mut self, block: NonNull<u8>, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        self.realloc_aligned(block, size, boundary).ok()
    }

    fn room(&self, block: NonNull<u8>) -> usize {
        self.room(block).expect("live")
    }
}

/// Commits `crime` on each kind of pool in a process of its own, and expects a report of the given access.
fn is_reported(test: &str, access: &str, crime: &Crime) {
    if let Ok(wanted) = std::env::var(CRIME) {
        let (_, commit) = SCENES.iter().find(|(name, _)| *name == wanted).expect("a kind of pool");
        return commit(crime);
    }
    let program = std::env::current_exe().expect("a program knows itself");
    for (scene, _) in SCENES {
        let child = Command::new(&program)
            .args([test, "--exact", "--nocapture"])
            .env(CRIME, scene)
            .output()
            .expect("this program can be run");
        let report = String::from_utf8_lossy(&child.stderr);
        assert!(!child.status.success(), "{scene}: the crime went unnoticed; is this a sanitizer's build?");
        // A header in the same eight bytes as the end of a block is reported by the second name.
        let kinds = ["AddressSanitizer: use-after-poison", "AddressSanitizer: unknown-crash"];
        let named = kinds.iter().any(|kind| report.contains(kind)) && report.contains(access);
        assert!(named, "{scene}: no report of a {access}, but\n{report}");
    }
}

macro_rules! crimes {
    ($($name:ident, $access:literal: $crime:expr;)*) => {
        $(#[test]
        fn $name() {
            is_reported(stringify!($name), $access, &$crime);
        })*
    };
}

/// Writes the byte `offset` bytes after `block`.
fn write(block: NonNull<u8>, offset: isize) {
    // SAFETY: inside the memory of the pool; the sanitizer stops the program before it matters.
    unsafe { block.offset(offset).write_volatile(1) };
}

/// Reads the byte `offset` bytes after `block`.
fn read(block: NonNull<u8>, offset: isize) {
    // SAFETY: as in `write`.
    std::hint::black_box(unsafe { block.offset(offset).read_volatile() });
}

crimes! {
    a_write_one_byte_past_a_block_is_reported, "WRITE of size 1": |pool, _| {
        let [block, _behind] = [pool.alloc(300), pool.alloc(300)];
        write(block, pool.room(block) as isize);
    };
    a_read_one_byte_past_the_last_block_is_reported, "READ of size 1": |pool, _| {
        let block = pool.alloc(300);
        read(block, pool.room(block) as isize);
    };
    a_write_into_a_header_is_reported, "WRITE of size 1": |pool, _| {
        let [_before, block] = [pool.alloc(300), pool.alloc(300)];
        write(block, -4);
    };
    a_write_one_byte_before_a_block_is_reported, "WRITE of size 1": |pool, _| {
        write(pool.alloc(300), -1);
    };
    a_read_of_a_freed_block_is_reported, "READ of size 1": |pool, _| {
        let [block, _behind] = [pool.alloc(300), pool.alloc(300)];
        pool.free(block);
        read(block, 150);
    };
    a_write_to_the_last_byte_of_a_freed_block_is_reported, "WRITE of size 1": |pool, _| {
        let [block, _behind] = [pool.alloc(300), pool.alloc(300)];
        let last = pool.room(block) as isize - 1;
        pool.free(block);
        write(block, last);
    };
    a_read_from_where_a_block_was_before_it_moved_is_reported, "READ of size 1": |pool, _| {
        let [block, _behind] = [pool.alloc(300), pool.alloc(300)];
        assert_ne!(pool.realloc(block, 2000), block);
        read(block, 0);
    };
    a_write_to_what_a_block_was_shortened_by_is_reported, "WRITE of size 1": |pool, _| {
        let [block, _behind] = [pool.alloc(900), pool.alloc(300)];
        assert_eq!(pool.realloc(block, 300), block);
        write(block, pool.room(block) as isize);
    };
    a_read_from_where_a_block_was_before_it_was_aligned_is_reported, "READ of size 1": |pool, _| {
        let [first, second] = [pool.alloc(300), pool.alloc(300)];
        let block = if first.addr().get() % 1024 == 0 { second } else { first };
        let aligned = pool.realloc_aligned(block, 300, 1024).expect("room");
        write(aligned, 299);
        read(block, 0);
    };
    a_write_to_what_an_aligned_block_was_shortened_by_is_reported, "WRITE of size 1": |pool, _| {
        let [block, _behind] = [pool.alloc(900), pool.alloc(300)];
        let aligned = pool.realloc_aligned(block, 900, 256).expect("room");
        let aligned = pool.realloc_aligned(aligned, 300, 256).expect("room");
        write(aligned, pool.room(aligned) as isize);
    };
    a_read_of_a_freed_item_is_reported, "READ of size 1": |pool, _| {
        // In a pool without slabs it is a small block.
        let [first, second] = [pool.alloc(20), pool.alloc(20)];
        pool.free(first);
        write(second, 0);
        read(first, 0);
    };
    a_write_one_byte_past_an_item_is_reported, "WRITE of size 1": |pool, _| {
        // Slabs serve from the highest address down.
        let [first, second, third] = [pool.alloc(20), pool.alloc(20), pool.alloc(20)];
        pool.free(second);
        write(first.min(third), pool.room(third) as isize);
    };
    a_read_of_control_data_is_reported, "READ of size 1": |pool, start| {
        pool.alloc(300);
        read(start, 8);
    };
    a_write_to_free_memory_is_reported, "WRITE of size 1": |_, start| {
        write(start, (16 << 10) - 64);
    };
}

/// Writes and reads all of a block's bytes.
fn use_all(block: NonNull<u8>, room: usize) {
    (0..room as isize).for_each(|offset| write(block, offset));
    (0..room as isize).for_each(|offset| read(block, offset));
}

#[test]
fn all_of_a_live_block_may_be_used() {
    for (_, commit) in SCENES {
        commit(&|pool, _| {
            for size in (1..200).chain([500, 2000]) {
                let block = pool.alloc(size);
                use_all(block, pool.room(block));
                let block = pool.realloc(block, 3 * size);
                use_all(block, pool.room(block));
                let block = pool.realloc(block, size.div_ceil(2));
                use_all(block, pool.room(block));
                let mut block = block;
                for (size, boundary) in
                    [(size, 64), (size + 40, 64), (size / 3 + 1, 64), (size, 8), (2 * size, 8)]
                {
                    block = pool.realloc_aligned(block, size, boundary).expect("room");
                    use_all(block, pool.room(block));
                }
                for refused in [(64 << 10, 64), (64 << 10, 8), (0, 8), (8, 3)] {
                    assert_eq!(pool.realloc_aligned(block, refused.0, refused.1), None);
                    use_all(block, pool.room(block));
                }
                pool.free(block);
            }
        });
    }
}

#[test]
fn memory_may_be_used_again_when_its_pool_is_gone() {
    let mut memory = Memory::new(16 << 10, 0);
    let start = NonNull::new(memory.bytes().as_mut_ptr().cast::<u8>()).expect("not null");
    let mut pool = ConfiguredPool::new(memory.bytes()).expect("the pool is large enough");
    pool.alloc(300).expect("room");
    drop(pool);
    use_all(start, 16 << 10);
}

#[test]
fn memory_may_be_used_again_when_its_shared_pool_is_gone() {
    let mut memory = Memory::new(16 << 10, 0);
    let start = NonNull::new(memory.bytes().as_mut_ptr().cast::<u8>()).expect("not null");
    let pool = SharedPool::new(ConfiguredPool::new(memory.bytes()).expect("the pool is large enough"));
    let block = pool.alloc(300).expect("room");
    use_all(block, 300);
    // SAFETY: the block is this test's, and used through the new pointer only.
    let block = unsafe { pool.realloc_aligned(block, 500, 64) }.expect("room");
    use_all(block, 500);
    pool.read(|pool| pool.check()).expect("the pool is made").expect("whole");
    drop(pool);
    use_all(start, 16 << 10);
}

#[test]
fn a_block_may_be_a_pool_and_then_a_block_again() {
    let mut memory = Memory::new(16 << 10, 0);
    let mut outer =
        Pool::<Bestfit, (), NoSlab, Thorough>::new(memory.bytes()).expect("the pool is large enough");
    let block = outer.alloc(4 << 10).expect("room");
    {
        // SAFETY: the block has that many bytes and nobody else uses them meanwhile.
        let bytes = unsafe { std::slice::from_raw_parts_mut(block.as_ptr().cast(), 4 << 10) };
        let mut inner = Pool::<Bestfit, ()>::new(bytes).expect("the block is large enough");
        let within = inner.alloc(300).expect("room");
        use_all(within, 300);
        inner.check().expect("whole");
    }
    use_all(block, 4 << 10);
    outer.free(block).expect("live");
    outer.check().expect("whole");
}
