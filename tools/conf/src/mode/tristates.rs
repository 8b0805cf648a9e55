//! The modes that exchange `y` and `m` in an existing configuration.

use super::Mode;
use crate::session::Session;
use crate::stop::Stop;

fn exchange(mode: kconfig::modes::Mode, session: &mut Session) -> Result<(), Stop> {
    session.read()?;
    kconfig::modes::rewrite_tristates(&mut session.config, mode);
    session.work_out_again();
    session.finish()
}

/// `--yes2modconfig`
pub(crate) struct Yes2ModConfig;

impl Mode for Yes2ModConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::Yes2ModConfig
    }

    fn summary(&self) -> &'static str {
        "Change y to m in .config where that is possible"
    }

    fn details(&self) -> &'static str {
        "Only tristates that .config names are changed; new symbols get their defaults."
    }

    fn example(&self) -> &'static str {
        "conf --yes2modconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        exchange(self.mode(), session)
    }
}

/// `--mod2yesconfig`
pub(crate) struct Mod2YesConfig;

impl Mode for Mod2YesConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::Mod2YesConfig
    }

    fn summary(&self) -> &'static str {
        "Change m to y in .config where that is possible"
    }

    fn details(&self) -> &'static str {
        "Only tristates that .config names are changed; new symbols get their defaults."
    }

    fn example(&self) -> &'static str {
        "conf --mod2yesconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        exchange(self.mode(), session)
    }
}

/// `--mod2noconfig`
pub(crate) struct Mod2NoConfig;

impl Mode for Mod2NoConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::Mod2NoConfig
    }

    fn summary(&self) -> &'static str {
        "Change m to n in .config where that is possible"
    }

    fn details(&self) -> &'static str {
        "Only tristates that .config names are changed; new symbols get their defaults."
    }

    fn example(&self) -> &'static str {
        "conf --mod2noconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        exchange(self.mode(), session)
    }
}
