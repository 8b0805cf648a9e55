//! One build of the static library by an inner cargo.

use crate::{Error, Library};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Which configuration the library has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Configuration {
    /// The one that a build in the tree has: `KCONFIG_CONFIG`, `KCONFIG_DEFCONFIG`, `.config`.
    OfTheTree,
    /// A file of `configs`.
    Defconfig(String),
    /// A file in `.config` form.
    File(PathBuf),
}

/// Who compiles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Toolchain {
    /// The cargo that runs this program, for its own target.
    Own,
    /// This cargo and rustc with the library's sources, which compile the named parts of it for a target triple.
    FromSource {
        /// The program `cargo`.
        cargo: PathBuf,
        /// The program `rustc`.
        rustc: PathBuf,
        /// The target triple.
        target: String,
        /// What is compiled: `core,alloc` or `std,panic_abort`.
        parts: String,
    },
}

/// What to build.
#[derive(Clone, Debug)]
pub struct Build {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's output folder: one that no other cargo is using.
    pub target: PathBuf,
    /// The configuration.
    pub configuration: Configuration,
    /// The compiler.
    pub toolchain: Toolchain,
    /// Features of `los-mem-capi`.
    pub features: Vec<String>,
    /// Optimized.
    pub release: bool,
    /// Show cargo's progress and warnings.
    pub verbose: bool,
}

impl Build {
    /// The library of a repository as its own cargo builds it, for tests.
    pub fn of(root: impl Into<PathBuf>, target: impl Into<PathBuf>) -> Build {
        Build {
            root: root.into(),
            target: target.into(),
            configuration: Configuration::OfTheTree,
            toolchain: Toolchain::Own,
            features: Vec::new(),
            release: false,
            verbose: false,
        }
    }

    /// Builds the library and puts headers and archive into `out`.
    ///
    /// # Errors
    /// What cargo says, or what cannot be copied.
    pub fn run(&self, out: &Path) -> Result<Library, Error> {
        let mut command = self.cargo();
        let output = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(if self.verbose { Stdio::inherit() } else { Stdio::piped() })
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .map_err(|e| Error::new(format!("{command:?} cannot be run: {e}")))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(Error::new(format!("the library does not build: {command:?}\n{said}")));
        }
        let made = Made::of(&String::from_utf8_lossy(&output.stdout))?;
        Library::gather(&self.root, &made.archive, &made.config, out)
    }

    fn cargo(&self) -> Command {
        let mut command = match &self.toolchain {
            Toolchain::Own => {
                let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
                command.arg("build");
                command
            }
            Toolchain::FromSource { cargo, rustc, target, parts } => {
                let mut command = Command::new(cargo);
                command.arg("build").arg(format!("-Zbuild-std={parts}")).args(["--target", target]);
                // A stable compiler; building the library is not a stable feature.
                command.env("RUSTC", rustc).env("RUSTC_BOOTSTRAP", "1");
                command.env_remove("RUSTUP_TOOLCHAIN");
                command
            }
        };
        // What cargo sets for this program must not reach the inner cargo: build scripts would see it as a change.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            let ours = matches!(&*name, "CARGO_HOME" | "CARGO_NET_OFFLINE" | "CARGO_TERM_COLOR");
            if name == "CARGO" || (name.starts_with("CARGO_") && !ours) {
                command.env_remove(&*name);
            }
        }
        command.args(["-p", "los-mem-capi", "--lib", "--message-format=json-render-diagnostics"]);
        if self.release {
            command.arg("--release");
        }
        if !self.features.is_empty() {
            command.arg("--features").arg(self.features.join(","));
        }
        // Nobody debugs these builds, and without debug information they take half the time.
        command.env("CARGO_PROFILE_DEV_DEBUG", "0");
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        let (file, name) = ("KCONFIG_CONFIG", "KCONFIG_DEFCONFIG");
        match &self.configuration {
            Configuration::OfTheTree => {}
            Configuration::Defconfig(defconfig) => {
                command.env(name, defconfig).env_remove(file);
            }
            Configuration::File(path) => {
                command.env(file, path).env_remove(name);
            }
        }
        command
    }
}

/// What cargo made.
struct Made {
    archive: PathBuf,
    config: PathBuf,
}

impl Made {
    fn of(messages: &str) -> Result<Made, Error> {
        let mut archive = None;
        let mut config = None;
        for line in messages.lines() {
            let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
            if message["reason"] == "compiler-artifact" && message["target"]["name"] == "los_mem_capi" {
                let files = message["filenames"].as_array().into_iter().flatten();
                archive = files.filter_map(|f| f.as_str()).find(|f| f.ends_with(".a")).map(PathBuf::from);
            }
            if message["reason"] == "build-script-executed" {
                let made = message["out_dir"].as_str().map(|folder| Path::new(folder).join("los_config.h"));
                config = made.filter(|path| path.exists()).or(config);
            }
        }
        match (archive, config) {
            (Some(archive), Some(config)) => Ok(Made { archive, config }),
            (None, _) => Err(Error::new("cargo names no static library of los-mem-capi")),
            (_, None) => Err(Error::new("no build script of the tree has made los_config.h")),
        }
    }
}
