//! Cases that stand in files.

use kconfig::dialect::Dialect;
use kconfig::parser::Options;
use kconfig::shell::Answers;
use kconfig::source::Memory;
use std::collections::BTreeMap;
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
    environment: BTreeMap<String, String>,
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
            environment: BTreeMap::new(),
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
        let (what, rest) = option.split_once(' ').expect("an option has a value");
        match what {
            "dialect" => self.dialect = rest.parse().expect("a dialect"),
            "env" => {
                let (name, value) = rest.split_once('=').expect("NAME=VALUE");
                self.environment.insert(name.to_owned(), value.to_owned());
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
        let loader =
            self.files.iter().fold(Memory::default(), |all, (name, text)| all.with(name, text.clone()));
        run(&Options {
            dialect: self.dialect,
            loader: &loader,
            shell: &self.answers,
            environment: &self.environment,
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
