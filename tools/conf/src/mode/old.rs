//! The modes that bring an existing configuration up to date.

use super::Mode;
use crate::ask;
use crate::session::Session;
use crate::stop::Stop;

/// `--olddefconfig`
pub(crate) struct OldDefConfig;

impl Mode for OldDefConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::OldDefConfig
    }

    fn summary(&self) -> &'static str {
        "Bring .config up to date; new symbols get their defaults"
    }

    fn details(&self) -> &'static str {
        "Nothing is asked: the mode for scripts, and after the tree has changed."
    }

    fn example(&self) -> &'static str {
        "conf --olddefconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        session.read()?;
        session.finish()
    }
}

/// `--oldconfig`
pub(crate) struct OldConfig;

impl Mode for OldConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::OldConfig
    }

    fn summary(&self) -> &'static str {
        "Bring .config up to date; ask about new symbols"
    }

    fn details(&self) -> &'static str {
        "Answers are read from standard input: a value, an empty line for the default, or ? for help. \
         At the end of input the remaining symbols get their defaults."
    }

    fn example(&self) -> &'static str {
        "conf --oldconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        session.read()?;
        ask::on_standard_input(&mut session.config, ask::About::New)?;
        session.print_unmet()?;
        session.finish()
    }
}

/// `--oldaskconfig`
pub(crate) struct OldAskConfig;

impl Mode for OldAskConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::OldAskConfig
    }

    fn summary(&self) -> &'static str {
        "Ask about every symbol, known ones too"
    }

    fn details(&self) -> &'static str {
        "Answers as with --oldconfig; an empty line keeps the value."
    }

    fn example(&self) -> &'static str {
        "conf --oldaskconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        session.read()?;
        ask::on_standard_input(&mut session.config, ask::About::All)?;
        session.print_unmet()?;
        session.finish()
    }
}
