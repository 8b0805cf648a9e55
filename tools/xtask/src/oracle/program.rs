//! The reference program: found, downloaded, run.

use super::package::{Series, fetch, unpack};
use anyhow::{Context, Result};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A reference program (for the default dialect, the `conf` of Linux 6.12), or ours in its place.
#[derive(Clone)]
pub(crate) struct Program {
    path: PathBuf,
    /// What it needs in its environment besides.
    variables: Vec<(&'static str, String)>,
}

impl Program {
    /// The program at this path.
    pub(crate) fn at(path: &Path) -> Result<Program> {
        let path = path.canonicalize().with_context(|| format!("no program at {}", path.display()))?;
        Ok(Program { path, variables: Vec::new() })
    }

    /// The program with a variable in its environment.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Program {
        self.variables.push((name, value.to_owned()));
        self
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs it in a folder, with nothing in the environment but what the answer may depend on.
    pub(crate) fn run<'a>(
        &self,
        folder: &Path,
        environment: impl IntoIterator<Item = (&'a str, &'a str)>,
        arguments: &[&str],
        input: &[u8],
    ) -> Result<Output> {
        let mut child = Command::new(&self.path)
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .envs(environment)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run {}", self.path.display()))?;
        if let Some(mut stdin) = child.stdin.take() {
            // A program that ends without reading its input is no error.
            let _ = stdin.write_all(input);
        }
        child.wait_with_output().with_context(|| format!("{} did not finish", self.path.display()))
    }
}

/// Debian's build of the program of Linux 6.12, downloaded into `target/oracle` unless it is there.
pub(crate) fn download(target: &Path) -> Result<Program> {
    download_series(target, Series::Linux6_12)
}

/// As [`download`], of any series.
pub(crate) fn download_series(target: &Path, series: Series) -> Result<Program> {
    const HELP: &str = "Debian's packages linux-kbuild-6.12* and linux-kbuild-6.1 hold the program. \
        Where apt-get cannot fetch it, put the .deb file into target/oracle, or name the program where \
        there is an option --conf";
    let folder = target.join("oracle");
    if let Some(path) = unpacked(&folder, series) {
        return Program::at(&path);
    }
    let package = fetch(&folder, STEM, series).context(HELP)?;
    unpack(&package, &folder).context(HELP)?;
    let path =
        unpacked(&folder, series).context("the package holds no scripts/kconfig/conf").context(HELP)?;
    Program::at(&path)
}

const STEM: &str = "linux-kbuild-";

/// Where the package puts the program; the folder's name contains its version.
fn unpacked(folder: &Path, series: Series) -> Option<PathBuf> {
    let entries = fs::read_dir(folder.join("usr/lib")).ok()?.filter_map(|entry| entry.ok());
    entries
        .filter(|entry| series.names(&entry.file_name().to_string_lossy(), STEM))
        .map(|entry| entry.path().join("scripts/kconfig/conf"))
        .find(|path| path.is_file())
}
