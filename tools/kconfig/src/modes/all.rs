//! The modes that give many symbols a value at once.

use super::Mode;
use crate::dialect::Feature;
use crate::eval::{Config, Tristate};
use crate::event::Type;
use crate::model::SymbolId;

/// Gives every symbol without a user's value the value that the mode wants: for allno-, allyes- and allmodconfig; the
/// others leave the configuration as it is. A choice keeps its default, and a value that a symbol cannot have becomes
/// the nearest that it can.
pub fn set_new(config: &mut Config, mode: Mode) {
    let value = match mode {
        Mode::AllNoConfig => Tristate::No,
        Mode::AllYesConfig => Tristate::Yes,
        Mode::AllModConfig => Tristate::Mod,
        _ => return,
    };
    let tree = config.tree().clone();
    for id in tree.symbols() {
        let symbol = tree.symbol(id);
        let decided = symbol.choice.is_some_and(|choice| tree.choice(choice).mode().is_none());
        if config.user(id).is_some() || decided || symbol.transitional || !symbol.is_tristate_like() {
            continue;
        }
        let kept_on = value == Tristate::No && symbol.all_no_config_y;
        let value = if kept_on { Tristate::Yes } else { value };
        config.put_user(id, value.as_str(), None);
    }
    for (_, mode) in config.modes() {
        if config.user(mode).is_none() {
            config.put_user(mode, value.as_str(), None);
        }
    }
    config.recompute();
}

/// Changes user values of tristates: for yes2mod-, mod2yes- and mod2noconfig; the others leave the configuration as it
/// is.
pub fn rewrite_tristates(config: &mut Config, mode: Mode) {
    let (from, to) = match mode {
        Mode::Yes2ModConfig => (Tristate::Yes, Tristate::Mod),
        Mode::Mod2YesConfig => (Tristate::Mod, Tristate::Yes),
        Mode::Mod2NoConfig => (Tristate::Mod, Tristate::No),
        _ => return,
    };
    let tree = config.tree().clone();
    let modes = config.modes();
    let first_members = config.first_members_written();
    config.drop_new_modes();
    let affected = |id: &SymbolId| {
        config.effective_kind(*id) == Some(Type::Tristate)
            && config.user(*id).and_then(|user| user.tristate()) == Some(from)
    };
    let modes = modes.iter().map(|(_, mode)| *mode);
    let affected: Vec<SymbolId> = tree.symbols().chain(modes).filter(affected).collect();
    let written = config.written_members();
    for id in affected {
        config.put_user(id, to.as_str(), None);
    }
    config.recompute();
    // A rule of today's choices: those of older dialects are worked out in another way.
    if !tree.dialect().has(Feature::OptionalChoices) {
        config.leave_behind(written);
    }
    // Of a visible choice that loses mode y, the reference program does not take the first member out of the file.
    for (mode, first) in first_members {
        if config.tristate(mode) != Tristate::Yes && config.visibility(mode) != Tristate::No {
            config.keep_written(first);
        }
    }
}
