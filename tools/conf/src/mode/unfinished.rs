//! The modes of the reference program that are not there yet: they say so and what serves instead.

use super::Mode;
use crate::session::Session;
use crate::stop::Stop;

/// `--syncconfig`
pub(crate) struct SyncConfig;

impl Mode for SyncConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::SyncConfig
    }

    fn summary(&self) -> &'static str {
        "As --oldconfig, and update the files that a build reads (not there yet)"
    }

    fn details(&self) -> &'static str {
        "Not there yet: says so and ends with status 1. Cargo builds need no such step."
    }

    fn example(&self) -> &'static str {
        "conf --syncconfig Kconfig"
    }

    fn run(&self, _session: &mut Session) -> Result<(), Stop> {
        Err(Stop::because(
            "--syncconfig is not there yet: --oldconfig or --olddefconfig brings .config up to date, \
             and a Cargo build makes its own files from it",
        ))
    }
}

/// `--randconfig`
pub(crate) struct RandConfig;

impl Mode for RandConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::RandConfig
    }

    fn summary(&self) -> &'static str {
        "Make .config afresh with random values (not there yet)"
    }

    fn details(&self) -> &'static str {
        "Not there yet: says so and ends with status 1."
    }

    fn example(&self) -> &'static str {
        "conf --randconfig Kconfig"
    }

    fn run(&self, _session: &mut Session) -> Result<(), Stop> {
        Err(Stop::because(
            "--randconfig is not there yet: --allyesconfig, --allnoconfig and --alldefconfig make whole configurations",
        ))
    }
}
