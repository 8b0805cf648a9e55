//! Every word that the user reads.
//!
//! Reasons and diagnostics come from the `kconfig` crate in whole sentences; these are the menu's own.

use crate::model::{Answer, EditButton, MenuButton};
use crate::msg::Form;
use kconfig::eval::Tristate;
use kconfig::event::Type;

pub(crate) const UNTITLED: &str = "(untitled)";
pub(crate) const TOP_MENU: &str = "(top menu)";
pub(crate) const PATH_SEPARATOR: &str = " > ";
pub(crate) const ARROW: &str = "  --->";
pub(crate) const ARROW_EMPTY: &str = "  ----";
pub(crate) const NEW: &str = " (NEW)";
pub(crate) const HIDDEN: &str = "  (hidden)";
pub(crate) const CHANGED: &str = "changed, not saved";
pub(crate) const SHOWING_HIDDEN: &str = "hidden shown";
pub(crate) const EMPTY_MENU: &str = "Nothing can be set here now; Z shows what is hidden";
pub(crate) const EMPTY_CHOICE: &str = "No member can be chosen now; Z shows those that are hidden";
pub(crate) const CHOICE_WITHOUT_MEMBER: &str = "no member can be chosen now";
pub(crate) const COMMENT_HINT: &str = "A comment: there is nothing to set.";

/// How the keys of the menu are explained above it.
pub(crate) fn legend(modules: bool) -> [&'static str; 3] {
    let keys = "Arrows move, <Enter> opens, <Esc> leaves, </> searches, <?> explains.";
    match modules {
        true => [
            keys,
            "<Y> <N> <M> or <Space> set.  <Z> shows what is hidden.",
            "[*] on  [ ] off  <M> module  -*- held by another option  (NEW) not set yet",
        ],
        false => [
            keys,
            "<Y> <N> or <Space> switch.  <Z> shows what is hidden.",
            "[*] on   [ ] off   -*- held by another option   (NEW) not set yet",
        ],
    }
}

pub(crate) const EDIT_KEYS: &str = "Enter confirms, Esc cancels, Tab goes to the buttons";
pub(crate) const ASK_KEYS: &str = "Left and Right choose, Enter answers, Esc goes back";
pub(crate) const PAGE_KEYS: &str = "Up, Down, PgUp, PgDn, Space scroll; Esc or Enter closes";
pub(crate) const QUERY_KEYS: &str =
    "Type part of a name or prompt; Enter or Down goes to the results, Esc closes";
pub(crate) const RESULT_KEYS: &str =
    "Enter or a number jumps there, ? explains, / changes the words, Esc closes";

pub(crate) fn menu_button(button: MenuButton) -> &'static str {
    match button {
        MenuButton::Select => "Select",
        MenuButton::Exit => " Exit ",
        MenuButton::Help => " Help ",
        MenuButton::Save => " Save ",
        MenuButton::Load => " Load ",
    }
}

pub(crate) const CHOICE_BUTTONS: [&str; 2] = ["Select", " Help "];

pub(crate) fn edit_button(button: EditButton) -> &'static str {
    match button {
        EditButton::Ok => "  Ok  ",
        EditButton::Cancel => "Cancel",
        EditButton::Help => " Help ",
    }
}

pub(crate) fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Save => " Save ",
        Answer::Discard => "Discard",
        Answer::Replace => "Replace",
        Answer::Load => " Load ",
        Answer::Cancel => "Cancel",
    }
}

pub(crate) fn comment(text: &str) -> String {
    format!("*** {text} ***")
}

pub(crate) fn chosen(member: &str) -> String {
    format!(" ({member})")
}

pub(crate) fn choice_hint(member: &str) -> String {
    format!("{member}=y: Enter opens the choice")
}

pub(crate) fn menu_hint(entries: usize) -> String {
    match entries {
        1 => "A menu of 1 entry: Enter opens it".to_owned(),
        _ => format!("A menu of {entries} entries: Enter opens it"),
    }
}

pub(crate) const ORIGIN_USER: &str = "set by you";
pub(crate) const ORIGIN_SELECTED: &str = "the chosen one";
pub(crate) const ORIGIN_NOTHING: &str = "no default applies";

pub(crate) fn origin_file(at: &str) -> String {
    format!("set in {at}")
}

pub(crate) fn origin_default(at: &str) -> String {
    format!("default, {at}")
}

pub(crate) fn origin_select(by: &str) -> String {
    format!("selected by {by}")
}

pub(crate) fn origin_imply(by: &str) -> String {
    format!("implied by {by}")
}

pub(crate) fn origin_range(wanted: &str, at: &str) -> String {
    format!("{wanted} moved into the range, {at}")
}

