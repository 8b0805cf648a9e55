//! A place as Rust and as C.

use crate::Place;

impl Place {
    /// The constant that the memory module's switchboard includes. Its type, `SysMemPlace`, stands there.
    pub fn rust(&self) -> String {
        let value = match self {
            Place::Fixed { address, size } => format!("Fixed {{ addr: {address:#x}, size: {size:#x} }}"),
            Place::EndOfBss { end } => format!("EndOfBss {{ end: {end:#x} }}"),
            Place::StaticArray { size } => format!("StaticArray {{ size: {size:#x} }}"),
        };
        format!(
            "/// Where the system pool lies: the board's policy and the configuration, for this target.\n\
             pub const OS_SYS_MEM_PLACE: SysMemPlace = SysMemPlace::{value};\n"
        )
    }

    /// `OS_SYS_MEM_ADDR` and `OS_SYS_MEM_SIZE` for C. After `.bss` they are the linker's symbols, no constants.
    pub fn c_header(&self) -> String {
        let (declaration, address, size) = match self {
            Place::Fixed { address, size } => {
                (String::new(), format!("((void *){address:#x}UL)"), format!("{size:#x}UL"))
            }
            Place::EndOfBss { end } => (
                external("unsigned char __heap_start[]"),
                "((void *)__heap_start)".to_owned(),
                format!("({end:#x}UL - (unsigned long)__heap_start)"),
            ),
            Place::StaticArray { size } => (
                external("unsigned char *m_aucSysMem1"),
                "((void *)&m_aucSysMem1[0])".to_owned(),
                format!("{size:#x}UL"),
            ),
        };
        format!(
            "{declaration}/* First byte of the system pool. */\n#define OS_SYS_MEM_ADDR {address}\n\
             /* Bytes of the system pool. */\n#define OS_SYS_MEM_SIZE {size}\n"
        )
    }
}

/// A declaration that C++ takes for one of C.
fn external(what: &str) -> String {
    format!("#ifdef __cplusplus\nextern \"C\" {{\n#endif\nextern {what};\n#ifdef __cplusplus\n}}\n#endif\n")
}
