//! The product's suite, the same cases as on the host, in pools carved out of the system pool.

use alloc::boxed::Box;
use core::mem::MaybeUninit;

use crate::common::case::{Act::*, Case, Size::*, Step};
use crate::common::case_run;
use crate::system;
use los_mem::{
    Bestfit, BestfitLittle, Checks, ConfiguredPool, FitPolicy, FixedSlab, GrowingSlab, ModuleId, NoSlab,
    NodeMeta, Plain, Pool, SlabPolicy, TaskId, Thorough,
};
use semihosting::println;

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// Policies beside the configured one: every search, record and kind of slab, and both kinds of checks.
const POLICIES: [fn(&Case<'_>); 8] = [
    on::<Bestfit, (), NoSlab, Plain>,
    on::<Bestfit, TaskId, FixedSlab, Plain>,
    on::<Bestfit, ModuleId, GrowingSlab, Thorough>,
    on::<Bestfit, (TaskId, ModuleId), NoSlab, Thorough>,
    on::<BestfitLittle, (), NoSlab, Plain>,
    on::<BestfitLittle, TaskId, GrowingSlab, Plain>,
    on::<BestfitLittle, ModuleId, FixedSlab, Thorough>,
    on::<BestfitLittle, (TaskId, ModuleId), NoSlab, Thorough>,
];

pub(crate) fn run() {
    let before = system::totals();
    assert!(CASES.len() >= 13, "the suite has lost cases");
    for case in CASES {
        let mut memory = carve(case.pool);
        case_run::run(case, ConfiguredPool::new(&mut memory).expect("the case's pool is large enough"));
        drop(memory);
        for policy in POLICIES {
            policy(case);
        }
    }
    system::assert_restored(before);
    println!("ok  suite: {} cases, configured and {} policies", CASES.len(), POLICIES.len());
}

/// Memory for a pool inside the system pool.
pub(crate) fn carve(size: usize) -> Box<[MaybeUninit<u8>]> {
    Box::new_uninit_slice(size)
}

fn on<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(case: &Case<'_>) {
    let mut memory = carve(case.pool);
    let pool = Pool::<F, M, S, C>::new(&mut memory).expect("the case's pool is large enough");
    case_run::run(case, pool);
}
