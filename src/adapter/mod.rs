//! Traits of optional crates, which let collections live in a pool.
//!
//! Owns what all versions of `allocator-api2` ask for; each version has a file and a feature of its own. Knows nothing of
//! how a pool or a lock works.
//!
//! Implemented for `&SharedPool` and for [`LosMem`]. What holds beyond the trait: a returned block is as long as was asked
//! for; it is resized in place wherever [`Pool::realloc_aligned`] does so; it is cleared after the lock was given back; an
//! empty one costs nothing.
//!
//! ```
//! # use allocator_api2_02 as allocator_api2; // a user's crate has one version, under its own name
//! use allocator_api2::vec::Vec;
//! use los_mem::{ConfiguredPool, SharedPool};
//! let mut memory = [core::mem::MaybeUninit::uninit(); 8192];
//! let pool = SharedPool::new(ConfiguredPool::new(&mut memory)?);
//! let mut squares = Vec::new_in(&pool);
//! squares.extend((0..100u32).map(|n| n * n));
//! assert_eq!(squares[9], 81);
//! # Ok::<(), los_mem::Error>(())
//! ```

#[cfg(feature = "allocator-api2-02")]
mod v02;
#[cfg(feature = "allocator-api2-04")]
mod v04;

use core::alloc::Layout;
use core::num::NonZero;
use core::ptr::NonNull;

use crate::check::Checks;
use crate::fit::FitPolicy;
use crate::global::{LosMem, serve};
use crate::meta::NodeMeta;
use crate::shared::{Contents, SharedPool};
use crate::slab::SlabPolicy;
use crate::sync::Lock;

/// What collections ask of a pool, in sizes that are not 0 and boundaries that are powers of two.
///
/// # Safety
/// * A block is `size` bytes at a multiple of `boundary`, apart from all others, and stays until it is given back, also
///   when the value of the implementing type moves.
unsafe trait Blocks {
    fn take(&self, size: usize, boundary: usize) -> Option<NonNull<u8>>;

    /// # Safety
    /// * Nobody uses the block any more.
    unsafe fn give(&self, block: NonNull<u8>);

    /// # Safety
    /// * The block is used by the caller alone, and from now on through the new pointer, if there is one.
    unsafe fn resize(&self, block: NonNull<u8>, size: usize, boundary: usize) -> Option<NonNull<u8>>;
}

// SAFETY: blocks lie in memory that the pool borrows, which outlives the borrow of the shared pool.
unsafe impl<'a, F, M, S, C, L> Blocks for &SharedPool<'a, F, M, S, C, L>
where
    F: FitPolicy,
    M: NodeMeta,
    S: SlabPolicy,
    C: Checks,
    L: Lock<Contents<'a, F, M, S, C>>,
{
    fn take(&self, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        self.alloc_any(size, boundary)
    }

    unsafe fn give(&self, block: NonNull<u8>) {
        // What is no block is refused, and the pool stays whole: there is nothing else to do about it here.
        // SAFETY: the caller's promise is the same.
        let _ = unsafe { self.free(block) };
    }

    unsafe fn resize(&self, block: NonNull<u8>, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        // SAFETY: the caller's promise is the same.
        unsafe { self.realloc_aligned(block, size, boundary) }.ok()
    }
}

// SAFETY: blocks lie in the memory of the system pool, which stays for ever.
unsafe impl Blocks for LosMem {
    fn take(&self, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        serve(|pool| pool.alloc_any(size, boundary)).flatten()
    }

    unsafe fn give(&self, block: NonNull<u8>) {
        // As above.
        let _ = serve(|pool| pool.free(block));
    }

    unsafe fn resize(&self, block: NonNull<u8>, size: usize, boundary: usize) -> Option<NonNull<u8>> {
        serve(|pool| pool.realloc_aligned(block, size, boundary).ok()).flatten()
    }
}

/// The block of an empty layout: nowhere, at the right alignment.
fn nowhere(layout: Layout) -> NonNull<u8> {
    // An alignment is a power of two and never 0.
    let address = NonZero::new(layout.align()).unwrap_or(NonZero::<usize>::MIN);
    NonNull::dangling().with_addr(address)
}

