//! los-mem on targets without an operating system: it compiles. `board` runs it.

use crate::debian;
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use clib::{Build, Configuration, Library, Toolchain};
use std::path::Path;

/// A target and the defconfig it is built with.
const BUILDS: [(&str, &str); 4] = [
    ("thumbv7m-none-eabi", "lm3s6965evb_defconfig"),
    // No compare-and-swap: shows that nothing needs it.
    ("thumbv6m-none-eabi", "lm3s6965evb_defconfig"),
    ("riscv32imac-unknown-none-elf", "lm3s6965evb_defconfig"),
    ("riscv32imac-unknown-none-elf", "qemu_riscv32_virt_defconfig"),
];

/// A C library, its defconfig, and all that the C program and its linker script must supply.
const LIBRARIES: [(&str, &str, &[&str]); 2] = [
    ("thumbv7m-none-eabi", "lm3s6965evb_defconfig", &["LOS_IntLock", "LOS_IntRestore", "__heap_start"]),
    (
        "riscv32imac-unknown-none-elf",
        "qemu_riscv32_virt_defconfig",
        &["LOS_IntLock", "LOS_IntRestore", "__heap_start"],
    ),
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
    for (target, defconfig, imports) in LIBRARIES {
        println!("the C library for {target} with {defconfig}");
        let configuration = Configuration::Defconfig(defconfig.to_owned());
        let library = library(workspace, target, configuration, &workspace.target().join("baremetal/capi"))?;
        library.check_exports()?;
        let found: Vec<String> = library.imports()?.into_iter().collect();
        if found != imports {
            bail!(
                "the C library for {target} with {defconfig} asks for {found:?}, but should for {imports:?}"
            );
        }
    }
    println!("{} builds, all well", BUILDS.len() + LIBRARIES.len());
    Ok(())
}

/// Builds the C library for a bare-metal target into a folder.
pub(crate) fn library(
    workspace: &Workspace,
    target: &str,
    configuration: Configuration,
    out: &Path,
) -> Result<Library> {
    debian::install_toolchain()?;
    let build = Build {
        configuration,
        toolchain: Toolchain::FromSource {
            cargo: debian::CARGO.into(),
            rustc: debian::RUSTC.into(),
            target: target.to_owned(),
            parts: "core,alloc".to_owned(),
        },
        features: vec!["panic-handler".to_owned(), "liteos-interrupts".to_owned()],
        release: true,
        verbose: true,
        ..Build::of(workspace.root(), workspace.target().join("baremetal"))
    };
    Ok(build.run(out)?)
}
