//! Stand-in until the Kconfig tree drives the build: the default configuration, fixed.
use std::{env, fs, path::Path};

const BOOLS: &[(&str, bool)] = &[
    ("LOSCFG_KERNEL_MEM_BESTFIT", true),
    ("LOSCFG_KERNEL_MEM_BESTFIT_LITTLE", false),
    ("LOSCFG_KERNEL_MEM_SLAB_EXTENTION", false),
    ("LOSCFG_KERNEL_MEM_SLAB_AUTO_EXPANSION_MODE", false),
    ("LOSCFG_MEM_TASK_STAT", true),
    ("LOSCFG_DEBUG_VERSION", false),
    ("LOSCFG_MEM_DEBUG", false),
    ("LOSCFG_MEM_MUL_MODULE", false),
    ("LOSCFG_MEM_MUL_POOL", false),
    ("LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK", false),
    ("LOSCFG_BASE_MEM_NODE_SIZE_CHECK", false),
    ("LOSCFG_MEM_LOCK_CRITICAL_SECTION", false),
    ("LOSCFG_MEM_LOCK_SPIN", false),
    ("LOSCFG_MEM_LOCK_SPIN_CRITICAL_SECTION", false),
    ("LOSCFG_MEM_LOCK_NONE", false),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let bare = env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("none");
    let lock = if bare { "LOSCFG_MEM_LOCK_CRITICAL_SECTION" } else { "LOSCFG_MEM_LOCK_SPIN" };
    let mut text = String::new();
    for &(name, value) in BOOLS {
        let value = value || name == lock;
        println!("cargo::rustc-check-cfg=cfg({name})");
        if value {
            println!("cargo::rustc-cfg={name}");
        }
        text += &format!("pub const {name}: bool = {value};\n");
    }
    text += "pub const LOSCFG_BASE_CORE_TSK_LIMIT: i64 = 64;\n";
    text += "pub const OS_SYS_MEM_PLACE: SysMemPlace = SysMemPlace::StaticArray { size: 0x10000 };\n";
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("los_config.rs"), text).expect("OUT_DIR is writable");
}