fn allocate(blocks: &impl Blocks, layout: Layout) -> Option<NonNull<[u8]>> {
    let block = match layout.size() {
        0 => nowhere(layout),
        size => blocks.take(size, layout.align())?,
    };
    Some(NonNull::slice_from_raw_parts(block, layout.size()))
}

/// # Safety
/// * As `Allocator::deallocate`.
unsafe fn deallocate(blocks: &impl Blocks, block: NonNull<u8>, layout: Layout) {
    if layout.size() != 0 {
        // SAFETY: the caller gives up a block that is not empty, so that it is one of the pool.
        unsafe { blocks.give(block) }
    }
}

/// # Safety
/// * As `Allocator::grow`.
unsafe fn grow(blocks: &impl Blocks, block: NonNull<u8>, old: Layout, new: Layout) -> Option<NonNull<[u8]>> {
    if old.size() == 0 {
        return allocate(blocks, new);
    }
    // SAFETY: the caller gives the block up for the new one.
    let block = unsafe { blocks.resize(block, new.size(), new.align()) }?;
    Some(NonNull::slice_from_raw_parts(block, new.size()))
}

/// # Safety
/// * As `Allocator::grow_zeroed`.
unsafe fn grow_zeroed(
    blocks: &impl Blocks,
    block: NonNull<u8>,
    old: Layout,
    new: Layout,
) -> Option<NonNull<[u8]>> {
    // SAFETY: the caller's promise is the same.
    let block = unsafe { grow(blocks, block, old, new) }?;
    // SAFETY: the new block is not shorter than the old one, by the caller's promise.
    let tail = unsafe { block.cast::<u8>().add(old.size()) };
    // SAFETY: these are the bytes that the new block has more, and they are the caller's.
    unsafe { tail.write_bytes(0, new.size() - old.size()) };
    Some(block)
}

/// # Safety
/// * As `Allocator::shrink`.
unsafe fn shrink(
    blocks: &impl Blocks,
    block: NonNull<u8>,
    old: Layout,
    new: Layout,
) -> Option<NonNull<[u8]>> {
    if new.size() == 0 {
        // SAFETY: the caller gives the block up for an empty one.
        unsafe { deallocate(blocks, block, old) };
        return allocate(blocks, new);
    }
    // SAFETY: the old block has more bytes than the new one, so it is one of the pool; the caller gives it up.
    let block = unsafe { blocks.resize(block, new.size(), new.align()) }?;
    Some(NonNull::slice_from_raw_parts(block, new.size()))
}

/// Implements the `Allocator` of one version for the types that have [`Blocks`].
macro_rules! implement_allocator {
    ($allocator:ident, $error:ident, [$($generics:tt)*] $type:ty) => {
        // SAFETY: by the promise of `Blocks`, blocks stay until given back; a copy of the value is the same pool.
        unsafe impl<$($generics)*> $allocator for $type {
            fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, $error> {
                super::allocate(self, layout).ok_or($error)
            }

            unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
                // SAFETY: the trait's promise.
                unsafe { super::deallocate(self, block, layout) }
            }

            unsafe fn grow(
                &self,
                block: NonNull<u8>,
                old: Layout,
                new: Layout,
            ) -> Result<NonNull<[u8]>, $error> {
                // SAFETY: the trait's promise.
                unsafe { super::grow(self, block, old, new) }.ok_or($error)
            }

            unsafe fn grow_zeroed(
                &self,
                block: NonNull<u8>,
                old: Layout,
                new: Layout,
            ) -> Result<NonNull<[u8]>, $error> {
                // SAFETY: the trait's promise.
                unsafe { super::grow_zeroed(self, block, old, new) }.ok_or($error)
            }

            unsafe fn shrink(
                &self,
                block: NonNull<u8>,
                old: Layout,
                new: Layout,
            ) -> Result<NonNull<[u8]>, $error> {
                // SAFETY: the trait's promise.
                unsafe { super::shrink(self, block, old, new) }.ok_or($error)
            }
        }
    };
}

use implement_allocator;
