//! The reference program: found, downloaded, run.

use anyhow::{Context, Result, bail};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The `conf` program of Linux 6.12.
pub(crate) struct Program(PathBuf);

impl Program {
    /// The program at this path.
    pub(crate) fn at(path: &Path) -> Result<Program> {
        let path = path.canonicalize().with_context(|| format!("no program at {}", path.display()))?;
        Ok(Program(path))
    }

    /// Runs it in a folder, with nothing in the environment but what the answer may depend on.
    pub(crate) fn run<'a>(
        &self,
        folder: &Path,
        environment: impl IntoIterator<Item = (&'a str, &'a str)>,
        arguments: &[&str],
        input: &[u8],
    ) -> Result<Output> {
        let mut child = Command::new(&self.0)
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C")
            .envs(environment)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run {}", self.0.display()))?;
        if let Some(mut stdin) = child.stdin.take() {
            // A program that ends without reading its input is no error.
            let _ = stdin.write_all(input);
        }
        child.wait_with_output().with_context(|| format!("{} did not finish", self.0.display()))
    }
}

/// Debian's build of the program, downloaded into `target/oracle` unless it is there.
pub(crate) fn download(target: &Path) -> Result<Program> {
    const HELP: &str = "Debian's package linux-kbuild-6.12* holds the program. \
        Where apt-get cannot fetch it, unpack the package elsewhere and name its \
        usr/lib/linux-kbuild-*/scripts/kconfig/conf with --conf";
    let folder = target.join("oracle");
    if let Some(path) = unpacked(&folder) {
        return Program::at(&path);
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;

    let package = newest_package().context(HELP)?;
    eprintln!("downloading {package}");
    succeed(Command::new("apt-get").args(["download", &package]).current_dir(&folder)).context(HELP)?;
    let archive = fs::read_dir(&folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .context("apt-get download left no package behind")
        .context(HELP)?;
    succeed(Command::new("dpkg-deb").arg("-x").arg(&archive).arg(&folder)).context(HELP)?;
    let path = unpacked(&folder).context("the package holds no scripts/kconfig/conf").context(HELP)?;
    Program::at(&path)
}

/// Where the package puts the program; the folder's name contains its version.
fn unpacked(folder: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(folder.join("usr/lib")).ok()?;
    entries
        .filter_map(|entry| Some(entry.ok()?.path().join("scripts/kconfig/conf")))
        .find(|path| path.is_file())
}

/// The newest package of the 6.12 series that apt knows.
fn newest_package() -> Result<String> {
    let found = succeed(Command::new("apt-cache").args(["search", "--names-only", r"^linux-kbuild-6\.12"]))?;
    let found = String::from_utf8_lossy(&found);
    found
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .max_by_key(|name| numbers(name))
        .map(str::to_owned)
        .context("apt knows no package linux-kbuild-6.12*; run apt-get update")
}

/// The numbers in a text: they order versions.
fn numbers(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// Runs a helper program; its output, or its complaint as the error.
fn succeed(command: &mut Command) -> Result<Vec<u8>> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("cannot run {name}"))?;
    if !output.status.success() {
        bail!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn versions_are_ordered_by_their_numbers() {
        assert!(numbers("linux-kbuild-6.12.117+deb12") > numbers("linux-kbuild-6.12.99+deb12"));
        assert!(numbers("linux-kbuild-6.12.9") > numbers("linux-kbuild-6.12"));
    }
}
