//! Every finding that can be made has a long text, and an example in `tests/data/codes` that shows it in every style;
//! `UPDATE_EXPECT=1` rewrites what the examples say.
//!
//! The examples have the form of the parser's cases. A file `.config` is read when the tree was loaded.

mod common;

use common::{Case, cases, check};
use kconfig::diag::{Code, Diagnostics, Style, explain, render};
use kconfig::source::SourceMap;
use kconfig::{Config, LoadOptions, Tree};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

/// The numbers in the crate's own sources: `Code(301)` and the table of the reading codes.
fn numbers() -> BTreeSet<u16> {
    let sources = ["dotconfig", "model", "eval"].map(|module| {
        let path = format!("{}/src/{module}/code.rs", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
    });
    let written = sources.iter().flat_map(|text| {
        text.split("Code(").skip(1).filter_map(|rest| rest.split(')').next()?.parse::<u16>().ok())
    });
    written.chain(Code::OF_READING.iter().map(|code| code.0)).collect()
}

#[test]
fn every_code_has_a_long_text_that_fits_a_terminal() {
    let numbers = numbers();
    assert!(numbers.len() > 60, "{numbers:?}");
    for number in numbers {
        let text = explain(Code(number)).unwrap_or_else(|| panic!("K{number:04} has no text"));
        assert!(text.split("\n\n").count() >= 4, "K{number:04}: what, why, an example, a cure:\n{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "K{number:04}:\n{text}");
    }
}

#[test]
fn a_number_that_nothing_reports_has_no_text() {
    assert_eq!(explain(Code(0)), None);
    assert_eq!(explain(Code(999)), None);
}

/// All that is found in the tree and the configuration of an example.
fn findings(case: &Case) -> (Diagnostics, SourceMap) {
    case.with_options(|options| {
        let load = LoadOptions::new("Kconfig", options.loader).dialect(options.dialect);
        let tree = Tree::load(&load.shell(options.shell).environment(options.environment));
        let mut found = tree.diagnostics().clone();
        let Some(text) = case.files.get(".config") else { return (found, tree.sources().clone()) };
        let mut config = Config::new(Arc::new(tree));
        found.append(config.read(".config", text));
        found.append(config.unmet_dependencies());
        for request in config.unmet_requests() {
            found.push(request.diagnostic(config.tree()));
        }
        (found, config.sources().clone())
    })
}

#[test]
fn every_code_has_an_example_that_shows_it() {
    let cases = cases("codes");
    let named: BTreeSet<String> = cases.iter().map(|case| case.name.clone()).collect();
    let codes: BTreeSet<String> = numbers().into_iter().map(|number| Code(number).to_string()).collect();
    assert_eq!(named, codes, "an example for each code, and a code for each example");
    check(&cases, |case| {
        let (found, sources) = findings(case);
        let codes: BTreeSet<String> = found.iter().map(|finding| finding.code.to_string()).collect();
        if !codes.contains(&case.name) {
            return format!("this shows {codes:?}\n");
        }
        let mut text = String::new();
        for style in [Style::Plain, Style::Short] {
            let _ = writeln!(text, "==== {style:?}");
            for finding in found.iter() {
                let _ = writeln!(text, "{}", render(finding, &sources, style));
            }
        }
        let _ = writeln!(text, "==== Classic");
        for finding in found.as_reference() {
            let _ = writeln!(text, "{}", render(finding, &sources, Style::Classic));
        }
        kconfig::bytes::shown(&text).into_owned()
    });
}

#[test]
fn every_finding_says_how_to_mend_it() {
    let mut silent = Vec::new();
    for case in cases("codes") {
        let (found, _) = findings(&case);
        for finding in found.iter().filter(|finding| finding.code.to_string() == case.name) {
            // What the tree itself says is its author's business.
            let by_the_tree = [Code::INFO, Code::WARNING_IF, Code::ERROR_IF].contains(&finding.code);
            if finding.help.is_none() && !by_the_tree {
                silent.push(format!("{}: {}", case.name, finding.message));
            }
            assert!(finding.message.len() < 400, "{}: {}", case.name, finding.message);
        }
    }
    assert!(silent.is_empty(), "without help:\n{}", silent.join("\n"));
}
