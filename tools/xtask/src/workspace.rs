//! The repository on disk: where it is, its files, its manifests.

use anyhow::{Context, Result};
use kconfig::project::Project;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The repository's root folder.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace that this program was built from.
    pub(crate) fn find() -> Result<Workspace> {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root =
            package.ancestors().nth(2).context("this package lies in tools/xtask of the repository")?;
        Ok(Workspace::at(root))
    }

    /// A workspace in the given folder.
    pub(crate) fn at(root: impl Into<PathBuf>) -> Workspace {
        Workspace { root: root.into() }
    }

    /// The root folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The path on disk of a path inside the repository.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// Cargo's output folder.
    pub(crate) fn target(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => self.root.join(folder),
            None => self.root.join("target"),
        }
    }

    /// Every file of the repository, as paths with `/` from the root, sorted; not what git or cargo keep for themselves.
    pub(crate) fn files(&self) -> Result<Vec<String>> {
        files_below(&self.root)
    }

    /// The text of a file; `None` if it is not UTF-8.
    pub(crate) fn text(&self, file: &str) -> Result<Option<String>> {
        let bytes = fs::read(self.path(file)).with_context(|| format!("cannot read {file}"))?;
        Ok(String::from_utf8(bytes).ok())
    }

    /// A manifest.
    pub(crate) fn manifest(&self, file: &str) -> Result<toml::Table> {
        let text = fs::read_to_string(self.path(file)).with_context(|| format!("cannot read {file}"))?;
        text.parse().with_context(|| format!("{file} is no TOML"))
    }

    /// How the repository's own Kconfig tree is read, whatever the environment says.
    pub(crate) fn project(&self) -> Result<Project> {
        let environment: BTreeMap<String, String> = BTreeMap::new();
        Ok(Project::find_with(&self.root, &environment)?)
    }

    /// The names of `configs/*_defconfig`, sorted.
    pub(crate) fn defconfigs(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.path("configs")).context("cannot list configs")? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with("_defconfig") {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }
}

/// Every file below a folder, as sorted paths with `/` from that folder.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(inside) = open.pop() {
        let place = folder.join(&inside);
        for entry in fs::read_dir(&place).with_context(|| format!("cannot list {}", place.display()))? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = if inside.is_empty() { name.clone() } else { format!("{inside}/{name}") };
            if entry.file_type()?.is_dir() {
                if name != "target" && name != ".git" {
                    open.push(path);
                }
            } else if name != ".git" {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
