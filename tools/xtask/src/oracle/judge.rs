//! The judges of the other dialects: for each the program that its trees are written for.
//!
//! Each is fetched into `target/oracle-…` when a case needs it. `linux-next` has no judge yet: its cases are ours.

use super::package::{Series, bring, succeed};
use super::program::{Program, download_series};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The dialects, as their folders of cases are named.
pub(super) const DIALECTS: [&str; 4] = ["linux-6.1", "legacy", "kconfiglib", "linux-next"];

/// The program that judges a dialect; `None` if there is none.
pub(super) fn of(dialect: &str, target: &Path) -> Result<Option<Program>> {
    match dialect {
        "linux-6.1" => download_series(target, Series::Linux6_1).map(Some),
        "legacy" => linux_4_11(target).map(Some),
        "kconfiglib" => kconfiglib(target).map(Some),
        _ => Ok(None),
    }
}

/// The `conf` program of Linux 4.11, which Debian packages for trees of others. Also for the chore that compares
/// whole trees.
pub(crate) fn linux_4_11(target: &Path) -> Result<Program> {
    const HELP: &str = "Debian's package kconfig-frontends-nox holds the program";
    let folder = target.join("oracle-4.11");
    let path = folder.join("usr/bin/kconfig-conf");
    if !path.is_file() {
        bring("kconfig-frontends-nox", &folder).context(HELP)?;
    }
    let libraries = fs::read_dir(folder.join("usr/lib")).context(HELP)?;
    let libraries: Vec<PathBuf> = libraries.filter_map(|entry| entry.ok().map(|e| e.path())).collect();
    Ok(Program::at(&path).context(HELP)?.with("LD_LIBRARY_PATH", &join(&libraries)))
}

/// Kconfiglib 14.1 behind a script that takes the options of `conf`.
fn kconfiglib(target: &Path) -> Result<Program> {
    const PACKAGE: &str = "kconfiglib==14.1.0";
    const HELP: &str = "PyPI's package kconfiglib is the judge; python3 with pip fetches it";
    let folder = target.join("oracle-kconfiglib");
    if !folder.join("kconfiglib.py").is_file() {
        fs::create_dir_all(&folder)?;
        eprintln!("downloading {PACKAGE}");
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"]).arg(&folder).arg(PACKAGE);
        succeed(&mut pip).context(HELP)?;
    }
    let folder = folder.canonicalize()?;
    let script = folder.join("conf");
    fs::write(&script, include_str!("kconfiglib.py"))?;
    let mut mark = Command::new("chmod");
    succeed(mark.arg("+x").arg(&script))?;
    Ok(Program::at(&script)?.with("PYTHONPATH", &folder.to_string_lossy()))
}

fn join(folders: &[PathBuf]) -> String {
    let folders: Vec<String> = folders.iter().map(|folder| folder.to_string_lossy().into_owned()).collect();
    folders.join(":")
}
