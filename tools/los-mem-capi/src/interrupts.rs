//! Masking of interrupts by LiteOS's functions, for the lock "critical section" on bare metal.

use critical_section::{Impl, RawRestoreState};

unsafe extern "C" {
    /// `UINT32 LOS_IntLock(VOID)`: masks interrupts and tells what was masked before.
    fn LOS_IntLock() -> u32;
    /// `VOID LOS_IntRestore(UINT32)`: masks again what was masked before.
    fn LOS_IntRestore(before: u32);
}

struct LiteOs;

critical_section::set_impl!(LiteOs);

// SAFETY: the program promises that between the two functions nothing else runs on the core, and that they may nest.
unsafe impl Impl for LiteOs {
    unsafe fn acquire() -> RawRestoreState {
        // SAFETY: the program's function has no conditions.
        unsafe { LOS_IntLock() }
    }

    unsafe fn release(before: RawRestoreState) {
        // SAFETY: `before` comes from the matching call of `acquire`.
        unsafe { LOS_IntRestore(before) }
    }
}
