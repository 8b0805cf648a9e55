//! How the tree is read, where the command line says so.

use crate::linux::{Given, Variables};
use crate::stop::Stop;
use clap::Args;
use kconfig::dialect::Dialect;
use kconfig::preprocess::Environment;
use kconfig::shell::{Ahead, Recorded, Remembered, Shell};
use kconfig::{Project, Tree};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// The options that say how the tree is read.
#[derive(Args, Clone, Default, Debug)]
#[command(next_help_heading = "Reading the tree")]
pub(crate) struct Reading {
    #[command(flatten)]
    pub(crate) linux: Given,

    /// Form of the language: linux-6.12, linux-6.1, linux-next, kconfiglib (or zephyr), legacy; else what the
    /// Cargo.toml says, else linux-6.1 for a kernel of --linux that is not newer, else linux-6.12
    #[arg(long, value_name = "NAME", global = true)]
    dialect: Option<Dialect>,

    /// Take the answers to $(shell,…) from this file, and add those that it does not have
    ///
    /// One file serves one set of compilers and environment variables: whatever else the answers depend on is not in
    /// it.
    #[arg(long, value_name = "FILE", global = true)]
    shell_answers: Option<PathBuf>,

    /// Remember the answers to $(shell,…) in this file from run to run
    ///
    /// An answer counts as long as the programs and files that its command names, the variables that it mentions and
    /// those that steer compilers are what they were. The file is text, a line for each command; delete it to forget.
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "shell_answers")]
    shell_memory: Option<PathBuf>,

    /// How many commands of $(shell,…) run at once; 1: strictly one after the other, equal ones too. Else one for each
    /// processor, and equal commands once
    #[arg(long, value_name = "N", global = true)]
    shell_jobs: Option<NonZeroUsize>,
}

impl Reading {
    /// Loads the tree of a project.
    pub(crate) fn load(&self, project: &mut Project, variables: &Variables) -> Result<Tree, Stop> {
        let of_kernel = variables.kernel().and_then(|kernel| kernel.dialect);
        project.dialect = self.dialect.or(of_kernel).unwrap_or(project.dialect);
        let shell = variables.shell(project.shell());
        let jobs = self.shell_jobs.or_else(|| std::thread::available_parallelism().ok());
        match jobs.unwrap_or(NonZeroUsize::MIN) {
            NonZeroUsize::MIN => self.load_with(project, variables, shell),
            jobs => self.load_with(project, variables, Ahead::new(shell, jobs)),
        }
    }

    fn load_with(&self, project: &Project, variables: &Variables, shell: impl Shell) -> Result<Tree, Stop> {
        let from_environment = std::env::var_os("KCONFIG_SHELL_MEMORY").filter(|name| !name.is_empty());
        let memory = self.shell_memory.clone().or_else(|| from_environment.map(PathBuf::from));
        if let Some(path) = memory.as_ref().filter(|_| self.shell_answers.is_none()) {
            let (folder, seen) = (project.shell_folder(), variables.clone());
            let shell = Remembered::open(path, folder, move |name| seen.get(name), shell)
                .map_err(|why| Stop::because(format!("--shell-memory {}: {why}", path.display())))?;
            return Ok(project.load_in(&shell, variables));
        }
        let Some(path) = &self.shell_answers else { return Ok(project.load_in(&shell, variables)) };
        let shell = Recorded::open(path, shell)
            .map_err(|why| Stop::because(format!("--shell-answers {}: {why}", path.display())))?;
        Ok(project.load_in(&shell, variables))
    }
}
