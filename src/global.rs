//! The system pool, and Rust's global allocator over it.
//!
//! The pool is made by the first call that needs it, so a program has nothing to set up.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use crate::check::CheckLevel;
use crate::config::{CONFIG, Configured, ConfiguredPool, SysMemPlace, los_config::OS_SYS_MEM_PLACE};
use crate::error::Error;
use crate::hooks::{self, Output};
use crate::option::NodeSizeCheck;
use crate::raw::PoolStart;
use crate::registry::{Registry, pool_at};
use crate::slab::SlabSizes;
use crate::sync::Locked;

/// What all C functions and the global allocator share, behind one lock as in the C implementation.
pub(crate) struct State {
    pub(crate) registry: Registry,
    pub(crate) slab_sizes: SlabSizes,
    pub(crate) level: CheckLevel,
    system_is_made: bool,
}

pub(crate) static STATE: Locked<State> = Locked::new(State {
    registry: Registry::new(),
    slab_sizes: SlabSizes::DEFAULT,
    level: CheckLevel::Disable,
    system_is_made: false,
});

impl State {
    /// Makes a pool of `memory`, and lists it if the configuration keeps a list.
    ///
    /// # Errors
    /// Those of [`crate::Pool::new`]; [`Error::PoolOverlaps`] if it shares memory with a listed pool.
    pub(crate) fn make(&mut self, memory: &'static mut [MaybeUninit<u8>]) -> Result<(), Error> {
        let Some(start) = NonNull::new(memory.as_mut_ptr().cast::<u8>()) else { return Err(Error::NotAPool) };
        if CONFIG.mul_pool {
            self.registry.admit(start.addr().get(), memory.len())?;
        }
        let sizes = core::mem::replace(&mut self.slab_sizes, SlabSizes::DEFAULT);
        let start = ConfiguredPool::with_slab_sizes(memory, sizes)?.keep();
        if CONFIG.mul_pool {
            // SAFETY: the pool was made there just now, over memory that is borrowed for ever.
            self.registry.add(unsafe { PoolStart::new(start) });
        }
        Ok(())
    }

    /// The configured pool at `start`, which is made first if it is the system pool.
    pub(crate) fn pool(&mut self, start: PoolStart) -> Option<ConfiguredPool<'static>> {
        if !self.system_is_made && start.address() == system_start().addr().get() {
            return self.system();
        }
        pool_at(start)
    }

    /// The system pool, made on the first call; none if its memory is too small.
    pub(crate) fn system(&mut self) -> Option<ConfiguredPool<'static>> {
        let start = system_start();
        if !self.system_is_made {
            self.system_is_made = true;
            let length = os_sys_mem_size();
            // SAFETY: the configuration sets this memory apart for the system pool, and `system_is_made` sees to it that it
            // is borrowed once.
            let memory = unsafe { core::slice::from_raw_parts_mut(start.as_ptr().cast(), length) };
            self.make(memory).ok()?;
        }
        // SAFETY: the memory is the system pool's; if it could not be made there, its control words do not seal.
        pool_at(unsafe { PoolStart::new(start) })
    }
}

/// `OS_SYS_MEM_ADDR`: where the system pool's memory starts.
pub fn os_sys_mem_addr() -> usize {
    system_start().addr().get()
}

/// `OS_SYS_MEM_SIZE`: the bytes of the system pool's memory.
pub fn os_sys_mem_size() -> usize {
    SystemPlace::size()
}

/// The level at which LOS_MemNodeSizeCheck looks; [`crate::Pool::node_size`] is told it by its caller.
///
/// With LOSCFG_BASE_MEM_NODE_SIZE_CHECK only.
pub fn check_level() -> CheckLevel
where
    for<'a> Configured: NodeSizeCheck,
{
    STATE.with(|state| state.level)
}

/// Sets the level that [`check_level`] tells. It begins as [`CheckLevel::Disable`].
///
/// With LOSCFG_BASE_MEM_NODE_SIZE_CHECK only.
pub fn set_check_level(level: CheckLevel)
where
    for<'a> Configured: NodeSizeCheck,
{
    STATE.with(|state| state.level = level);
}

pub(crate) fn system_start() -> NonNull<u8> {
    NonNull::new(SystemPlace::start()).unwrap_or(NonNull::<u64>::dangling().cast())
}

