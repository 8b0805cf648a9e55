//! los-mem tested under the address sanitizer, in a build that tells it what a program may touch.
//!
//! memlab's tests are run as well: they replay what real programs did.
//!
//! The sanitizer's runtime comes with the usual toolchain; only the option that asks for it is not a stable one.

use crate::defconfigs;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Both the plainest pool and the ones with every check and with slabs.
const DEFCONFIGS: [&str; 3] = ["default_defconfig", "debug_defconfig", "slab_defconfig"];

/// How the tests ended with one defconfig.
struct Outcome {
    defconfig: String,
    passed: usize,
    failed: usize,
    time: Duration,
    success: bool,
}

/// Runs the tests with each of the given defconfigs; all of them, also after a failure. None stands for
/// [`DEFCONFIGS`].
pub(crate) fn run(workspace: &Workspace, wanted: &[String]) -> Result<()> {
    prepare()?;
    let known = workspace.defconfigs()?;
    if let Some(strange) = wanted.iter().find(|name| !known.contains(name)) {
        bail!("there is no configs/{strange}; there are {}", known.join(", "));
    }
    let standard = DEFCONFIGS.map(str::to_owned);
    let names = if wanted.is_empty() { &standard[..] } else { wanted };
    let outcomes = names.iter().map(|name| test(workspace, name)).collect::<Result<Vec<Outcome>>>()?;

    println!("\n{:<32} {:>6} {:>6} {:>8}", "address sanitizer", "passed", "failed", "seconds");
    for outcome in &outcomes {
        let Outcome { defconfig, passed, failed, time, success } = outcome;
        let note = if *success { "" } else { "  NOT CLEAN" };
        println!("{defconfig:<32} {passed:>6} {failed:>6} {:>8}{note}", time.as_secs());
    }
    let unclean: Vec<_> = outcomes
        .iter()
        .filter(|outcome| !outcome.success)
        .map(|outcome| outcome.defconfig.as_str())
        .collect();
    if !unclean.is_empty() {
        bail!("the address sanitizer or a test complains with {}: see above", unclean.join(", "));
    }
    Ok(())
}

fn test(workspace: &Workspace, defconfig: &str) -> Result<Outcome> {
    println!("\n{defconfig}");
    let start = Instant::now();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut child = Command::new(cargo)
        .args(["test", "--package", "los-mem", "--package", "memlab", "--features", "los-mem/poison"])
        .arg("--no-fail-fast")
        // With a target of its own the build scripts are left alone.
        .args(["--target", TARGET])
        // The debug assertions stay; the tests alone would take minutes without this.
        .args(["--config", "profile.dev.package.los-mem.opt-level=1"])
        .args(["--config", "profile.dev.package.memlab.opt-level=1"])
        .args(["--", "--quiet"])
        .args(defconfigs::OF_CARGO.iter().flat_map(|test| ["--skip", test]))
        .current_dir(workspace.root())
        .env("CARGO_TARGET_DIR", workspace.target().join("sanitize"))
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        // A build that was interrupted must not spoil the next, and each configuration compiles everything anyway.
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Zsanitizer=address")
        .env("RUSTDOCFLAGS", "-Zsanitizer=address")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTDOCFLAGS")
        .env("KCONFIG_DEFCONFIG", defconfig)
        // It would win.
        .env_remove("KCONFIG_CONFIG")
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run cargo")?;
    let (mut passed, mut failed) = (0, 0);
    let output = child.stdout.take().context("cargo has no output")?;
    for line in BufReader::new(output).lines() {
        let line = line.context("cannot read what cargo says")?;
        println!("{line}");
        passed += count(&line, "passed");
        failed += count(&line, "failed");
    }
    let success = child.wait().context("cargo is lost")?.success();
    Ok(Outcome { defconfig: defconfig.to_owned(), passed, failed, time: start.elapsed(), success })
}

/// The number before `word` in the last line of a test program, `test result: ok. 3 passed; 0 failed; …`.
fn count(line: &str, word: &str) -> usize {
    let Some((_, counts)) = line.split_once("test result: ") else { return 0 };
    let mut words = counts.split([' ', ';', '.']).filter(|word| !word.is_empty());
    let mut number = 0;
    words
        .find_map(|found| {
            if found == word {
                return Some(number);
            }
            number = found.parse().unwrap_or(0);
            None
        })
        .unwrap_or(0)
}

/// Looks for the sanitizer's runtime.
fn prepare() -> Result<()> {
    let host = (std::env::consts::ARCH, std::env::consts::OS);
    ensure!(host == ("x86_64", "linux"), "the sanitizer's build is made for {TARGET} alone: run it there");
    let output = Command::new("rustc").args(["--print", "sysroot"]).output().context("cannot run rustc")?;
    let sysroot = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let library = Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib");
    let is_there = fs::read_dir(&library).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().ends_with("_rt.asan.a"))
    });
    ensure!(
        is_there,
        "the compiler of {sysroot} comes without the sanitizer's runtime: take one from rustup, \
         which has it (rustup toolchain install stable)"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn results_of_test_programs_are_counted() {
        let line = "test result: FAILED. 13 passed; 2 failed; 0 ignored; 0 measured; 7 filtered out";
        assert_eq!((count(line, "passed"), count(line, "failed")), (13, 2));
        assert_eq!(count("running 13 tests: 13 passed", "passed"), 0);
    }
}
