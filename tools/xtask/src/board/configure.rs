//! A configuration put on a board: one `.config` from a defconfig and the board's symbol.

use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use board::Board;
use kconfig::Config;
use kconfig::eval::Tristate;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// What a board needs, whatever the defconfig says: an interrupt handler that allocates must not wait for the code that
/// it interrupted, and the system pool is to lie where the board's file says.
const ON_A_BOARD: [&str; 3] =
    ["LOSCFG_MEM_LOCK_CRITICAL_SECTION", "LOSCFG_MEM_SYS_SIZE_BOARD", "LOSCFG_MEM_SYS_ADDR_BOARD"];

/// Writes the `.config` below the target folder and gives its path.
pub(super) fn write(workspace: &Workspace, board: &Board, defconfig: &str) -> Result<PathBuf> {
    let text = merge(workspace, board, defconfig)?;
    let folder = workspace.target().join("board");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path =
        folder.join(format!("{}-{}.config", super::name(board), defconfig.trim_end_matches("_defconfig")));
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

/// The text of the `.config`.
fn merge(workspace: &Workspace, board: &Board, defconfig: &str) -> Result<String> {
    let mut config = Config::new(Arc::new(workspace.project()?.load()));
    let path = format!("configs/{defconfig}");
    let bytes = fs::read(workspace.path(&path)).with_context(|| format!("cannot read {path}"))?;
    if let Some(finding) = config.read(&path, &bytes).iter().next() {
        bail!("{path}: {}", finding.message);
    }
    for name in std::iter::once(board.symbol.as_str()).chain(ON_A_BOARD) {
        let tree = Arc::clone(config.tree());
        let symbol = tree.symbol_named(name).with_context(|| format!("{name} is not in the Kconfig tree"))?;
        config.set(symbol, "y").with_context(|| format!("{path} on {}", board.name))?;
        if config.tristate(symbol) != Tristate::Yes {
            bail!("{path} on {}: {name} stays off: {}", board.name, config.why(symbol).text);
        }
    }
    Ok(config.write())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_masks_interrupts_whatever_the_configuration_says() {
        let workspace = Workspace::find().unwrap();
        for board in board::read_all(&workspace.path("configs/boards")).unwrap() {
            if board.emulator.is_none() {
                continue;
            }
            let text = merge(&workspace, &board, "debug_defconfig").unwrap();
            for symbol in [&board.symbol, ON_A_BOARD[0], "LOSCFG_MEM_MUL_MODULE"] {
                assert!(text.contains(&format!("\n{symbol}=y\n")), "{symbol}\n{text}");
            }
        }
    }
}
