//! Every order of a few operations of two and three threads on one pool.
#![allow(unsafe_code)] // frees blocks of a shared pool

use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::atomic::Ordering;

use lock_model::SpinTwin;
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use los_mem::shared::Contents;
use los_mem::{Bestfit, BestfitLittle, FitPolicy, NoSlab, Plain, Pool, SharedPool};

type Modelled<F> =
    SharedPool<'static, F, (), NoSlab, Plain, SpinTwin<Contents<'static, F, (), NoSlab, Plain>>>;

/// A pool over memory of its own, which outlives the run that uses it.
fn pool<F: FitPolicy>(size: usize, unlock: Ordering) -> Arc<Modelled<F>> {
    let memory = Box::leak(vec![MaybeUninit::uninit(); size].into_boxed_slice());
    let pool = Pool::new(memory).expect("there is room");
    Arc::new(SharedPool::with_lock(pool, |contents| SpinTwin::new(contents, unlock)))
}

fn free<F: FitPolicy>(pool: &Modelled<F>, block: NonNull<u8>) {
    // SAFETY: the caller allocated the block and uses it no more.
    unsafe { pool.free(block) }.expect("it is a block");
}

fn assert_empty<F: FitPolicy>(pool: &Modelled<F>) {
    pool.read(|pool| {
        pool.check().expect("the pool is whole");
        assert_eq!(pool.info().free_blocks, 1, "everything was given back");
    })
    .expect("the pool is made");
}

/// A model in which the scheduler takes the processor from a thread at most `switches` times against its will: every order
/// of more operations would take hours, and a bug of a lock shows with one or two.
fn bounded(switches: usize, run: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(switches);
    builder.check(run);
}

fn two_threads_allocate_resize_and_free<F: FitPolicy>() {
    bounded(3, || {
        let pool = pool::<F>(1024, Ordering::Release);
        let work = |pool: &Modelled<F>, size: usize| {
            let block = pool.alloc(size).expect("there is room for both");
            // SAFETY: the block is this thread's alone.
            let block =
                unsafe { pool.realloc_aligned(block, size + 60, 32) }.expect("there is room for both");
            free(pool, block);
        };
        let other = {
            let pool = Arc::clone(&pool);
            loom::thread::spawn(move || work(&pool, 40))
        };
        work(&pool, 100);
        other.join().expect("the thread has not failed");
        assert_empty(&pool);
    });
}

#[test]
fn operations_run_alone_and_see_what_was_written_before() {
    two_threads_allocate_resize_and_free::<Bestfit>();
    two_threads_allocate_resize_and_free::<BestfitLittle>();
}

#[test]
fn three_threads_run_alone() {
    bounded(1, || {
        let pool = pool::<Bestfit>(1024, Ordering::Release);
        let threads: Vec<_> = (1..3)
            .map(|n| {
                let pool = Arc::clone(&pool);
                loom::thread::spawn(move || {
                    let block = pool.alloc(n * 30).expect("there is room for all");
                    free(&pool, block);
                })
            })
            .collect();
        let block = pool.alloc(200).expect("there is room for all");
        free(&pool, block);
        for thread in threads {
            thread.join().expect("the thread has not failed");
        }
        assert_empty(&pool);
    });
}

/// Room for one block only, whose content stands in a cell: whoever gets the block next has seen all that was written.
fn a_block_passes_from_thread_to_thread(unlock: Ordering) {
    loom::model(move || {
        let pool = pool::<BestfitLittle>(128, unlock);
        let content = Arc::new(UnsafeCell::new(0));
        let work = |pool: &Modelled<BestfitLittle>, content: &UnsafeCell<u32>| {
            let Some(block) = pool.alloc(50) else { return };
            // SAFETY: the cell stands for the content of the only block, which this thread has.
            content.with_mut(|content| unsafe { *content += 1 });
            free(pool, block);
        };
        let other = {
            let (pool, content) = (Arc::clone(&pool), Arc::clone(&content));
            loom::thread::spawn(move || work(&pool, &content))
        };
        work(&pool, &content);
        other.join().expect("the thread has not failed");
        assert_empty(&pool);
    });
}

#[test]
fn freeing_publishes_the_content_to_the_next_owner() {
    a_block_passes_from_thread_to_thread(Ordering::Release);
}

#[test]
#[should_panic(expected = "Causality violation")]
fn the_model_notices_a_lock_that_publishes_nothing() {
    a_block_passes_from_thread_to_thread(Ordering::Relaxed);
}
