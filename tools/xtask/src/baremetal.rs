//! los-mem on targets without an operating system.
//!
//! The usual toolchain carries neither these targets nor the sources of the library. Debian's packages do, in one
//! version: its cargo and its rustc build `core` and `alloc` from source along with the crate.

use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

pub(crate) const CARGO: &str = "/usr/bin/cargo";
pub(crate) const RUSTC: &str = "/usr/bin/rustc";
const PACKAGES: [&str; 3] = ["cargo-web", "rustc-web", "rust-web-src"];

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
    prepare()?;
    for (target, defconfig) in BUILDS {
        println!("{target} with {defconfig}");
        let status = Command::new(CARGO)
            .args(["build", "--package", "los-mem", "-Zbuild-std=core,alloc", "--target", target])
            .current_dir(workspace.root())
            .env("RUSTC", RUSTC)
            // Debian's compiler is a stable one; building the library is not a stable feature.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", workspace.target().join("baremetal"))
            .env("KCONFIG_DEFCONFIG", defconfig)
            // It would win.
            .env_remove("KCONFIG_CONFIG")
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("CARGO")
            .status()
            .with_context(|| format!("cannot run {CARGO}"))?;
        if !status.success() {
            bail!("los-mem does not build for {target} with {defconfig}");
        }
    }
    println!("{} builds, all well", BUILDS.len());
    Ok(())
}

/// Installs Debian's toolchain if it is missing.
pub(crate) fn prepare() -> Result<()> {
    if installed() {
        return Ok(());
    }
    install(&PACKAGES)?;
    if !installed() {
        bail!(
            "{} are installed, but {CARGO}, {RUSTC} or the library's sources are not there",
            PACKAGES.join(", ")
        );
    }
    Ok(())
}

/// Installs packages of Debian.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    eprintln!("installing {}", packages.join(", "));
    let status = Command::new("apt-get")
        .args(["install", "--yes", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        _ => bail!(
            "this needs Debian's packages {}, and they could not be installed; as root: \
             apt-get update && apt-get install {}",
            packages.join(", "),
            packages.join(" ")
        ),
    }
}

/// Whether Debian's cargo, compiler and library sources stand where the packages put them.
fn installed() -> bool {
    let sysroot = Command::new(RUSTC).args(["--print", "sysroot"]).output();
    let Ok(sysroot) = sysroot else { return false };
    let sysroot = String::from_utf8_lossy(&sysroot.stdout).trim().to_owned();
    let library = Path::new(&sysroot).join("lib/rustlib/src/rust/library/core");
    Path::new(CARGO).exists() && library.exists()
}
