//! The command line of memlab: arguments, exit status, and what is printed.
#![forbid(unsafe_code)]

mod cli;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use los_mem::{CONFIG, ConfiguredPool};
use memlab::pool::Arena;

/// The allocator on a workload, as it is compiled from the configuration.
#[derive(Parser)]
#[command(name = "memlab", version, after_help = EXIT)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT: &str = "Exit status: 0 all went well, 1 allocations failed, 2 the command was not run.";

#[derive(Subcommand)]
enum Command {
    /// Walk through a pool's life, with a map of its blocks after each step
    Tour,
    /// Run a recorded trace in a pool and print what came of it
    #[command(after_help = EXIT)]
    Replay(ReplayArgs),
}

#[derive(Args)]
struct ReplayArgs {
    /// The trace, plain or gzip; tests/data/traces has three
    #[arg(value_name = "FILE.trace.gz")]
    file: PathBuf,
    /// Bytes, or with KiB, MiB or GiB [default: what is roomy]
    #[arg(long, value_name = "SIZE", value_parser = memlab::size::parse)]
    pool: Option<usize>,
    /// Watch for overlaps; check all of the pool now and then
    #[arg(long)]
    check: bool,
    /// Search for the smallest pool that completes the trace
    #[arg(long, conflicts_with_all = ["pool", "check"])]
    smallest: bool,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Tour => tour(),
        Command::Replay(args) if args.smallest => cli::smallest(&args.file),
        Command::Replay(args) => cli::replay(&args.file, args.pool, args.check),
    };
    match done {
        Ok(code) => code,
        // A reader that has seen enough, such as `head`, is no fault.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let mut text = format!("memlab: error: {error:#}\n");
            if let Some(fault) = error.downcast_ref::<memlab::trace::Error>() {
                text += &format!("  help: {}\n", fault.help());
            }
            // If standard error is gone, nobody is left to tell.
            let _ = io::stderr().write_all(text.as_bytes());
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn tour() -> anyhow::Result<ExitCode> {
    let mut text = String::new();
    memlab::tour::introduce(&mut text, &CONFIG, ConfiguredPool::HEADER)?;
    let mut arena = Arena::new(memlab::tour::POOL)?;
    let (memory, addresses) = arena.memory();
    let walked = memlab::tour::walk(&mut text, ConfiguredPool::new(memory)?, addresses.start);
    io::stdout().write_all(text.as_bytes())?;
    walked?;
    Ok(ExitCode::SUCCESS)
}
