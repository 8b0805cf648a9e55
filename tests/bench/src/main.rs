//! Benchmarks: the allocator's policies and its peers on the recorded traces.
//!
//! ```text
//! cargo run --release -p bench [-- TRACE...]
//! ```
//!
//! Every contender replays the same traces in pools of the same size, in turn within one run, so that what slows the
//! machine slows all of them. A time is the median of several replays, given as a ratio to rlsf's; a pool is the
//! smallest in which the trace completes, given as a ratio to the trace's live peak. It is not searched for where a
//! replay takes time in proportion to the number of blocks. Noise spoils times: compare ratios of one run only.
//!
//! Knows nothing of the configuration: all policies are compiled here, whatever `.config` says.

mod contender;
mod measure;
mod peers;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use contender::{CONTENDERS, Contender};
use measure::{Figures, Workload};

fn main() -> ExitCode {
    let named: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let traces = if named.is_empty() { recorded() } else { named };
    match run(&traces) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error)
            if error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) =>
        {
            ExitCode::SUCCESS
        }
        Err(error) => {
            // If standard error is gone, nobody is left to tell.
            let _ = writeln!(io::stderr(), "bench: error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The traces of the repository's test data.
fn recorded() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/traces");
    ["lua", "sqlite", "jq"].map(|name| directory.join(name).with_extension("trace.gz")).to_vec()
}

fn run(traces: &[PathBuf]) -> anyhow::Result<()> {
    let mut out = io::stdout();
    if !memlab::replay::TIMES_COUNT {
        writeln!(out, "A debug build: the times mean nothing. Run with --release.\n")?;
    }
    for path in traces {
        let workload = Workload::read(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        writeln!(
            out,
            "{name}: {} operations, live peak {} bytes",
            workload.operations(),
            workload.peak_live()
        )?;
        writeln!(out, "  {:<24} {:>8} {:>8} {:>9}", "", "ns/op", "to rlsf", "pool/peak")?;
        let figures = measure::all(&workload, CONTENDERS)?;
        let reference = CONTENDERS.iter().position(|contender| contender.is_reference).map(|at| &figures[at]);
        for (contender, figures) in CONTENDERS.iter().zip(&figures) {
            writeln!(out, "  {}", row(contender, figures, reference, workload.peak_live()))?;
        }
        writeln!(out)?;
        out.flush()?;
    }
    Ok(())
}

fn row(contender: &Contender, figures: &Figures, reference: Option<&Figures>, peak: usize) -> String {
    let time = figures.nanos.map_or("-".to_string(), |nanos| format!("{nanos:.1}"));
    let ratio = match (figures.nanos, reference.and_then(|reference| reference.nanos)) {
        (Some(nanos), Some(base)) if base > 0.0 => format!("{:.2}", nanos / base),
        _ => "-".to_string(),
    };
    let pool =
        figures.smallest.map_or("-".to_string(), |size| format!("{:.3}", size as f64 / peak.max(1) as f64));
    format!("{:<24} {time:>8} {ratio:>8} {pool:>9}", contender.name)
}
