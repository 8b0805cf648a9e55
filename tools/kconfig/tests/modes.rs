//! Runs the case directories of `tests/data/conf` in process and compares with the reference program's files.
//!
//! What `conf` does around the library (arguments, files, questions) is done here in the plainest way, so that a
//! difference is the library's.

use kconfig::diag::{Code, Diagnostics, Severity, Style, render};
use kconfig::dotconfig::Saved;
use kconfig::modes::old::{Answered, Questions, Step};
use kconfig::modes::{self, Mode};
use kconfig::shell::{Pending, Shell, ShellError};
use kconfig::source::SourceMap;
use kconfig::{Config, LoadOptions, Project, Tree};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// What a run leaves behind: files by name, `stdout`, `stderr` and `status`.
type Outcome = BTreeMap<String, String>;

#[test]
fn every_case_ends_as_with_the_reference_program() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/conf");
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    assert!(cases.len() > 300, "the cases are gone");
    // What the program does around the library, its own tests compare with the same cases.
    let is_program = |case: &&PathBuf| {
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        ["include_", "oldconfig_end_of_input_", "randconfig_", "werror_"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
    };
    let wanted = std::env::var("CASE").unwrap_or_default();
    let mut failed = Vec::new();
    for case in cases.iter().filter(|case| !is_program(case) && case.to_string_lossy().contains(&wanted)) {
        let (actual, expected) = (Session::run(case), expected(case));
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        let differs = case.join("differs").exists();
        if differs && actual == expected {
            failed.push(format!("=== {name} agrees: remove its file `differs`"));
        } else if !differs && actual != expected {
            failed.push(format!("=== {name}\n{}", differences(&expected, &actual)));
        }
    }
    assert!(failed.is_empty(), "{} of {} cases differ\n{}", failed.len(), cases.len(), failed.join("\n"));
}

fn text(path: &Path) -> Option<String> {
    fs::read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn expected(case: &Path) -> Outcome {
    let mut expected = Outcome::from([("status".to_owned(), "0".to_owned())]);
    for (name, text) in files(case) {
        if let Some(name) = name.strip_prefix("expected_") {
            let name = if name == "config" { ".config" } else { name };
            expected.insert(name.to_owned(), text);
        }
    }
    expected.retain(|_, text| !text.is_empty());
    expected
}

fn differences(expected: &Outcome, actual: &Outcome) -> String {
    let mut shown = String::new();
    let mut names: Vec<&String> = expected.keys().chain(actual.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let old = expected.get(name).cloned().unwrap_or_default();
        let new = actual.get(name).cloned().unwrap_or_default();
        if old != new {
            let diff = similar::TextDiff::from_lines(&old, &new);
            let (old, new) = (format!("expected {name}"), format!("found {name}"));
            let _ = write!(shown, "{}", diff.unified_diff().header(&old, &new));
        }
    }
    shown
}

/// Runs `$(shell,…)` in the case's environment and keeps what it says on standard error.
struct Commands<'a> {
    folder: &'a Path,
    variables: &'a BTreeMap<String, String>,
    err: RefCell<String>,
}

impl Shell for Commands<'_> {
    fn start(&self, command: &str) -> Pending {
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(self.folder)
            .env_clear()
            .envs(self.variables)
            .output();
        Pending::Ready(match output {
            Ok(output) => {
                *self.err.borrow_mut() += &String::from_utf8_lossy(&output.stderr);
                Ok(output.stdout)
            }
            Err(error) => Err(ShellError::Failed(error.to_string())),
        })
    }
}

/// Ends a run: the reference program would exit with 1.
struct Stop;

struct Session {
    folder: tempfile::TempDir,
    environment: BTreeMap<String, String>,
    input: VecDeque<String>,
    out: String,
    err: String,
    silent: bool,
}