pub(crate) fn origin_other_member(member: &str) -> String {
    format!("{member} is chosen")
}

// Refusals.

pub(crate) fn already(name: &str, value: Tristate) -> String {
    format!("{name} is {value} already")
}

pub(crate) fn stays(name: &str, value: &str, why: &str) -> String {
    format!("{name} stays {value}: {why}")
}

pub(crate) const MENU_HAS_NO_VALUE: &str = "A menu has no value: Enter opens it";
pub(crate) const COMMENT_HAS_NO_VALUE: &str = "A comment has no value";
pub(crate) const CHOICE_HAS_NO_VALUE: &str = "A choice has no value of its own: Enter opens it";
pub(crate) const CHOOSE_ANOTHER: &str =
    "One member of a choice is always on: to switch this one off, choose another";
pub(crate) const CHOICE_IS_EMPTY: &str =
    "No member of this choice can be set now: ? says what it needs, Z shows them";
pub(crate) const NO_HOTKEY: &str = "No entry has this letter highlighted";

pub(crate) fn not_yes_no(name: &str, kind: Option<Type>) -> String {
    format!("{name} is {}: Enter edits it", article(kind))
}

pub(crate) fn no_such_number(number: usize) -> String {
    format!("There is no result {number} on the screen")
}

// Values.

pub(crate) fn kind(kind: Option<Type>) -> &'static str {
    match kind {
        Some(Type::Bool) => "bool",
        Some(Type::Tristate) => "tristate",
        Some(Type::Int) => "int",
        Some(Type::Hex) => "hex",
        Some(Type::String) => "string",
        None => "no type",
    }
}

fn article(kind: Option<Type>) -> &'static str {
    match kind {
        Some(Type::Bool) => "a bool",
        Some(Type::Tristate) => "a tristate",
        Some(Type::Int) => "a decimal number",
        Some(Type::Hex) => "a hexadecimal number",
        Some(Type::String) => "text",
        None => "without a type",
    }
}

pub(crate) fn value_text(name: &str, kind: Option<Type>, range: Option<(&str, &str)>) -> String {
    let kind = article(kind);
    match range {
        Some((low, high)) => format!("{name} is {kind} from {low} to {high}."),
        None => format!("{name} is {kind}."),
    }
}

pub(crate) fn range_suffix(low: &str, high: &str) -> String {
    format!(", from {low} to {high}")
}

// Files.

pub(crate) const SAVE_TITLE: &str = "Save the configuration";
pub(crate) const LOAD_TITLE: &str = "Load a configuration";
pub(crate) const MINIMAL_TITLE: &str = "Save a minimal defconfig";
pub(crate) const QUIT_TITLE: &str = "Unsaved changes";
pub(crate) const REPLACE_TITLE: &str = "Replace the file?";
pub(crate) const EMPTY_PATH: &str = "type the name of a file";

pub(crate) fn save_text(config: &str) -> String {
    format!("File to write. Builds read {config}.")
}

pub(crate) fn load_text(config: &str) -> String {
    format!("File whose values replace all values here. Saving still goes to {config}.")
}

pub(crate) const MINIMAL_TEXT: &str =
    "File to write: only what differs from the defaults, as in configs/*_defconfig.";

pub(crate) fn quit_text(config: &str) -> String {
    format!("There are changes that are not in {config}. Save them?")
}

pub(crate) fn load_over_text(path: &str) -> String {
    format!("There are unsaved changes; loading {path} discards them.")
}

pub(crate) fn exists_text(path: &str) -> String {
    format!("{path} exists already. Replace it?")
}

pub(crate) fn guard_tree_text(path: &str) -> String {
    format!(
        "The Kconfig files have errors, so options may be missing here. Saving to {path} would drop their values. \
         The present file is kept as {path}.old."
    )
}

pub(crate) fn guard_file_text(path: &str) -> String {
    format!(
        "{path} has lines that were not understood. Saving replaces it by what the menu shows. The present file is \
         kept as {path}.old."
    )
}

pub(crate) fn saved(path: &str, form: Form) -> String {
    match form {
        Form::Full => format!("Saved {path}"),
        Form::Minimal => format!("Saved the minimal defconfig {path}"),
    }
}

pub(crate) fn unchanged(path: &str) -> String {
    format!("No change: {path} says the same already and was not touched")
}

pub(crate) fn loaded(path: &str, config: &str) -> String {
    format!("Loaded {path}; saving goes to {config}")
}

pub(crate) fn loaded_with_problems(path: &str) -> String {
    format!("Problems in {path}")
}

pub(crate) fn not_saved(path: &str, why: &str) -> String {
    format!("{path} was not saved: {why}")
}

