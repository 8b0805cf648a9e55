//! AArch64 at EL1 without an MMU: reset, vector table, interrupt mask, and the virtual timer of QEMU's virt (GICv2).

use core::arch::{asm, global_asm};
use critical_section::{Impl, RawRestoreState};

/// The interrupt controller: its distributor and its interface to the processor.
const DISTRIBUTOR: usize = 0x0800_0000;
const INTERFACE: usize = 0x0801_0000;

/// Registers of the two.
const CONTROL: usize = 0x0;
const SET_ENABLE: usize = 0x100;
const PRIORITY_MASK: usize = 0x4;
const ACKNOWLEDGE: usize = 0xc;
const END: usize = 0x10;

/// The private interrupt of the virtual timer.
const VIRTUAL_TIMER: u32 = 27;

// Compiled code uses the vector registers, so they are switched on and saved.
global_asm!(
    "
    .section .start, \"ax\"
    .global _start
_start:
    ldr x0, =__stack_top
    mov sp, x0
    mov x0, #(3 << 20)
    msr cpacr_el1, x0
    ldr x0, =vectors
    msr vbar_el1, x0
    isb
    ldr x0, =__data_start
    ldr x1, =__data_end
    ldr x2, =__data_load
    cmp x0, x2
    b.eq 2f
1:  cmp x0, x1
    b.hs 2f
    ldr x3, [x2], #8
    str x3, [x0], #8
    b 1b
2:  ldr x0, =__bss_start
    ldr x1, =__bss_end
3:  cmp x0, x1
    b.hs 4f
    str xzr, [x0], #8
    b 3b
4:  bl {start}

    .section .text.vectors, \"ax\"
    .balign 2048
vectors:
    .rept 5
    b {fault}
    .balign 128
    .endr
    b irq
    .balign 128
    .rept 10
    b {fault}
    .balign 128
    .endr

irq:
    stp x0, x1, [sp, #-16]!
    stp x2, x3, [sp, #-16]!
    stp x4, x5, [sp, #-16]!
    stp x6, x7, [sp, #-16]!
    stp x8, x9, [sp, #-16]!
    stp x10, x11, [sp, #-16]!
    stp x12, x13, [sp, #-16]!
    stp x14, x15, [sp, #-16]!
    stp x16, x17, [sp, #-16]!
    stp x18, x30, [sp, #-16]!
    stp q0, q1, [sp, #-32]!
    stp q2, q3, [sp, #-32]!
    stp q4, q5, [sp, #-32]!
    stp q6, q7, [sp, #-32]!
    stp q8, q9, [sp, #-32]!
    stp q10, q11, [sp, #-32]!
    stp q12, q13, [sp, #-32]!
    stp q14, q15, [sp, #-32]!
    stp q16, q17, [sp, #-32]!
    stp q18, q19, [sp, #-32]!
    stp q20, q21, [sp, #-32]!
    stp q22, q23, [sp, #-32]!
    stp q24, q25, [sp, #-32]!
    stp q26, q27, [sp, #-32]!
    stp q28, q29, [sp, #-32]!
    stp q30, q31, [sp, #-32]!
    bl {interrupted}
    ldp q30, q31, [sp], #32
    ldp q28, q29, [sp], #32
    ldp q26, q27, [sp], #32
    ldp q24, q25, [sp], #32
    ldp q22, q23, [sp], #32
    ldp q20, q21, [sp], #32
    ldp q18, q19, [sp], #32
    ldp q16, q17, [sp], #32
    ldp q14, q15, [sp], #32
    ldp q12, q13, [sp], #32
    ldp q10, q11, [sp], #32
    ldp q8, q9, [sp], #32
    ldp q6, q7, [sp], #32
    ldp q4, q5, [sp], #32
    ldp q2, q3, [sp], #32
    ldp q0, q1, [sp], #32
    ldp x18, x30, [sp], #16
    ldp x16, x17, [sp], #16
    ldp x14, x15, [sp], #16
    ldp x12, x13, [sp], #16
    ldp x10, x11, [sp], #16
    ldp x8, x9, [sp], #16
    ldp x6, x7, [sp], #16
    ldp x4, x5, [sp], #16
    ldp x2, x3, [sp], #16
    ldp x0, x1, [sp], #16
    eret
    ",
    start = sym crate::start,
    fault = sym fault,
    interrupted = sym interrupted,
);

extern "C" fn fault() -> ! {
    let (cause, place, address): (u64, u64, u64);
    // SAFETY: reads what the exception left behind.
    unsafe {
        asm!("mrs {}, esr_el1", "mrs {}, elr_el1", "mrs {}, far_el1", out(reg) cause, out(reg) place, out(reg) address)
    };
    panic!("exception with syndrome {cause:#x} at {place:#x}, address {address:#x}")
}

extern "C" fn interrupted() {
    let acknowledged = read(INTERFACE + ACKNOWLEDGE);
    assert_eq!(acknowledged & 0x3ff, VIRTUAL_TIMER, "an interrupt that nobody asked for");
    crate::interrupt::tick();
    write(INTERFACE + END, acknowledged);
}

/// Lets the timer interrupt.
pub(crate) fn open() {
    close();
    write(DISTRIBUTOR + SET_ENABLE, 1 << VIRTUAL_TIMER);
    write(DISTRIBUTOR + CONTROL, 1);
    write(INTERFACE + PRIORITY_MASK, 0xff);
    write(INTERFACE + CONTROL, 1);
    // SAFETY: the handler is installed by the start-up code, and touches its own blocks alone.
    unsafe { asm!("msr daifclr, #2", options(nostack)) };
}

/// Makes the timer interrupt once, in so many microseconds.
pub(crate) fn wake_in(microseconds: u32) {
    let frequency: u64;
    // SAFETY: reads a constant of the machine.
    unsafe { asm!("mrs {}, cntfrq_el0", out(reg) frequency, options(nomem, nostack)) };
    let ticks = frequency * u64::from(microseconds) / 1_000_000;
    // SAFETY: sets the timer that this program alone uses.
    unsafe { asm!("msr cntv_tval_el0, {}", "msr cntv_ctl_el0, {}", "isb", in(reg) ticks, in(reg) 1_u64) };
}

/// Stops the timer.
pub(crate) fn close() {
    // SAFETY: as above.
    unsafe { asm!("msr cntv_ctl_el0, xzr", "isb") };
}

fn read(register: usize) -> u32 {
    // SAFETY: a register of the interrupt controller, on the one board of this architecture.
    unsafe { (register as *const u32).read_volatile() }
}

fn write(register: usize, value: u32) {
    // SAFETY: as for `read`.
    unsafe { (register as *mut u32).write_volatile(value) }
}

/// Masks interrupts on this core.
struct Mask;

critical_section::set_impl!(Mask);

// SAFETY: one core runs this program, and masking keeps its only handler away.
unsafe impl Impl for Mask {
    unsafe fn acquire() -> RawRestoreState {
        let before: u64;
        // SAFETY: reads and sets the interrupt mask.
        unsafe { asm!("mrs {}, daif", "msr daifset, #2", out(reg) before) };
        before
    }

    unsafe fn release(before: RawRestoreState) {
        // SAFETY: what `acquire` read.
        unsafe { asm!("msr daif, {}", in(reg) before) };
    }
}
