//! The C compiler and its flags.

use std::process::Command;

/// How C files are compiled.
#[derive(Clone, Debug)]
pub struct Compiler {
    program: String,
    flags: Vec<String>,
}

/// What the standard library of Rust needs of the system, beyond what every C program gets.
const LIBRARIES: [&str; 3] = ["-lpthread", "-ldl", "-lm"];

/// Every warning that a clean program is free of.
const STRICT: [&str; 5] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g"];

impl Compiler {
    /// The system's C compiler, strict, for one edition of the language such as `c11`.
    pub fn c(edition: &str) -> Compiler {
        Compiler::named("cc", "CC", edition)
    }

    /// The system's C++ compiler, likewise.
    pub fn cpp(edition: &str) -> Compiler {
        Compiler::named("c++", "CXX", edition)
    }

    fn named(program: &str, variable: &str, edition: &str) -> Compiler {
        let program = std::env::var(variable).unwrap_or_else(|_| program.to_owned());
        let mut flags: Vec<String> = STRICT.map(str::to_owned).into();
        flags.push(format!("-std={edition}"));
        Compiler { program, flags }
    }

    /// With one flag more.
    #[must_use]
    pub fn with(mut self, flag: &str) -> Compiler {
        self.flags.push(flag.to_owned());
        self
    }

    /// Whether there is such a compiler.
    pub fn exists(&self) -> bool {
        Command::new(&self.program).arg("--version").output().is_ok_and(|output| output.status.success())
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.flags);
        command
    }

    pub(crate) fn libraries(&self) -> &'static [&'static str] {
        &LIBRARIES
    }
}
