//! Kconfig for build scripts: `.config` becomes cfgs with their check-cfg, constants, and rerun lines.
//!
//! A package with a `Kconfig` beside its `Cargo.toml` needs this `build.rs`, and no more:
//!
//! ```no_run
//! fn main() -> std::process::ExitCode {
//!     kconfig_build::run(|build| {
//!         build.write("config.rs", &build.rust_constants())?;
//!         Ok(())
//!     })
//! }
//! ```
//!
//! and in the crate `include!(concat!(env!("OUT_DIR"), "/config.rs"));`. Each bool that is on is a cfg of exactly its
//! name (with the tree's prefix): `#[cfg(CONFIG_NET)]`; a name that the tree does not have is a compiler warning.
//!
//! The configuration is the first of: the file that `KCONFIG_CONFIG` names, the file in `configs` that
//! `KCONFIG_DEFCONFIG` names, `.config`, `configs/default_defconfig`, the tree's defaults. The build says which.
//! While `.config` is absent the script runs at every build, since Cargo can only watch what exists.
//!
//! Knows nothing of what is configured.
#![forbid(unsafe_code)]

mod build;
mod error;

pub use build::Build;
pub use error::Error;

use std::process::ExitCode;

/// Runs a build script: evaluates the configuration, lets `generate` write its files, and tells Cargo the cfgs, the
/// warnings and what to watch. What is wrong stops the build: each finding is one line with file, line, cause, cure.
pub fn run(generate: impl FnOnce(&mut Build) -> Result<(), Box<dyn std::error::Error>>) -> ExitCode {
    let generated = Build::from_environment().map_err(Box::from).and_then(|mut build| {
        let result = generate(&mut build);
        // Also after a failure: Cargo has to know what to watch for the cure.
        print(&build.directives());
        result
    });
    let Err(error) = generated else { return ExitCode::SUCCESS };
    print(&error.to_string().lines().map(|line| format!("cargo::error={line}")).collect::<Vec<_>>());
    ExitCode::FAILURE
}

fn print(lines: &[String]) {
    for line in lines {
        println!("{line}");
    }
}
