//! The program gives what the reference program gave: standard output, standard error, status and files.

mod program;

use program::{Folder, command};
use similar::TextDiff;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn every_case_ends_as_with_the_reference_program() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kconfig/tests/data/conf");
    let mut names: Vec<PathBuf> = folder(&cases);
    names.sort();
    assert!(names.len() > 300, "only {} cases in {}", names.len(), cases.display());
    let mut report = String::new();
    let mut failed = 0;
    for case in &names {
        let differences = check(case);
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        match (differences.is_empty(), case.join("differs").exists()) {
            (true, false) | (false, true) => continue,
            (false, false) => report += &format!("==== {name}\n{differences}\n"),
            (true, true) => report += &format!("==== {name} agrees: remove its file `differs`\n"),
        }
        failed += 1;
    }
    assert!(failed == 0, "{report}{failed} of {} cases differ", names.len());
}

#[test]
fn our_own_tree_ends_as_with_the_reference_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let expected = files(&root.join("tools/kconfig/tests/data/tree"), "");
    let mut got = Files::new();
    for name in expected.keys() {
        let here = Folder::new();
        let config = here.path(".config").to_string_lossy().into_owned();
        let run = |mode: &str| {
            let variables = [("KCONFIG_CONFIG", config.as_str())];
            let outcome =
                command(&root, &[mode, "Kconfig"], &variables).output().expect("the program starts");
            assert!(outcome.status.success(), "{mode}: {}", String::from_utf8_lossy(&outcome.stderr));
        };
        let (defconfig, form) = name.rsplit_once('.').unwrap_or((name, ""));
        let source = root.join("configs").join(defconfig);
        let make = format!("--defconfig=configs/{defconfig}");
        let mut result = ".config";
        match form {
            "" => run(&format!("--{name}")),
            "config" => run(&make),
            "olddefconfig" => {
                here.write(".config", std::fs::read(&source).expect("a defconfig"));
                run("--olddefconfig");
            }
            "savedefconfig" => {
                run(&make);
                result = "defconfig";
                run(&format!("--savedefconfig={}", here.path(result).display()));
                assert_eq!(
                    here.read(result),
                    std::fs::read_to_string(&source).expect("a defconfig"),
                    "configs/{defconfig} is not minimal"
                );
            }
            other => panic!("{name}: what is {other}?"),
        }
        got.insert(name.clone(), here.read(result).into_bytes());
    }
    assert!(expected.len() > 20, "only {} files", expected.len());
    let differences = differences(&expected, &got);
    assert!(differences.is_empty(), "{differences}");
}

/// Runs a case; the differences as text.
fn check(case: &Path) -> String {
    let given = files(case, "");
    let here = Folder::new();
    let mut before = Files::new();
    for (name, text) in &given {
        let name = match name.as_str() {
            "cmd" | "stdin" | "differs" => continue,
            "config" => ".config",
            name if name.starts_with("expected_") => continue,
            name => name,
        };
        here.write(name, text);
        before.insert(name.to_owned(), text.clone());
    }
    let text = |name: &str| given.get(name).cloned().unwrap_or_default();
    let cmd = String::from_utf8(text("cmd")).expect("cmd is text");
    let words: Vec<&str> = cmd.split_whitespace().collect();
    let options = words.iter().position(|word| word.starts_with('-')).unwrap_or(words.len());
    let variables: Vec<(&str, &str)> =
        words[..options].iter().map(|word| word.split_once('=').expect("NAME=value")).collect();
    let arguments: Vec<&str> = words[options..].iter().copied().chain(["Kconfig"]).collect();
    let outcome = here.run_with(&arguments, &variables, &text("stdin"));

    let with_include = case.file_name().is_some_and(|name| name.to_string_lossy().starts_with("include_"));
    let mut got = files(&here.path(""), "");
    got.retain(|name, text| {
        let recorded = !name.ends_with(".old") && (with_include || !name.starts_with("include/"));
        recorded && before.get(name) != Some(text)
    });
    for (name, text) in &mut got {
        // The reference program writes them in the order of a hash table.
        if ["include/config/auto.conf", "include/generated/autoconf.h", "include/generated/rustc_cfg"]
            .contains(&name.as_str())
        {
            let mut lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
            lines.sort_unstable();
            *text = lines.concat();
        }
    }
    for lost in before.keys().filter(|name| !here.path(name).exists()) {
        got.insert(format!("{lost} (removed)"), Vec::new());
    }
    let mut expected = Files::new();
    for (name, text) in &given {
        match name.strip_prefix("expected_") {
            None | Some("stdout" | "stderr" | "status") => {}
            Some("config") => drop(expected.insert(".config".to_owned(), text.clone())),
            Some(name) => drop(expected.insert(name.to_owned(), text.clone())),
        }
    }
    let status = outcome.status.map_or("a signal".to_owned(), |status| status.to_string());
    for (name, end, due) in [
        ("stdout", outcome.stdout, text("expected_stdout")),
        ("stderr", outcome.stderr, text("expected_stderr")),
        (
            "status",
            status.into_bytes(),
            given.get("expected_status").map_or(b"0".into(), |s| s.trim_ascii().into()),
        ),
    ] {
        got.insert(name.to_owned(), end);
        expected.insert(name.to_owned(), due);
    }
    differences(&expected, &got)
}

fn differences(expected: &Files, got: &Files) -> String {
    let mut text = String::new();
    let names: std::collections::BTreeSet<&String> = expected.keys().chain(got.keys()).collect();
    for name in names {
        let (old, new) = (expected.get(name), got.get(name));
        if old == new {
            continue;
        }
        let shown = |text: Option<&Vec<u8>>| text.map_or(String::new(), |text| text.escape_lines());
        let (old, new) = (shown(old), shown(new));
        let diff = TextDiff::from_lines(&old, &new);
        let _ = write!(
            text,
            "{}",
            diff.unified_diff().header(&format!("reference {name}"), &format!("ours {name}"))
        );
    }
    text
}

/// Text that can be compared line by line and printed, whatever its bytes.
trait EscapeLines {
    fn escape_lines(&self) -> String;
}

impl EscapeLines for Vec<u8> {
    fn escape_lines(&self) -> String {
        self.split_inclusive(|byte| *byte == b'\n')
            .map(|line| match std::str::from_utf8(line) {
                Ok(text) if !text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) => {
                    text.to_owned()
                }
                _ => format!("{}\n", line.escape_ascii()),
            })
            .collect()
    }
}

fn folder(path: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

/// Every file below a folder, by its name relative to it.
fn files(root: &Path, below: &str) -> Files {
    let mut found = Files::new();
    for path in folder(&root.join(below)) {
        let name = path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
        if path.is_dir() {
            found.append(&mut files(root, &name));
        } else {
            let text = std::fs::read(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
            found.insert(name, text);
        }
    }
    found
}
