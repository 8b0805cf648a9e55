//! What can be asked for on the command line.

use crate::mode::Chosen;
use crate::reading::Reading;
use crate::report::Style;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Evaluate a Kconfig tree: answer its questions, save .config
///
/// Give one mode and the first file of the tree, as with the conf program of the Linux kernel, or one of the commands
/// below. Without KCONFIG, the tree is the one of the working directory or the nearest folder above it; prefix and
/// dialect are read from [package.metadata.kconfig] in the Cargo.toml beside it. The mode is --oldaskconfig if none
/// is given; of several, the last counts.
#[derive(Parser, Debug)]
#[command(
    name = "conf",
    version,
    arg_required_else_help = true,
    infer_long_args = true,
    args_override_self = true,
    subcommand_value_name = "COMMAND",
    override_usage = "conf [OPTIONS] [MODE] [KCONFIG]\n       conf [OPTIONS] [KCONFIG] <COMMAND>",
    styles = Styles::styled()
        .header(AnsiColor::Green.on_default().bold())
        .usage(AnsiColor::Green.on_default().bold())
        .literal(AnsiColor::Cyan.on_default().bold())
        .placeholder(AnsiColor::Cyan.on_default()),
    after_help = "`conf --help` explains each mode and lists the environment variables.",
    after_long_help = AFTER
)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) mode: Chosen,

    /// Do not say what was done to .config
    #[arg(short, long, global = true)]
    pub(crate) silent: bool,

    /// How to word warnings and errors: plain on a terminal; otherwise classic for the modes, short for the commands
    #[arg(long, value_enum, global = true)]
    pub(crate) style: Option<Style>,

    #[command(flatten)]
    pub(crate) reading: Reading,

    /// First file of the tree
    #[arg(value_name = "KCONFIG")]
    pub(crate) kconfig: Option<PathBuf>,

    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What can be done beside the modes.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Set symbols and save .config, or say why that cannot be
    ///
    /// All assignments are applied together, so their order does not matter. If one of them does not hold afterwards,
    /// conf says why and what it needs, changes nothing and ends with status 1.
    ///
    /// Without a .config, the start is what a build would take: configs/default_defconfig, else the defaults.
    #[command(after_help = "\
Examples:
  conf set LOSCFG_MEM_TASK_STAT=y
  conf set LOSCFG_KERNEL_MEM_BESTFIT_LITTLE=y LOSCFG_KERNEL_MEM_SLAB_EXTENTION=n")]
    Set {
        /// Symbol, with or without prefix, and value: y, m, n, a number, or text
        #[arg(value_name = "SYMBOL=VALUE", required = true)]
        assignments: Vec<String>,
    },

    /// Print the values of symbols, one a line, without quotes
    ///
    /// The values are those a build would take: of .config, else of configs/default_defconfig, else the defaults.
    #[command(after_help = "\
Example:
  if [ \"$(conf get LOSCFG_MEM_TASK_STAT)\" = y ]; then echo on; fi")]
    Get {
        /// Symbol, with or without prefix
        #[arg(value_name = "SYMBOL", required = true)]
        symbols: Vec<String>,
    },

    /// Put a base and fragments together, and save .config
    ///
    /// Of two values for a symbol the later one counts, and every such pair is said with both lines. What a file asks
    /// for and the tree does not allow is said with the line and the reason. The present .config is read only if it is
    /// named. With --linux, fragments of the kernel are found by name, as by make.
    #[command(after_help = "\
Examples:
  conf merge configs/default_defconfig slab.fragment
  conf merge -m -O out base.config fragment.config
  conf --linux ~/linux --arch x86 merge .config tiny.config")]
    Merge(crate::merge::Merge),

    /// Compare two configurations by symbol, sorted
    ///
    /// A line for each symbol that differs: `-` it is only in OLD, `+` only in NEW, a blank in both with two values.
    /// What a file does not name is not compared with a default.
    #[command(after_help = "\
Examples:
  conf diff .config.old .config
  conf diff --why configs/tiny_defconfig .config
  conf diff --format json a.config b.config")]
    Diff(crate::diff::Diff),

    /// Explain a code that stands in a warning or error
    #[command(after_help = "Example:\n  conf explain K0012")]
    Explain {
        /// The code, such as K0012
        code: String,
    },
}

const AFTER: &str = "\
Environment variables:
  KCONFIG_CONFIG          The configuration, instead of .config
  CONFIG_                 What stands before a symbol's name, perhaps nothing;
                          wins over Cargo.toml
  KCONFIG_ALLCONFIG       Values that the all*config modes keep: a file. If 1 or
                          empty: all{no,yes,mod,def,random}.config, else
                          all.config
  KCONFIG_DEFCONFIG_LIST  Files, separated by blanks: the first that exists
                          stands in for a missing .config
  KCONFIG_DEFCONFIG       A file in configs/: for `get`, and for `set` without
                          .config, as in a build
  KCONFIG_SHELL_MEMORY    As --shell-memory
  KCONFIG_SEED            Seed of --randconfig: a number
  KCONFIG_PROBABILITY     Percentages of --randconfig: `y`, `y:m`, or `y` of a
                          bool and `y:m` of a tristate
  KCONFIG_NOSILENTUPDATE  --syncconfig does not change .config: needing to is an
                          error
  KCONFIG_AUTOCONFIG, KCONFIG_AUTOHEADER, KCONFIG_RUSTCCFG
                          Where --syncconfig writes, instead of
                          include/config/auto.conf,
                          include/generated/autoconf.h and
                          include/generated/rustc_cfg
  KCONFIG_WARN_UNKNOWN_SYMBOLS
                          Warn of symbols in .config that the tree does not have
  KCONFIG_WARN_CHANGED_INPUT
                          In dialect linux-next: warn of values in .config that
                          the tree did not allow
  KCONFIG_WERROR          A warning about .config, or of a select without
                          met dependencies, is an error
  srctree                 Where files are looked for that the working directory
                          does not have
  ARCH, CROSS_COMPILE, LLVM, CC, LD, KBUILD_DEFCONFIG, …
                          With --linux, as on the command line of make
  NO_COLOR                No colours

Exit status: 0 if it was done; 1 if not, with the reason on standard error.";

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}
