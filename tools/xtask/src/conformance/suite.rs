//! The kernel's own tests of `conf`, with ours in its place.

use super::kernel::Kernel;
use crate::oracle::Program;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

const TESTS: &str = "scripts/kconfig/tests";

/// What the suite said.
pub(super) struct Said {
    pub(super) passed: usize,
    pub(super) failed: usize,
    /// All it printed.
    pub(super) text: String,
}

/// Runs the suite of a kernel with the program in the place of `scripts/kconfig/conf`.
pub(super) fn run(home: &Path, kernel: &Kernel, program: &Program) -> Result<Said> {
    let packages = home.join("python");
    provide(&packages)?;
    let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
    let tests = folder.path().join(TESTS);
    for name in crate::workspace::files_below(&kernel.tree.join(TESTS))? {
        let path = tests.join(&name);
        fs::create_dir_all(path.parent().unwrap_or(&tests)).context("cannot create a folder")?;
        fs::copy(kernel.tree.join(TESTS).join(&name), &path)
            .with_context(|| format!("cannot copy {name}"))?;
    }
    let conf = folder.path().join("scripts/kconfig/conf");
    fs::copy(program.path(), &conf).context("cannot copy our program")?;
    let mut said = ask(&packages, folder.path())?;
    for _ in 0..2 {
        // The suite presses Enter until the program has ended, and trips over its own pipe if that happens in between.
        if said.failed == 0 || !said.text.contains("BrokenPipeError") {
            break;
        }
        said = ask(&packages, folder.path())?;
    }
    Ok(said)
}

fn ask(packages: &Path, folder: &Path) -> Result<Said> {
    let output = pytest(packages)
        .args(["-p", "no:cacheprovider", "--tb=short", TESTS])
        .current_dir(folder)
        .output()
        .context("cannot run python3")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (passed, failed) = counts(&text);
    if passed + failed == 0 {
        bail!("pytest ran no test:\n{text}{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(Said { passed, failed, text })
}

/// Installs pytest below the folder unless Python has it.
fn provide(packages: &Path) -> Result<()> {
    let is_there = || {
        let output = pytest(packages).arg("--version").output();
        output.is_ok_and(|output| output.status.success())
    };
    if is_there() {
        return Ok(());
    }
    eprintln!("installing pytest");
    let pip = Command::new("python3")
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"])
        .arg(packages)
        .arg("pytest")
        .output();
    if pip.is_ok_and(|output| output.status.success()) && is_there() {
        return Ok(());
    }
    crate::debian::install(&["python3-pytest"], is_there)
}

fn pytest(packages: &Path) -> Command {
    let mut command = Command::new("python3");
    command.args(["-m", "pytest"]).env("PYTHONPATH", packages).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// How many tests passed and failed, from the last line.
fn counts(text: &str) -> (usize, usize) {
    let last = text.lines().rev().find(|line| line.contains(" passed") || line.contains(" failed"));
    let words: Vec<&str> =
        last.unwrap_or_default().split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let count = |what: &str| {
        let at = words.iter().position(|word| *word == what);
        at.and_then(|at| words.get(at.checked_sub(1)?)?.parse().ok()).unwrap_or(0)
    };
    (count("passed"), count("failed") + count("error") + count("errors"))
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn the_last_line_says_how_many_passed() {
        assert_eq!(counts("a passed\n===== 16 passed in 1.2s =====\n"), (16, 0));
        assert_eq!(counts("== 2 failed, 13 passed, 1 error in 3s ==\n"), (13, 3));
        assert_eq!(counts("no tests ran\n"), (0, 0));
    }
}
