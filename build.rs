//! Configuration into code: cfgs and constants from Kconfig, the place of the system pool from the board.

use board::{Request, Target};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    kconfig_build::run(|build| {
        build.watch("configs/boards");
        let boards = board::read_all(Path::new("configs/boards"))?;
        let chosen = boards.iter().find(|board| build.is_on(&board.symbol));
        let board = chosen.ok_or("no board is chosen: add a file to configs/boards for the chosen symbol")?;
        let target = Target::of_build()?;
        if !board.lists(&target) {
            build.warn(format!(
                "{} is not made for {target}: its memory map is used all the same",
                board.name
            ));
        }
        let request = Request {
            address: build.number("LOSCFG_MEM_SYS_ADDR"),
            size: build.number("LOSCFG_MEM_SYS_SIZE"),
        };
        let place = board.place(&target, request)?;
        build.write("los_config.rs", &(build.rust_constants() + &place.rust()))?;
        build.write("los_config.h", &build.c_header(&place.c_header()))?;
        Ok(())
    })
}
