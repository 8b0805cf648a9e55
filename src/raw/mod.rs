//! The unsafe core: a pool's memory as words, blocks and links.
//!
//! Everything above works on the handles of this module. Knows nothing of fits, statistics or options.
//!
//! ```text
//!  base (multiple of 8)                                                                     base + SIZE
//!  +---------+------+-------+------+-------+-----------+------------+-------+-----...------+----------+
//!  | scratch | SIZE | FIRST | SEAL | AFTER | fit's     | meta, slab | first |    blocks    | end node |
//!  | 8 bytes |      |       |      |       | index     | and link   | block |              | HEAD     |
//!  +---------+------+-------+------+-------+-----------+------------+-------+-----...------+----------+
//!  0         8      12      16     20      24          AFTER          FIRST = offset of its payload
//!
//!  used block                                free block
//!  +------+--------+------------------+      +--------+------+------+- - - - - - - - - - - +--------+
//!  | meta | header | payload          |      | header | next | back | child, child (large) | footer |
//!  +------+--------+------------------+      +--------+------+------+- - - - - - - - - - - +--------+
//!                  ^ Block(offset), a multiple of 8         meta bytes, if any, hold `next`
//! ```
//!
//! Invariants, which hold between any two calls into a pool:
//!
//! * R1. `base` is a multiple of 8 and `SIZE` bytes from it belong to the pool alone.
//! * R2. A [`Block`] is a multiple of 8 in `FIRST ..= SIZE`, and the word before it is a header.
//!   `Block` values are made here only: the first block, the end node, a neighbour, a link, or a checked pointer.
//! * R3. The blocks from the first one, each followed by the one `size` bytes on, lead exactly to the end node.
//! * R4. A header has PREV_FREE iff the block before it is free; then the word before the block is that block's size.
//! * R5. No two neighbours are both free.
//! * R6. A free block is linked iff the policy has inserted it; the word at `back` is the offset of the slot that
//!   holds the block, so a link is always answered.
//! * R7. Offset 0 is "no block". Its `back` lies in the scratch words, so a link to nothing can be answered too.
//! * R8. Headers are sealed and backed up where the meta asks for it: K1 and K2 in `seal.rs`.
//! * R9. Words that bookkeeping leaves in free memory have bit 0 clear, so none looks like a used header.

#[cfg_attr(feature = "poison", path = "poisoned.rs")]
mod access;
#[cfg(target_os = "none")]
#[path = "bare.rs"]
mod console;
#[cfg(not(target_os = "none"))]
#[path = "hosted.rs"]
mod console;
#[cfg(any(
    target_arch = "x86_64",
    target_arch = "x86",
    target_arch = "arm",
    target_arch = "aarch64",
    target_arch = "riscv32",
    target_arch = "riscv64"
))]
mod freeze;
#[cfg(not(any(
    target_arch = "x86_64",
    target_arch = "x86",
    target_arch = "arm",
    target_arch = "aarch64",
    target_arch = "riscv32",
    target_arch = "riscv64"
)))]
#[path = "freeze_plain.rs"]
mod freeze;
mod node;
mod region;
mod seal;
mod single;
mod slot;
mod start;
mod walk;

pub(crate) use access::Lease;
pub(crate) use console::print;
#[allow(unreachable_pub)] // named in the signatures of sealed public traits
pub use node::{Block, Heap};
pub(crate) use region::Region;
pub(crate) use single::installed_or;
pub(crate) use slot::Slot;
pub(crate) use start::PoolStart;
pub(crate) use walk::Visit;

/// Size of the words that every pool has, whatever its policies.
pub(crate) const COMMON: usize = 24;
