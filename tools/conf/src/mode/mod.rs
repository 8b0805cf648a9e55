//! The modes: one struct each, with its option, its help and what it does.

mod all;
mod def;
mod list;
mod old;
mod random;
mod sync;
mod tristates;

use crate::session::Session;
use crate::stop::Stop;
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use std::path::{Path, PathBuf};

/// A mode of the program.
pub(crate) trait Mode: Sync {
    /// Which of the library's modes it is; that gives the option its name.
    fn mode(&self) -> kconfig::modes::Mode;

    /// One line of help.
    fn summary(&self) -> &'static str;

    /// More help: whole sentences.
    fn details(&self) -> &'static str;

    /// A call that makes sense.
    fn example(&self) -> &'static str;

    /// Does it.
    fn run(&self, session: &mut Session) -> Result<(), Stop>;
}

/// A mode whose option names a file.
pub(crate) trait FileMode: Sync {
    /// As [`Mode::mode`].
    fn mode(&self) -> kconfig::modes::Mode;
    /// As [`Mode::summary`].
    fn summary(&self) -> &'static str;
    /// As [`Mode::details`].
    fn details(&self) -> &'static str;
    /// As [`Mode::example`].
    fn example(&self) -> &'static str;
    /// Does it with that file.
    fn run(&self, session: &mut Session, file: &Path) -> Result<(), Stop>;
}

#[derive(Clone, Copy)]
enum Entry {
    Bare(&'static dyn Mode),
    File(&'static dyn FileMode),
}

use Entry::{Bare, File};

/// Every mode, in the order of the help: the ones of every day first.
const MODES: [Entry; 16] = [
    Bare(&old::OldDefConfig),
    Bare(&old::OldConfig),
    Bare(&old::OldAskConfig),
    File(&def::DefConfig),
    File(&def::SaveDefConfig),
    Bare(&list::ListNewConfig),
    Bare(&list::HelpNewConfig),
    Bare(&all::AllDefConfig),
    Bare(&all::AllNoConfig),
    Bare(&all::AllYesConfig),
    Bare(&all::AllModConfig),
    Bare(&tristates::Yes2ModConfig),
    Bare(&tristates::Mod2YesConfig),
    Bare(&tristates::Mod2NoConfig),
    Bare(&sync::SyncConfig),
    Bare(&random::RandConfig),
];

impl Entry {
    fn name(self) -> &'static str {
        match self {
            Bare(mode) => mode.mode().name(),
            File(mode) => mode.mode().name(),
        }
    }

    fn arg(self) -> Arg {
        let (summary, details, example) = match self {
            Bare(mode) => (mode.summary(), mode.details(), mode.example()),
            File(mode) => (mode.summary(), mode.details(), mode.example()),
        };
        let arg = Arg::new(self.name())
            .long(self.name())
            .help(summary)
            .long_help(format!("{summary}\n\n{details}\n\nExample: {example}"))
            .help_heading("Modes");
        match self {
            Bare(_) => arg.action(ArgAction::SetTrue),
            // The name may be absent with a kernel; elsewhere the mode says that it is due.
            File(_) => arg
                .value_name("FILE")
                .num_args(0..=1)
                .default_missing_value("")
                .value_parser(OsStringValueParser::new().map(PathBuf::from)),
        }
    }
}

/// The mode that the command line names.
#[derive(Clone)]
pub(crate) struct Chosen {
    entry: Option<Entry>,
    file: PathBuf,
}

impl Chosen {
    /// The option that was given.
    pub(crate) fn given(&self) -> Option<&'static str> {
        self.entry.map(Entry::name)
    }

    /// Does what was asked for: oldaskconfig if nothing was.
    pub(crate) fn run(&self, session: &mut Session) -> Result<(), Stop> {
        match self.entry {
            None => old::OldAskConfig.run(session),
            Some(Bare(mode)) => mode.run(session),
            Some(File(mode)) => mode.run(session, &self.file),
        }
    }
}

impl std::fmt::Debug for Chosen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chosen").field("mode", &self.given()).field("file", &self.file).finish()
    }
}

impl Args for Chosen {
    fn augment_args(command: Command) -> Command {
        command.args(MODES.map(Entry::arg))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Chosen {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Chosen, clap::Error> {
        let place = |entry: &Entry| match entry {
            Bare(_) if !matches.get_flag(entry.name()) => None,
            _ => matches.index_of(entry.name()),
        };
        // Of several modes the last counts, as with the reference program.
        let last = MODES.iter().filter_map(|entry| Some((place(entry)?, *entry))).max_by_key(|(at, _)| *at);
        let entry = last.map(|(_, entry)| entry);
        let file = match entry {
            Some(File(_)) => matches.get_one(entry.map_or("", Entry::name)).cloned().unwrap_or_default(),
            _ => PathBuf::new(),
        };
        Ok(Chosen { entry, file })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_of_the_library_has_an_option() {
        for mode in kconfig::modes::Mode::ALL {
            assert_eq!(MODES.iter().filter(|entry| entry.name() == mode.name()).count(), 1, "{mode:?}");
        }
    }
}
