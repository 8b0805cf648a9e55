//! Which crate may depend on which: the table [`EDGES`].

use super::Finding;
use crate::workspace::Workspace;
use anyhow::Result;

const RULE: &str = "crate edges";

/// A manifest, and the crates of this workspace that it may name.
const EDGES: [(&str, &[&str]); 13] = [
    // Itself, for its tests: they have its features on.
    ("Cargo.toml", &["kconfig-build", "board", "los-mem"]),
    ("tools/kconfig/Cargo.toml", &[]),
    ("tools/kconfig-build/Cargo.toml", &["kconfig"]),
    ("tools/board/Cargo.toml", &[]),
    ("tools/conf/Cargo.toml", &["kconfig"]),
    ("tools/menuconfig/Cargo.toml", &["kconfig"]),
    ("tools/clib/Cargo.toml", &[]),
    ("tools/xtask/Cargo.toml", &["kconfig", "board", "clib"]),
    ("tools/los-mem-capi/Cargo.toml", &["los-mem", "clib"]),
    ("tools/memlab/Cargo.toml", &["los-mem"]),
    ("tests/bench/Cargo.toml", &["los-mem", "memlab"]),
    ("tests/lock-model/Cargo.toml", &["los-mem"]),
    ("tests/lockcost/Cargo.toml", &["los-mem"]),
];

/// What the engine must be free of: it runs in build scripts and in other people's programs.
const NOT_IN_KCONFIG: [&str; 6] = ["anyhow", "clap", "crossterm", "indicatif", "ratatui", "termcolor"];

const OWN: [&str; 13] = [
    "los-mem",
    "kconfig",
    "kconfig-build",
    "board",
    "conf",
    "menuconfig",
    "clib",
    "xtask",
    "los-mem-capi",
    "memlab",
    "bench",
    "lock-model",
    "lockcost",
];

/// Adds a finding for each dependency that leads the wrong way.
pub(super) fn check(workspace: &Workspace, findings: &mut Vec<Finding>) -> Result<()> {
    for path in workspace.files()? {
        if !path.ends_with("Cargo.toml")
            || path.starts_with("tests/firmware")
            || path.starts_with("tests/fuzz")
        {
            continue;
        }
        let mut find = |name: &str, cure: String| -> Result<()> {
            let text = workspace.text(&path)?.unwrap_or_default();
            let line = text.lines().position(|line| line.starts_with(name)).map_or(1, |index| index + 1);
            findings.push(Finding { path: path.clone(), line, rule: RULE, cure });
            Ok(())
        };
        let Some((_, allowed)) = EDGES.iter().find(|(manifest, _)| *manifest == path) else {
            find(
                "[package]",
                "this crate has no line in the table of tidy: add what it may depend on".to_owned(),
            )?;
            continue;
        };
        for name in dependencies(&workspace.manifest(&path)?) {
            if OWN.contains(&name.as_str()) && !allowed.contains(&name.as_str()) {
                find(
                    &name,
                    format!("may not depend on {name}: turn the edge round, or move what is needed"),
                )?;
            }
            if path == "tools/kconfig/Cargo.toml" && NOT_IN_KCONFIG.contains(&name.as_str()) {
                find(&name, format!("the engine knows nothing of {name}: leave it to the programs"))?;
            }
        }
    }
    Ok(())
}

/// The names in every dependency table of a manifest, those of targets included.
fn dependencies(manifest: &toml::Table) -> Vec<String> {
    const TABLES: [&str; 3] = ["dependencies", "build-dependencies", "dev-dependencies"];
    let mut names = Vec::new();
    for (key, value) in manifest {
        let Some(table) = value.as_table() else { continue };
        if TABLES.contains(&key.as_str()) {
            names.extend(table.keys().cloned());
        } else if key == "target" {
            names.extend(table.values().filter_map(|target| target.as_table()).flat_map(dependencies));
        }
    }
    names
}
