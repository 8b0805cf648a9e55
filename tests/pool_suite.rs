//! Runs the cases of `suite/*.toml` on every pool policy.
#![allow(unsafe_code)] // paints blocks

mod common;

use std::path::Path;

use common::case::Case;
use common::{Memory, case_file, case_run};
use los_mem::{
    Bestfit, BestfitLittle, Checks, FitPolicy, FixedSlab, GrowingSlab, ModuleId, NoSlab, NodeMeta, Plain,
    Pool, SlabPolicy, TaskId, Thorough,
};

fn run<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(case: &Case<'_>) {
    let mut memory = Memory::new(case.pool, 0);
    let pool = Pool::<F, M, S, C>::new(memory.bytes()).expect("the case's pool is large enough");
    case_run::run(case, pool);
}

fn on_slabs<F: FitPolicy, M: NodeMeta>(case: &Case<'_>) {
    run::<F, M, NoSlab, Plain>(case);
    run::<F, M, NoSlab, Thorough>(case);
    run::<F, M, FixedSlab, Plain>(case);
    run::<F, M, GrowingSlab, Thorough>(case);
}

fn on_metas<F: FitPolicy>(case: &Case<'_>) {
    on_slabs::<F, ()>(case);
    on_slabs::<F, TaskId>(case);
    on_slabs::<F, ModuleId>(case);
    on_slabs::<F, (TaskId, ModuleId)>(case);
}

#[test]
fn every_policy_passes_the_suite() {
    let cases = case_file::read_all(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite")));
    for text in &cases {
        on_metas::<Bestfit>(&text.case());
        on_metas::<BestfitLittle>(&text.case());
    }
    assert!(cases.len() >= 13, "the suite has lost cases");
}
