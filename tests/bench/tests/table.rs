//! The benchmark as it is called.

use std::path::Path;
use std::process::Command;

#[test]
fn every_contender_completes_and_the_reference_is_one() {
    let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/traces/tiny.trace");
    let output = Command::new(env!("CARGO_BIN_EXE_bench")).arg(trace).output().expect("the benchmark runs");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{text}");
    let figures = |name: &str| -> Vec<f64> {
        let row = text.lines().find_map(|line| line.strip_prefix(&format!("  {name:<24} ")));
        let row = row.unwrap_or_else(|| panic!("no row for {name} in {text}"));
        row.split_whitespace().filter_map(|figure| figure.parse().ok()).collect()
    };
    assert_eq!(figures("rlsf")[1], 1.0);
    for name in ["bestfit", "bestfit, statistics"] {
        let figures = figures(name);
        assert_eq!(figures.len(), 3, "time, ratio, pool: {text}");
        assert!(figures[2] >= 1.0, "no pool is smaller than what lives in it: {text}");
    }
    assert_eq!(figures("bestfit_little").len(), 2, "time, ratio: {text}");
}

#[test]
fn a_missing_trace_is_an_error_with_its_name() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_bench")).arg("absent.trace").output().expect("the benchmark runs");
    let errors = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(1));
    assert!(errors.contains("absent.trace") && errors.contains("check the name"), "{errors}");
}
