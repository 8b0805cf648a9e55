//! Runs of the two programs, each in a folder of its own that lies in memory where the system has such a place.
//!
//! Standard input and both outputs are files: nobody has to read while the program runs, and the system's limits end
//! a program that never does.

use super::input::Input;
use super::outcome::Outcome;
use crate::oracle::Program;
use anyhow::{Context, Result};
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The most seconds of processor time for a run; a small tree takes a thousandth of one.
const MOST_SECONDS: u64 = 2;
/// The most bytes of a file that a run may write.
const MOST_BYTES: u64 = 1 << 20;

/// A place for runs, one at a time.
pub(super) struct Runner {
    folder: tempfile::TempDir,
}

impl Runner {
    pub(super) fn new() -> Result<Runner> {
        let memory = Path::new("/dev/shm");
        let folder = match memory.is_dir() {
            true => tempfile::tempdir_in(memory),
            false => tempfile::tempdir(),
        };
        Ok(Runner { folder: folder.context("cannot create a temporary folder")? })
    }

    /// Runs a program.
    pub(super) fn run(&self, program: &Program, input: &Input) -> Result<Outcome> {
        let place = |name: &str| self.folder.path().join(name);
        let (tree, stdin, stdout, stderr) = (place("tree"), place("stdin"), place("stdout"), place("stderr"));
        match fs::remove_dir_all(&tree) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error).context("cannot empty a temporary folder");
            }
            _ => fs::create_dir(&tree).context("cannot create a temporary folder")?,
        }
        input.write(&tree)?;
        fs::write(&stdin, &input.stdin)?;
        let mut child = Command::new(program.path())
            .args(&input.arguments)
            .arg("Kconfig")
            .current_dir(&tree)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C")
            .envs(input.environment.iter().map(|(name, value)| (name, value)))
            .stdin(File::open(&stdin)?)
            .stdout(Stdio::from(File::create(&stdout)?))
            .stderr(Stdio::from(File::create(&stderr)?))
            .spawn()
            .with_context(|| format!("cannot run {}", program.path().display()))?;
        // A program that has ended before it is limited is no error.
        if let Some(id) = Pid::from_raw(child.id() as i32) {
            let limit = |most| Rlimit { current: Some(most), maximum: Some(most) };
            let _ = prlimit(Some(id), Resource::Cpu, limit(MOST_SECONDS));
            let _ = prlimit(Some(id), Resource::Fsize, limit(MOST_BYTES));
        }
        let status = child.wait().with_context(|| format!("{} did not finish", program.path().display()))?;
        let mut files = Vec::new();
        collect(&tree, &mut PathBuf::new(), &mut files)?;
        files.retain(|(name, text)| {
            let recorded = !name.ends_with(".old") && !name.starts_with("include/");
            recorded && input.files.get(name) != Some(text)
        });
        files.sort();
        Ok(Outcome { status: status.code(), stdout: fs::read(&stdout)?, stderr: fs::read(&stderr)?, files })
    }
}

/// Every file below a folder, by its name relative to it.
fn collect(root: &Path, below: &mut PathBuf, found: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    for entry in fs::read_dir(root.join(&below))? {
        let entry = entry?;
        below.push(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => collect(root, below, found)?,
            false => found.push((below.to_string_lossy().into_owned(), fs::read(entry.path())?)),
        }
        below.pop();
    }
    Ok(())
}
