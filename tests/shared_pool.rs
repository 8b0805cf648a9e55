//! Pools behind locks: made when first used, never damaged by coming back to a lock that one holds.
#![allow(unsafe_code)] // frees blocks of shared pools

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, OnceLock};

use common::{Memory, Word};
use los_mem::shared::Contents;
use los_mem::sync::{CriticalSection, Lock, SingleThread};
use los_mem::{
    Bestfit, CheckWord, ConfiguredPool, ConfiguredSharedPool, Damage, Error, Hooks, NoSlab, Plain, Pool,
    PoolMemory, SharedPool, Thorough, set_hooks,
};

type Guarded<'a> = Contents<'a, Bestfit, (), NoSlab, Plain>;
type Behind<'a, L> = SharedPool<'a, Bestfit, (), NoSlab, Plain, L>;

#[test]
fn a_static_pool_is_made_by_its_first_user() {
    static MEMORY: PoolMemory<{ 32 << 10 }> = PoolMemory::new();
    static POOL: ConfiguredSharedPool = ConfiguredSharedPool::lazy(|| MEMORY.take());
    let block = POOL.alloc(100).expect("a fresh pool has room");
    assert!(MEMORY.take().is_none(), "the pool has it");
    // SAFETY: the block is this test's, and used no more.
    unsafe { POOL.free(block) }.expect("it is a block");
    // SAFETY: it is no block, so nobody uses it.
    assert!(unsafe { POOL.free(block) }.is_err(), "a second free is refused");
    POOL.read(|pool| pool.check()).expect("the pool is made").expect("the pool is whole");
}

#[test]
fn a_pool_that_cannot_be_made_says_why() {
    static MEMORY: PoolMemory<16> = PoolMemory::new();
    static SMALL: ConfiguredSharedPool = ConfiguredSharedPool::lazy(|| MEMORY.take());
    static NONE: ConfiguredSharedPool = ConfiguredSharedPool::lazy(|| None);
    assert!(SMALL.alloc(1).is_none());
    assert_eq!(SMALL.ready(), Err(Error::PoolTooSmall));
    assert_eq!(NONE.ready(), Err(Error::NotAPool));
    assert_eq!(NONE.read(|pool| pool.info()), Err(Error::NotAPool));
}

#[test]
fn who_has_the_pool_alone_may_do_anything_with_it() {
    let mut memory = Memory::new(8 << 10, 0);
    let mut pool = SharedPool::new(ConfiguredPool::new(memory.bytes()).expect("there is room"));
    let block = pool.alloc_align(10, 512).expect("there is room");
    assert_eq!(pool.with_mut(|pool| pool.free(block)), Ok(Ok(())));
}

fn coming_back_panics<'a, L: Lock<Guarded<'a>>>(memory: &'a mut Memory, lock: impl FnOnce(Guarded<'a>) -> L) {
    let pool = Behind::with_lock(Pool::new(memory.bytes()).expect("there is room"), lock);
    let again = catch_unwind(AssertUnwindSafe(|| pool.read(|_| pool.alloc(8))));
    assert!(again.is_err(), "the lock let its own user in");
    assert!(pool.alloc(8).is_some(), "the lock is free again");
    pool.read(|pool| pool.check()).expect("the pool is made").expect("the pool is whole");
}

#[test]
fn coming_back_to_a_lock_panics_and_does_no_damage() {
    coming_back_panics(&mut Memory::new(4096, 0), CriticalSection::new);
    coming_back_panics(&mut Memory::new(4096, 0), SingleThread::new);
}

#[test]
fn without_a_lock_a_second_thread_is_refused_not_let_in() {
    let mut memory = Memory::new(4096, 0);
    let pool = Behind::with_lock(Pool::new(memory.bytes()).expect("there is room"), SingleThread::new);
    let (inside, done) = (Barrier::new(2), Barrier::new(2));
    std::thread::scope(|scope| {
        let holder = scope.spawn(|| {
            pool.read(|_| {
                inside.wait();
                done.wait();
            })
        });
        inside.wait();
        let second = catch_unwind(AssertUnwindSafe(|| pool.alloc(8)));
        done.wait();
        assert!(second.is_err(), "two threads were inside at once");
        assert_eq!(holder.join().expect("the holder is undisturbed"), Ok(()));
    });
    assert!(pool.alloc(8).is_some(), "the lock is free again");
}

type Checked = Contents<'static, Bestfit, CheckWord, NoSlab, Thorough>;

static CHECKED: OnceLock<SharedPool<'static, Bestfit, CheckWord, NoSlab, Thorough, SingleThread<Checked>>> =
    OnceLock::new();

/// A hook that looks at the pool of which it is told, as a panic that prints and allocates might.
struct Looker;

static TOLD: AtomicUsize = AtomicUsize::new(0);

impl Hooks for Looker {
    fn damaged(&self, damage: &Damage) {
        let pool = CHECKED.get().expect("the pool is made");
        assert_eq!(pool.read(|pool| pool.check()), Ok(Err(*damage)));
        TOLD.fetch_add(1, Ordering::Relaxed);
    }
}

static LOOKER: &dyn Hooks = &Looker;

#[test]
fn damage_is_told_after_the_lock_is_given_back() {
    static MEMORY: PoolMemory<{ 16 << 10 }> = PoolMemory::new();
    let pool = Pool::new(MEMORY.take().expect("it is taken once")).expect("there is room");
    let pool = CHECKED.get_or_init(|| SharedPool::with_lock(pool, SingleThread::new));
    let [block, other] = [100; 2].map(|size| pool.alloc(size).expect("there is room"));
    set_hooks(&LOOKER);
    Word::header_of(other.as_ptr()).set(0x1234_5678);
    assert!(pool.alloc(8).is_none());
    // SAFETY: the block is this test's, and used no more.
    assert_eq!(unsafe { pool.free(block) }, Err(Error::Damaged));
    assert_eq!(TOLD.load(Ordering::Relaxed), 2, "each of them is told");
}
