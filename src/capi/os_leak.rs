//! What LiteOS's shell asks about live blocks. With LOSCFG_MEM_OS_SYMBOLS and LOSCFG_MEM_LEAKCHECK only.

use core::fmt::Write;

use super::{VOID, with_pool};
use crate::hooks::Output;

/// Prints every live block of a pool and the three return addresses of the call that allocated it, 0 where one is not known.
/// Nothing if there is no pool.
///
/// With LOSCFG_MEM_LEAKCHECK only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OsMemUsedNodeShow(pool: *mut VOID) {
    let mut from = 0;
    // One block at a time, so that nothing is printed under the lock.
    // SAFETY: the caller's promise, stated on the module page.
    while let Some((address, live)) = unsafe {
        with_pool(pool, |pool| {
            let live = pool.origins().find(|live| live.offset >= from)?;
            Some((pool.info_row().address + live.offset, live))
        })
    }
    .flatten()
    {
        if from == 0 {
            let _ = writeln!(Output, "node          LR[0]       LR[1]       LR[2]");
        }
        let [first, second, third] = live.frames;
        let _ = writeln!(Output, "{address:#010x}    {first:#010x}  {second:#010x}  {third:#010x}");
        from = live.offset + 1;
    }
}
