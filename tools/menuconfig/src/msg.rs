//! What can happen, and what the menu asks of the world.
//!
//! Knows nothing of keys: `keymap` translates them.

use kconfig::dotconfig::Saved;
use kconfig::eval::Tristate;
use tui_input::InputRequest;

/// Where a list's cursor goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Motion {
    /// One up.
    Up,
    /// One down.
    Down,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// To the first.
    First,
    /// To the last.
    Last,
}

/// Which of its neighbours gets the mark in a bar of buttons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// The next, after the last the first.
    Next,
    /// The previous, before the first the last.
    Previous,
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Msg {
    /// Move the cursor.
    Move(Motion),
    /// Move the mark in the button bar.
    Button(Turn),
    /// Jump to the next entry with this highlighted letter.
    Hotkey(char),
    /// Jump to the search result with this number, from 1.
    Number(usize),
    /// Do what the marked button says.
    Activate,
    /// The next possible value; opens what has no two values.
    Toggle,
    /// Set a value.
    Set(Tristate),
    /// Leave the topmost thing.
    Back,
    /// Explain the entry under the cursor.
    Help,
    /// Open the search.
    Search,
    /// Show or hide what cannot be set now.
    ShowHidden,
    /// Ask where to save, and save.
    Save,
    /// Ask what to load, and load.
    Load,
    /// Ask where to save the minimal defconfig, and save it.
    SaveMinimal,
    /// End, after a question if there are unsaved changes.
    Quit,
    /// Change the line under edit.
    Edit(InputRequest),
    /// The screen has this many columns and rows.
    Resize(u16, u16),
    /// The answer to [`Effect::Save`]: done.
    Saved(SaveJob, Saved),
    /// The answer to [`Effect::Save`]: there is another file of that name.
    Exists(SaveJob),
    /// The answer to [`Effect::Load`]: the bytes of a file.
    Loaded {
        /// The path as it was typed.
        path: String,
        /// What stands in it.
        bytes: Vec<u8>,
    },
    /// The answer to an effect that failed, in words.
    Failed(String),
}

/// What to save.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// The whole configuration.
    Full,
    /// What differs from the defaults.
    Minimal,
}

/// What to do about a file that is there already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Existing {
    /// Ask first, unless it is the configuration of this project.
    Ask,
    /// Replace it.
    Replace,
}

/// What comes after a save.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum After {
    /// Go on.
    Stay,
    /// End.
    Quit,
}

/// A file to write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SaveJob {
    /// The path as it was typed, relative to the project's folder.
    pub path: String,
    /// What to write.
    pub form: Form,
    /// Whether to ask before another file is replaced.
    pub existing: Existing,
    /// What comes then.
    pub after: After,
}

/// What the menu asks of the world. The answer comes as a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Write a file; answered by [`Msg::Saved`], [`Msg::Exists`] or [`Msg::Failed`].
    Save(SaveJob),
    /// Read a file; answered by [`Msg::Loaded`] or [`Msg::Failed`].
    Load {
        /// The path as it was typed, relative to the project's folder.
        path: String,
    },
    /// End the program.
    Quit,
}
