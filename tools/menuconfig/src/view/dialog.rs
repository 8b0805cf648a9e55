//! Lines under edit, and questions.

use super::{Palette, boxed, buttons, put};
use crate::layout;
use crate::model::{Ask, Edit};
use crate::strings;
use crate::text::wrap;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

pub(super) fn draw_edit(edit: &Edit, palette: &Palette, frame: &mut Frame<'_>, area: Rect, top: bool) {
    let columns = layout::dialog_columns(area);
    let text = wrap(&edit.text, columns);
    let error = edit.error.as_deref().map(|error| wrap(error, columns)).unwrap_or_default();
    let parts = layout::dialog(area, text.len(), 1, error.len());
    boxed(frame, palette, parts.frame, &edit.title);
    for (row, line) in text.iter().enumerate() {
        put(frame, parts.text, row as u16, 0, line, palette.text);
    }
    draw_input(&edit.input, palette, frame, parts.input, top && edit.button.is_none());
    for (row, line) in error.iter().enumerate() {
        put(frame, parts.error, row as u16, 0, line, palette.refused);
    }
    let labels: Vec<&str> = edit.buttons().iter().map(|button| strings::edit_button(*button)).collect();
    buttons(frame, palette, parts.buttons, &labels, edit.button.or(Some(0)));
}

pub(super) fn draw_ask(ask: &Ask, palette: &Palette, frame: &mut Frame<'_>, area: Rect) {
    let text = wrap(&ask.text, layout::dialog_columns(area));
    let parts = layout::dialog(area, text.len(), 0, 0);
    boxed(frame, palette, parts.frame, ask.title);
    for (row, line) in text.iter().enumerate() {
        put(frame, parts.text, row as u16, 0, line, palette.text);
    }
    let labels: Vec<&str> = ask.answers.iter().map(|answer| strings::answer(*answer)).collect();
    buttons(frame, palette, parts.buttons, &labels, Some(ask.button));
}

/// Draws a line under edit, scrolled so that its cursor is on the screen.
pub(super) fn draw_input(input: &Input, palette: &Palette, frame: &mut Frame<'_>, area: Rect, focused: bool) {
    if area.is_empty() {
        return;
    }
    let room = usize::from(area.width).saturating_sub(1);
    let scroll = input.visual_scroll(room);
    put(frame, area, 0, 0, &" ".repeat(usize::from(area.width)), palette.input);
    let mut skipped = 0;
    let shown: String = input
        .value()
        .chars()
        .skip_while(|c| {
            let skip = skipped < scroll;
            skipped += unicode_width::UnicodeWidthChar::width(*c).unwrap_or(0);
            skip
        })
        .collect();
    put(frame, area, 0, 0, &shown, palette.input);
    if focused {
        let column = input.visual_cursor().saturating_sub(scroll).min(room) as u16;
        frame.set_cursor_position(Position { x: area.x + column, y: area.y });
    }
}
