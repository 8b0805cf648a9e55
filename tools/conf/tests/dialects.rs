//! In each other dialect the program gives what the program of that dialect gave.
//!
//! The cases are in `tools/kconfig/tests/data/dialect`, a folder for each dialect; their form is that of the cases of
//! the default one.

mod program;

use program::Folder;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

type Files = BTreeMap<String, String>;

fn cases(dialect: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kconfig/tests/data/dialect").join(dialect);
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    cases.sort();
    cases
}

fn files(folder: &Path, prefix: &str, found: &mut Files) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            files(&path, &format!("{name}/"), found);
        } else {
            let text = std::fs::read(&path).expect("a file");
            found.insert(name, String::from_utf8_lossy(&text).into_owned());
        }
    }
}

/// What a run must leave behind, and what it leaves.
fn run(dialect: &str, case: &Path, messages: bool) -> (Files, Files) {
    let (mut given, here) = (Files::new(), Folder::new());
    files(case, "", &mut given);
    let mut before = Files::new();
    let mut expected = Files::from([("status".to_owned(), "0".to_owned())]);
    for (name, text) in &given {
        match (name.as_str(), name.strip_prefix("expected_")) {
            ("cmd" | "stdin" | "differs", _) => {}
            ("config", _) => drop(before.insert(".config".to_owned(), text.clone())),
            (_, Some("config")) => drop(expected.insert(".config".to_owned(), text.clone())),
            (_, Some("status")) => drop(expected.insert("status".to_owned(), text.trim().to_owned())),
            (_, Some(name)) => drop(expected.insert(name.to_owned(), text.clone())),
            (name, None) => drop(before.insert(name.to_owned(), text.clone())),
        }
    }
    for (name, text) in &before {
        here.write(name, text.as_bytes());
    }
    let words: Vec<&str> = given["cmd"].split_whitespace().collect();
    let options = words.iter().position(|word| word.starts_with('-')).expect("a mode");
    let variables: Vec<(&str, &str)> =
        words[..options].iter().map(|word| word.split_once('=').expect("NAME=value")).collect();
    let arguments = [&["--dialect", dialect], &words[options..], &["Kconfig"]].concat();
    let input = given.get("stdin").cloned().unwrap_or_default();
    let outcome = here.run_with(&arguments, &variables, input.as_bytes());
    let mut got = Files::new();
    files(&here.path(""), "", &mut got);
    got.retain(|name, text| {
        !name.ends_with(".old") && !name.starts_with("include/") && before.get(name) != Some(text)
    });
    got.insert("status".to_owned(), outcome.status.map_or("a signal".to_owned(), |s| s.to_string()));
    if messages {
        got.insert("stdout".to_owned(), String::from_utf8_lossy(&outcome.stdout).into_owned());
        got.insert("stderr".to_owned(), String::from_utf8_lossy(&outcome.stderr).into_owned());
    }
    got.retain(|_, text| !text.is_empty());
    (expected, got)
}

fn check(dialect: &str, messages: bool, least: usize) {
    let cases = cases(dialect);
    assert!(cases.len() >= least, "only {} cases", cases.len());
    let mut report = String::new();
    for case in &cases {
        let (expected, got) = run(dialect, case, messages);
        if (expected == got) == case.join("differs").exists() {
            report += &format!("==== {}\n", case.display());
            for name in expected.keys().chain(got.keys()).collect::<std::collections::BTreeSet<_>>() {
                let (due, is) = (expected.get(name), got.get(name));
                if due != is {
                    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
                    report += &format!("--- {name}\n{}--- but\n{}", text(due), text(is));
                }
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn linux_6_1_is_as_its_own_program_has_it() {
    check("linux-6.1", true, 12);
}

#[test]
fn legacy_is_as_the_program_of_linux_4_11_has_it() {
    check("legacy", true, 8);
}

#[test]
fn kconfiglib_gives_the_files_that_kconfiglib_gives() {
    check("kconfiglib", false, 12);
}

#[test]
fn what_came_after_linux_6_12_is_as_described() {
    check("linux-next", true, 6);
}