impl Session {
    fn run(case: &Path) -> Outcome {
        let folder = tempfile::tempdir().expect("a folder");
        copy(case, folder.path());
        let before = files(folder.path());
        let input = text(&case.join("stdin")).unwrap_or_default();
        let mut session = Session {
            folder,
            environment: BTreeMap::from([("PATH".to_owned(), "/usr/bin:/bin".to_owned())]),
            input: input.split_inclusive('\n').map(str::to_owned).collect(),
            out: String::new(),
            err: String::new(),
            silent: false,
        };
        let command = text(&case.join("cmd")).expect("a command");
        let mut arguments = VecDeque::new();
        for word in command.split_whitespace() {
            match word.split_once('=') {
                Some((name, value)) if !word.starts_with('-') => {
                    session.environment.insert(name.to_owned(), value.to_owned());
                }
                _ => arguments.push_back(word.to_owned()),
            }
        }
        let status = if session.command(arguments).is_ok() { "0" } else { "1" };
        let mut outcome = files(session.folder.path());
        outcome.retain(|name, text| before.get(name) != Some(text) && !name.ends_with(".old"));
        outcome.insert("stdout".to_owned(), session.out.trim_end().to_owned());
        outcome.insert("stderr".to_owned(), session.err.trim_end().to_owned());
        outcome.retain(|_, text| !text.is_empty());
        for text in outcome.values_mut() {
            *text = String::from_utf8_lossy(&kconfig::bytes::encode(text)).into_owned();
        }
        outcome.insert("status".to_owned(), status.to_owned());
        outcome
    }

