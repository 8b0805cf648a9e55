//! The system pool: where it lies, and what the C functions say of it.

use alloc::boxed::Box;
use core::ffi::c_void;
use core::mem::MaybeUninit;
use core::ptr::{NonNull, null_mut};

use crate::heap::CNames;
use crate::holder::Holder;
use los_mem::capi::{self, LOS_MEM_POOL_STATUS};
use los_mem::{Algorithm, CONFIG, LOS_NOK, LOS_OK, LosMem, PoolStatus, os_sys_mem_addr, os_sys_mem_size};
use semihosting::println;

unsafe extern "C" {
    static __bss_end: u8;
    static __heap_start: u8;
    static __heap_end: u8;
    static __stack_top: u8;
}

/// Operations through the C functions.
const OPERATIONS: usize = 5_000;

/// Tries the place of the system pool, then the C functions on it.
pub(crate) fn run() {
    place();
    refusals();
    information();
    let before = totals();
    let mut holder = Holder::<16>::new(1, 700);
    for _ in 0..OPERATIONS {
        holder.step(&mut CNames);
        whole();
    }
    holder.finish(&mut CNames);
    assert_restored(before);
    println!("ok  C functions: {OPERATIONS} operations, a check after each");
}

/// The numbers of the system pool.
pub(crate) fn totals() -> PoolStatus {
    LosMem::read(|pool| pool.info()).expect("there is a system pool")
}

/// Every rule of the system pool holds on every block.
pub(crate) fn whole() {
    let checked = LosMem::read(|pool| pool.check()).expect("there is a system pool");
    if let Err(damage) = checked {
        panic!("the system pool is broken: {damage}");
    }
}

/// Everything that was allocated since `before` is free again, and the pool whole.
pub(crate) fn assert_restored(before: PoolStatus) {
    whole();
    assert_same(before, totals());
}

/// The numbers of a pool whose blocks have been freed are what they were before, but for the water line.
pub(crate) fn assert_same(before: PoolStatus, mut after: PoolStatus) {
    after.water_line = before.water_line;
    if CONFIG.slab_auto_expansion {
        // The chunk that a class keeps need not be its first one: it may lie elsewhere, in a block slightly too large.
        assert_eq!(after.used_blocks, before.used_blocks);
        assert!(after.total_used.abs_diff(before.total_used) < 64, "{before:?}, {after:?}");
    } else {
        assert_eq!(after, before);
    }
}

/// Library, linker script and start-up code agree, and the pool ends where the stack's reserve begins.
fn place() {
    // The first use makes the pool: no set-up call has run.
    drop(Box::new(1_u64));
    // The compiler takes different statics to lie at different addresses; these do not.
    let address = |symbol: *const u8| core::hint::black_box(symbol).addr();
    let heap_start = address(&raw const __heap_start);
    let stack = address(&raw const __heap_end)..address(&raw const __stack_top);
    assert_eq!(heap_start, address(&raw const __bss_end), "the pool begins behind .bss");
    assert_eq!(os_sys_mem_addr(), heap_start);
    assert_eq!(os_sys_mem_size(), stack.start - heap_start);
    assert_eq!(capi::LOS_MemSystemAddr().addr(), os_sys_mem_addr());
    assert_eq!(capi::LOS_MemSystemSize(), os_sys_mem_size());
    let here = 0_u8;
    assert!(stack.contains(&(&raw const here).addr()), "the stack lies in its reserve");

    assert_eq!(capi::LOS_MemSystemInit(), LOS_OK);
    // SAFETY: no other context runs yet.
    let names = unsafe { [capi::m_aucSysMem0, capi::m_aucSysMem1] };
    assert!(names.iter().all(|name| name.addr() == os_sys_mem_addr()));
    // SAFETY: the system pool.
    let size = unsafe { capi::LOS_MemPoolSizeGet(capi::LOS_MemSystemAddr()) } as usize;
    assert!(size <= os_sys_mem_size() && size + 16 > os_sys_mem_size(), "{size}");
    whole();
    println!(
        "ok  system pool: {:#x} + {:#x}, stack {:#x}",
        os_sys_mem_addr(),
        os_sys_mem_size(),
        stack.len()
    );
}

