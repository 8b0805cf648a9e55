//! The runs over the repository's own Kconfig.

use super::Files;
use super::program::Program;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// One mode, or all that concerns one defconfig.
pub(super) enum Run {
    /// A mode that needs no input; its name.
    Mode(&'static str),
    /// A file of configs/; its name.
    Defconfig(String),
}

/// All runs.
pub(super) fn runs(workspace: &Workspace) -> Result<Vec<Run>> {
    let modes = ["alldefconfig", "allnoconfig", "allyesconfig"].map(Run::Mode);
    Ok(modes.into_iter().chain(workspace.defconfigs()?.into_iter().map(Run::Defconfig)).collect())
}

impl Run {
    /// How its files are named.
    pub(super) fn name(&self) -> &str {
        match self {
            Run::Mode(name) => name,
            Run::Defconfig(name) => name,
        }
    }

    /// The files of this run.
    pub(super) fn ask(&self, program: &Program, workspace: &Workspace) -> Result<Files> {
        let conf = Conf::new(program, workspace)?;
        let mut files = Files::new();
        match self {
            Run::Mode(mode) => {
                conf.run(&[&format!("--{mode}")])?;
                files.insert((*mode).to_owned(), conf.config()?);
            }
            Run::Defconfig(name) => {
                let defconfig = workspace.path("configs").join(name);
                let defconfig =
                    fs::read(&defconfig).with_context(|| format!("cannot read configs/{name}"))?;
                fs::write(conf.path("defconfig"), &defconfig)?;
                conf.run(&["--defconfig", &conf.path("defconfig").to_string_lossy()])?;
                files.insert(format!("{name}.config"), conf.config()?);
                conf.run(&["--savedefconfig", &conf.path("minimal").to_string_lossy()])?;
                files.insert(format!("{name}.savedefconfig"), fs::read(conf.path("minimal"))?);
                fs::write(conf.path(".config"), &defconfig)?;
                conf.run(&["--olddefconfig"])?;
                files.insert(format!("{name}.olddefconfig"), conf.config()?);
            }
        }
        Ok(files)
    }
}

/// The program at the repository's root, with all that it writes in a folder of its own.
struct Conf<'a> {
    program: &'a Program,
    root: &'a Path,
    prefix: String,
    folder: tempfile::TempDir,
}

impl<'a> Conf<'a> {
    fn new(program: &'a Program, workspace: &'a Workspace) -> Result<Conf<'a>> {
        let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
        Ok(Conf { program, root: workspace.root(), prefix: workspace.project()?.prefix, folder })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn config(&self) -> Result<Vec<u8>> {
        fs::read(self.path(".config")).context("conf wrote no .config")
    }

    /// A tree that the reference complains about is not recorded.
    fn run(&self, arguments: &[&str]) -> Result<()> {
        let root = self.root.to_string_lossy();
        let environment = [("CONFIG_", self.prefix.as_str()), ("srctree", &root)];
        let arguments = [arguments, &["Kconfig"]].concat();
        let output = self.program.run(self.folder.path(), environment, &arguments, b"")?;
        if !output.status.success() || !output.stderr.is_empty() {
            bail!("conf {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(())
    }
}
