//! los-mem tested with every defconfig.

use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::process::Command;

/// The tests of what cargo does choose their own configuration: once, in the ordinary run, is enough.
pub(crate) const OF_CARGO: [&str; 3] = [
    "a_cfg_that_no_symbol_has_is_a_warning",
    "functions_of_an_option_compile_exactly_if_it_is_on",
    "only_a_change_of_the_configuration_compiles_and_only_the_library",
];

/// Runs the crate's tests once for each file of configs/*_defconfig; all of them, also after a failure.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let names = workspace.defconfigs()?;
    let mut failed = Vec::new();
    for name in &names {
        println!("{name}");
        let status = Command::new(&cargo)
            .args(["test", "--quiet", "--package", "los-mem", "--"])
            .args(OF_CARGO.iter().flat_map(|test| ["--skip", test]))
            .current_dir(workspace.root())
            .env("KCONFIG_DEFCONFIG", name)
            // It would win.
            .env_remove("KCONFIG_CONFIG")
            .status()
            .context("cannot run cargo")?;
        if !status.success() {
            failed.push(name.as_str());
        }
    }
    if !failed.is_empty() {
        bail!("the tests of los-mem fail with {}", failed.join(", "));
    }
    println!("{} defconfigs, all well", names.len());
    Ok(())
}
