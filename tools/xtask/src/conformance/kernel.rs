//! A kernel to be configured: its tree, and what its Makefile would tell `conf`.

use crate::oracle::{self, Program, Series};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A tree, and the program that came with it.
pub(super) struct Kernel {
    pub(super) series: Series,
    pub(super) tree: PathBuf,
    pub(super) program: Program,
    version: String,
    compiler: String,
    rust: String,
}

/// The programs that the Makefile names, with their variables; without a cross compiler they are the host's.
const PROGRAMS: [(&str, &str); 14] = [
    ("CC", "gcc"),
    ("HOSTCC", "gcc"),
    ("HOSTCXX", "g++"),
    ("LD", "ld"),
    ("AR", "ar"),
    ("NM", "nm"),
    ("OBJCOPY", "objcopy"),
    ("OBJDUMP", "objdump"),
    ("STRIP", "strip"),
    ("READELF", "readelf"),
    ("PAHOLE", "pahole"),
    ("PYTHON3", "python3"),
    ("RUSTC", "rustc"),
    ("BINDGEN", "bindgen"),
];

impl Kernel {
    /// Fetches program and source of a series unless they are below `target/oracle`.
    pub(super) fn fetch(target: &Path, series: Series) -> Result<Kernel> {
        let program = oracle::download_series(target, series)?;
        let tree = oracle::source(target, series)?;
        let makefile = tree.join("Makefile");
        let makefile =
            fs::read_to_string(&makefile).with_context(|| format!("cannot read {}", makefile.display()))?;
        let version = version(&makefile).context("the kernel's Makefile does not begin with its version")?;
        Ok(Kernel { series, tree, program, version, compiler: first_line("gcc"), rust: first_line("rustc") })
    }

    /// The kernel's version.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// The architectures that the tree has, sorted.
    pub(super) fn architectures(&self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.tree.join("arch")).context("the tree has no folder arch")? {
            let entry = entry?;
            if entry.path().join("Kconfig").is_file() {
                found.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        found.sort();
        Ok(found)
    }

    /// What the Makefile would put into the environment.
    pub(super) fn variables(&self, arch: &str) -> Vec<(String, String)> {
        let tree = self.tree.to_string_lossy();
        let own = [
            ("srctree", &*tree),
            ("ARCH", arch),
            ("SRCARCH", arch),
            ("KERNELVERSION", &self.version),
            ("CC_VERSION_TEXT", &self.compiler),
            ("RUSTC_VERSION_TEXT", &self.rust),
        ];
        // User mode Linux runs on the host's architecture.
        let um: &[(&str, &str)] =
            if arch == "um" { &[("SUBARCH", "x86"), ("HEADER_ARCH", "x86")] } else { &[] };
        let all = own.iter().chain(&PROGRAMS).chain(um);
        all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    /// The defconfigs of an architecture, as paths from the tree, sorted.
    pub(super) fn defconfigs(&self, arch: &str) -> Result<Vec<String>> {
        let files = self.below(&format!("arch/{arch}/configs"))?;
        Ok(files.into_iter().filter(|file| file.ends_with("defconfig")).collect())
    }

    /// The fragments that an architecture may take, as paths from the tree, sorted.
    pub(super) fn fragments(&self, arch: &str) -> Result<Vec<String>> {
        let files = [self.below("kernel/configs")?, self.below(&format!("arch/{arch}/configs"))?].concat();
        Ok(files.into_iter().filter(|file| file.ends_with(".config")).collect())
    }

    fn below(&self, folder: &str) -> Result<Vec<String>> {
        let path = self.tree.join(folder);
        if !path.is_dir() {
            return Ok(Vec::new());
        }
        let files = crate::workspace::files_below(&path)?;
        Ok(files.into_iter().map(|file| format!("{folder}/{file}")).collect())
    }
}

/// What a program says of its version; empty without such a program.
fn first_line(program: &str) -> String {
    // The path that the runs have: what they would not find has no version either.
    let output =
        Command::new(program).arg("--version").env("PATH", "/usr/bin:/bin").env("LC_ALL", "C").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}

/// The version that a Makefile of the kernel defines.
fn version(makefile: &str) -> Option<String> {
    let value = |name: &str| {
        let line = makefile.lines().find(|line| line.split('=').next().unwrap_or_default().trim() == name)?;
        Some(line.split_once('=')?.1.trim().to_owned())
    };
    let (version, patch, sub) = (value("VERSION")?, value("PATCHLEVEL")?, value("SUBLEVEL")?);
    Some(format!("{version}.{patch}.{sub}{}", value("EXTRAVERSION")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_makefile() {
        let makefile = "# head\nVERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 117\nEXTRAVERSION =\nNAME = x\n";
        assert_eq!(version(makefile).as_deref(), Some("6.12.117"));
        assert_eq!(version("VERSION = 6\n"), None);
    }
}
