//! The modes that tell what a configuration does not say yet.

use super::Mode;
use crate::report;
use crate::session::Session;
use crate::stop::Stop;

/// `--listnewconfig`
pub(crate) struct ListNewConfig;

impl Mode for ListNewConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::ListNewConfig
    }

    fn summary(&self) -> &'static str {
        "List the new symbols with the values they would get"
    }

    fn details(&self) -> &'static str {
        "New are those that could be set and that .config does not name. Writes no file."
    }

    fn example(&self) -> &'static str {
        "conf --listnewconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        session.read()?;
        report::out(&kconfig::modes::list_new(&session.config))?;
        session.refuse_unmet()?;
        session.print_unmet()
    }
}

/// `--helpnewconfig`
pub(crate) struct HelpNewConfig;

impl Mode for HelpNewConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::HelpNewConfig
    }

    fn summary(&self) -> &'static str {
        "Print the help of the new symbols"
    }

    fn details(&self) -> &'static str {
        "As --listnewconfig, with the help text, type, place and dependencies of each."
    }

    fn example(&self) -> &'static str {
        "conf --helpnewconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        session.read()?;
        report::out(&kconfig::modes::help_new(&session.config))?;
        session.refuse_unmet()?;
        session.print_unmet()
    }
}
