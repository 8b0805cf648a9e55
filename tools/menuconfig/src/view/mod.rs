//! How it looks: draws a model on a frame of any size.
//!
//! Reads the model and changes nothing.

mod dialog;
mod help;
mod menu;
mod palette;
mod search;
mod status;

pub use palette::Palette;

use crate::model::{Layer, Model};
use crate::strings;
use crate::text::{fit, width};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Block, Clear};

/// Draws everything: the menu, what lies open above it, and the status line.
pub fn draw(model: &Model, palette: &Palette, frame: &mut Frame<'_>) {
    let area = frame.area();
    if area.is_empty() {
        return;
    }
    let screen = menu::draw(model, palette, frame, area);
    for (depth, layer) in model.layers.iter().enumerate() {
        let top = depth + 1 == model.layers.len();
        match layer {
            Layer::Choice(choice) => menu::draw_choice(choice, palette, frame, area),
            Layer::Edit(edit) => dialog::draw_edit(edit, palette, frame, area, top),
            Layer::Ask(ask) => dialog::draw_ask(ask, palette, frame, area),
            Layer::Page(page) => help::draw(page, palette, frame, area),
            Layer::Search(search) => search::draw(model, search, palette, frame, area, top),
        }
    }
    status::draw(model, palette, frame, screen.status);
}

/// Writes a text at a row and column of an area, cut off at its right edge. Returns the column behind it.
fn put(frame: &mut Frame<'_>, area: Rect, row: u16, column: u16, text: &str, style: Style) -> u16 {
    let area = area.intersection(frame.area());
    if row >= area.height || column >= area.width {
        return column;
    }
    let room = usize::from(area.width - column);
    let (end, _) = frame.buffer_mut().set_stringn(area.x + column, area.y + row, text, room, style);
    end - area.x
}

/// Clears an area and draws a frame with a title around it, if there is room for one.
fn boxed(frame: &mut Frame<'_>, palette: &Palette, area: Rect, title: &str) {
    frame.render_widget(Clear, area);
    if crate::layout::inside(area) == area {
        return;
    }
    frame.render_widget(Block::bordered().border_style(palette.frame), area);
    let title = fit(title, usize::from(area.width).saturating_sub(6));
    if !title.is_empty() {
        let column = (area.width - 2 - width(&title) as u16) / 2;
        put(frame, area, 0, column, &format!(" {title} "), palette.title);
    }
}

/// Says on the edges of a frame how much of a list is out of sight.
fn more(frame: &mut Frame<'_>, palette: &Palette, area: Rect, above: usize, below: usize) {
    for (row, count, text) in [
        (0, above, strings::more_above(above)),
        (area.height.saturating_sub(1), below, strings::more_below(below)),
    ] {
        let columns = width(&text) as u16;
        if count > 0 && area.width > columns + 4 {
            put(frame, area, row, area.width - columns - 2, &text, palette.more);
        }
    }
}

/// Draws a bar of buttons in the middle of a row.
fn buttons(frame: &mut Frame<'_>, palette: &Palette, area: Rect, labels: &[&str], marked: Option<usize>) {
    let room = usize::from(area.width);
    let columns = |labels: &[&str]| labels.iter().map(|label| width(label) + 2).sum::<usize>();
    let trimmed: Vec<&str> = labels.iter().map(|label| label.trim()).collect();
    let labels = if columns(labels) > room { &trimmed } else { labels };
    let words = columns(labels);
    let gap = room.saturating_sub(words).checked_div(labels.len() + 1).unwrap_or(0).min(4);
    let all = words + gap * labels.len().saturating_sub(1);
    let mut column = (room.saturating_sub(all) / 2) as u16;
    for (at, label) in labels.iter().enumerate() {
        // Where not all have room, the marked one has to be seen.
        if all > room && marked.is_some_and(|marked| marked != at) {
            continue;
        }
        let style = if marked == Some(at) { palette.selected } else { palette.button };
        column = put(frame, area, 0, column, &format!("<{label}>"), style) + gap as u16;
    }
}
