//! Module statistics: which module of the program uses how much, over all pools.
//!
//! Each used block names its module, or none. A count is kept per module, not per pool, as in the C implementation.
//! By M1 a module's count is the sum of the sizes of the blocks that name it, also when they are freed without it.

use crate::error::Error;
use crate::meta::{NodeMeta, Place};
use crate::raw::{Block, Heap};
use crate::sync::Locked;

/// Meta that names the module of each used block.
#[derive(Debug)]
pub enum ModuleId {}

/// The highest module number.
pub const MODULE_LIMIT: u16 = 32;

const NO_MODULE: u16 = u16::MAX;

static COUNTS: Locked<[usize; MODULE_LIMIT as usize + 1]> = Locked::new([0; MODULE_LIMIT as usize + 1]);

fn count(module: u16, change: impl FnOnce(&mut usize)) {
    COUNTS.with(|counts| {
        if let Some(count) = counts.get_mut(usize::from(module)) {
            change(count);
        }
    });
}

/// The bytes in blocks of `module`, headers included.
///
/// # Errors
/// [`Error::BadModule`] if `module` is above [`MODULE_LIMIT`].
pub(crate) fn module_used(module: u16) -> Result<usize, Error> {
    COUNTS.with(|counts| counts.get(usize::from(module)).copied().ok_or(Error::BadModule))
}

fn distance(place: Place) -> usize {
    place.block + ModuleId::BYTES
}

impl NodeMeta for ModuleId {
    const BYTES: usize = 2;

    fn allocated<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, _size: usize) {
        heap.set_meta_half(block, distance(place), NO_MODULE);
    }

    fn freed<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, size: usize) {
        let module = heap.meta_half(block, distance(place));
        if module != NO_MODULE {
            count(module, |n| *n = n.saturating_sub(size));
        }
    }

    fn resized<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, old: usize, new: usize) {
        let module = heap.meta_half(block, distance(place));
        if module != NO_MODULE {
            count(module, |n| *n = (*n + new).saturating_sub(old));
        }
    }

    fn moved<W: NodeMeta>(heap: Heap<W>, place: Place, from: Block, to: Block) {
        let module = heap.meta_half(from, distance(place));
        ModuleId::set_module(heap, place, to, module);
    }
}

/// Meta that knows the module of each block. Of a configured pool with LOSCFG_MEM_MUL_MODULE only.
#[diagnostic::on_unimplemented(
    message = "LOSCFG_MEM_MUL_MODULE is off: this pool does not record modules",
    label = "absent without LOSCFG_MEM_MUL_MODULE",
    note = "switch it on in the menu (cargo run -p menuconfig): Debug > Enable a Debug Version > Enable MEM Debug > Enable Memory module statistics",
    note = "or: cargo run -p conf -- set LOSCFG_KERNEL_MEM_BESTFIT=y LOSCFG_DEBUG_VERSION=y LOSCFG_MEM_DEBUG=y LOSCFG_MEM_MUL_MODULE=y"
)]
pub trait RecordsModule: NodeMeta {
    /// The module that `block` was allocated for, if any.
    #[doc(hidden)]
    fn module_of<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block) -> Option<u16>;

    /// Moves `block` from the account of its module to that of `module`.
    #[doc(hidden)]
    fn set_module<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, module: u16);
}

#[diagnostic::do_not_recommend]
impl RecordsModule for ModuleId {
    fn module_of<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block) -> Option<u16> {
        let module = heap.meta_half(block, distance(place));
        (module != NO_MODULE).then_some(module)
    }

    fn set_module<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, module: u16) {
        let size = heap.tag(block).size();
        Self::freed(heap, place, block, size);
        heap.set_meta_half(block, distance(place), module);
        heap.settle(block, block);
        Self::resized(heap, place, block, 0, size);
    }
}

#[diagnostic::do_not_recommend]
impl<A: NodeMeta, B: NodeMeta> RecordsModule for (A, (ModuleId, B)) {
    fn module_of<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block) -> Option<u16> {
        ModuleId::module_of(heap, place.behind::<A, W>(heap), block)
    }

    fn set_module<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, module: u16) {
        ModuleId::set_module(heap, place.behind::<A, W>(heap), block, module);
    }
}

#[diagnostic::do_not_recommend]
impl<A: NodeMeta> RecordsModule for (A, ModuleId) {
    fn module_of<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block) -> Option<u16> {
        ModuleId::module_of(heap, place.behind::<A, W>(heap), block)
    }

    fn set_module<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, module: u16) {
        ModuleId::set_module(heap, place.behind::<A, W>(heap), block, module);
    }
}
