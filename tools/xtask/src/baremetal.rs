//! los-mem on targets without an operating system: it compiles. `board` runs it.

use crate::debian;
use crate::workspace::Workspace;
use anyhow::Result;

/// A target and the defconfig it is built with.
const BUILDS: [(&str, &str); 4] = [
    ("thumbv7m-none-eabi", "lm3s6965evb_defconfig"),
    // No compare-and-swap: shows that nothing needs it.
    ("thumbv6m-none-eabi", "lm3s6965evb_defconfig"),
    ("riscv32imac-unknown-none-elf", "lm3s6965evb_defconfig"),
    ("riscv32imac-unknown-none-elf", "qemu_riscv32_virt_defconfig"),
];

/// Builds the crate for every target.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    debian::install_toolchain()?;
    for (target, defconfig) in BUILDS {
        println!("{target} with {defconfig}");
        let mut cargo = debian::cargo("build", target, &workspace.target().join("baremetal"));
        cargo
            .args(["--package", "los-mem"])
            .current_dir(workspace.root())
            .env("KCONFIG_DEFCONFIG", defconfig);
        debian::succeed(&mut cargo, &format!("los-mem for {target} with {defconfig}"))?;
    }
    println!("{} builds, all well", BUILDS.len());
    Ok(())
}
