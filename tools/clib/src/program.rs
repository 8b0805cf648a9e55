//! The project's C test programs, and the running of programs.

use crate::{Compiler, Error, Library};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A C program of the repository.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Program {
    /// Its name: the source's without `.c`.
    pub name: String,
    source: PathBuf,
}

/// What a program that was run to its end printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ran {
    /// Whether it ended with status 0.
    pub success: bool,
    /// What it printed, both streams.
    pub text: String,
}

impl Ran {
    /// The number of checks that a test program says it made; none for a program that is no test.
    pub fn checks(&self) -> Option<u32> {
        let line = self.text.lines().rev().find(|line| line.contains(" checks, "))?;
        line.split(' ').next()?.parse().ok()
    }
}

impl Program {
    /// Every program in `tools/los-mem-capi/ctest`, sorted.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn all(root: &Path) -> Result<Vec<Program>, Error> {
        let folder = root.join("tools/los-mem-capi/ctest");
        let unreadable = |e: std::io::Error| Error::new(format!("{}: {e}", folder.display()));
        let mut programs = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let source = entry.map_err(unreadable)?.path();
            if let (Some("c"), Some(name)) =
                (source.extension().and_then(|e| e.to_str()), source.file_stem().and_then(|n| n.to_str()))
            {
                programs.push(Program { name: name.to_owned(), source: source.clone() });
            }
        }
        programs.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(programs)
    }

    /// Compiles it into `folder` and runs it, with `wrapper` before it (a checker and its flags, or nothing).
    ///
    /// # Errors
    /// What the compiler says, or why it cannot be run.
    pub fn run(
        &self,
        library: &Library,
        compiler: &Compiler,
        folder: &Path,
        wrapper: &[&str],
    ) -> Result<Ran, Error> {
        std::fs::create_dir_all(folder).map_err(|e| Error::new(format!("{}: {e}", folder.display())))?;
        let program = folder.join(&self.name);
        library.compile(compiler, &[&self.source], &program)?;
        let mut command = match wrapper {
            [] => Command::new(&program),
            [first, rest @ ..] => {
                let mut command = Command::new(first);
                command.args(rest).arg(&program);
                command
            }
        };
        let output = command.output().map_err(|e| Error::new(format!("{command:?} cannot be run: {e}")))?;
        let both = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&both).into_owned();
        Ok(Ran { success: output.status.success(), text })
    }
}
