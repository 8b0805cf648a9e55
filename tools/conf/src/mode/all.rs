//! The modes that start afresh and give every symbol the same answer.

use super::Mode;
use crate::session::Session;
use crate::stop::Stop;

/// Values that were fixed beforehand, then the mode's answer for everything else.
fn start_afresh(mode: kconfig::modes::Mode, session: &mut Session) -> Result<(), Stop> {
    session.read_fixed_values(mode)?;
    kconfig::modes::set_new(&mut session.config, mode);
    session.finish()
}

/// `--alldefconfig`
pub(crate) struct AllDefConfig;

impl Mode for AllDefConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::AllDefConfig
    }

    fn summary(&self) -> &'static str {
        "Make .config afresh: every symbol at its default"
    }

    fn details(&self) -> &'static str {
        "The present .config is not read, and is kept as .config.old; KCONFIG_ALLCONFIG names a file with values to keep."
    }

    fn example(&self) -> &'static str {
        "conf --alldefconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        start_afresh(self.mode(), session)
    }
}

/// `--allnoconfig`
pub(crate) struct AllNoConfig;

impl Mode for AllNoConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::AllNoConfig
    }

    fn summary(&self) -> &'static str {
        "Make .config afresh: n wherever that is possible"
    }

    fn details(&self) -> &'static str {
        "Numbers and texts get their defaults. KCONFIG_ALLCONFIG as with --alldefconfig."
    }

    fn example(&self) -> &'static str {
        "KCONFIG_ALLCONFIG=mini.config conf --allnoconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        start_afresh(self.mode(), session)
    }
}

/// `--allyesconfig`
pub(crate) struct AllYesConfig;

impl Mode for AllYesConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::AllYesConfig
    }

    fn summary(&self) -> &'static str {
        "Make .config afresh: y wherever that is possible"
    }

    fn details(&self) -> &'static str {
        "Choices take their defaults, numbers and texts too. KCONFIG_ALLCONFIG as with --alldefconfig."
    }

    fn example(&self) -> &'static str {
        "conf --allyesconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        start_afresh(self.mode(), session)
    }
}

/// `--allmodconfig`
pub(crate) struct AllModConfig;

impl Mode for AllModConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::AllModConfig
    }

    fn summary(&self) -> &'static str {
        "Make .config afresh: m wherever that is possible"
    }

    fn details(&self) -> &'static str {
        "Where m is not possible, y. KCONFIG_ALLCONFIG as with --alldefconfig."
    }

    fn example(&self) -> &'static str {
        "conf --allmodconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        start_afresh(self.mode(), session)
    }
}
