//! Rust's collections over the system pool, which is the global allocator.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::common::random::Prng;
use crate::heap::Global;
use crate::holder::Holder;
use crate::system;
use semihosting::println;

/// Alignment beyond what a pool gives by itself.
#[repr(align(256))]
struct Wide([u8; 300]);

const OPERATIONS: usize = 5_000;

pub(crate) fn run() {
    let before = system::totals();
    vectors();
    maps();
    wide();
    let mut holder = Holder::<16>::new(2, 700);
    for _ in 0..OPERATIONS {
        holder.step(&mut Global);
    }
    holder.finish(&mut Global);
    system::assert_restored(before);
    println!("ok  collections, and {OPERATIONS} operations of the global allocator");
}

fn vectors() {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for row in 0..40 {
        rows.push((0..row).collect());
        rows[row / 2].push(row);
    }
    for (index, row) in rows.iter().enumerate() {
        assert!(row.iter().take(index).copied().eq(0..index), "row {index}");
    }
    rows.retain(|row| row.len() % 2 == 0);
    rows.iter_mut().for_each(Vec::shrink_to_fit);
    assert!(rows.iter().all(|row| row.capacity() >= row.len()));
}

fn maps() {
    let mut random = Prng::new(3);
    let mut map: BTreeMap<usize, String> = BTreeMap::new();
    for _ in 0..600 {
        let key = random.below(150);
        if map.remove(&key).is_none() {
            map.insert(key, format!("value {key}"));
        }
    }
    assert!(map.len() > 10);
    for (key, value) in &map {
        assert_eq!(*value, format!("value {key}"));
    }
}

fn wide() {
    let boxes: Vec<Box<Wide>> = (0..4).map(|byte| Box::new(Wide([byte; 300]))).collect();
    for (byte, wide) in boxes.iter().enumerate() {
        assert_eq!((&raw const **wide).addr() % 256, 0);
        assert!(wide.0.iter().all(|&b| usize::from(b) == byte));
    }
}
