//! Colours and accents; each accent has a form without colour.

use ratatui::style::{Color, Modifier, Style};

/// The look of everything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Palette {
    pub(crate) header: Style,
    pub(crate) crumbs: Style,
    pub(crate) frame: Style,
    pub(crate) title: Style,
    pub(crate) legend: Style,
    pub(crate) text: Style,
    pub(crate) hotkey: Style,
    pub(crate) dim: Style,
    pub(crate) tail: Style,
    pub(crate) selected: Style,
    pub(crate) button: Style,
    pub(crate) more: Style,
    pub(crate) input: Style,
    pub(crate) done: Style,
    pub(crate) refused: Style,
    pub(crate) heading: Style,
}

impl Palette {
    /// The sixteen colours that every colour terminal has.
    pub fn colour() -> Palette {
        let plain = Palette::plain();
        let of = |colour: Color| Style::new().fg(colour);
        Palette {
            header: of(Color::Cyan).add_modifier(Modifier::BOLD),
            crumbs: of(Color::Cyan),
            frame: of(Color::DarkGray),
            title: of(Color::Yellow).add_modifier(Modifier::BOLD),
            legend: of(Color::DarkGray),
            hotkey: of(Color::Yellow).add_modifier(Modifier::BOLD),
            dim: of(Color::DarkGray),
            tail: of(Color::Cyan),
            selected: Style::new().fg(Color::White).bg(Color::Blue).add_modifier(Modifier::BOLD),
            more: of(Color::Cyan),
            input: Style::new().add_modifier(Modifier::UNDERLINED),
            done: of(Color::Green),
            refused: of(Color::Red).add_modifier(Modifier::BOLD),
            heading: of(Color::Cyan).add_modifier(Modifier::BOLD),
            ..plain
        }
    }

    /// Without colour.
    pub fn plain() -> Palette {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let dim = Style::new().add_modifier(Modifier::DIM);
        Palette {
            header: bold,
            crumbs: Style::new(),
            frame: Style::new(),
            title: bold,
            legend: dim,
            text: Style::new(),
            hotkey: bold.add_modifier(Modifier::UNDERLINED),
            dim,
            tail: Style::new(),
            selected: Style::new().add_modifier(Modifier::REVERSED),
            button: Style::new(),
            more: bold,
            input: Style::new().add_modifier(Modifier::UNDERLINED),
            done: Style::new(),
            refused: bold,
            heading: bold,
        }
    }

    /// Plain if `NO_COLOR` is set to anything, else in colour.
    pub fn from_environment() -> Palette {
        match std::env::var_os("NO_COLOR") {
            Some(value) if !value.is_empty() => Palette::plain(),
            _ => Palette::colour(),
        }
    }
}
