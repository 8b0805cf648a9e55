//! What a run shows: a bar while it goes on, then how often each value was tried, and every failure with the command
//! that repeats it.

use super::space::{ABSENT, Row, Space};
use super::{Case, Outcome, trial};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write;

/// So many of the last lines of a failure are shown.
const LINES: usize = 25;

/// A bar for so many configurations; hidden where there is no terminal.
pub(super) fn bar(count: u64) -> Result<ProgressBar> {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len}, {eta} left{msg}");
    Ok(ProgressBar::new(count).with_style(style.context("the bar's template is wrong")?))
}

/// The outcomes so far.
pub(super) struct Report<'s> {
    space: &'s Space,
    bar: ProgressBar,
    /// Each row, and whether it passed.
    outcomes: Vec<(Row, bool)>,
    failures: String,
}

impl<'s> Report<'s> {
    /// A report on so many configurations.
    pub(super) fn new(space: &'s Space, count: u64) -> Result<Report<'s>> {
        Ok(Report { space, bar: bar(count)?, outcomes: Vec::new(), failures: String::new() })
    }

    /// Takes the outcome of one configuration.
    pub(super) fn add(&mut self, workspace: &Workspace, case: &Case, outcome: Outcome) {
        let failed = match outcome {
            Outcome::Passed(_) => None,
            Outcome::Failed(said) => Some(said),
        };
        self.outcomes.push((case.row.clone(), failed.is_none()));
        self.bar.inc(1);
        let what = self.space.describe(&case.row);
        if self.bar.is_hidden() {
            let word = if failed.is_none() { "passed" } else { "FAILED" };
            println!(
                "{}/{} {word} {} {what}",
                self.outcomes.len(),
                self.bar.length().unwrap_or(0),
                case.name
            );
        }
        if let Some(said) = failed {
            let lines: Vec<&str> = said.lines().collect();
            let last = lines[lines.len().saturating_sub(LINES)..].join("\n    ");
            let again = trial::command(workspace, &case.folder);
            let _ = write!(self.failures, "FAILED: {what}\n    {last}\nagain: {again}\n\n");
            self.bar.set_message(format!(", {} failed", self.failed()));
        }
    }

    fn failed(&self) -> usize {
        self.outcomes.iter().filter(|(_, passed)| !passed).count()
    }

    /// Prints the summary and the failures; `before` more have passed in earlier runs.
    ///
    /// # Errors
    /// A configuration failed.
    pub(super) fn finish(self, before: usize) -> Result<()> {
        self.bar.finish_and_clear();
        print!("{}{}", summary(self.space, &self.outcomes), self.failures);
        let all = self.outcomes.len() + before;
        match self.failed() {
            0 if before == 0 => println!("{all} configurations built and tested, all well"),
            0 => {
                println!("{all} configurations built and tested, {before} of them in earlier runs, all well")
            }
            failed => bail!("{failed} of {all} configurations fail"),
        }
        Ok(())
    }
}

/// How often each value was tried and how often that failed.
fn summary(space: &Space, outcomes: &[(Row, bool)]) -> String {
    let mut text = String::new();
    if outcomes.is_empty() {
        return text;
    }
    let width = space.dimensions.iter().map(|d| d.name.len()).max().unwrap_or(0);
    let _ = writeln!(text, "{:width$}  {:36} tried failed", "option", "value");
    for (index, dimension) in space.dimensions.iter().enumerate() {
        let absent = std::iter::once((ABSENT, "not visible"));
        let values = dimension.values.iter().enumerate().map(|(n, value)| (n as u8, value.as_str()));
        for (value, name) in values.chain(absent) {
            let with: Vec<_> = outcomes.iter().filter(|(row, _)| row[index] == value).collect();
            if !with.is_empty() {
                let failed = with.iter().filter(|(_, passed)| !passed).count();
                let _ = writeln!(
                    text,
                    "{:width$}  {name:36} {:5} {:>6}",
                    dimension.name,
                    with.len(),
                    if failed == 0 { "-".to_owned() } else { failed.to_string() }
                );
            }
        }
    }
    text
}
