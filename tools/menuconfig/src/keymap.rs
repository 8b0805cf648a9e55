//! Which key means what, by what has the focus.
//!
//! One table per keymap; this is mconf's. Its letters are commands and therefore never highlighted in an entry.

use crate::msg::{Motion, Msg, Turn};
use kconfig::eval::Tristate;
use tui_input::InputRequest;

/// A key, as far as the menu tells keys apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Key {
    /// A character, with whatever shift it took to type it.
    Char(char),
    /// A letter with control.
    Ctrl(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator.
    Tab,
    /// Tabulator with shift.
    BackTab,
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Arrow with control.
    WordLeft,
    /// Arrow with control.
    WordRight,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// The beginning.
    Home,
    /// The end.
    End,
    /// A function key.
    Function(u8),
}

/// What has the keyboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Focus {
    /// A menu, or the members of a choice.
    Menu,
    /// A line under edit.
    Text,
    /// A bar of buttons alone.
    Buttons,
    /// A text to read.
    Page,
    /// Search results.
    Results,
}

/// What a letter does in a menu, if it is a command. Such a letter is nobody's hotkey.
pub fn command(letter: char) -> Option<Msg> {
    Some(match letter.to_ascii_lowercase() {
        'y' => Msg::Set(Tristate::Yes),
        'n' => Msg::Set(Tristate::No),
        'm' => Msg::Set(Tristate::Mod),
        'h' => Msg::Help,
        'z' => Msg::ShowHidden,
        's' => Msg::Save,
        'o' => Msg::Load,
        'd' => Msg::SaveMinimal,
        _ => return None,
    })
}

/// What a key means; `None` if nothing.
pub fn message(focus: Focus, key: Key) -> Option<Msg> {
    match key {
        Key::Esc => return Some(Msg::Back),
        Key::Enter => return Some(Msg::Activate),
        Key::Ctrl('c') => return Some(Msg::Quit),
        Key::Function(1) => return Some(Msg::Help),
        _ => {}
    }
    match focus {
        Focus::Menu => menu(key),
        Focus::Text => text(key),
        Focus::Buttons => match key {
            Key::Char(' ') => Some(Msg::Activate),
            Key::Char(letter) => Some(Msg::Hotkey(letter)),
            key => motion(key).map(Msg::Move).or_else(|| turn(key)),
        },
        Focus::Page => match key {
            Key::Char(' ') => Some(Msg::Move(Motion::PageDown)),
            Key::Char('q' | 'x' | 'e' | 'h' | '?') => Some(Msg::Back),
            key => motion(key).map(Msg::Move),
        },
        Focus::Results => match key {
            Key::Char(digit @ '1'..='9') => Some(Msg::Number(digit as usize - '0' as usize)),
            Key::Char('/') | Key::Tab | Key::BackTab => Some(Msg::Search),
            Key::Char('?' | 'h') => Some(Msg::Help),
            key => motion(key).map(Msg::Move),
        },
    }
}

fn menu(key: Key) -> Option<Msg> {
    Some(match key {
        Key::Char('+') => Msg::Move(Motion::Down),
        Key::Char('-') => Msg::Move(Motion::Up),
        Key::Char(' ') => Msg::Toggle,
        Key::Char('?') => Msg::Help,
        Key::Char('/') => Msg::Search,
        Key::Char(letter) => command(letter).unwrap_or(Msg::Hotkey(letter)),
        key => return motion(key).map(Msg::Move).or_else(|| turn(key)),
    })
}

fn text(key: Key) -> Option<Msg> {
    Some(Msg::Edit(match key {
        Key::Char(c) => InputRequest::InsertChar(c),
        Key::Backspace | Key::Ctrl('h') => InputRequest::DeletePrevChar,
        Key::Delete | Key::Ctrl('d') => InputRequest::DeleteNextChar,
        Key::Left | Key::Ctrl('b') => InputRequest::GoToPrevChar,
        Key::Right | Key::Ctrl('f') => InputRequest::GoToNextChar,
        Key::WordLeft => InputRequest::GoToPrevWord,
        Key::WordRight => InputRequest::GoToNextWord,
        Key::Home | Key::Ctrl('a') => InputRequest::GoToStart,
        Key::End | Key::Ctrl('e') => InputRequest::GoToEnd,
        Key::Ctrl('u') => InputRequest::DeleteFromStart,
        Key::Ctrl('k') => InputRequest::DeleteTillEnd,
        Key::Ctrl('w') => InputRequest::DeletePrevWord,
        Key::Ctrl('y') => InputRequest::Yank,
        Key::Up | Key::Down | Key::PageUp | Key::PageDown => return motion(key).map(Msg::Move),
        key => return turn(key),
    }))
}

fn motion(key: Key) -> Option<Motion> {
    Some(match key {
        Key::Up => Motion::Up,
        Key::Down => Motion::Down,
        Key::PageUp => Motion::PageUp,
        Key::PageDown => Motion::PageDown,
        Key::Home => Motion::First,
        Key::End => Motion::Last,
        _ => return None,
    })
}

fn turn(key: Key) -> Option<Msg> {
    Some(Msg::Button(match key {
        Key::Right | Key::Tab => Turn::Next,
        Key::Left | Key::BackTab => Turn::Previous,
        _ => return None,
    }))
}
