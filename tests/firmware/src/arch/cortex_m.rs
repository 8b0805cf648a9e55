//! Cortex-M: vector table, reset, SysTick.

use core::arch::global_asm;
use cortex_m::Peripherals;
use cortex_m::peripheral::SCB;
use cortex_m::peripheral::syst::SystClkSource;

// The processor loads the stack pointer from the first word and saves what a handler may change by itself, so handlers
// are plain functions. 14 exceptions stand between reset and SysTick.
global_asm!(
    "
    .section .start, \"a\"
    .word __stack_top
    .word _start
    .rept 13
    .word {fault}
    .endr
    .word {tick}

    .section .text._start, \"ax\"
    .global _start
    .type _start, %function
    .thumb_func
_start:
    ldr r0, =__data_start
    ldr r1, =__data_end
    ldr r2, =__data_load
1:  cmp r0, r1
    bhs 2f
    ldr r3, [r2]
    str r3, [r0]
    adds r0, #4
    adds r2, #4
    b 1b
2:  ldr r0, =__bss_start
    ldr r1, =__bss_end
    movs r3, #0
3:  cmp r0, r1
    bhs 4f
    str r3, [r0]
    adds r0, #4
    b 3b
4:  bl {start}
    ",
    fault = sym fault,
    tick = sym crate::interrupt::tick,
    start = sym crate::start,
);

extern "C" fn fault() -> ! {
    panic!("the processor reports {:?}", SCB::vect_active())
}

/// Lets the timer interrupt.
pub(crate) fn open() {
    peripherals().SYST.set_clock_source(SystClkSource::Core);
    peripherals().SYST.enable_interrupt();
}

/// Makes the timer interrupt once, in so many microseconds of the board's 12 MHz or so.
pub(crate) fn wake_in(microseconds: u32) {
    let mut timer = peripherals().SYST;
    timer.set_reload(microseconds * 12);
    timer.clear_current();
    timer.enable_counter();
}

/// Stops the timer.
pub(crate) fn close() {
    let mut timer = peripherals().SYST;
    timer.disable_counter();
    timer.disable_interrupt();
}

fn peripherals() -> Peripherals {
    // SAFETY: nothing else in this program uses the timer, and the handler and the foreground write it one at a time.
    unsafe { Peripherals::steal() }
}
