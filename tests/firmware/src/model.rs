//! Random operations on pools against a model, with every rule checked after each operation.

use core::ptr::NonNull;

use crate::heap::{GRAIN, Heap, Owned};
use crate::holder::Holder;
use crate::suite::carve;
use crate::system;
use los_mem::{
    Bestfit, BestfitLittle, Checks, ConfiguredPool, FitPolicy, GrowingSlab, NoSlab, NodeMeta, Plain, Pool,
    SlabPolicy, TaskId,
};
use semihosting::println;

/// Bytes of a pool; too few for all that its holder asks for, so that requests fail too.
const POOL: usize = 8192;
/// Operations on the configured pool, and on each of the others.
const CONFIGURED: usize = 20_000;
const OTHERS: usize = 2_000;

pub(crate) fn run() {
    let before = system::totals();
    let mut memory = carve(POOL);
    drive(ConfiguredPool::new(&mut memory).expect("the pool is large enough"), CONFIGURED);
    drive(Pool::<Bestfit, (), NoSlab, Plain>::new(&mut memory).expect("large enough"), OTHERS);
    drive(Pool::<Bestfit, TaskId, GrowingSlab, Plain>::new(&mut memory).expect("large enough"), OTHERS);
    drive(Pool::<BestfitLittle, (), NoSlab, Plain>::new(&mut memory).expect("large enough"), OTHERS);
    drop(memory);
    system::assert_restored(before);
    println!("ok  model: {} operations, a check after each", CONFIGURED + 3 * OTHERS);
}

fn drive<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(pool: Pool<'_, F, M, S, C>, operations: usize) {
    let fresh = pool.info();
    let mut checked = Checked(pool);
    let mut holder = Holder::<24>::new(operations as u64, 1500);
    for _ in 0..operations {
        holder.step(&mut checked);
        checked.check();
    }
    holder.finish(&mut checked);
    checked.check();
    let mut end = checked.0.info();
    assert_eq!(end.used_blocks, fresh.used_blocks);
    if !S::GROWS {
        end.water_line = fresh.water_line;
        assert_eq!(end, fresh, "an emptied pool is like a fresh one");
    }
}

/// A pool whose refusals must be just.
struct Checked<'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>(Pool<'a, F, M, S, C>);

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Checked<'_, F, M, S, C> {
    fn check(&self) {
        if let Err(damage) = self.0.check() {
            panic!("the pool is broken: {damage}");
        }
        let info = self.0.info();
        assert_eq!(info.total_used + info.total_free, self.0.pool_size() - self.0.overhead());
    }

    /// The largest request that one free block can serve.
    fn room(&self) -> usize {
        self.0.info().max_free_block.saturating_sub(Pool::<F, M, S, C>::HEADER)
    }
}

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Heap for Checked<'_, F, M, S, C> {
    const KEEPS_BOUNDARY: bool = false;

    fn alloc(&mut self, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        if boundary > GRAIN {
            return self.0.alloc_align(size, boundary);
        }
        let room = self.room();
        let block = self.0.alloc(size);
        // Slabs may serve more than the largest free block, never less.
        assert!(block.is_some() || size > room, "{size} failed with {room} free in one block");
        assert!(block.is_none() || S::ENABLED || size <= room);
        block
    }

    fn realloc(&mut self, old: &Owned, size: usize) -> Option<NonNull<u8>> {
        let room = self.room();
        let moved = self.0.realloc(old.painted.block, size).ok();
        let refuses = old.boundary > GRAIN && !F::RESIZES_ALIGNED;
        assert!(moved.is_some() || size > room || refuses, "{size} failed with {room} free in one block");
        moved
    }

    fn free(&mut self, old: Owned) {
        self.0.free(old.painted.block).expect("a live block can be freed");
        let before = self.0.info();
        assert!(self.0.free(old.painted.block).is_err(), "a second free was accepted");
        assert_eq!(self.0.info(), before);
    }
}
