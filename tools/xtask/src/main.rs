//! The project's own chores, beyond what cargo does itself.
//!
//! One module per chore; `workspace` and `debian` are what they share. Knows nothing of the allocator.
#![forbid(unsafe_code)]

mod baremetal;
mod board;
mod capi;
mod codegen;
mod conformance;
mod ctest;
mod debian;
mod defconfigs;
mod difftest;
mod kbuild;
mod lockcost;
mod matrix;
mod oracle;
mod parallel;
mod sanitize;
mod tidy;
mod trees;
mod workspace;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own chores")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Write the expected files of the Kconfig test cases again, as Linux's own `conf` answers them
    Oracle {
        /// The `conf` program of Linux 6.12; without it Debian's package is downloaded into target/
        #[arg(long, value_name = "PATH")]
        conf: Option<PathBuf>,
        /// Change nothing: say what differs, and fail if anything does
        #[arg(long)]
        check: bool,
        /// Only the cases whose name contains this text
        #[arg(value_name = "TEXT")]
        only: Option<String>,
    },
    /// Compare our `conf` with the oracle on random trees, and reduce what differs
    Difftest {
        /// The `conf` program of Linux 6.12, as for `oracle`
        #[arg(long, value_name = "PATH")]
        conf: Option<PathBuf>,
        /// The number of the first case; the same number gives the same case
        #[arg(long, value_name = "N", default_value_t = 0)]
        seed: u64,
        /// How many cases
        #[arg(long, value_name = "N", default_value_t = 5000)]
        cases: u64,
        /// Stop after so many differences
        #[arg(long, value_name = "N", default_value_t = 10)]
        stop: usize,
        /// So many cases at once; one for each processor unless said
        #[arg(long, value_name = "N")]
        jobs: Option<usize>,
        /// Where the differing cases are written, each in the form of a test case; target/difftest unless said
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Leave out the cases that the oracle ends with an error
        #[arg(long)]
        accepted: bool,
        /// Print the first case as it was made, with the answers
        #[arg(long)]
        show: bool,
        /// Our program, instead of a fresh build of it
        #[arg(long, value_name = "PATH")]
        ours: Option<PathBuf>,
    },
    /// Compare our `conf` with Linux's on the kernel's own tree, in every mode, and run the kernel's tests of it
    ///
    /// Debian's packages of program and tree are downloaded into target/oracle. What was found equal with the same
    /// programs is not run again.
    Conformance {
        /// All architectures, modes, defconfigs, fragments and random configurations, which takes an hour or more;
        /// without it what fits into every check of a change
        #[arg(long)]
        full: bool,
        /// Our `conf`; without it, it is built
        #[arg(long, value_name = "PATH")]
        conf: Option<PathBuf>,
        /// So many scenarios at once; one for each processor unless said
        #[arg(long, value_name = "N")]
        jobs: Option<usize>,
        /// Write the tables to tools/kconfig/docs/conformance.md
        #[arg(long, conflicts_with = "only")]
        write_page: bool,
        /// Only the scenarios whose title contains this text, such as "6.12 arm64"
        #[arg(value_name = "TEXT")]
        only: Option<String>,
    },
    /// Compare our `conf` with the program of Linux 4.11 on the trees of BusyBox and U-Boot
    Trees,
    /// Let the kernel's own build configure with our `conf` in place of Linux's, and our `conf` do it without make
    ///
    /// The same steps three times, each from an empty folder; what they leave behind has to be equal. Takes minutes.
    Kbuild {
        /// Our `conf`; without it, it is built
        #[arg(long, value_name = "PATH")]
        conf: Option<PathBuf>,
        /// Architectures of the kernel; x86 if none is named
        #[arg(value_name = "ARCH")]
        archs: Vec<String>,
    },
    /// Check the rules of the architecture that no compiler knows
    Tidy,
    /// Build the C library and put it with its headers into one folder
    Capi {
        /// The folder, which gets `include` and `lib`; target/capi without it
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// A target without an operating system, such as thumbv7m-none-eabi; built with Debian's compiler
        #[arg(long, value_name = "TRIPLE")]
        target: Option<String>,
    },
    /// Write the C header tools/los-mem-capi/include/los_memory.h as src/capi says
    Codegen {
        /// Change nothing: say what differs, and fail if anything does
        #[arg(long)]
        check: bool,
    },
    /// Run the C test programs in many configurations: 64-bit under valgrind, and 32-bit
    Ctest {
        /// Only default, tiny, debug and slab
        #[arg(long)]
        quick: bool,
    },
    /// Build los-mem for the bare-metal targets, with Debian's compiler and its library sources
    Baremetal,
    /// Build tests/firmware for the emulated boards and run it there, with every configuration that is no board's own
    Board {
        /// Only this board, by the name of its file in configs/boards
        #[arg(long, value_name = "NAME")]
        board: Option<String>,
        /// Only this configuration, by the name of its file in configs, with or without `_defconfig`
        #[arg(long, value_name = "NAME")]
        defconfig: Option<String>,
        /// A tenth of the operations under interrupts: 100 000 instead of a million
        #[arg(long)]
        quick: bool,
    },
    /// Count the most instructions under the lock, per function and option, for src/docs/lock.md
    Lockcost,
    /// Test los-mem with each file of configs/*_defconfig
    Defconfigs,
    /// Build and test los-mem in its valid configurations
    ///
    /// Without options: in few that together show every pair of values of any two options.
    Matrix {
        /// In every combination of the memory options as well; goes on where a run with the same sources ended
        #[arg(long)]
        full: bool,
        /// Find out what every combination costs, and write tests/data/cost.csv and the tables of src/docs/cost.md; goes on
        /// where a run with the same sources ended
        #[arg(long, conflicts_with = "full")]
        cost: bool,
        /// So many configurations at once; one for each processor unless said
        #[arg(long, value_name = "N")]
        jobs: Option<usize>,
        /// The first N of them only
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Test los-mem under the address sanitizer, in a build where it knows what a program may touch
    Sanitize {
        /// Files of configs/ in place of default_defconfig, debug_defconfig and slab_defconfig
        #[arg(value_name = "DEFCONFIG")]
        defconfigs: Vec<String>,
    },
}

