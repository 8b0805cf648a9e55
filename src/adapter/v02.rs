//! `allocator-api2` 0.2, which hashbrown uses.

use core::alloc::Layout;
use core::ptr::NonNull;

use allocator_api2_02::alloc::{AllocError, Allocator};

use super::implement_allocator;
use crate::check::Checks;
use crate::fit::FitPolicy;
use crate::global::LosMem;
use crate::meta::NodeMeta;
use crate::shared::{Contents, SharedPool};
use crate::slab::SlabPolicy;
use crate::sync::Lock;

implement_allocator!(Allocator, AllocError, [
    'a, F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks, L: Lock<Contents<'a, F, M, S, C>>
] &SharedPool<'a, F, M, S, C, L>);
implement_allocator!(Allocator, AllocError, [] LosMem);