    fn command(&mut self, mut arguments: VecDeque<String>) -> Result<(), Stop> {
        let mut mode = Mode::OldAskConfig;
        let mut file = None;
        while let Some(argument) = arguments.pop_front() {
            if argument == "-s" {
                self.silent = true;
                continue;
            }
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (argument, None),
            };
            let name = name.trim_start_matches('-');
            mode = Mode::ALL.into_iter().find(|mode| mode.name() == name).expect("a mode");
            if matches!(mode, Mode::DefConfig | Mode::SaveDefConfig) {
                file = value.or_else(|| arguments.pop_front());
            }
        }
        let mut config = self.load()?;
        match mode {
            Mode::DefConfig => {
                let name = file.clone().expect("a defconfig");
                let Some(text) = self.bytes(&name) else {
                    let _ = writeln!(self.err, "***\n*** Can't find default configuration \"{name}\"!\n***");
                    return Err(Stop);
                };
                self.take(&mut config, &name, &text)?;
                // It works everything out once more before it writes.
                self.unmet(&config);
            }
            Mode::AllNoConfig | Mode::AllYesConfig | Mode::AllModConfig | Mode::AllDefConfig => {
                self.fixed_values(&mut config, mode)?;
                modes::set_new(&mut config, mode);
                self.unmet(&config);
            }
            _ => self.read(&mut config)?,
        }
        match mode {
            Mode::SaveDefConfig => {
                self.unmet(&config);
                let name = file.expect("a file name");
                let path = self.folder.path().join(&name);
                return kconfig::dotconfig::save_text(&path, &config.write_minimal()).map(|_| ()).map_err(
                    |_| {
                        // The letter is the reference program's.
                        let _ = writeln!(self.err, "n*** Error while saving defconfig to: {name}\n");
                        Stop
                    },
                );
            }
            Mode::ListNewConfig => {
                self.out += &modes::list_new(&config);
                return Ok(());
            }
            Mode::HelpNewConfig => {
                self.out += &modes::help_new(&config);
                return Ok(());
            }
            Mode::OldConfig | Mode::SyncConfig => self.ask(&mut config, false),
            Mode::OldAskConfig => self.ask(&mut config, true),
            Mode::Yes2ModConfig | Mode::Mod2YesConfig | Mode::Mod2NoConfig => {
                modes::rewrite_tristates(&mut config, mode);
                self.unmet(&config);
            }
            _ => {}
        }
        self.save(&mut config)
    }

    fn load(&mut self) -> Result<Config, Stop> {
        let project = Project::at_with(Path::new("Kconfig"), &self.environment).expect("a project");
        let disk = Project { folder: self.folder.path().to_owned(), ..project.clone() };
        let disk =
            Project { source_tree: project.source_tree.map(|tree| self.folder.path().join(tree)), ..disk };
        let disk = disk.disk();
        let shell =
            Commands { folder: self.folder.path(), variables: &self.environment, err: RefCell::default() };
        let options = LoadOptions::new("Kconfig", &disk).shell(&shell).environment(&self.environment);
        let tree = Tree::load(&options.prefix(&project.prefix));
        self.err += &shell.err.into_inner();
        self.print(tree.diagnostics(), tree.sources());
        if tree.is_usable() { Ok(Config::new(Arc::new(tree))) } else { Err(Stop) }
    }

    fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.path().join(name)).ok()
    }

    fn config_name(&self) -> String {
        self.environment.get("KCONFIG_CONFIG").cloned().unwrap_or_else(|| ".config".to_owned())
    }

    fn read(&mut self, config: &mut Config) -> Result<(), Stop> {
        let name = self.config_name();
        if let Some(text) = self.bytes(&name) {
            return self.take(config, &name, &text);
        }
        let list = self.environment.get("KCONFIG_DEFCONFIG_LIST").cloned().unwrap_or_default();
        for name in list.split_whitespace() {
            if let Some(text) = self.bytes(name) {
                let _ = write!(self.out, "#\n# using defaults found in {name}\n#\n");
                return self.take(config, name, &text);
            }
        }
        self.unmet(config);
        Ok(())
    }

    fn fixed_values(&mut self, config: &mut Config, mode: Mode) -> Result<(), Stop> {
        let Some(name) = self.environment.get("KCONFIG_ALLCONFIG").cloned() else { return Ok(()) };
        if !name.is_empty() && name != "1" {
            let Some(text) = self.bytes(&name) else {
                let _ = writeln!(self.err, "*** Can't read seed configuration \"{name}\"!");
                return Err(Stop);
            };
            let found = config.read(&name, &text);
            self.print(&found, config.sources());
            return Ok(());
        }
        let own = format!("{}.config", mode.name().trim_end_matches("config"));
        for name in [own.as_str(), "all.config"] {
            if let Some(text) = self.bytes(name) {
                let found = config.read(name, &text);
                self.print(&found, config.sources());
                return Ok(());
            }
        }
        let _ =
            writeln!(self.err, "*** KCONFIG_ALLCONFIG set, but no \"{own}\" or \"all.config\" file found");
        Err(Stop)
    }

    fn take(&mut self, config: &mut Config, name: &str, text: &[u8]) -> Result<(), Stop> {
        let found = config.read(name, text);
        let warned = self.print(&found, config.sources());
        self.unmet(config);
        if warned && self.environment.contains_key("KCONFIG_WERROR") { Err(Stop) } else { Ok(()) }
    }

    fn unmet(&mut self, config: &Config) {
        let found = config.unmet_dependencies();
        self.print(&found, config.sources());
    }

    fn print(&mut self, found: &Diagnostics, sources: &SourceMap) -> bool {
        let mut any = false;
        for finding in found.as_reference() {
            if finding.code == Code::UNKNOWN_SYMBOL
                && !self.environment.contains_key("KCONFIG_WARN_UNKNOWN_SYMBOLS")
            {
                continue;
            }
            any = true;
            let stream = if finding.severity == Severity::Note { &mut self.out } else { &mut self.err };
            let _ = writeln!(stream, "{}", render(finding, sources, Style::Classic));
        }
        any
    }

    fn ask(&mut self, config: &mut Config, all: bool) {
        let mut questions = Questions::new(all);
        while let Some(step) = questions.next(config) {
            let (text, symbol) = match step {
                Step::Show(text) => {
                    self.out += &text;
                    continue;
                }
                Step::Ask { text, symbol, .. } => (text, symbol),
            };
            self.out += &text;
            let line = self.input.pop_front().unwrap_or_else(|| {
                self.err += "\nError in reading or end of file.\n";
                if symbol.is_some() { "\n".to_owned() } else { String::new() }
            });
            self.out += &line;
            if let Answered::Again(text) = questions.answer(config, line.trim_end_matches('\n')) {
                self.out += &text;
            }
        }
    }

    fn save(&mut self, config: &mut Config) -> Result<(), Stop> {
        let name = self.config_name();
        let saved = config.save(&self.folder.path().join(&name)).map_err(|_| Stop)?;
        if !self.silent {
            let _ = match saved {
                Saved::Written => write!(self.out, "#\n# configuration written to {name}\n#\n"),
                Saved::Unchanged => write!(self.out, "#\n# No change to {name}\n#\n"),
            };
        }
        Ok(())
    }
}

fn copy(case: &Path, folder: &Path) {
    for entry in fs::read_dir(case).expect("a case") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if matches!(name.as_str(), "cmd" | "stdin" | "differs") || name.starts_with("expected_") {
            continue;
        }
        let name = if name == "config" { ".config".to_owned() } else { name };
        if path.is_dir() {
            fs::create_dir_all(folder.join(&name)).expect("a folder");
            copy(&path, &folder.join(&name));
        } else {
            fs::copy(&path, folder.join(&name)).expect("a copy");
        }
    }
}

/// The files below a folder, by their path from it.
fn files(folder: &Path) -> Outcome {
    let mut found = Outcome::new();
    let mut stack = vec![folder.to_owned()];
    while let Some(path) = stack.pop() {
        for entry in fs::read_dir(path).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                stack.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
            found.insert(name, text(&path).expect("a file").trim_end().to_owned());
        }
    }
    found
}
