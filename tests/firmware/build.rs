//! The linker script of the chosen board, and the suite's cases as constants.

use std::path::Path;
use std::process::ExitCode;

#[path = "../common/case.rs"]
#[allow(dead_code, unreachable_pub)] // the runner reads the fields
mod case;
#[path = "../common/case_file.rs"]
#[allow(unreachable_pub)] // shared with tests on the host
mod case_file;

const BOARDS: &str = "../../configs/boards";
const SUITE: &str = "../suite";

fn main() -> ExitCode {
    kconfig_build::run(|build| {
        let boards = board::read_all(Path::new(BOARDS))?;
        let chosen = boards.iter().find(|board| build.is_on(&board.symbol));
        let board = chosen.ok_or("no board is chosen: add a file to configs/boards for the chosen symbol")?;
        build.write("board.ld", &board.linker_script()?)?;
        println!("cargo::rustc-link-arg-bins=-T{}/board.ld", std::env::var("OUT_DIR")?);
        build.write("cases.rs", &cases())?;
        for path in [BOARDS, SUITE] {
            build.watch(path);
        }
        Ok(())
    })
}

fn cases() -> String {
    let mut text = "/// The cases of tests/suite.\nstatic CASES: &[Case<'static>] = &[\n".to_owned();
    for read in case_file::read_all(Path::new(SUITE)) {
        let case::Case { name, pool, only, steps } = read.case();
        // The names of the types are in scope where this is included, so what Debug writes is Rust.
        text += &format!("Case {{ name: {name:?}, pool: {pool}, only: {only:?}, steps: &{steps:?} }},\n");
    }
    text + "];\n"
}
