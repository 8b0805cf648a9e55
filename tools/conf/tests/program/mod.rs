//! Runs the built program in a folder of its own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use tempfile::TempDir;

/// A folder with files, in which the program runs.
pub(crate) struct Folder {
    root: TempDir,
}

/// What a run left behind, beside files.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
}

#[allow(dead_code, reason = "each test program uses a part of this")]
impl Folder {
    pub(crate) fn new() -> Folder {
        Folder { root: TempDir::new().expect("a temporary folder") }
    }

    pub(crate) fn with(self, name: &str, text: impl AsRef<[u8]>) -> Folder {
        self.write(name, text);
        self
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("its folder");
        std::fs::write(path, text).expect("a file in the temporary folder");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// Runs the program with empty standard input.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with(arguments, &[], b"")
    }

    /// Runs the program with nothing in its environment but what is given.
    pub(crate) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)], input: &[u8]) -> Outcome {
        self.run_in("", arguments, variables, input)
    }

    pub(crate) fn run_in(
        &self,
        subfolder: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
        input: &[u8],
    ) -> Outcome {
        let mut child = command(&self.path(subfolder), arguments, variables)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_vec();
        // A program that reads nothing closes the pipe: that is its right.
        std::thread::spawn(move || stdin.write_all(&input));
        let id = child.id().to_string();
        let (sender, done) = mpsc::channel();
        std::thread::spawn(move || sender.send(child.wait_with_output()));
        let output = done.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|_| {
            let _ = Command::new("kill").args(["-9", &id]).status();
            panic!("{arguments:?} did not end")
        });
        let output = output.expect("the program's output");
        Outcome { status: output.status.code(), stdout: output.stdout, stderr: output.stderr }
    }
}

/// The program, to be started in a folder.
pub(crate) fn command(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conf"));
    command.args(arguments).current_dir(folder).env_clear();
    command.env("PATH", "/usr/bin:/bin").env("LC_ALL", "C").envs(variables.iter().copied());
    command
}

#[allow(dead_code, reason = "each test program uses a part of this")]
impl Outcome {
    pub(crate) fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    pub(crate) fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// That it succeeded; what it printed.
    #[track_caller]
    pub(crate) fn ok(&self) -> String {
        assert_eq!(self.status, Some(0), "{}{}", self.stdout(), self.stderr());
        self.stdout()
    }

    /// That it ended with status 1; what it said.
    #[track_caller]
    pub(crate) fn refused(&self) -> String {
        assert_eq!(self.status, Some(1), "{}{}", self.stdout(), self.stderr());
        self.stderr()
    }
}
