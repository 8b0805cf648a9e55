//! LOS_SlabSizeCfg. With LOSCFG_KERNEL_MEM_SLAB_EXTENTION only.

use core::fmt::Write;

use super::UINT32;
use crate::global::STATE;
use crate::hooks::Output;
use crate::slab::SlabSizes;

/// Sets the bytes of the slabs of 16, 32, 64 and 128 bytes for the next LOS_MemInit, after which 512 bytes each hold again.
/// `cnt` must be 4; fewer than 512 bytes become 512. Growing slabs pay no regard to it.
///
/// With LOSCFG_KERNEL_MEM_SLAB_EXTENTION only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LOS_SlabSizeCfg(cfg: *mut UINT32, cnt: UINT32) {
    if cfg.is_null() || cnt != 4 {
        let _ = Output.write_str("[ERR] wrong slab size configuration!\n");
        return;
    }
    // SAFETY: not null, and the caller gives four numbers.
    let sizes = unsafe { cfg.cast::<[u32; 4]>().read() };
    STATE.with(|state| state.slab_sizes = SlabSizes::new(sizes.map(|size| size as usize)));
}
