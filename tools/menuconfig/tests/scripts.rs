//! Key scripts against text screens: `scripts/NAME.keys` gives `scripts/NAME.screen`.
//!
//! A script is a line per step:
//!
//! ```text
//! tree NAME           the tree of tests/data/NAME, or `repository` for the one of this workspace
//! config FILE         starts with tests/data/FILE as .config
//! size 80x24          the screen, also in the middle of a script
//! keys a <down> b     keys: characters, or names in angle brackets
//! screen TITLE        writes the screen down
//! file PATH           writes a file of the project down
//! ```
//!
//! `UPDATE_EXPECT=1` rewrites the screens.

mod common;

use common::Kitchen;
use std::fmt::Write;
use std::path::Path;

fn play(script: &str) -> String {
    let mut kitchen = Kitchen::default();
    let mut text = String::new();
    for line in script.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
        match command {
            "tree" => kitchen.tree(rest),
            "config" => kitchen.config(rest),
            "size" => {
                let (width, height) = rest.split_once('x').expect("size WIDTHxHEIGHT");
                kitchen.size(width.parse().expect("a width"), height.parse().expect("a height"));
            }
            "keys" => kitchen.keys(rest),
            "screen" => {
                let _ = writeln!(text, "== {rest}\n{}", kitchen.screen());
            }
            "file" => {
                let _ = writeln!(text, "== file {rest}\n{}", kitchen.file(rest));
            }
            other => panic!("no step is called {other}"),
        }
    }
    text
}

#[test]
fn every_script_gives_its_screens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .expect("scripts")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "keys"))
        .collect();
    names.sort();
    assert!(names.len() >= 8, "the scripts are there");
    let mut failed = Vec::new();
    for path in names {
        let got = play(&std::fs::read_to_string(&path).expect("a script"));
        let stored = path.with_extension("screen");
        let expected = std::fs::read_to_string(&stored).unwrap_or_default();
        if got == expected {
            continue;
        }
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&stored, got).expect("a writable folder");
        } else {
            let changes = similar::TextDiff::from_lines(&expected, &got);
            failed.push(format!("{}\n{}", path.display(), changes.unified_diff()));
        }
    }
    assert!(failed.is_empty(), "UPDATE_EXPECT=1 takes these over:\n{}", failed.join("\n"));
}
