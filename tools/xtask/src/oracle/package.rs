//! Debian's packages that the reference comes in: downloaded once, taken apart here.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A series of the kernel that is compared with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Series {
    /// The reference for every rule.
    Linux6_12,
    /// The older choices.
    Linux6_1,
}

impl Series {
    /// As it stands in the names of packages.
    pub(crate) fn number(self) -> &'static str {
        match self {
            Series::Linux6_12 => "6.12",
            Series::Linux6_1 => "6.1",
        }
    }

    /// Whether a name is the stem followed by this series, and not by a longer number.
    pub(super) fn names(self, name: &str, stem: &str) -> bool {
        let rest = name.strip_prefix(stem).and_then(|rest| rest.strip_prefix(self.number()));
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// The file of the newest package whose name is the stem and the series, downloaded into the folder unless one is
/// there.
pub(super) fn fetch(folder: &Path, stem: &str, series: Series) -> Result<PathBuf> {
    let there = |folder: &Path| -> Option<PathBuf> {
        let entries = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "deb")).find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.split_once('_').is_some_and(|(package, _)| series.names(package, stem))
        })
    };
    if let Some(path) = there(folder) {
        return Ok(path);
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let package = newest(stem, series)?;
    eprintln!("downloading {package}");
    // Into a folder of its own first: a download that was cut short is not taken for a package.
    let part = folder.join("part");
    fs::create_dir_all(&part).with_context(|| format!("cannot create {}", part.display()))?;
    succeed(Command::new("apt-get").args(["download", &package]).current_dir(&part))?;
    let path = there(&part).context("apt-get download left no package behind")?;
    let name = path.file_name().context("a package has a name")?;
    let kept = folder.join(name);
    fs::rename(&path, &kept).with_context(|| format!("cannot create {}", kept.display()))?;
    Ok(kept)
}

/// Downloads a package by its name and unpacks it into a folder.
pub(super) fn bring(package: &str, folder: &Path) -> Result<()> {
    let part = folder.join("part");
    fs::create_dir_all(&part).with_context(|| format!("cannot create {}", part.display()))?;
    eprintln!("downloading {package}");
    succeed(Command::new("apt-get").args(["download", package]).current_dir(&part))?;
    let entries = fs::read_dir(&part)?.filter_map(|entry| Some(entry.ok()?.path()));
    let archive = entries
        .filter(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .last()
        .context("apt-get download left no package behind")?;
    unpack(&archive, folder)
}

/// Unpacks a package into a folder.
pub(super) fn unpack(package: &Path, folder: &Path) -> Result<()> {
    succeed(Command::new("dpkg-deb").arg("-x").arg(package).arg(folder)).map(drop)
}

/// Unpacks from the tar archive inside a package what the patterns name, without its first folder.
pub(super) fn unpack_inner(package: &Path, archive: &str, patterns: &[&str], folder: &Path) -> Result<()> {
    let name = |command: &Command| command.get_program().to_string_lossy().into_owned();
    let mut children = Vec::new();
    let mut input = Stdio::null();
    let mut outer = Command::new("dpkg-deb");
    outer.arg("--fsys-tarfile").arg(package);
    let mut middle = Command::new("tar");
    middle.args(["-xOf", "-", archive]);
    let mut inner = Command::new("tar");
    inner.args(["-xJf", "-", "--strip-components=1", "--wildcards", "-C"]).arg(folder).args(patterns);
    let mut commands = [outer, middle, inner];
    let last = commands.len() - 1;
    for (at, command) in commands.iter_mut().enumerate() {
        let output = if at == last { Stdio::null() } else { Stdio::piped() };
        let child = command.stdin(input).stdout(output).spawn();
        let mut child = child.with_context(|| format!("cannot run {}", name(command)))?;
        input = child.stdout.take().map_or_else(Stdio::null, Stdio::from);
        children.push((name(command), child));
    }
    // The last first: if it fails, the others only complain of the broken pipe.
    for (name, mut child) in children.into_iter().rev() {
        let status = child.wait().with_context(|| format!("{name} did not finish"))?;
        if !status.success() {
            bail!("{name} cannot unpack {} of {}: {status}", archive, package.display());
        }
    }
    Ok(())
}

/// The newest package of the series that apt knows.
fn newest(stem: &str, series: Series) -> Result<String> {
    let found = succeed(Command::new("apt-cache").args(["search", "--names-only", &format!("^{stem}")]))?;
    let found = String::from_utf8_lossy(&found);
    let names = found.lines().filter_map(|line| line.split_whitespace().next());
    let newest = names.filter(|name| series.names(name, stem)).max_by_key(|name| numbers(name));
    newest
        .map(str::to_owned)
        .with_context(|| format!("apt knows no package {stem}{}; run apt-get update", series.number()))
}

/// The numbers in a text: they order versions.
fn numbers(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// Runs a helper program; its output, or its complaint as the error.
pub(crate) fn succeed(command: &mut Command) -> Result<Vec<u8>> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("cannot run {name}"))?;
    if !output.status.success() {
        bail!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_by_their_numbers() {
        assert!(numbers("linux-kbuild-6.12.117+deb12") > numbers("linux-kbuild-6.12.99+deb12"));
        assert!(numbers("linux-kbuild-6.12.9") > numbers("linux-kbuild-6.12"));
    }

    #[test]
    fn a_series_is_not_taken_for_a_longer_number() {
        let stem = "linux-kbuild-";
        assert!(Series::Linux6_1.names("linux-kbuild-6.1", stem));
        assert!(!Series::Linux6_1.names("linux-kbuild-6.12.117+deb12", stem));
        assert!(Series::Linux6_12.names("linux-kbuild-6.12.117+deb12", stem));
        assert!(!Series::Linux6_12.names("linux-source-6.12", stem));
    }
}
