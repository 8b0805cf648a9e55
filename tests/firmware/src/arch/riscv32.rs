//! RISC-V, 32 bits, machine mode: reset, trap entry, and the machine timer of QEMU's virt (CLINT).

use core::arch::global_asm;
use riscv::interrupt::Trap;
use riscv::register::{mcause, mepc, mie, mtval};

/// Machine timer of hart 0, in ticks of 100 ns: when it interrupts, and the time.
const MTIMECMP: *mut u32 = 0x0200_4000 as *mut u32;
const MTIME: *const u32 = 0x0200_bff8 as *const u32;

const TICKS_PER_MICROSECOND: u32 = 10;
const MACHINE_TIMER: usize = 7;

// A program that is loaded where it runs needs no copy of .data.
global_asm!(
    "
    .section .start, \"ax\"
    .global _start
_start:
    la sp, __stack_top
    la t0, trap
    csrw mtvec, t0
    la t0, __data_start
    la t1, __data_end
    la t2, __data_load
    beq t0, t2, 2f
1:  bgeu t0, t1, 2f
    lw t3, 0(t2)
    sw t3, 0(t0)
    addi t0, t0, 4
    addi t2, t2, 4
    j 1b
2:  la t0, __bss_start
    la t1, __bss_end
3:  bgeu t0, t1, 4f
    sw zero, 0(t0)
    addi t0, t0, 4
    j 3b
4:  call {start}

    .section .text.trap, \"ax\"
    .balign 4
trap:
    addi sp, sp, -64
    sw ra, 0(sp)
    sw t0, 4(sp)
    sw t1, 8(sp)
    sw t2, 12(sp)
    sw t3, 16(sp)
    sw t4, 20(sp)
    sw t5, 24(sp)
    sw t6, 28(sp)
    sw a0, 32(sp)
    sw a1, 36(sp)
    sw a2, 40(sp)
    sw a3, 44(sp)
    sw a4, 48(sp)
    sw a5, 52(sp)
    sw a6, 56(sp)
    sw a7, 60(sp)
    call {trapped}
    lw ra, 0(sp)
    lw t0, 4(sp)
    lw t1, 8(sp)
    lw t2, 12(sp)
    lw t3, 16(sp)
    lw t4, 20(sp)
    lw t5, 24(sp)
    lw t6, 28(sp)
    lw a0, 32(sp)
    lw a1, 36(sp)
    lw a2, 40(sp)
    lw a3, 44(sp)
    lw a4, 48(sp)
    lw a5, 52(sp)
    lw a6, 56(sp)
    lw a7, 60(sp)
    addi sp, sp, 64
    mret
    ",
    start = sym crate::start,
    trapped = sym trapped,
);

extern "C" fn trapped() {
    match mcause::read().cause() {
        Trap::Interrupt(MACHINE_TIMER) => crate::interrupt::tick(),
        cause => panic!("trap {cause:?} at {:#x}, value {:#x}", mepc::read(), mtval::read()),
    }
}

/// Lets the timer interrupt.
pub(crate) fn open() {
    close();
    // SAFETY: the handler is installed by the start-up code, and touches its own blocks alone.
    unsafe { mie::set_mtimer() };
    // SAFETY: as above.
    unsafe { riscv::interrupt::enable() };
}

/// Makes the timer interrupt once, in so many microseconds.
pub(crate) fn wake_in(microseconds: u32) {
    let (high, low) = now();
    let time = (u64::from(high) << 32 | u64::from(low)) + u64::from(microseconds * TICKS_PER_MICROSECOND);
    set(time);
}

/// Stops the timer.
pub(crate) fn close() {
    set(u64::MAX);
}

fn now() -> (u32, u32) {
    loop {
        let high = read(1);
        let low = read(0);
        if high == read(1) {
            return (high, low);
        }
    }
}

fn read(word: usize) -> u32 {
    // SAFETY: the timer has two words there, on the one board of this architecture.
    unsafe { MTIME.add(word).read_volatile() }
}

/// Never passes through a time that has come: the upper word is out of reach while the lower one changes.
fn set(time: u64) {
    for (word, value) in [(1, u32::MAX), (0, time as u32), (1, (time >> 32) as u32)] {
        // SAFETY: as for `read`; the handler and the foreground write it one at a time.
        unsafe { MTIMECMP.add(word).write_volatile(value) };
    }
}
