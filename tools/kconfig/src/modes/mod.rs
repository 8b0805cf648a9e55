//! What each mode of the reference program does, as functions on a configuration.
//!
//! None of them reads a file or prints: a mode gets a configuration that was just read, changes the user's values or
//! gives text.

mod all;
mod help;
mod listnew;
pub mod old;
pub mod random;

pub use all::{rewrite_tristates, set_new};
pub use help::symbol_help;
pub use listnew::{help_new, list_new};

/// The modes, by the option that asks for each.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mode {
    /// `--oldaskconfig`: asks about every visible symbol.
    OldAskConfig,
    /// `--oldconfig`: asks about the new symbols only.
    OldConfig,
    /// `--syncconfig`: as oldconfig, and updates the files that a build reads.
    SyncConfig,
    /// `--olddefconfig`: new symbols get their defaults.
    OldDefConfig,
    /// `--defconfig=FILE`: starts from a defconfig.
    DefConfig,
    /// `--savedefconfig=FILE`: writes the minimal defconfig.
    SaveDefConfig,
    /// `--allnoconfig`
    AllNoConfig,
    /// `--allyesconfig`
    AllYesConfig,
    /// `--allmodconfig`
    AllModConfig,
    /// `--alldefconfig`
    AllDefConfig,
    /// `--randconfig`
    RandConfig,
    /// `--listnewconfig`
    ListNewConfig,
    /// `--helpnewconfig`
    HelpNewConfig,
    /// `--yes2modconfig`
    Yes2ModConfig,
    /// `--mod2yesconfig`
    Mod2YesConfig,
    /// `--mod2noconfig`
    Mod2NoConfig,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Mode; 16] = [
        Mode::OldAskConfig,
        Mode::OldConfig,
        Mode::SyncConfig,
        Mode::OldDefConfig,
        Mode::DefConfig,
        Mode::SaveDefConfig,
        Mode::AllNoConfig,
        Mode::AllYesConfig,
        Mode::AllModConfig,
        Mode::AllDefConfig,
        Mode::RandConfig,
        Mode::ListNewConfig,
        Mode::HelpNewConfig,
        Mode::Yes2ModConfig,
        Mode::Mod2YesConfig,
        Mode::Mod2NoConfig,
    ];

    /// The option without its dashes.
    pub fn name(self) -> &'static str {
        match self {
            Mode::OldAskConfig => "oldaskconfig",
            Mode::OldConfig => "oldconfig",
            Mode::SyncConfig => "syncconfig",
            Mode::OldDefConfig => "olddefconfig",
            Mode::DefConfig => "defconfig",
            Mode::SaveDefConfig => "savedefconfig",
            Mode::AllNoConfig => "allnoconfig",
            Mode::AllYesConfig => "allyesconfig",
            Mode::AllModConfig => "allmodconfig",
            Mode::AllDefConfig => "alldefconfig",
            Mode::RandConfig => "randconfig",
            Mode::ListNewConfig => "listnewconfig",
            Mode::HelpNewConfig => "helpnewconfig",
            Mode::Yes2ModConfig => "yes2modconfig",
            Mode::Mod2YesConfig => "mod2yesconfig",
            Mode::Mod2NoConfig => "mod2noconfig",
        }
    }
}
