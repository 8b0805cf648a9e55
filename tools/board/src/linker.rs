//! A board's memory as a linker script.
//!
//! ```text
//!  ROM          .start .text .rodata, and what .data starts as
//!  RAM          .data .bss │ system pool ...       │ stack reserve │
//!               ^ origin   ^ __heap_start          ^ __heap_end    ^ __stack_top
//! ```
//!
//! A board without ROM is loaded into its RAM whole, `.start` first. Knows nothing of processors: what `.start` holds,
//! a vector table or instructions, is the program's business.

use crate::{Board, Error, Kind, Policy, Region};

impl Board {
    /// The linker script of a program for this board.
    ///
    /// Its entry is `_start`; the section `.start` lies at the first address of the ROM. Symbols for the start-up code:
    /// `__data_load`, `__data_start`, `__data_end`, `__bss_start`, `__bss_end` (all multiples of 8), `__stack_top`;
    /// for a system pool behind .bss: `__heap_start`, `__heap_end`. Linking fails where the program's data reach the
    /// stack reserve, or a pool at a fixed address behind them.
    ///
    /// # Errors
    /// [`Error::Misfit`] for a hosted board: its programs are linked by the system's own script.
    pub fn linker_script(&self) -> Result<String, Error> {
        let misfit = |message| Error::Misfit { file: self.file.clone(), message };
        let (data, stack) = self.data_and_stack().ok_or_else(|| {
            misfit(format!(
                "{} has an operating system, whose own linker script serves: choose a board with [[memory]]",
                self.name
            ))
        })?;
        let code = self.memory.iter().find(|region| region.kind == Kind::Rom).unwrap_or(data);
        let memory: String = self.memory.iter().map(line).collect();
        let end = self.usable_end(data);
        let (limit, behind) = match self.policy {
            Policy::Fixed { address, .. } if data.addresses.contains(&address) => {
                (address, "the system pool")
            }
            _ if end < data.addresses.end => (end, "the stack reserve"),
            _ => (end, "nothing more of the region"),
        };
        let (top, name) = (stack.addresses.end, self.name.replace('"', "'"));
        let (code, data) = (&code.name, &data.name);
        Ok(format!(
            "/* From {file}. Written by the crate `board`. */
ENTRY(_start)

MEMORY
{{
{memory}}}

SECTIONS
{{
    .text : ALIGN(8) {{ KEEP(*(.start)) *(.text .text.*) }} > {code}
    .rodata : ALIGN(8) {{ *(.rodata .rodata.* .srodata .srodata.*) }} > {code}
    .data : ALIGN(8)
    {{
        __data_start = .;
        *(.data .data.* .sdata .sdata.*)
        . = ALIGN(8);
        __data_end = .;
    }} > {data} AT > {code}
    __data_load = LOADADDR(.data);
    .bss (NOLOAD) : ALIGN(8)
    {{
        __bss_start = .;
        *(.bss .bss.* .sbss .sbss.* COMMON)
        . = ALIGN(8);
        __bss_end = .;
    }} > {data}
    /DISCARD/ : {{ *(.ARM.exidx .ARM.exidx.* .eh_frame .eh_frame_hdr) }}
}}

__heap_start = __bss_end;
__heap_end = {end:#x};
__stack_top = {top:#x};

ASSERT(__bss_end <= {limit:#x}, \"{name}: .data and .bss pass {limit:#x}, where {behind} begins: make them smaller\")
",
            file = self.file,
        ))
    }

    /// The region of .data and .bss, which is also that of a pool behind them, and the region of the stack.
    fn data_and_stack(&self) -> Option<(&Region, &Region)> {
        let stack = self.region(&self.stack.as_ref()?.0)?;
        let data = match &self.policy {
            Policy::EndOfBss { region } => self.region(region)?,
            Policy::Fixed { .. } | Policy::StaticArray { .. } => stack,
        };
        Some((data, stack))
    }
}

/// A region's line in `MEMORY`.
fn line(region: &Region) -> String {
    let rights = match region.kind {
        Kind::Rom => "rx",
        Kind::Ram => "rwx",
    };
    let std::ops::Range { start, end } = region.addresses;
    format!("    {} ({rights}) : ORIGIN = {start:#x}, LENGTH = {:#x}\n", region.name, end - start)
}
