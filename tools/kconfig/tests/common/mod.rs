//! Cases that stand in files.

use kconfig::dialect::Dialect;
use kconfig::parser::Options;
use kconfig::preprocess::Environment;
use kconfig::shell::{Answers, Pending, Shell, ShellError};
use kconfig::source::{Loader, Memory};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// One input.
#[derive(Clone)]
pub(crate) struct Case {
    /// Its name, for messages.
    pub(crate) name: String,
    /// Where the expectation stands.
    pub(crate) expected: PathBuf,
    /// Its files; the first one is `Kconfig`.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    dialect: Dialect,
    answers: Answers,
    policy: Policy,
    folders: Vec<String>,
    surroundings: Surroundings,
}

/// Variables, and functions that refuse every call: `#! refuse NAME WHY`.
#[derive(Clone, Default)]
struct Surroundings {
    variables: BTreeMap<String, String>,
    functions: BTreeMap<String, String>,
}

impl Environment for Surroundings {
    fn get(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn call(&self, function: &str, _arguments: &[String]) -> Option<Result<String, String>> {
        self.functions.get(function).cloned().map(Err)
    }
}

/// What becomes of commands.
#[derive(Clone, Copy)]
enum Policy {
    /// The answers of the case.
    Answered,
    /// None is allowed: `#! deny`.
    Denied,
    /// None can be run: `#! fail`.
    Failing,
}

impl Shell for Policy {
    fn start(&self, _command: &str) -> Pending {
        Pending::Ready(Err(match self {
            Policy::Failing => ShellError::Failed("no such program".to_owned()),
            _ => ShellError::Denied,
        }))
    }
}

/// Files in memory, and names of folders: `#! folder NAME`.
struct Files<'c> {
    files: Memory,
    folders: &'c [String],
}

impl Loader for Files<'_> {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        match self.folders.iter().any(|folder| folder == path) {
            true => Err(io::ErrorKind::IsADirectory.into()),
            false => self.files.load(path),
        }
    }

    fn glob(&self, pattern: &str) -> io::Result<Vec<String>> {
        self.files.glob(pattern)
    }
}

impl Case {
    fn read(path: &std::path::Path) -> Case {
        let bytes = std::fs::read(path).expect("a case can be read");
        let mut case = Case {
            name: path.file_stem().expect("a case has a name").to_string_lossy().into_owned(),
            expected: path.with_extension("txt"),
            files: BTreeMap::new(),
            dialect: Dialect::default(),
            answers: Answers::default(),
            policy: Policy::Answered,
            folders: Vec::new(),
            surroundings: Surroundings::default(),
        };
        let mut file = "Kconfig".to_owned();
        case.files.insert(file.clone(), Vec::new());
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let text = String::from_utf8_lossy(line);
            if let Some(name) = text.strip_prefix("#### ") {
                file = name.trim_end().to_owned();
                case.files.insert(file.clone(), Vec::new());
            } else if let Some(option) = text.strip_prefix("#! ") {
                case.option(option.trim_end_matches('\n'));
            } else {
                case.files.get_mut(&file).expect("the file was begun").extend_from_slice(line);
            }
        }
        case
    }

    fn option(&mut self, option: &str) {
        let (what, rest) = option.split_once(' ').unwrap_or((option, ""));
        match what {
            "deny" => self.policy = Policy::Denied,
            "fail" => self.policy = Policy::Failing,
            "folder" => self.folders.push(rest.to_owned()),
            "dialect" => self.dialect = rest.parse().expect("a dialect"),
            "env" => {
                let (name, value) = rest.split_once('=').expect("NAME=VALUE");
                self.surroundings.variables.insert(name.to_owned(), value.to_owned());
            }
            "refuse" => {
                let (name, why) = rest.split_once(' ').expect("NAME WHY");
                self.surroundings.functions.insert(name.to_owned(), why.to_owned());
            }
            "shell" => {
                let (command, output) = rest.split_once(" => ").expect("COMMAND => OUTPUT");
                self.answers = self.answers.clone().with(command, output.replace("\\n", "\n"));
            }
            _ => panic!("{}: no option is named {what}", self.name),
        }
    }

    /// Calls `run` with the options of this case.
    pub(crate) fn with_options<T>(&self, run: impl FnOnce(&Options<'_>) -> T) -> T {
        let files =
            self.files.iter().fold(Memory::default(), |all, (name, text)| all.with(name, text.clone()));
        run(&Options {
            dialect: self.dialect,
            loader: &Files { files, folders: &self.folders },
            shell: match &self.policy {
                Policy::Answered => &self.answers,
                policy => policy,
            },
            environment: &self.surroundings,
        })
    }
}

/// The cases of a folder below `tests/data`, by name.
pub(crate) fn cases(folder: &str) -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(folder);
    let entries = std::fs::read_dir(&folder).expect("the folder of the cases exists");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "kconfig"));
    paths.sort();
    assert!(!paths.is_empty(), "{} holds no case", folder.display());
    paths.iter().map(|path| Case::read(path)).collect()
}

/// Compares what `answer` says of each case with its expectation.
pub(crate) fn check(cases: &[Case], answer: impl Fn(&Case) -> String) {
    let mut wrong = Vec::new();
    for case in cases {
        let found = answer(case);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&case.expected, &found).expect("the expectation can be written");
            continue;
        }
        let expected = std::fs::read_to_string(&case.expected).unwrap_or_default();
        if expected != found {
            let difference = similar::TextDiff::from_lines(&expected, &found);
            wrong.push(format!("{}\n{}", case.name, difference.unified_diff().header("expected", "found")));
        }
    }
    assert!(wrong.is_empty(), "UPDATE_EXPECT=1 accepts these:\n{}", wrong.join("\n"));
}
