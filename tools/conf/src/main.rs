//! The `conf` command line.
//!
//! Called exactly as the reference program is (`conf --olddefconfig Kconfig`), and beside that with commands for
//! scripts: `conf set SYMBOL=VALUE`, `conf get SYMBOL`, `conf explain K0012`.
//!
//! Reading order: [`args`] says what can be asked for, [`session`] is a tree with its configuration, [`mode`] has a
//! struct for each mode, [`ask`] holds the dialogue, [`report`] prints.
//!
//! Knows nothing of the language: values, files and the order of the questions are the library's.
#![forbid(unsafe_code)]

mod args;
mod ask;
mod diff;
mod explain;
mod get;
mod json;
mod kbuild;
mod linux;
mod merge;
mod mode;
mod nearest;
mod reading;
mod report;
mod session;
mod set;
mod stop;

use args::{Args, Command};
use clap::Parser;
use report::{Report, Style};
use session::Session;
use std::mem::ManuallyDrop;
use std::process::ExitCode;
use stop::Stop;

fn main() -> ExitCode {
    match Args::try_parse() {
        Err(error) => usage(&error),
        Ok(args) => run(args).map_or_else(Stop::end, |()| ExitCode::SUCCESS),
    }
}

/// Prints help or an error of the command line. Errors end with 1, as every other does.
fn usage(error: &clap::Error) -> ExitCode {
    // Nobody is left to hear that this could not be printed.
    let _ = error.print();
    if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn run(args: Args) -> Result<(), Stop> {
    let Args { mode, silent, style, reading, kconfig, command } = args;
    let Some(command) = command else {
        let report = Report::new(style, Style::Classic);
        // The system takes the memory of a whole tree back at once; piece by piece it takes longer.
        let mut session = ManuallyDrop::new(Session::open(kconfig.as_deref(), &reading, report, silent)?);
        return mode.run(&mut session);
    };
    if let Some(name) = mode.given() {
        return Err(Stop::because(format!(
            "--{name} cannot be combined with a command such as `set`: run one after the other"
        )));
    }
    // No reference program has these commands: there is no wording to agree with, so the fuller one serves.
    let report = Report::new(style, Style::Short);
    match command {
        Command::Explain { code } => explain::explain(&code),
        Command::Set { assignments } => {
            set::set(&mut Session::open(kconfig.as_deref(), &reading, report, silent)?, &assignments)
        }
        Command::Merge(given) => {
            merge::merge(&mut Session::open(kconfig.as_deref(), &reading, report, silent)?, &given)
        }
        Command::Diff(given) => {
            diff::diff(&Session::open(kconfig.as_deref(), &reading, report, silent)?, &given)
        }
        Command::Get { symbols } => {
            get::get(&mut Session::open(kconfig.as_deref(), &reading, report, silent)?, &symbols)
        }
    }
}
