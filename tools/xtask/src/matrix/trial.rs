//! One configuration, built and tested.
//!
//! What is built and run is the library and `tests/pool_capi`. That is all of what a configuration changes on a hosted
//! target: the alias `ConfiguredPool`, the C functions, the lock, the system pool. The policies themselves are generic;
//! the other tests try every one of them in the ordinary run, whatever the configuration. Nothing but the number of
//! tasks reaches into them, and `tests/pool_capi` tries its bounds. Building all tests would take three times as long, and
//! running them ten times.
//!
//! A warning is a failure: code that is dead or an import that is unused in one configuration only shows there.

use super::cost::Cost;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A test that takes longer has hung: they take a second.
const LONGEST: Duration = Duration::from_secs(120);

/// How a build is made to refuse warnings.
const FLAGS: &str = "-D warnings";

/// Where one job builds: cargo locks a folder, so that two jobs need two.
pub(super) struct Slot {
    target: PathBuf,
}

/// What came of a trial.
pub(super) enum Outcome {
    /// Built without a warning, and every test passed: the figures that the test wrote.
    Passed(Cost),
    /// What was said.
    Failed(String),
}

impl Slot {
    /// The slot of a job.
    pub(super) fn new(workspace: &Workspace, job: usize) -> Slot {
        Slot { target: workspace.target().join(format!("matrix/job{job}")) }
    }

    /// Builds and tests the configuration that stands in `folder`.
    ///
    /// # Errors
    /// Cargo or the test cannot be started, or a file cannot be written. A failing build or test is an outcome.
    pub(super) fn run(&self, workspace: &Workspace, folder: &Path, jobs: usize) -> Result<Outcome> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .args(["test", "--no-run", "--package", "los-mem", "--test", "pool_capi"])
            .args(["--message-format=json-render-diagnostics", "--jobs", &jobs.to_string()])
            .current_dir(workspace.root())
            .env("KCONFIG_CONFIG", folder.join(".config"))
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_PROFILE_TEST_DEBUG", "0")
            .env("RUSTFLAGS", FLAGS)
            .stdin(Stdio::null())
            .output()
            .context("cannot run cargo")?;
        let said = String::from_utf8_lossy(&built.stderr).into_owned();
        if !built.status.success() {
            return Ok(Outcome::Failed(said));
        }
        let program = executable(&built.stdout).context("cargo does not say where the test is")?;
        self.test(workspace, &program, folder)
    }

    fn test(&self, workspace: &Workspace, program: &Path, folder: &Path) -> Result<Outcome> {
        let (log, figures) = (folder.join("log"), folder.join("figures"));
        let output = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let _ = fs::remove_file(&figures);
        let mut test = Command::new(program)
            .arg("--color=never")
            .current_dir(workspace.root())
            .env("LOS_MEM_FIGURES", &figures)
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .with_context(|| format!("cannot run {}", program.display()))?;
        let start = Instant::now();
        let status = loop {
            if let Some(status) = test.try_wait()? {
                break Some(status);
            }
            if start.elapsed() > LONGEST {
                test.kill()?;
                test.wait()?;
                break None;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
        Ok(match status {
            None => Outcome::Failed(format!(
                "{said}\nstopped after {} seconds: a lock that is never given back?\n",
                LONGEST.as_secs()
            )),
            Some(status) if !status.success() => Outcome::Failed(said),
            Some(_) => Outcome::Passed(read_figures(&fs::read_to_string(&figures)?)),
        })
    }
}

/// The command that does a trial again, for people.
pub(super) fn command(workspace: &Workspace, folder: &Path) -> String {
    let config = folder.join(".config");
    let config = config.strip_prefix(workspace.root()).unwrap_or(&config).display().to_string();
    format!("RUSTFLAGS='{FLAGS}' KCONFIG_CONFIG={config} cargo test --package los-mem --test pool_capi")
}

/// The test program, from cargo's messages.
fn executable(messages: &[u8]) -> Option<PathBuf> {
    String::from_utf8_lossy(messages).lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(PathBuf::from(message.get("executable")?.as_str()?))
    })
}

/// Lines of `NAME=NUMBER`.
fn read_figures(text: &str) -> Cost {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines.filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_among_the_messages() {
        let messages = "{\"reason\":\"build-script-executed\"}\n{\"executable\":null}\n\
            {\"reason\":\"compiler-artifact\",\"executable\":\"target/x\"}\nnoise\n";
        assert_eq!(executable(messages.as_bytes()), Some(PathBuf::from("target/x")));
        assert_eq!(executable(b"{}"), None);
    }

    #[test]
    fn figures_are_lines_of_name_and_number() {
        let figures = read_figures("header=4\nnoise\npool16=x\nsmallest=16\n");
        assert_eq!(figures, [("header".to_owned(), 4), ("smallest".to_owned(), 16)].into());
    }
}