/// A policy for the place of the system pool. Only the chosen one is compiled into a program, so that the linker's
/// symbols are asked for only where they exist.
trait Place {
    fn start() -> *mut u8;
    fn size() -> usize;
}

/// Turns a number into one of the policies.
trait Chosen {
    type Place: Place;
}

struct Choice<const KIND: u8>;

impl Chosen for Choice<0> {
    type Place = Fixed<FIXED_ADDR, FIXED_SIZE>;
}

impl Chosen for Choice<1> {
    type Place = EndOfBss<BSS_LIMIT>;
}

impl Chosen for Choice<2> {
    type Place = StaticArray<ARRAY_SIZE>;
}

const KIND: u8 = match OS_SYS_MEM_PLACE {
    SysMemPlace::Fixed { .. } => 0,
    SysMemPlace::EndOfBss { .. } => 1,
    SysMemPlace::StaticArray { .. } => 2,
};
const FIXED_ADDR: usize = if let SysMemPlace::Fixed { addr, .. } = OS_SYS_MEM_PLACE { addr } else { 0 };
const FIXED_SIZE: usize = if let SysMemPlace::Fixed { size, .. } = OS_SYS_MEM_PLACE { size } else { 0 };
const BSS_LIMIT: usize = if let SysMemPlace::EndOfBss { end } = OS_SYS_MEM_PLACE { end } else { 0 };
const ARRAY_SIZE: usize = if let SysMemPlace::StaticArray { size } = OS_SYS_MEM_PLACE { size } else { 0 };

/// Where the system pool starts, as far as that is known before linking; null if it is not.
pub(crate) const START_IF_KNOWN: *mut u8 = match OS_SYS_MEM_PLACE {
    SysMemPlace::Fixed { addr, .. } => core::ptr::without_provenance_mut(addr),
    SysMemPlace::EndOfBss { .. } => core::ptr::null_mut(),
    SysMemPlace::StaticArray { .. } => ARRAY.0.get().cast(),
};

/// Where the system pool's memory ends, likewise.
#[allow(dead_code)] // for functions of LOSCFG_MEM_OS_SYMBOLS
pub(crate) const END_IF_KNOWN: *mut u8 = match OS_SYS_MEM_PLACE {
    SysMemPlace::Fixed { addr, size } => core::ptr::without_provenance_mut(addr + size),
    SysMemPlace::EndOfBss { end } => core::ptr::without_provenance_mut(end),
    SysMemPlace::StaticArray { size } => START_IF_KNOWN.wrapping_add(size),
};

type SystemPlace = <Choice<KIND> as Chosen>::Place;

struct Fixed<const ADDR: usize, const SIZE: usize>;

impl<const ADDR: usize, const SIZE: usize> Place for Fixed<ADDR, SIZE> {
    fn start() -> *mut u8 {
        core::ptr::with_exposed_provenance_mut(ADDR)
    }

    fn size() -> usize {
        SIZE
    }
}

struct EndOfBss<const END: usize>;

impl<const END: usize> Place for EndOfBss<END> {
    fn start() -> *mut u8 {
        unsafe extern "C" {
            static mut __heap_start: u8;
        }
        &raw mut __heap_start
    }

    fn size() -> usize {
        END.saturating_sub(Self::start().addr())
    }
}

struct StaticArray<const SIZE: usize>;

#[repr(C, align(64))]
struct Array(UnsafeCell<MaybeUninit<[u8; ARRAY_SIZE]>>);

// SAFETY: the array is touched through the system pool alone, under the lock.
unsafe impl Sync for Array {}

static ARRAY: Array = Array(UnsafeCell::new(MaybeUninit::uninit()));

impl<const SIZE: usize> Place for StaticArray<SIZE> {
    fn start() -> *mut u8 {
        ARRAY.0.get().cast()
    }

    fn size() -> usize {
        SIZE
    }
}