pub(crate) fn not_loaded(path: &str, why: &str) -> String {
    format!("{path} was not loaded: {why}")
}

pub(crate) fn start_loaded(config: &str) -> String {
    format!("Loaded {config}")
}

pub(crate) fn start_defaults(config: &str) -> String {
    format!("There is no {config} yet: every option has its default")
}

pub(crate) fn start_unreadable(config: &str, why: &str) -> String {
    format!("error: {config} cannot be read: {why}\n\nEvery option has its default now.\n")
}

pub(crate) fn bye(changed: bool, config: &str, exists: bool) -> String {
    match (changed, exists) {
        (true, true) => format!("Changes discarded; {config} is as it was.\n"),
        (true, false) => format!("Changes discarded; {config} was not written.\n"),
        (false, true) => format!("{config} holds what the menu showed.\n"),
        (false, false) => format!("{config} was not written.\n"),
    }
}

// Problems at the start.

pub(crate) const PROBLEMS_TITLE: &str = "Problems";

pub(crate) fn problems_head(errors: usize, warnings: usize) -> String {
    let count = |n: usize, word: &str| match n {
        0 => None,
        1 => Some(format!("1 {word}")),
        n => Some(format!("{n} {word}s")),
    };
    let found: Vec<String> =
        [count(errors, "error"), count(warnings, "warning")].into_iter().flatten().collect();
    format!("{} found. The menu goes on with what is usable: press Enter.\n", found.join(" and "))
}

// The help page.

pub(crate) const NO_HELP: &str = "There is no help text for this option.";
pub(crate) const NO_PROMPT: &str = "(none: it cannot be set by hand)";
pub(crate) const FIELD_SYMBOL: &str = "Symbol:";
pub(crate) const FIELD_TYPE: &str = "Type:";
pub(crate) const FIELD_PROMPT: &str = "  Prompt:";
pub(crate) const FIELD_PLACE: &str = "  Menu:";
pub(crate) const FIELD_HIDDEN: &str = "  Hidden:";
pub(crate) const HEAD_WHY: &str = "Why it has this value:";
pub(crate) const HEAD_SELECTED: &str = "Selected by:";
pub(crate) const HEAD_IMPLIED: &str = "Implied by:";
pub(crate) const HEAD_PROPERTIES: &str = "Rules:";
pub(crate) const HEAD_MEMBERS: &str = "Members:";
pub(crate) const HEAD_VISIBLE: &str = "Its entries are shown if:";

pub(crate) fn head_depends(value: Tristate) -> String {
    match value {
        Tristate::Yes => "Depends on (met):".to_owned(),
        Tristate::Mod => "Depends on (met as a module only):".to_owned(),
        Tristate::No => "Depends on (not met):".to_owned(),
    }
}

pub(crate) fn is_value(value: Tristate) -> String {
    format!(" is {value}")
}

pub(crate) fn if_suffix(condition: &str) -> String {
    format!(" if {condition}")
}

pub(crate) fn defined_at(at: &str) -> String {
    format!("Defined at {at}")
}

// The search.

pub(crate) const SEARCH_TITLE: &str = "Search";
pub(crate) const SEARCH_EMPTY: &str =
    "Names and prompts are searched, hidden ones too: parts of words, in any order.";
pub(crate) const SEARCH_NOTHING: &str = "Nothing has this in its name or prompt.";

pub(crate) fn hits(count: usize) -> String {
    match count {
        1 => " 1 result ".to_owned(),
        _ => format!(" {count} results "),
    }
}

pub(crate) fn more_above(count: usize) -> String {
    format!(" ^ {count} more ")
}

pub(crate) fn more_below(count: usize) -> String {
    format!(" v {count} more ")
}

// Without a terminal, and on the command line.

pub(crate) fn linear_head(config: &str, found: bool) -> String {
    match found {
        true => format!("values of {config}"),
        false => format!("defaults: there is no {config}"),
    }
}

pub(crate) fn linear_hidden(count: usize) -> String {
    match count {
        1 => "1 option is not listed: what it depends on is off.".to_owned(),
        _ => format!("{count} options are not listed: what they depend on is off."),
    }
}

pub(crate) const LINEAR_TAIL: &str = "This is no terminal, so there is no menu. To change a value:\n\
    \n  cargo run -p conf -- set SYMBOL=VALUE\n  cargo run -p conf -- get SYMBOL\n";

/// What the command line says of itself.
pub const ABOUT: &str = "A terminal menu for Kconfig trees";

/// What the command line says of its argument.
pub const ABOUT_KCONFIG: &str =
    "The first Kconfig file; without it, the one of the project around the working directory";

/// A program that could not start or go on.
pub fn fatal(why: &str) -> String {
    format!("menuconfig: {why}")
}
