//! Where blocks come from: the return addresses of the call that allocated each, and a report of live blocks by call.
//!
//! ```text
//!  block: | frame 0 | frame 1 | frame 2 | … | header |     4 bytes each, of any target
//! ```
//!
//! On a 64-bit target a frame is kept as its distance from this crate's code, which code of the same program is near to;
//! one that is 2 GiB or more away reads as 0, unknown. Knows nothing of how a stack is walked: the hooks do that.

use crate::check::Checks;
use crate::fit::FitPolicy;
use crate::hooks;
use crate::meta::{NodeMeta, Place};
use crate::pool::Pool;
use crate::raw::{Block, Heap};
use crate::size::WORD;
use crate::slab::SlabPolicy;

/// Meta that keeps three return addresses in each used block.
#[derive(Debug)]
pub enum Origin {}

/// How many return addresses a block keeps.
pub const FRAMES: usize = 3;

/// A place in the program from which blocks were allocated, and what is alive of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CallSite {
    /// Return addresses, the innermost first; 0 where none is known.
    pub frames: [usize; FRAMES],
    /// Live blocks.
    pub blocks: usize,
    /// Their bytes, headers included.
    pub bytes: usize,
    /// Bytes from the pool's start to the first of them.
    pub first: usize,
}

/// A used block and the call that allocated it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LiveBlock {
    /// Bytes from the pool's start to the block's start.
    pub offset: usize,
    /// Bytes of the block, header included.
    pub size: usize,
    /// Return addresses, the innermost first; 0 where none is known.
    pub frames: [usize; FRAMES],
}

/// What frames are measured from where they are wider than a word.
fn anchor() -> usize {
    (anchor as fn() -> usize as *const ()).addr()
}

/// A frame as a block keeps it; 0 is none.
fn encode(frame: usize) -> u32 {
    if usize::BITS == u32::BITS {
        return frame as u32;
    }
    let distance = frame.wrapping_sub(anchor()) as isize;
    if frame == 0 { 0 } else { i32::try_from(distance).map_or(0, |near| near as u32) }
}

fn decode(kept: u32) -> usize {
    match kept {
        0 => 0,
        kept if usize::BITS == u32::BITS => kept as usize,
        kept => anchor().wrapping_add_signed(kept as i32 as isize),
    }
}

/// How far before the end of the meta half `half` of frame `frame` begins.
fn distance(place: Place, frame: usize, half: usize) -> usize {
    place.block + Origin::BYTES - frame * WORD - half * 2
}

fn frames_of<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block) -> [usize; FRAMES] {
    core::array::from_fn(|frame| {
        let half = |half| u32::from(heap.meta_half(block, distance(place, frame, half)));
        decode(half(0) | half(1) << 16)
    })
}

impl NodeMeta for Origin {
    const BYTES: usize = FRAMES * WORD;

    // Also for a block that moves: it comes from the call that moved it.
    fn allocated<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block, _size: usize) {
        let mut frames = [0; FRAMES];
        hooks::installed().backtrace(&mut frames);
        for (number, frame) in frames.into_iter().enumerate() {
            let kept = encode(frame);
            heap.set_meta_half(block, distance(place, number, 0), kept as u16);
            heap.set_meta_half(block, distance(place, number, 1), (kept >> 16) as u16);
        }
    }
}

/// Meta that knows where each block comes from. Of a configured pool with LOSCFG_MEM_LEAKCHECK only.
#[diagnostic::on_unimplemented(
    message = "LOSCFG_MEM_LEAKCHECK is off: this pool does not record call sites",
    label = "absent without LOSCFG_MEM_LEAKCHECK",
    note = "switch it on in the menu (cargo run -p menuconfig): Debug > Enable a Debug Version > Enable MEM Debug > Enable Function call stack of Mem operation recorded",
    note = "or: cargo run -p conf -- set LOSCFG_KERNEL_MEM_BESTFIT=y LOSCFG_DEBUG_VERSION=y LOSCFG_MEM_DEBUG=y LOSCFG_MEM_LEAKCHECK=y"
)]
pub trait RecordsOrigin: NodeMeta {
    /// The return addresses of the call that allocated `block`.
    #[doc(hidden)]
    fn origin_of<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block) -> [usize; FRAMES];
}

#[diagnostic::do_not_recommend]
impl RecordsOrigin for Origin {
    fn origin_of<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block) -> [usize; FRAMES] {
        frames_of(heap, place, block)
    }
}

#[diagnostic::do_not_recommend]
impl<A: NodeMeta, B: NodeMeta, D: NodeMeta> RecordsOrigin for (A, (B, (Origin, D))) {
    fn origin_of<W: NodeMeta>(heap: Heap<W>, place: Place, block: Block) -> [usize; FRAMES] {
        frames_of(heap, place.behind::<A, W>(heap).behind::<B, W>(heap), block)
    }
}

impl<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks> Pool<'_, F, M, S, C> {
    /// The live blocks in the order of their addresses. A chunk of a slab is one block.
    ///
    /// Of a configured pool with LOSCFG_MEM_LEAKCHECK only.
    pub fn origins(&self) -> impl Iterator<Item = LiveBlock> + '_
    where
        M: RecordsOrigin,
    {
        self.heap.walk().filter(|visit| visit.tag.is_used()).map(|visit| LiveBlock {
            offset: visit.block.offset() - M::HEAD,
            size: visit.tag.size(),
            frames: M::origin_of(self.heap, Place::START, visit.block),
        })
    }

    /// The live blocks added up by the call they come from, in the order of the first block of each: what a program that
    /// should have freed everything still owes.
    ///
    /// Takes no memory, and time in proportion to the square of the number of live blocks.
    ///
    /// Of a configured pool with LOSCFG_MEM_LEAKCHECK only.
    pub fn call_sites(&self) -> impl Iterator<Item = CallSite> + '_
    where
        M: RecordsOrigin,
    {
        let mut from = 0;
        core::iter::from_fn(move || {
            let site = self.call_site_from(from)?;
            from = site.first + 1;
            Some(site)
        })
    }

    /// The first call site whose first block lies at the offset `from` or behind.
    pub(crate) fn call_site_from(&self, from: usize) -> Option<CallSite>
    where
        M: RecordsOrigin,
    {
        let is_first = |block: &LiveBlock| {
            let mut earlier = self.origins().take_while(|other| other.offset < block.offset);
            !earlier.any(|other| other.frames == block.frames)
        };
        let LiveBlock { offset, frames, .. } =
            self.origins().skip_while(|block| block.offset < from).find(is_first)?;
        let same = self.origins().filter(|block| block.frames == frames);
        let (blocks, bytes) = same.fold((0, 0), |(n, sum), block| (n + 1, sum + block.size));
        Some(CallSite { frames, blocks, bytes, first: offset })
    }
}
