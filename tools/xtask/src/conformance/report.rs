//! What people see: a bar while it goes on, then tables and differences.

use super::bench::Verdict;
use super::outcome::{Aspect, Difference};
use super::scenario::Scenario;
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::fmt::Write;

/// So many scenarios are shown with their differences as they are found; the file has all.
const SHOWN: usize = 10;

/// Runs and how many of them differ, in each aspect.
#[derive(Default, Clone)]
pub(super) struct Row {
    pub(super) runs: usize,
    pub(super) differing: usize,
    pub(super) aspects: BTreeMap<Aspect, usize>,
    pub(super) known: usize,
}

/// The verdicts so far.
pub(super) struct Report {
    bar: ProgressBar,
    /// By series and architecture.
    pub(super) places: BTreeMap<(String, String), Row>,
    /// By series and mode.
    pub(super) modes: BTreeMap<(String, String), Row>,
    differences: Vec<String>,
}

impl Report {
    /// A report on so many runs.
    pub(super) fn new(runs: usize) -> Result<Report> {
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} runs, {eta} left{msg}");
        let bar = ProgressBar::new(runs as u64).with_style(style.context("the bar's template is wrong")?);
        Ok(Report { bar, places: BTreeMap::new(), modes: BTreeMap::new(), differences: Vec::new() })
    }

    /// Takes what a scenario showed.
    pub(super) fn add(&mut self, scenario: &Scenario, verdict: &Verdict) {
        let found: &[(usize, Difference)] = match verdict {
            Verdict::Different(found) => found,
            _ => &[],
        };
        let series = scenario.series.number().to_owned();
        for (at, step) in scenario.steps.iter().enumerate() {
            let of_step = || found.iter().filter(|(index, _)| *index == at).map(|(_, difference)| difference);
            let place = self.places.entry((series.clone(), scenario.arch.clone())).or_default();
            let mode = self.modes.entry((series.clone(), step.mode.to_owned())).or_default();
            for row in [place, mode] {
                row.runs += 1;
                row.known += usize::from(matches!(verdict, Verdict::Known));
                row.differing += usize::from(of_step().next().is_some());
                for difference in of_step() {
                    *row.aspects.entry(difference.aspect).or_default() += 1;
                }
            }
        }
        if !found.is_empty() {
            let mut text = format!("DIFFERENT: {}\n", scenario.title());
            let mut last = None;
            for (at, difference) in found {
                if last.replace(*at) != Some(*at) {
                    let step = &scenario.steps[*at];
                    let variables: Vec<String> =
                        step.variables.iter().map(|(name, value)| format!("{name}={value} ")).collect();
                    let call = step.arguments().join(" ");
                    let _ = writeln!(text, "  run {}: {}conf {call}", at + 1, variables.concat());
                }
                difference.what.lines().for_each(|line| text.push_str(&format!("    {line}\n")));
            }
            text.push('\n');
            // Early: a run is long, and one difference is often all that there is to mend.
            if self.differences.len() < SHOWN {
                self.bar.suspend(|| print!("{text}"));
            }
            self.differences.push(text);
        }
        self.bar.inc(scenario.steps.len() as u64);
        match self.differences.len() {
            0 => {}
            some => self.bar.set_message(format!(", {some} scenarios differ")),
        }
    }

    /// How many scenarios differ.
    pub(super) fn differing(&self) -> usize {
        self.differences.len()
    }

    /// Every difference.
    pub(super) fn differences(&self) -> String {
        self.differences.concat()
    }

    /// Prints the tables.
    pub(super) fn print(&self) {
        self.bar.finish_and_clear();
        print!("{}\n{}", table("architecture", &self.places), table("mode", &self.modes));
    }
}

/// Rows with what they count.
fn table(what: &str, rows: &BTreeMap<(String, String), Row>) -> String {
    let mut text = format!(
        "{:6} {what:14} {:>6} {:>6} {:>9}  files output messages status effect\n",
        "series", "runs", "known", "differing"
    );
    for ((series, name), row) in rows {
        let count = |aspect| row.aspects.get(&aspect).map_or("-".to_owned(), usize::to_string);
        let _ = writeln!(
            text,
            "{series:6} {name:14} {:>6} {:>6} {:>9}  {:>5} {:>6} {:>8} {:>6} {:>6}",
            row.runs,
            row.known,
            if row.differing == 0 { "-".to_owned() } else { row.differing.to_string() },
            count(Aspect::Files),
            count(Aspect::Output),
            count(Aspect::Messages),
            count(Aspect::Status),
            count(Aspect::Effect),
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::scenario::Step;
    use crate::oracle::Series;

    #[test]
    fn runs_are_counted_by_place_and_by_mode() {
        let scenario = Scenario {
            series: Series::Linux6_12,
            arch: "x86".to_owned(),
            name: "some".to_owned(),
            steps: vec![Step::new("allnoconfig"), Step::new("olddefconfig"), Step::new("olddefconfig")],
        };
        let mut report = Report::new(6).expect("a bar");
        report.add(&scenario, &Verdict::Same);
        let difference = |aspect| Difference { aspect, what: "a\nb\n".to_owned() };
        let found = vec![
            (1, difference(Aspect::Files)),
            (1, difference(Aspect::Files)),
            (2, difference(Aspect::Status)),
        ];
        report.add(&scenario, &Verdict::Different(found));
        let place = &report.places[&("6.12".to_owned(), "x86".to_owned())];
        assert_eq!((place.runs, place.differing), (6, 2));
        let mode = &report.modes[&("6.12".to_owned(), "olddefconfig".to_owned())];
        assert_eq!((mode.runs, mode.differing), (4, 2));
        assert_eq!(report.differing(), 1);
        assert!(report.differences().contains("run 2: conf --olddefconfig Kconfig\n    a\n    b\n"));
        assert!(
            table("mode", &report.modes).contains(
                "6.12   olddefconfig        4      0         2      2      -        -      1      -"
            )
        );
    }
}
