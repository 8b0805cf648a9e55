//! The program: finds the project, then the menu, or its text where there is no terminal.
#![forbid(unsafe_code)]

use clap::Parser;
use kconfig::Project;
use menuconfig::{Session, linear, strings, term};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Parser)]
#[command(about = strings::ABOUT, version)]
struct Arguments {
    #[arg(help = strings::ABOUT_KCONFIG)]
    kconfig: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(code) => code,
        Err(why) => {
            eprintln!("{}", strings::fatal(&why));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, String> {
    let project = match &arguments.kconfig {
        Some(kconfig) => Project::at(kconfig),
        None => Project::find(Path::new(".")),
    };
    let mut session = Session::new(project.map_err(|why| why.to_string())?);
    if !term::is_usable() {
        return Ok(print(&session));
    }
    match term::run(&mut session).map_err(|why| why.to_string())? {
        term::End::Quit => {
            print!("{}", session.farewell());
            Ok(ExitCode::SUCCESS)
        }
        // What a shell calls a program that a signal ended.
        term::End::Signal(number) => Ok(ExitCode::from(128u8.saturating_add(number as u8))),
    }
}

fn print(session: &Session) -> ExitCode {
    let report = session.report();
    eprint!("{}", report.text);
    // A reader that has seen enough, as `head` has, is no failure.
    let _ = std::io::stdout().write_all(linear::print(session).as_bytes());
    match session.model.config().tree().is_usable() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
