//! Runs the cases of `suite/*.toml` on every pool policy.
#![allow(unsafe_code)] // paints blocks

mod common;

use std::collections::HashMap;
use std::fs;
use std::ptr::NonNull;

use common::Memory;
use los_mem::{
    Bestfit, BestfitLittle, Checks, FitPolicy, FixedSlab, GrowingSlab, ModuleId, NoSlab, NodeMeta, Plain,
    Pool, SlabPolicy, TaskId, Thorough,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suite {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    pool: usize,
    only: Option<String>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    alloc: Option<String>,
    align: Option<String>,
    realloc: Option<String>,
    free: Option<String>,
    #[serde(default)]
    size: usize,
    #[serde(default)]
    boundary: usize,
    /// In place of a size: all of the largest free block.
    #[serde(default)]
    rest: bool,
    #[serde(default)]
    fails: bool,
    same: Option<bool>,
    used: Option<usize>,
    free_blocks: Option<usize>,
}

/// A block and the byte it is painted with.
#[derive(Clone, Copy)]
struct Painted {
    block: NonNull<u8>,
    size: usize,
    byte: u8,
}

impl Painted {
    fn new(block: NonNull<u8>, size: usize, byte: u8) -> Self {
        // SAFETY: the block is live and has `size` bytes.
        unsafe { block.write_bytes(byte, size) };
        Self { block, size, byte }
    }

    fn check(&self, length: usize) {
        // SAFETY: the block is live and was painted.
        let bytes = unsafe { std::slice::from_raw_parts(self.block.as_ptr(), length) };
        assert!(bytes.iter().all(|&byte| byte == self.byte), "content was changed");
    }
}

fn run<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(case: &Case) {
    if case.only.as_deref().is_some_and(|only| only != F::ALGORITHM.name()) {
        return;
    }
    let mut memory = Memory::new(case.pool, 0);
    let mut pool = Pool::<F, M, S, C>::new(memory.bytes()).expect("the case's pool is large enough");
    let fresh = pool.info();
    let mut blocks: HashMap<&str, Painted> = HashMap::new();
    let mut freed: HashMap<&str, NonNull<u8>> = HashMap::new();
    for (number, step) in case.steps.iter().enumerate() {
        let place =
            format!("{}: step {number}, {}", case.name, std::any::type_name::<Pool<'_, F, M, S, C>>());
        let before = pool.info();
        let byte = number as u8 + 1;
        let size = if step.rest { before.max_free_block - Pool::<F, M, S, C>::HEADER } else { step.size };
        let done = if let Some(name) = step.alloc.as_deref().or(step.align.as_deref()) {
            let got =
                if step.alloc.is_some() { pool.alloc(size) } else { pool.alloc_align(size, step.boundary) };
            if let Some(block) = got {
                assert!(step.align.is_none() || block.addr().get() % step.boundary == 0, "{place}");
                blocks.insert(name, Painted::new(block, size, byte));
            }
            got.is_some()
        } else if let Some(name) = step.realloc.as_deref() {
            let old = blocks[name];
            let got = pool.realloc(old.block, size);
            if let Ok(block) = got {
                Painted { block, ..old }.check(old.size.min(size));
                assert!(step.same.is_none_or(|same| same == (block == old.block)), "{place}");
                blocks.insert(name, Painted::new(block, size, byte));
            }
            got.is_ok()
        } else {
            let name = step.free.as_deref().expect("a step does something");
            let block = blocks.remove(name).map_or_else(|| freed[name], |painted| painted.block);
            freed.insert(name, block);
            pool.free(block).is_ok()
        };
        assert_eq!(done, !step.fails, "{place}");
        assert!(done || pool.info() == before, "{place}: a refused step changed the pool");
        let info = pool.info();
        // Slabs serve small requests without a block of their own.
        if !S::ENABLED {
            assert!(step.used.is_none_or(|n| n == info.used_blocks - fresh.used_blocks), "{place}: {info:?}");
        }
        assert!(step.free_blocks.is_none_or(|n| n == info.free_blocks), "{place}: {info:?}");
        pool.check().unwrap_or_else(|damage| panic!("{place}: {damage}"));
        blocks.values().for_each(|painted| painted.check(painted.size));
    }
}

fn on_slabs<F: FitPolicy, M: NodeMeta>(case: &Case) {
    run::<F, M, NoSlab, Plain>(case);
    run::<F, M, NoSlab, Thorough>(case);
    run::<F, M, FixedSlab, Plain>(case);
    run::<F, M, GrowingSlab, Thorough>(case);
}

fn on_metas<F: FitPolicy>(case: &Case) {
    on_slabs::<F, ()>(case);
    on_slabs::<F, TaskId>(case);
    on_slabs::<F, ModuleId>(case);
    on_slabs::<F, (TaskId, ModuleId)>(case);
}

#[test]
fn every_policy_passes_the_suite() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite");
    let mut cases = 0;
    for entry in fs::read_dir(folder).expect("the suite is there") {
        let path = entry.expect("the suite can be listed").path();
        let text = fs::read_to_string(&path).expect("a suite file can be read");
        let suite: Suite =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for case in &suite.case {
            on_metas::<Bestfit>(case);
            on_metas::<BestfitLittle>(case);
            cases += 1;
        }
    }
    assert!(cases >= 13, "the suite has lost cases");
}
