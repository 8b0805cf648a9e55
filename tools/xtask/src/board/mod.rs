//! The suite on emulated boards.
//!
//! `configure` puts a configuration on a board, `image` compiles tests/firmware for it, `emulate` runs that in QEMU.
//! What a board is stands in configs/boards; what is tried there, in tests/firmware.

mod configure;
mod emulate;
mod image;

use crate::debian;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use board::Board;
use std::path::Path;
use std::time::{Duration, Instant};

/// Which boards, which configurations, and how long.
pub(crate) struct Plan {
    /// The one board, by the name of its file; all that are emulated without it.
    pub(crate) board: Option<String>,
    /// The one file of configs/; all that are not a board's own without it.
    pub(crate) defconfig: Option<String>,
    pub(crate) quick: bool,
}

impl Plan {
    /// Operations while an interrupt handler allocates.
    fn operations(&self) -> u32 {
        if self.quick { 100_000 } else { 1_000_000 }
    }

    /// How long one run may take, on a machine that has other things to do.
    fn patience(&self) -> Duration {
        Duration::from_secs(if self.quick { 120 } else { 900 })
    }
}

/// How one configuration fared on one board.
struct Row {
    board: String,
    configuration: String,
    outcome: Result<()>,
    built: Duration,
    ran: Duration,
}

/// Builds and runs every configuration on every board; all of them, also after a failure.
pub(crate) fn run(workspace: &Workspace, plan: &Plan) -> Result<()> {
    let boards = boards(workspace, plan)?;
    let defconfigs = defconfigs(workspace, plan)?;
    debian::install_toolchain()?;
    for board in &boards {
        emulate::install(board)?;
    }
    let linker = image::linker()?;
    let mut rows = Vec::new();
    let all = boards.len() * defconfigs.len();
    for board in &boards {
        for defconfig in &defconfigs {
            let (name, configuration) = (name(board), defconfig.trim_end_matches("_defconfig"));
            println!("[{}/{all}] {name}, {configuration}", rows.len() + 1);
            let start = Instant::now();
            let image = configure::write(workspace, board, defconfig)
                .and_then(|config| image::build(workspace, board, &config, &linker));
            let built = start.elapsed();
            let outcome =
                image.and_then(|image| emulate::run(board, &image, plan.operations(), plan.patience()));
            let (board, configuration) = (name.to_owned(), configuration.to_owned());
            rows.push(Row { board, configuration, outcome, built, ran: start.elapsed() - built });
        }
    }
    report(&rows)
}

/// The boards of the plan.
fn boards(workspace: &Workspace, plan: &Plan) -> Result<Vec<Board>> {
    let mut boards = board::read_all(&workspace.path("configs/boards"))?;
    boards.retain(|board| board.emulator.is_some());
    let names = boards.iter().map(name).collect::<Vec<_>>().join(", ");
    boards.retain(|board| plan.board.as_deref().is_none_or(|wanted| wanted == name(board)));
    match &plan.board {
        Some(wanted) if boards.is_empty() => {
            bail!("no file configs/boards/{wanted}.toml with an [emulator]; there are {names}")
        }
        _ => Ok(boards),
    }
}

/// The configurations of the plan, as file names in configs/.
fn defconfigs(workspace: &Workspace, plan: &Plan) -> Result<Vec<String>> {
    let mut names = workspace.defconfigs()?;
    if let Some(wanted) = &plan.defconfig {
        names.retain(|name| name == wanted || name.strip_suffix("_defconfig") == Some(wanted));
        if names.is_empty() {
            bail!("no file configs/{wanted} or configs/{wanted}_defconfig");
        }
    } else {
        let boards = board::read_all(&workspace.path("configs/boards"))?;
        names.retain(|name| boards.iter().all(|board| board.defconfig != *name));
    }
    Ok(names)
}

/// What a board is called: its file's name.
fn name(board: &Board) -> &str {
    Path::new(&board.file).file_stem().and_then(|stem| stem.to_str()).unwrap_or(&board.file)
}

/// The target that programs for a board are compiled for.
fn target(board: &Board) -> Result<&str> {
    board.targets.first().map(String::as_str).with_context(|| format!("{} lists no target", board.file))
}

/// The table at the end, and whether all is well.
fn report(rows: &[Row]) -> Result<()> {
    let width = rows.iter().map(|row| row.board.len()).max().unwrap_or(0);
    println!("\n{:width$}  configuration  result  built   ran", "board");
    for Row { board, configuration, outcome, built, ran } in rows {
        let result = if outcome.is_ok() { "passed" } else { "FAILED" };
        let seconds = |time: &Duration| time.as_secs();
        print!("{board:width$}  {configuration:13}  {result}  {:3} s {:3} s", seconds(built), seconds(ran));
        match outcome {
            Ok(()) => println!(),
            Err(error) => println!("  {error:#}"),
        }
    }
    let failed = rows.iter().filter(|row| row.outcome.is_err()).count();
    if failed > 0 {
        bail!("{failed} of {} runs failed", rows.len());
    }
    println!("{} runs, all well", rows.len());
    Ok(())
}
