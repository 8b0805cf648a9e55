//! How the tree is read, where the command line says so.

use crate::stop::Stop;
use clap::Args;
use kconfig::dialect::Dialect;
use kconfig::shell::Recorded;
use kconfig::{Project, Tree};
use std::path::PathBuf;

/// The options that say how the tree is read.
#[derive(Args, Clone, Default, Debug)]
pub(crate) struct Reading {
    /// Form of the language: linux-6.12, linux-6.1, linux-next, kconfiglib (or zephyr), legacy; else what the
    /// Cargo.toml says, else linux-6.12
    #[arg(long, value_name = "NAME", global = true)]
    dialect: Option<Dialect>,

    /// Take the answers to $(shell,…) from this file, and add those that it does not have
    ///
    /// One file serves one set of compilers and environment variables: whatever else the answers depend on is not in
    /// it.
    #[arg(long, value_name = "FILE", global = true)]
    shell_answers: Option<PathBuf>,
}

impl Reading {
    /// Loads the tree of a project.
    pub(crate) fn load(&self, project: &mut Project) -> Result<Tree, Stop> {
        project.dialect = self.dialect.unwrap_or(project.dialect);
        let Some(path) = &self.shell_answers else { return Ok(project.load()) };
        let shell = Recorded::open(path, project.shell())
            .map_err(|why| Stop::because(format!("--shell-answers {}: {why}", path.display())))?;
        Ok(project.load_with(&shell))
    }
}