fn main() -> ExitCode {
    let run = || {
        let workspace = workspace::Workspace::find()?;
        match Arguments::parse().chore {
            Chore::Oracle { conf, check, only } => {
                let mode = if check { oracle::Mode::Check } else { oracle::Mode::Write };
                oracle::run(&workspace, conf, mode, only.as_deref())
            }
            Chore::Difftest { conf, seed, cases, stop, jobs, out, accepted, show, ours } => {
                let out = out.unwrap_or_else(|| workspace.target().join("difftest"));
                let plan = difftest::Plan { seed, cases, stop, jobs, out, accepted, show, ours };
                difftest::run(&workspace, conf, &plan)
            }
            Chore::Conformance { full, conf, jobs, write_page, only } => {
                let extent = if full { conformance::Extent::Full } else { conformance::Extent::Quick };
                let options = conformance::Options { extent, conf, jobs, only, write_page };
                conformance::run(&workspace, &options)
            }
            Chore::Trees => trees::run(&workspace),
            Chore::Kbuild { conf, archs } => kbuild::run(&workspace, conf.as_deref(), &archs),
            Chore::Tidy => tidy::run(&workspace),
            Chore::Capi { out, target } => capi::run(&workspace, out, target.as_deref()),
            Chore::Codegen { check } => codegen::run(&workspace, check),
            Chore::Ctest { quick } => ctest::run(&workspace, quick),
            Chore::Baremetal => baremetal::run(&workspace),
            Chore::Board { board, defconfig, quick } => {
                board::run(&workspace, &board::Plan { board, defconfig, quick })
            }
            Chore::Lockcost => lockcost::run(&workspace),
            Chore::Defconfigs => defconfigs::run(&workspace),
            Chore::Matrix { full, cost, jobs, limit } => {
                let form = match (full, cost) {
                    (_, true) => matrix::Form::Cost,
                    (true, _) => matrix::Form::Full,
                    _ => matrix::Form::Pairs,
                };
                matrix::run(&workspace, &matrix::Options { form, jobs, limit })
            }
            Chore::Sanitize { defconfigs } => sanitize::run(&workspace, &defconfigs),
        }
    };
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
