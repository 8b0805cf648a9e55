//! Where a tree is and how it is read: `[package.metadata.kconfig]` in the Cargo.toml beside it.
//!
//! The one place that decides this, so that every tool sees the same tree.

use crate::dialect::Dialect;
use crate::model::{LoadOptions, Tree};
use crate::preprocess::{Environment, Process};
use crate::shell;
use crate::source::Disk;
use serde::Deserialize;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// A tree on disk, and how to read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Project {
    /// The folder to which `source` and `.config` are relative.
    pub folder: PathBuf,
    /// The first file, relative to the folder.
    pub root: String,
    /// What stands before a symbol's name in `.config`: the variable `CONFIG_`, else `prefix` in Cargo.toml, else
    /// `CONFIG_`.
    pub prefix: String,
    /// The form of the language: `dialect` in Cargo.toml, else linux-6.12.
    pub dialect: Dialect,
    /// The configuration: the variable `KCONFIG_CONFIG`, else `.config`, in the folder.
    pub config: PathBuf,
    /// Whether `KCONFIG_CONFIG` named it.
    pub config_is_named: bool,
    /// The file in `configs` that the variable `KCONFIG_DEFCONFIG` names.
    pub defconfig: Option<PathBuf>,
    /// Where files are looked for that the folder does not have: the variable `srctree`.
    pub source_tree: Option<PathBuf>,
    /// The Cargo.toml that was read.
    pub manifest: Option<PathBuf>,
}

/// Why there is no project.
#[derive(Debug)]
pub enum ProjectError {
    /// Neither the folder nor one above it has a Kconfig.
    NotFound {
        /// Where the search began.
        start: PathBuf,
    },
    /// A Cargo.toml that cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A Cargo.toml that cannot be understood.
    Manifest {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong and how to mend it.
        message: String,
    },
}

impl std::fmt::Display for ProjectError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ProjectError::NotFound { start } => write!(
                f,
                "neither {} nor a folder above it has a Kconfig: run this inside a project that has one, \
                 or name the file",
                start.display()
            ),
            ProjectError::Unreadable { path, error } => write!(f, "{}: {error}", path.display()),
            ProjectError::Manifest { path, line, column, message } => {
                write!(f, "{}:{line}:{column}: {message}", path.display())
            }
        }
    }
}

impl std::error::Error for ProjectError {}

/// `[package.metadata.kconfig]`
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Metadata {
    prefix: Option<String>,
    dialect: Option<toml::Spanned<String>>,
}

#[derive(Deserialize, Default)]
struct Manifest {
    package: Option<Package>,
}

#[derive(Deserialize, Default)]
struct Package {
    metadata: Option<Tables>,
}

#[derive(Deserialize, Default)]
struct Tables {
    kconfig: Option<Metadata>,
}

impl Project {
    /// The project of a folder: the nearest `Kconfig` in it or above it that has a Cargo.toml with
    /// `[package.metadata.kconfig]` beside it, else the nearest `Kconfig`.
    ///
    /// # Errors
    /// No Kconfig, or a Cargo.toml that cannot be understood.
    pub fn find(start: &Path) -> Result<Project, ProjectError> {
        Project::find_with(start, &Process)
    }

    /// As [`Project::find`], with another environment than the process's.
    ///
    /// # Errors
    /// As [`Project::find`].
    pub fn find_with(start: &Path, environment: &dyn Environment) -> Result<Project, ProjectError> {
        let absolute = std::path::absolute(start).unwrap_or_else(|_| start.to_owned());
        let mut nearest = None;
        for folder in absolute.ancestors().filter(|folder| folder.join("Kconfig").is_file()) {
            let manifest = folder.join("Cargo.toml");
            let metadata = read_metadata(&manifest)?;
            if metadata.is_some() {
                return Project::new(folder, "Kconfig", &manifest, metadata, environment);
            }
            nearest.get_or_insert(folder);
        }
        let folder = nearest.ok_or(ProjectError::NotFound { start: absolute.clone() })?;
        Project::new(folder, "Kconfig", &folder.join("Cargo.toml"), None, environment)
    }

    /// The project whose first file is `kconfig`. As with the reference program, `source` and `.config` are relative
    /// to the working directory, whatever folder that file is in; the Cargo.toml beside the file says the rest.
    ///
    /// # Errors
    /// A Cargo.toml that cannot be understood. A missing `kconfig` is a diagnostic of the tree.
    pub fn at(kconfig: &Path) -> Result<Project, ProjectError> {
        Project::at_with(kconfig, &Process)
    }

