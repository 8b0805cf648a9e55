//! One run of a build script.

use crate::Error;
use kconfig::diag::{Diagnostic, Severity, Style, render};
use kconfig::dotconfig::save_text;
use kconfig::emit;
use kconfig::eval::{Config, Tristate};
use kconfig::project::Project;
use kconfig::source::SourceMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An evaluated configuration, and what Cargo is to be told about it.
pub struct Build {
    project: Project,
    config: Config,
    source: Option<PathBuf>,
    output: PathBuf,
    warnings: Vec<String>,
    watched: Vec<String>,
}

impl Build {
    /// Finds and evaluates the configuration of the package whose build script this is.
    ///
    /// # Errors
    /// Everything that makes the configuration doubtful: see [`Error`]. A line of `.config` that could not be
    /// honoured is a warning.
    pub fn from_environment() -> Result<Build, Error> {
        let folder = variable("CARGO_MANIFEST_DIR")?;
        let output = variable("OUT_DIR")?;
        let project = Project::find(Path::new(&folder)).map_err(Error::Project)?;
        Build::of(project, output.into())
    }

    /// Evaluates the configuration of a project; generated files go to `output`.
    ///
    /// # Errors
    /// As [`Build::from_environment`].
    pub fn of(project: Project, output: PathBuf) -> Result<Build, Error> {
        let tree = Arc::new(project.load());
        let mut warnings = sort(tree.diagnostics().iter(), tree.sources())?;
        let mut config = Config::new(tree);
        let source = project.configuration();
        if let Some(path) = &source {
            let text = kconfig::source::read_file(path).map_err(|cause| unreadable(&project, path, cause))?;
            let found = config.read(&shown(&project, path), &text);
            warnings.extend(sort(found.iter(), config.sources())?);
        }
        let unmet: Vec<_> = config.unmet_requests().iter().map(|r| r.diagnostic(config.tree())).collect();
        warnings.extend(sort(unmet.iter(), config.sources())?);
        warnings.extend(sort(config.unmet_dependencies().iter(), config.sources())?);
        Ok(Build { project, config, source, output, warnings, watched: Vec::new() })
    }

    /// The evaluated configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Whether a bool or tristate, named with its prefix, is on.
    pub fn is_on(&self, symbol: &str) -> bool {
        self.symbol(symbol).is_some_and(|id| self.config.tristate(id) != Tristate::No)
    }