/// What is no block of the pool is refused, and changes nothing.
fn refusals() {
    let pool = capi::LOS_MemSystemAddr();
    let before = totals();
    // SAFETY: the system pool, here and in what follows.
    let block = unsafe { capi::LOS_MemAlloc(pool, 300) };
    assert!(!block.is_null() && block.addr() % 8 == 0);
    let stranger = (&raw const __stack_top).cast_mut().cast::<c_void>();
    for pointer in [null_mut(), pool, block.wrapping_byte_add(4), block.wrapping_byte_add(8), stranger] {
        // SAFETY: as above; a pointer that is no block is what is tried.
        assert_eq!(unsafe { capi::LOS_MemFree(pool, pointer) }, LOS_NOK, "{pointer:?}");
    }
    // SAFETY: as above.
    assert_eq!(unsafe { capi::LOS_MemFree(pool, block) }, LOS_OK);
    // SAFETY: as above.
    assert_eq!(unsafe { capi::LOS_MemFree(pool, block) }, LOS_NOK, "a second free");
    // SAFETY: as above.
    assert!(unsafe { capi::LOS_MemAlloc(pool, 0) }.is_null());
    // SAFETY: as above.
    assert!(unsafe { capi::LOS_MemAlloc(pool, u32::MAX) }.is_null());
    assert_restored(before);

    // A pool inside the system pool is a pool of its own. It stays: with a list of pools it is on the list.
    let memory: &'static mut [MaybeUninit<u8>] = Box::leak(Box::new_uninit_slice(8192));
    let inner: *mut c_void = memory.as_mut_ptr().cast();
    // SAFETY: the memory is given up for ever.
    assert_eq!(unsafe { capi::LOS_MemInit(inner, 8192) }, LOS_OK);
    // SAFETY: the pool that was made just now.
    let block = unsafe { capi::LOS_MemAlloc(inner, 100) };
    // SAFETY: the inner pool, and a pointer outside it.
    assert_eq!(unsafe { capi::LOS_MemFree(inner, inner.wrapping_byte_sub(64)) }, LOS_NOK);
    // The outer pool sees a header inside one of its blocks, which only a walk can tell from one of its own.
    if CONFIG.mem_debug {
        // SAFETY: the system pool.
        assert_eq!(unsafe { capi::LOS_MemFree(pool, block) }, LOS_NOK, "a block of another pool");
    }
    // SAFETY: the inner pool.
    assert_eq!(unsafe { capi::LOS_MemFree(inner, block) }, LOS_OK);
}

/// The information functions say what the pool says.
fn information() {
    let pool = capi::LOS_MemSystemAddr();
    let mut status = LOS_MEM_POOL_STATUS::default();
    // SAFETY: the system pool, here and in what follows.
    assert_eq!(unsafe { capi::LOS_MemInfoGet(pool, &raw mut status) }, LOS_OK);
    let info = totals();
    assert_eq!(status.uwTotalUsedSize as usize, info.total_used);
    assert_eq!(status.uwTotalFreeSize as usize, info.total_free);
    assert_eq!(status.uwMaxFreeNodeSize as usize, info.max_free_block);
    // SAFETY: as above.
    assert_eq!(unsafe { capi::LOS_MemTotalUsedGet(pool) }, status.uwTotalUsedSize);
    // SAFETY: as above.
    assert_eq!(unsafe { capi::LOS_MemFreeBlksGet(pool) }, status.uwFreeNodeNum);
    // SAFETY: as above.
    assert_eq!(unsafe { capi::LOS_MemUsedBlksGet(pool) }, status.uwUsedNodeNum);
    // SAFETY: as above.
    let last = unsafe { capi::LOS_MemLastUsedGet(pool) };
    assert!(
        NonNull::new(pool)
            .is_some_and(|pool| last >= pool.addr().get() && last - pool.addr().get() <= os_sys_mem_size())
    );
    // SAFETY: as above.
    assert_eq!(unsafe { capi::LOS_MemIntegrityCheck(pool) }, LOS_OK);
    let none = if CONFIG.algorithm == Algorithm::Bestfit { LOS_NOK } else { los_mem::OS_INVALID };
    // SAFETY: no pool at all.
    assert_eq!(unsafe { capi::LOS_MemPoolSizeGet(null_mut()) }, none);
}
