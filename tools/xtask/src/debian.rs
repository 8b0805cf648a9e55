//! Debian's packages, where the usual toolchain has not what a chore needs.
//!
//! The usual toolchain carries neither bare-metal targets nor the sources of the library. Debian's packages do, in one
//! version: its cargo and its rustc build `core` and `alloc` from source along with the crate.

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

pub(crate) const CARGO: &str = "/usr/bin/cargo";
pub(crate) const RUSTC: &str = "/usr/bin/rustc";
const TOOLCHAIN: [&str; 3] = ["cargo-web", "rustc-web", "rust-web-src"];

/// Installs packages unless what they bring is there.
pub(crate) fn install(packages: &[&str], is_there: impl Fn() -> bool) -> Result<()> {
    if is_there() {
        return Ok(());
    }
    let names = packages.join(" ");
    eprintln!("installing {names}");
    let status = Command::new("apt-get")
        .args(["install", "--yes", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .status();
    match status {
        Ok(status) if status.success() && is_there() => Ok(()),
        _ => bail!(
            "Debian's packages {names} are needed, and they could not be installed; as root: \
             apt-get update && apt-get install {names}"
        ),
    }
}

/// Installs Debian's toolchain if it is missing.
pub(crate) fn install_toolchain() -> Result<()> {
    install(&TOOLCHAIN, || {
        let Ok(sysroot) = sysroot(RUSTC) else { return false };
        Path::new(CARGO).exists() && Path::new(&sysroot).join("lib/rustlib/src/rust/library/core").exists()
    })
}

/// Debian's cargo, which compiles for a bare-metal target into a folder of its own.
pub(crate) fn cargo(command: &str, target: &str, output: &Path) -> Command {
    let mut cargo = Command::new(CARGO);
    cargo
        .args([command, "-Zbuild-std=core,alloc", "--target", target])
        .env("RUSTC", RUSTC)
        // Debian's compiler is a stable one; building the library is not a stable feature.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", output)
        // What the caller's own choice of configuration or toolchain would override.
        .env_remove("KCONFIG_CONFIG")
        .env_remove("KCONFIG_DEFCONFIG")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO");
    cargo
}

/// Runs a command of [`cargo`]; `what` says what it does, for the message.
pub(crate) fn succeed(cargo: &mut Command, what: &str) -> Result<()> {
    let status = cargo.status().with_context(|| format!("cannot run {CARGO}"))?;
    if !status.success() {
        bail!("{what} does not build");
    }
    Ok(())
}

/// Where a compiler keeps its files.
pub(crate) fn sysroot(rustc: &str) -> Result<String> {
    let output = Command::new(rustc)
        .args(["--print", "sysroot"])
        .output()
        .with_context(|| format!("cannot run {rustc}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