    /// As [`Project::at`], with another environment than the process's.
    ///
    /// # Errors
    /// As [`Project::at`].
    pub fn at_with(kconfig: &Path, environment: &dyn Environment) -> Result<Project, ProjectError> {
        let manifest = kconfig.with_file_name("Cargo.toml");
        let metadata = read_metadata(&manifest)?;
        Project::new(Path::new(""), &kconfig.to_string_lossy(), &manifest, metadata, environment)
    }

    fn new(
        folder: &Path,
        root: &str,
        manifest: &Path,
        metadata: Option<Metadata>,
        environment: &dyn Environment,
    ) -> Result<Project, ProjectError> {
        let read = metadata.is_some();
        let metadata = metadata.unwrap_or_default();
        let dialect = match &metadata.dialect {
            None => Dialect::default(),
            Some(name) => name.get_ref().parse().map_err(|unknown: crate::dialect::UnknownDialect| {
                let text = std::fs::read_to_string(manifest).unwrap_or_default();
                manifest_error(manifest, &text, name.span().start, unknown.to_string())
            })?,
        };
        let set = |name| environment.get(name).filter(|value| !value.is_empty());
        let config = set("KCONFIG_CONFIG");
        Ok(Project {
            folder: folder.to_owned(),
            root: root.to_owned(),
            prefix: environment.get("CONFIG_").or(metadata.prefix).unwrap_or_else(|| "CONFIG_".to_owned()),
            dialect,
            config: folder.join(config.as_deref().unwrap_or(".config")),
            config_is_named: config.is_some(),
            defconfig: set("KCONFIG_DEFCONFIG").map(|name| folder.join("configs").join(name)),
            source_tree: set("srctree").map(PathBuf::from),
            manifest: read.then(|| manifest.to_owned()),
        })
    }

    /// The file that a build takes its configuration from, the first of: what `KCONFIG_CONFIG` names, what
    /// `KCONFIG_DEFCONFIG` names in `configs`, `.config` if there is one, `configs/default_defconfig` if there is
    /// one. `None`: every symbol has its default. A file that a variable names need not exist.
    pub fn configuration(&self) -> Option<PathBuf> {
        if self.config_is_named {
            return Some(self.config.clone());
        }
        let unnamed = [self.config.clone(), self.folder.join("configs/default_defconfig")];
        self.defconfig.clone().or_else(|| unnamed.into_iter().find(|path| path.exists()))
    }

    /// Where the tree's files are.
    pub fn disk(&self) -> Disk {
        let disk = Disk::new(&self.folder);
        match &self.source_tree {
            Some(tree) => disk.with_source_tree(tree),
            None => disk,
        }
    }

    /// Loads the tree with this process's environment; its `$(shell,…)` runs in the project's folder, as many commands
    /// at once as there are processors.
    pub fn load(&self) -> Tree {
        let jobs = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.load_with(&shell::Ahead::new(self.shell(), jobs))
    }

    /// Runs commands in the project's folder.
    pub fn shell(&self) -> shell::Run {
        shell::Run::new(self.shell_folder())
    }

    /// The folder in which commands run.
    pub fn shell_folder(&self) -> &Path {
        // The empty path is the working directory, but not for whoever starts a program in it.
        if self.folder.as_os_str().is_empty() { Path::new(".") } else { &self.folder }
    }

    /// As [`Project::load`], under another policy for `$(shell,…)`.
    pub fn load_with(&self, shell: &dyn shell::Shell) -> Tree {
        self.load_in(shell, &Process)
    }

    /// As [`Project::load_with`], with another environment than the process's. Commands have the environment that the
    /// shell gives them.
    pub fn load_in(&self, shell: &dyn shell::Shell, environment: &dyn Environment) -> Tree {
        let disk = self.disk();
        let options = LoadOptions::new(&self.root, &disk).shell(shell).environment(environment);
        Tree::load(&options.prefix(&self.prefix).dialect(self.dialect))
    }
}

fn read_metadata(path: &Path) -> Result<Option<Metadata>, ProjectError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if matches!(e.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(ProjectError::Unreadable { path: path.to_owned(), error }),
    };
    let manifest: Manifest = toml::from_str(&text).map_err(|e| {
        let start = e.span().map_or(0, |span| span.start);
        manifest_error(path, &text, start, e.message().to_owned())
    })?;
    Ok(manifest.package.and_then(|p| p.metadata).and_then(|m| m.kconfig))
}

fn manifest_error(path: &Path, text: &str, offset: usize, message: String) -> ProjectError {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    ProjectError::Manifest { path: path.to_owned(), line, column, message }
}
