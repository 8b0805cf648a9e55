//! The mode that brings the files of a build up to date.

use super::Mode;
use crate::session::{Session, variable};
use crate::stop::Stop;
use crate::{ask, kbuild, report};

/// `--syncconfig`
pub(crate) struct SyncConfig;

impl Mode for SyncConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::SyncConfig
    }

    fn summary(&self) -> &'static str {
        "As --oldconfig, and update the files that the Linux build reads"
    }

    fn details(&self) -> &'static str {
        "Writes include/config/auto.conf and auto.conf.cmd, include/generated/autoconf.h and rustc_cfg, and touches \
         include/config/NAME for each symbol that changed. Says nothing unless there is something to ask. \
         With KCONFIG_NOSILENTUPDATE, a .config that needs changes is an error. Cargo builds need no such step."
    }

    fn example(&self) -> &'static str {
        "conf --syncconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        session.silence();
        session.read()?;
        let explicit = variable("KCONFIG_NOSILENTUPDATE").is_some_and(|value| !value.is_empty());
        if explicit && !session.is_up_to_date() {
            report::err("\n*** The configuration requires explicit update.\n\n")?;
            return Err(Stop::Said);
        }
        ask::on_standard_input(&mut session.config, ask::About::New)?;
        session.print_unmet()?;
        session.refuse_unmet()?;
        if !explicit {
            session.save()?;
        }
        kbuild::write(session)
    }
}
