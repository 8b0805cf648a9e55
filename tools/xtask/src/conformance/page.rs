//! The page of the documentation that has the tables of a run.

use super::plan::Extent;
use super::report::{Report, Row};
use super::suite::Said;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Where the page is.
pub(super) const FILE: &str = "tools/kconfig/docs/conformance.md";

/// What a run compared, for the page.
pub(super) struct Facts<'a> {
    pub(super) extent: Extent,
    /// The kernels, by version.
    pub(super) versions: Vec<String>,
    pub(super) report: &'a Report,
    pub(super) suite: Option<&'a Said>,
}

/// The whole page.
pub(super) fn text(facts: &Facts<'_>) -> String {
    let mut page = format!(
        "# Compared with Linux's `conf`\n\n\
         Written by `cargo xtask conformance{} --write-page`; not to be edited by hand.\n\n\
         Each run is one call of `conf` in a folder of its own, of the reference (Debian's `linux-kbuild` packages, with \
         the trees of Linux {}) and of ours, from the same files and with the variables that the kernel's Makefile \
         exports. Compared are every file of the folder byte for byte, the exit status, standard output, and standard \
         error line by line. Files below `include/` are compared as sets of lines: their order is that of a hash table \
         in the reference. Random configurations cannot be equal, since the streams of random numbers are not: instead, \
         what the reference made at random is brought up to date by both, and so is what ours made, which has to stay \
         as it is.\n\n",
        if facts.extent == Extent::Full { " --full" } else { "" },
        facts.versions.join(" and ")
    );
    page.push_str(
        "The answers of `$(shell,…)` come from one record for each architecture, for both programs; one run for each \
         architecture asks without it and has to give the same.\n\n",
    );
    if let Some(said) = facts.suite {
        let _ = writeln!(
            page,
            "The kernel's own tests of `conf`, with ours in its place: {} of {} pass.\n",
            said.passed,
            said.passed + said.failed
        );
    }
    page.push_str(&table("architecture", &facts.report.places));
    page.push('\n');
    page.push_str(&table("mode", &facts.report.modes));
    page
}

fn table(what: &str, rows: &BTreeMap<(String, String), Row>) -> String {
    let mut text = format!("| series | {what} | runs | differing |\n|---|---|---:|---:|\n");
    for ((series, name), row) in rows {
        let _ = writeln!(text, "| {series} | {name} | {} | {} |", row.runs, row.differing);
    }
    let (runs, differing) = rows.values().fold((0, 0), |sum, row| (sum.0 + row.runs, sum.1 + row.differing));
    let _ = writeln!(text, "| | all | {runs} | {differing} |");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_ends_with_the_sum() {
        let row = |runs, differing| Row { runs, differing, ..Row::default() };
        let name = |text: &str| ("6.12".to_owned(), text.to_owned());
        let rows = BTreeMap::from([(name("arm"), row(3, 0)), (name("x86"), row(4, 1))]);
        assert!(table("architecture", &rows).ends_with("| 6.12 | x86 | 4 | 1 |\n| | all | 7 | 1 |\n"));
    }
}
