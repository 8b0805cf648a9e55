//! A firmware in QEMU, for a limited time.

use crate::debian;
use anyhow::{Context, Result, bail};
use board::{Board, Emulator};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Debian's package of an emulator.
const PACKAGES: [(&str, &str); 3] = [
    ("qemu-system-aarch64", "qemu-system-arm"),
    ("qemu-system-arm", "qemu-system-arm"),
    ("qemu-system-riscv32", "qemu-system-misc"),
];

/// No screen, no devices that need a file or the terminal; text and exit code by semihosting; and time that passes by
/// instructions, 8 ns for each, so that a run is the same on every machine and under every load.
const ARGUMENTS: [&str; 7] =
    ["-nographic", "-monitor", "none", "-serial", "none", "-icount", "shift=3,sleep=off"];

/// Installs the board's emulator if it is missing.
pub(super) fn install(board: &Board) -> Result<()> {
    let program = &emulator(board)?.program;
    let Some((_, package)) = PACKAGES.iter().find(|(known, _)| known == program) else {
        bail!("{}: no package is known that has {program}: add it to the table of `xtask board`", board.file);
    };
    debian::install(&[package], || Command::new(program).arg("--version").output().is_ok())
}

/// Runs an image and shows what it prints. Well only if it leaves with 0 before the time is over.
pub(super) fn run(board: &Board, image: &Path, operations: u32, patience: Duration) -> Result<()> {
    let Emulator { program, arguments } = emulator(board)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .args(ARGUMENTS)
        .arg("-semihosting-config")
        .arg(format!("enable=on,target=native,arg=firmware,arg={operations}"))
        .arg("-kernel")
        .arg(image);
    watch(command, patience)
}

fn emulator(board: &Board) -> Result<&Emulator> {
    board.emulator.as_ref().with_context(|| format!("{} has no [emulator]", board.file))
}

/// Runs a program, shows its lines as they come, and ends it when the time is over.
fn watch(mut command: Command, patience: Duration) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let (reader, writer) = std::io::pipe().context("cannot make a pipe")?;
    command.stdout(writer.try_clone().context("cannot share a pipe")?).stderr(writer);
    let mut child = command.spawn().with_context(|| format!("cannot run {name}"))?;
    // It holds the writing end, without which the lines come to an end.
    drop(command);
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(reader).split(b'\n').map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    let end = Instant::now() + patience;
    let mut last = "nothing".to_owned();
    loop {
        match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                last = String::from_utf8_lossy(&line).trim_end().to_owned();
                println!("    {last}");
            }
            Err(RecvTimeoutError::Timeout) => {
                child.kill().with_context(|| format!("cannot end {name}"))?;
                child.wait()?;
                bail!("no end within {} s; the last line was: {last}", patience.as_secs());
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{name} left with {status}; the last line was: {last}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Stdio;

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let mut command = Command::new("cat");
        // Waits for ever: the other end stays open.
        let (reader, _writer) = std::io::pipe().unwrap();
        command.stdin(Stdio::from(reader));
        let error = watch(command, Duration::ZERO).unwrap_err();
        assert!(error.to_string().contains("no end within 0 s"), "{error}");
    }

    #[test]
    fn an_exit_code_is_a_failure_and_the_last_line_its_reason() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo first; echo reason >&2; exit 7"]);
        let error = watch(command, Duration::from_secs(60)).unwrap_err().to_string();
        assert!(error.contains('7') && error.ends_with("reason"), "{error}");
    }
}
