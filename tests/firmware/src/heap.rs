//! One face for every way to allocate: the C functions, Rust's global allocator, a pool.

use core::alloc::{GlobalAlloc, Layout};
use core::ptr::NonNull;

use crate::common::painted::Painted;
use los_mem::{Algorithm, CONFIG, LosMem, capi};

/// A block, what is in it, and the boundary that it was asked to lie on: 8, or more if it was asked for.
#[derive(Clone, Copy)]
pub(crate) struct Owned {
    pub(crate) painted: Painted,
    pub(crate) boundary: usize,
}

/// A way to allocate. Refusals that the contract does not allow panic here, since it depends on the way what they are.
pub(crate) trait Heap {
    /// Whether a block that moves still lies on its boundary.
    const KEEPS_BOUNDARY: bool;

    fn alloc(&mut self, size: usize, boundary: usize) -> Option<NonNull<u8>>;

    /// `None` leaves the block as it was.
    fn realloc(&mut self, old: &Owned, size: usize) -> Option<NonNull<u8>>;

    fn free(&mut self, old: Owned);
}

/// What every pool aligns to.
pub(crate) const GRAIN: usize = 8;

/// The C functions on the system pool, which has room for all that is asked for.
pub(crate) struct CNames;

impl Heap for CNames {
    const KEEPS_BOUNDARY: bool = false;

    fn alloc(&mut self, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        let (pool, size) = (capi::LOS_MemSystemAddr(), size as u32);
        let block = if boundary > GRAIN {
            // SAFETY: the system pool.
            unsafe { capi::LOS_MemAllocAlign(pool, size, boundary as u32) }
        } else {
            // SAFETY: as above.
            unsafe { capi::LOS_MemAlloc(pool, size) }
        };
        Some(NonNull::new(block.cast()).expect("the system pool has room"))
    }

    fn realloc(&mut self, old: &Owned, size: usize) -> Option<NonNull<u8>> {
        let block = old.painted.block.as_ptr().cast();
        // SAFETY: the system pool and a block of it.
        let moved = unsafe { capi::LOS_MemRealloc(capi::LOS_MemSystemAddr(), block, size as u32) };
        let refuses = CONFIG.algorithm == Algorithm::BestfitLittle && old.boundary > GRAIN;
        assert_eq!(
            moved.is_null(),
            refuses,
            "bestfit_little does not resize an aligned block, all else has room"
        );
        NonNull::new(moved.cast())
    }

    fn free(&mut self, old: Owned) {
        let block = old.painted.block.as_ptr().cast();
        // SAFETY: the system pool and a block of it, which is not used again.
        let code = unsafe { capi::LOS_MemFree(capi::LOS_MemSystemAddr(), block) };
        assert_eq!(code, los_mem::LOS_OK, "a live block can be freed");
    }
}

/// Rust's global allocator, which is the system pool too.
pub(crate) struct Global;

impl Global {
    fn layout(size: usize, boundary: usize) -> Layout {
        Layout::from_size_align(size, boundary).expect("boundaries are powers of two")
    }
}

impl Heap for Global {
    const KEEPS_BOUNDARY: bool = true;

    fn alloc(&mut self, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        // SAFETY: nobody asks for 0 bytes.
        let block = unsafe { LosMem.alloc(Self::layout(size, boundary)) };
        Some(NonNull::new(block).expect("the system pool has room"))
    }

    fn realloc(&mut self, old: &Owned, size: usize) -> Option<NonNull<u8>> {
        let Owned { painted, boundary } = *old;
        // SAFETY: a block of this allocator with this layout; nobody asks for 0 bytes.
        let moved =
            unsafe { LosMem.realloc(painted.block.as_ptr(), Self::layout(painted.size, boundary), size) };
        Some(NonNull::new(moved).expect("the system pool has room"))
    }

    fn free(&mut self, old: Owned) {
        let Owned { painted, boundary } = old;
        // SAFETY: a block of this allocator with this layout, which is not used again.
        unsafe { LosMem.dealloc(painted.block.as_ptr(), Self::layout(painted.size, boundary)) };
    }
}
