//! The firmware as an image for a board.

use crate::debian;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use board::Board;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGE: &str = "firmware";

/// The toolchain's own linker, else Debian's.
pub(super) fn linker() -> Result<PathBuf> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = Command::new(&rustc).arg("-vV").output().with_context(|| format!("cannot run {rustc}"))?;
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    let own = Path::new(&debian::sysroot(&rustc)?).join("lib/rustlib").join(host).join("bin/rust-lld");
    if own.exists() {
        return Ok(own);
    }
    let debians = Path::new("/usr/bin/ld.lld");
    debian::install(&["lld"], || debians.exists())?;
    Ok(debians.to_owned())
}

/// Compiles the firmware with a configuration and gives the image's path.
pub(super) fn build(workspace: &Workspace, board: &Board, config: &Path, linker: &Path) -> Result<PathBuf> {
    let target = super::target(board)?;
    let output = workspace.target().join("board");
    let variable = format!("CARGO_TARGET_{}_LINKER", target.replace('-', "_").to_uppercase());
    let mut cargo = debian::cargo("build", target, &output);
    cargo
        .args(["--release", "--locked"])
        .current_dir(workspace.path("tests/firmware"))
        .env("KCONFIG_CONFIG", config)
        .env(variable, linker);
    debian::succeed(&mut cargo, &format!("tests/firmware for {target}"))?;
    Ok(output.join(target).join("release").join(PACKAGE))
}
