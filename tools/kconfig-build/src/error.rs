//! Why there is no configuration.

use kconfig::project::ProjectError;
use std::path::PathBuf;

/// What stops the build. Its text has one line for each finding.
#[derive(Debug)]
pub enum Error {
    /// A variable that Cargo sets for build scripts is missing.
    NotABuildScript(&'static str),
    /// There is no tree, or its Cargo.toml cannot be understood.
    Project(ProjectError),
    /// A variable names a configuration that is not there.
    NoConfiguration {
        /// The variable.
        variable: &'static str,
        /// The file that it names.
        path: PathBuf,
    },
    /// The configuration is there and cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The tree or the configuration is broken: the findings, each with its place, cause and cure.
    Broken(Vec<String>),
    /// A generated file cannot be written.
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::NotABuildScript(variable) => {
                write!(f, "{variable} is not set: this runs in a build script, where Cargo sets it")
            }
            Error::Project(error) => error.fmt(f),
            Error::NoConfiguration { variable, path } => write!(
                f,
                "{variable} names {}, which does not exist: correct the name, or unset the variable",
                path.display()
            ),
            Error::Unreadable { path, cause } => write!(f, "{}: cannot be read: {cause}", path.display()),
            Error::Broken(findings) => f.write_str(&findings.join("\n")),
            Error::Unwritable { path, cause } => write!(f, "{}: cannot be written: {cause}", path.display()),
        }
    }
}

impl std::error::Error for Error {}
