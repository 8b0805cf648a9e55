//! Every finding that can be made has a long text.

use kconfig::diag::{Code, explain};
use std::collections::BTreeSet;

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
