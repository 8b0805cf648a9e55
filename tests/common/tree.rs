//! A copy of the repository in which a test may edit, build and break things.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The copy. All copies share a target folder, so that what is not ours is compiled once.
pub(crate) struct Tree {
    folder: PathBuf,
    target: PathBuf,
}

impl Tree {
    /// Brings the copy of this name up to date. A file is written only where its bytes differ, so that a second
    /// run of the tests finds what the first one compiled.
    pub(crate) fn copy(name: &str) -> Tree {
        let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let tree = Tree { folder: base.join(name), target: base.join("target") };
        let mut kept = BTreeSet::new();
        copy_below(Path::new(env!("CARGO_MANIFEST_DIR")), &tree.folder, &mut kept);
        remove_others(&tree.folder, &kept);
        tree
    }

    /// The path of a file in the copy.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The text of a file in the copy.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Writes a file in the copy.
    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap_or_else(|e| panic!("{name}: {e}"));
    }

    /// Removes a file of the copy, if it is there.
    pub(crate) fn remove(&self, name: &str) {
        if let Err(e) = std::fs::remove_file(self.path(name)) {
            assert_eq!(e.kind(), std::io::ErrorKind::NotFound, "{name}: {e}");
        }
    }

    /// Runs cargo in the copy, without a network and with none of the variables that choose a configuration.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&self.folder).args(arguments).env("CARGO_TARGET_DIR", &self.target);
        command.env("CARGO_NET_OFFLINE", "true").env("CARGO_TERM_COLOR", "never");
        // Nobody debugs these builds, and without debug information they take half the time.
        command.env("CARGO_PROFILE_DEV_DEBUG", "0");
        // What cargo sets for this test must not reach the inner cargo: build scripts would see it as a change.
        let foreign = |name: &str| {
            let of_cargo = name.starts_with("CARGO_") && !matches!(name, "CARGO_HOME" | "CARGO_TARGET_DIR");
            (of_cargo
                && !matches!(name, "CARGO_NET_OFFLINE" | "CARGO_TERM_COLOR" | "CARGO_PROFILE_DEV_DEBUG"))
                || name.starts_with("KCONFIG_")
        };
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(foreign) {
                command.env_remove(name);
            }
        }
        Run::of(command.output().expect("cargo can be started"))
    }

    /// Builds packages and tells which were compiled.
    pub(crate) fn build(&self, packages: &[&str]) -> Build {
        let mut arguments = vec!["build", "--message-format=json"];
        arguments.extend(packages.iter().flat_map(|package| ["-p", package]));
        let run = self.cargo(&arguments);
        assert!(run.success, "the build failed:\n{}", run.stderr);
        Build::of(run)
    }
}

/// What a program printed.
pub(crate) struct Run {
    /// Whether it ended with status 0.
    pub(crate) success: bool,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Run {
    fn of(output: Output) -> Run {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Run { success: output.status.success(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// What a build did, from cargo's own messages.
pub(crate) struct Build {
    /// Names of the targets that were compiled, `build-script-build` for build scripts.
    pub(crate) compiled: BTreeSet<String>,
    /// Names of the targets that were up to date.
    pub(crate) fresh: BTreeSet<String>,
    /// What it printed for people.
    pub(crate) stderr: String,
}

impl Build {
    fn of(run: Run) -> Build {
        let mut build = Build { compiled: BTreeSet::new(), fresh: BTreeSet::new(), stderr: run.stderr };
        for line in run.stdout.lines() {
            let message: serde_json::Value = serde_json::from_str(line).expect("cargo prints JSON");
            if message["reason"] == "compiler-artifact" {
                let name = message["target"]["name"].as_str().expect("a target has a name").to_owned();
                let fresh = message["fresh"].as_bool().expect("an artifact is fresh or not");
                if fresh { &mut build.fresh } else { &mut build.compiled }.insert(name);
            }
        }
        build
    }
}

/// Copies what a clone has: no build output, no hidden folder but cargo's, no configuration.
fn copy_below(from: &Path, to: &Path, kept: &mut BTreeSet<PathBuf>) {
    std::fs::create_dir_all(to).expect("the copy can be made");
    for entry in std::fs::read_dir(from).expect("the repository can be listed") {
        let entry = entry.expect("the repository can be listed");
        let name = entry.file_name();
        let hidden = name.to_str().is_some_and(|name| name.starts_with('.') && name != ".cargo");
        if hidden || name == "target" {
            continue;
        }
        let (source, copy) = (entry.path(), to.join(&name));
        kept.insert(copy.clone());
        if entry.file_type().expect("an entry has a type").is_dir() {
            copy_below(&source, &copy, kept);
        } else {
            let bytes = std::fs::read(&source).expect("a file of the repository can be read");
            if std::fs::read(&copy).ok().as_ref() != Some(&bytes) {
                std::fs::write(&copy, bytes).expect("a file of the copy can be written");
            }
        }
    }
}

fn remove_others(folder: &Path, kept: &BTreeSet<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the copy can be listed") {
        let path = entry.expect("the copy can be listed").path();
        if !kept.contains(&path) {
            let removed =
                if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            removed.expect("what is no longer in the repository can be removed");
        } else if path.is_dir() {
            remove_others(&path, kept);
        }
    }
}