    /// The value of an int or hex, named with its prefix; `None` if it is negative or has none because its
    /// dependencies do not hold.
    pub fn number(&self, symbol: &str) -> Option<u64> {
        let symbol = self.symbol(symbol).filter(|symbol| self.config.is_written(*symbol))?;
        let text = self.config.text(symbol);
        match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            Some(digits) => u64::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
        }
    }

    /// The configuration as Rust constants; see [`emit::rust_constants`].
    pub fn rust_constants(&self) -> String {
        emit::rust_constants(&self.config)
    }

    /// The configuration as a C header, with further lines inside its guard; see [`emit::c_header`].
    pub fn c_header(&self, more: &str) -> String {
        emit::c_header(&self.config, more)
    }

    /// Writes a generated file into Cargo's output folder, if its bytes differ.
    ///
    /// # Errors
    /// [`Error::Unwritable`].
    pub fn write(&self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.output.join(name);
        match save_text(&path, text) {
            Ok(_) => Ok(()),
            Err(cause) => Err(Error::Unwritable { path, cause }),
        }
    }

    /// Shows a warning to whoever builds.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.warnings.push(text.into());
    }

    /// Watches a further file or folder, relative to the package.
    pub fn watch(&mut self, path: impl Into<String>) {
        self.watched.push(path.into());
    }

    /// What to print for Cargo: cfgs, check-cfgs, warnings, and what to watch.
    pub fn directives(&self) -> Vec<String> {
        let cfgs = emit::rustc_cfg(&self.config);
        let mut lines: Vec<String> =
            cfgs.check_cfg.iter().map(|c| format!("cargo::rustc-check-cfg={c}")).collect();
        lines.extend(cfgs.cfg.iter().map(|c| format!("cargo::rustc-cfg={c}")));
        let source = self.source.as_ref().map_or("every option at its default".to_owned(), |path| {
            let path = shown(&self.project, path);
            format!("configured by {path}")
        });
        lines.push(format!("cargo::warning={source}"));
        lines.extend(self.warnings.iter().map(|text| format!("cargo::warning={}", text.replace('\n', " "))));
        lines.extend(self.files().into_iter().map(|path| format!("cargo::rerun-if-changed={path}")));
        lines.extend(self.variables().into_iter().map(|name| format!("cargo::rerun-if-env-changed={name}")));
        lines
    }

    fn symbol(&self, name: &str) -> Option<kconfig::model::SymbolId> {
        let tree = self.config.tree();
        tree.symbol_named(name.strip_prefix(tree.prefix())?)
    }

    /// Every file that had a say.
    fn files(&self) -> Vec<String> {
        let tree = self.config.tree();
        let disk = self.project.disk();
        let on_disk =
            |name: &str| disk.find(name).map_or(name.to_owned(), |path| shown(&self.project, &path));
        let mut files: Vec<String> = tree.files_read().map(on_disk).collect();
        // The folder in which a pattern begins: a new file in it may match.
        files.extend(tree.globs_read().iter().map(|pattern| {
            let plain = pattern.split(['*', '?', '[']).next().unwrap_or_default();
            let folder = plain.rsplit_once('/').map_or(".", |(folder, _)| folder);
            on_disk(folder)
        }));
        files.push("Cargo.toml".to_owned());
        files.push("build.rs".to_owned());
        files.extend(self.source.iter().map(|path| shown(&self.project, path)));
        if !self.project.config.exists() && !self.project.config_is_named {
            // Absent files make Cargo run the script again. The second one is never made: a `.config` that appears
            // with an old date would otherwise look unchanged.
            files.push(shown(&self.project, &self.project.config));
            files.push(self.output.join("absent").display().to_string());
        }
        files.extend(self.watched.iter().cloned());
        files
    }

    /// Every environment variable that had a say.
    fn variables(&self) -> Vec<&str> {
        let fixed = ["KCONFIG_CONFIG", "KCONFIG_DEFCONFIG", "CONFIG_", "srctree"];
        let read = self.config.tree().environment_read().iter().map(|(name, _)| name.as_str());
        fixed.into_iter().chain(read.filter(|name| !fixed.contains(name))).collect()
    }
}

fn variable(name: &'static str) -> Result<String, Error> {
    std::env::var(name).map_err(|_| Error::NotABuildScript(name))
}

fn unreadable(project: &Project, path: &Path, cause: std::io::Error) -> Error {
    if cause.kind() != std::io::ErrorKind::NotFound {
        return Error::Unreadable { path: path.to_owned(), cause };
    }
    let variable = if project.config_is_named { "KCONFIG_CONFIG" } else { "KCONFIG_DEFCONFIG" };
    Error::NoConfiguration { variable, path: path.to_owned() }
}

/// Relative to the package where it lies in it.
fn shown(project: &Project, path: &Path) -> String {
    path.strip_prefix(&project.folder).unwrap_or(path).display().to_string()
}

/// Errors stop the build; the rest are warnings.
fn sort<'d>(found: impl Iterator<Item = &'d Diagnostic>, sources: &SourceMap) -> Result<Vec<String>, Error> {
    let (errors, warnings): (Vec<_>, Vec<_>) = found.partition(|d| d.severity == Severity::Error);
    let text = |all: Vec<&Diagnostic>| all.into_iter().map(|d| render(d, sources, Style::Short)).collect();
    if errors.is_empty() { Ok(text(warnings)) } else { Err(Error::Broken(text(errors))) }
}
