//! Our `conf` against Linux's, on the kernel itself.
//!
//! `kernel` is a tree with what its Makefile would say, `plan` lists the `scenario`s, `bench` runs both programs through
//! one, `outcome` is what a run gave and how two differ. `memory` knows what was established before, `report` is what
//! people see, `page` the part of it that is kept, `suite` the kernel's own tests.

mod bench;
mod kernel;
mod memory;
mod outcome;
mod page;
mod plan;
mod report;
mod scenario;
mod suite;

pub(crate) use plan::Extent;

use crate::oracle::{Program, Series};
use crate::parallel::{in_parallel, processors};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use bench::Bench;
use kernel::Kernel;
use report::Report;
use std::fs;
use std::path::PathBuf;

/// How a run is made.
pub(crate) struct Options {
    pub(crate) extent: Extent,
    /// Our program; none: it is built.
    pub(crate) conf: Option<PathBuf>,
    /// So many scenarios at once; none: one for each processor.
    pub(crate) jobs: Option<usize>,
    /// Only the scenarios whose title contains this text; then without the kernel's own tests.
    pub(crate) only: Option<String>,
    /// Write the page of the documentation.
    pub(crate) write_page: bool,
}

/// Compares.
///
/// # Errors
/// A run differs, a test of the kernel fails, or something cannot be fetched.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let target = workspace.target();
    let home = target.join("oracle/conformance");
    let ours = match &options.conf {
        Some(path) => Program::at(path)?,
        None => crate::difftest::build(workspace)?,
    };
    let series: &[Series] = match options.extent {
        Extent::Quick => &[Series::Linux6_12],
        Extent::Full => &[Series::Linux6_12, Series::Linux6_1],
    };
    let kernels = series.iter().map(|series| Kernel::fetch(&target, *series)).collect::<Result<Vec<_>>>()?;
    let versions = kernels.iter().map(|kernel| kernel.version().to_owned()).collect();
    let mut scenarios = Vec::new();
    for kernel in &kernels {
        scenarios.extend(plan::scenarios(kernel, options.extent)?);
    }
    if let Some(text) = &options.only {
        scenarios.retain(|scenario| scenario.title().contains(text));
    }

    fs::create_dir_all(&home).with_context(|| format!("cannot create {}", home.display()))?;
    let suite = match options.only {
        Some(_) => None,
        None => Some(suite::run(&home, &kernels[0], &ours)?),
    };
    let bench = Bench::new(home.clone(), kernels, ours)?;
    let mut report = Report::new(scenarios.iter().map(|scenario| scenario.steps.len()).sum())?;
    let jobs = options.jobs.unwrap_or_else(processors).max(1);
    let judge = |_, scenario: &_| bench.judge(scenario);
    in_parallel(&scenarios, jobs, judge, |scenario, verdict| {
        report.add(scenario, &verdict);
        Ok(())
    })?;

    report.print();
    let list = home.join("differences.txt");
    fs::write(&list, report.differences()).with_context(|| format!("cannot write {}", list.display()))?;
    if options.write_page {
        let facts = page::Facts { extent: options.extent, versions, report: &report, suite: suite.as_ref() };
        fs::write(workspace.path(page::FILE), page::text(&facts))
            .with_context(|| format!("cannot write {}", page::FILE))?;
    }
    let failed = suite.as_ref().map_or(0, |said| said.failed);
    if let Some(said) = &suite {
        if failed > 0 {
            println!("{}", said.text);
        }
        println!("the kernel's own tests: {} pass, {failed} fail", said.passed);
    }
    match (report.differing(), failed) {
        (0, 0) => {
            println!("{} scenarios, no difference", scenarios.len());
            Ok(())
        }
        (differing, failed) => bail!(
            "{differing} of {} scenarios differ (all differences are in {}), {failed} of the kernel's tests fail",
            scenarios.len(),
            list.display()
        ),
    }
}