/// Rust's global allocator over the system pool.
///
/// ```no_run
/// #[global_allocator]
/// static ALLOCATOR: los_mem::LosMem = los_mem::LosMem;
/// # fn main() { assert_eq!(vec![1, 2, 3].len(), 3); }
/// ```
///
/// There is nothing to set up where the configuration knows the pool's place: the first allocation makes it, also before
/// `main`. Every alignment is honoured. Blocks shrink in place, and grow in place where the memory behind them is free.
/// Zeroed blocks are cleared by their user after the lock is given back, as by default: a pool's memory is not known to
/// be zero.
///
/// An allocator must not unwind. From inside the lock, from a hook for instance, allocations fail, except under the spin
/// lock, which waits for ever. Should a hook panic, the program is aborted. A pointer that is no block is refused and the
/// pool stays whole; with LOSCFG_MEM_DEBUG a line says so. That is no panic either, because the fault lies with whoever
/// passed the pointer, perhaps long ago, and the program may be unwinding already.
#[derive(Debug, Default, Clone, Copy)]
pub struct LosMem;

impl LosMem {
    /// Runs `f` on the system pool under the lock; `None` if there is no room for a system pool.
    ///
    /// `f` must not use the system pool in another way, nor free what others use.
    pub(crate) fn with<R>(f: impl FnOnce(&mut ConfiguredPool<'static>) -> R) -> Option<R> {
        let (result, damage) = STATE.with(|state| state.system().map(|pool| pool.run_locked(f)))?;
        hooks::report(damage);
        Some(result)
    }

    /// Reads the system pool under the lock; `None` if there is no room for a system pool.
    ///
    /// `f` must not allocate: the spin lock would wait for ever, the others panic.
    ///
    /// ```
    /// let free = los_mem::LosMem::read(|pool| pool.info().total_free);
    /// assert!(free.is_some());
    /// ```
    pub fn read<R>(f: impl FnOnce(&ConfiguredPool<'static>) -> R) -> Option<R> {
        Self::with(|pool| f(pool))
    }

    /// Runs `f` on the system pool under the lock, for what [`LosMem::read`] cannot do.
    ///
    /// # Safety
    /// * `f` frees and resizes only blocks that nobody uses, as those that it allocated itself.
    /// * `f` leaves the handle where it is: it is not swapped with that of another pool.
    pub unsafe fn modify<R>(f: impl FnOnce(&mut ConfiguredPool<'static>) -> R) -> Option<R> {
        Self::with(f)
    }
}

/// Runs `f` on the system pool for Rust's allocators: none also if the lock is this caller's own. Does not unwind.
pub(crate) fn serve<R>(f: impl FnOnce(&mut ConfiguredPool<'static>) -> R) -> Option<R> {
    NoUnwinding::run(|| {
        let (result, damage) =
            STATE.try_with(|state| state.system().map(|pool| pool.run_locked(f))).flatten()?;
        hooks::report(damage);
        Some(result)
    })
}

/// Aborts the program if it is dropped while unwinding: a panic in a destructor cannot unwind further.
struct NoUnwinding;

impl NoUnwinding {
    fn run<R>(f: impl FnOnce() -> R) -> R {
        let guard = Self;
        let result = f();
        core::mem::forget(guard);
        result
    }
}

impl Drop for NoUnwinding {
    #[cold]
    fn drop(&mut self) {
        panic!("the global allocator cannot unwind");
    }
}

// SAFETY: blocks of a pool do not overlap, stay where they are until freed, and are aligned as asked for; it does not unwind.
unsafe impl GlobalAlloc for LosMem {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let block = serve(|pool| pool.alloc_any(layout.size(), layout.align())).flatten();
        block.map_or(core::ptr::null_mut(), NonNull::as_ptr)
    }

    unsafe fn dealloc(&self, pointer: *mut u8, _layout: Layout) {
        let Some(block) = NonNull::new(pointer) else { return };
        let freed = serve(|pool| pool.free(block));
        if CONFIG.mem_debug && freed != Some(Ok(())) {
            NoUnwinding::run(|| refused(pointer, freed.and_then(Result::err)));
        }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let Some(block) = NonNull::new(pointer) else { return core::ptr::null_mut() };
        let resized = serve(|pool| pool.realloc_aligned(block, size, layout.align()).ok()).flatten();
        resized.map_or(core::ptr::null_mut(), NonNull::as_ptr)
    }
}

#[cold]
fn refused(pointer: *mut u8, error: Option<Error>) {
    use core::fmt::Write;
    let _ = match error {
        Some(why) => {
            writeln!(Output, "the global allocator was given back {pointer:?}, which is no block: {why}")
        }
        None => writeln!(
            Output,
            "the global allocator was given back {pointer:?} while it was in use: it is lost"
        ),
    };
}
