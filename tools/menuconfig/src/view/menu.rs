//! The menu: header, path, legend, lines, buttons; and the members of a choice.

use super::{Palette, boxed, buttons, more, put};
use crate::layout::{self, Screen};
use crate::model::{ChoiceList, List, MenuButton, Model, Row, RowKind, Show, path_text};
use crate::strings;
use crate::text::{fit, width};
use kconfig::Config;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// From this width on each line names its symbol in a column of its own.
const WIDTH_FOR_NAMES: u16 = 120;

pub(super) fn draw(model: &Model, palette: &Palette, frame: &mut Frame<'_>, area: Rect) -> Screen {
    let legend = model.legend_lines();
    let screen = layout::screen(area, legend.len(), model.status_lines(area.width).len());
    header(model, palette, frame, screen.header);
    crumbs(model, palette, frame, screen.crumbs);
    if layout::has_frame(area) {
        boxed(frame, palette, screen.frame, model.menu_title());
    }
    for (row, line) in legend.iter().enumerate() {
        put(frame, screen.legend, row as u16, 0, line, palette.legend);
    }
    lines(&model.rows, &model.list, Some(model.config()), palette, frame, screen.list);
    if layout::has_frame(area) {
        edges(&model.rows, &model.list, palette, frame, screen.frame, screen.list);
    }
    let labels = MenuButton::ALL.map(strings::menu_button);
    buttons(frame, palette, screen.buttons, &labels, Some(model.button));
    screen
}

fn header(model: &Model, palette: &Palette, frame: &mut Frame<'_>, area: Rect) {
    let title = format!(" {} - {}", model.names.config, model.config().tree().title());
    let mut marks = Vec::new();
    if model.show == Show::All {
        marks.push(strings::SHOWING_HIDDEN);
    }
    if model.is_changed() {
        marks.push(strings::CHANGED);
    }
    let marks = if marks.is_empty() { String::new() } else { format!("[{}] ", marks.join("; ")) };
    let room = usize::from(area.width).saturating_sub(width(&marks));
    put(frame, area, 0, 0, &fit(&title, room), palette.header);
    put(frame, area, 0, room as u16, &marks, palette.more);
}

fn crumbs(model: &Model, palette: &Palette, frame: &mut Frame<'_>, area: Rect) {
    let path = path_text(model.config(), &model.path());
    if !path.is_empty() {
        put(
            frame,
            area,
            0,
            0,
            &format!(" > {}", fit(&path, usize::from(area.width).saturating_sub(4))),
            palette.crumbs,
        );
    }
}

pub(super) fn draw_choice(choice: &ChoiceList, palette: &Palette, frame: &mut Frame<'_>, area: Rect) {
    let parts = layout::choice(area, choice);
    boxed(frame, palette, parts.frame, &choice.title);
    lines(&choice.rows, &choice.list, None, palette, frame, parts.list);
    edges(&choice.rows, &choice.list, palette, frame, parts.frame, parts.list);
    buttons(frame, palette, parts.buttons, &strings::CHOICE_BUTTONS, Some(choice.button));
}

fn edges(rows: &[Row], list: &List, palette: &Palette, frame: &mut Frame<'_>, around: Rect, inner: Rect) {
    let below = rows.len().saturating_sub(list.top + usize::from(inner.height));
    more(frame, palette, around, list.top, below);
}

fn lines(
    rows: &[Row],
    list: &List,
    named: Option<&Config>,
    palette: &Palette,
    frame: &mut Frame<'_>,
    area: Rect,
) {
    let named = named.filter(|_| area.width >= WIDTH_FOR_NAMES);
    let names = rows.iter().map(|row| width(&row.text())).max().unwrap_or(0) as u16 + 4;
    for (at, row) in rows.iter().enumerate().skip(list.top).take(usize::from(area.height)) {
        let line = (at - list.top) as u16;
        if at == list.cursor {
            put(frame, area, line, 0, &" ".repeat(usize::from(area.width)), palette.selected);
        }
        draw_row(row, at == list.cursor, palette, frame, area, line);
        if let (Some(config), RowKind::Symbol(symbol)) = (named, row.kind) {
            let tree = config.tree();
            let name = format!("{}{}", tree.prefix(), tree.name(symbol));
            let style = if at == list.cursor { palette.selected } else { palette.dim };
            put(frame, area, line, names, &name, style);
        }
    }
}

/// Draws one line: mark, prompt with its hotkey, tail.
pub(super) fn draw_row(
    row: &Row,
    selected: bool,
    palette: &Palette,
    frame: &mut Frame<'_>,
    area: Rect,
    line: u16,
) {
    let style = |style: Style| match (selected, row.hidden) {
        (true, _) => palette.selected,
        (false, true) => palette.dim,
        (false, false) => style,
    };
    let mut column = put(frame, area, line, 0, &row.mark.0, style(palette.text));
    column += row.gap() as u16;
    let prompt = column;
    column = put(frame, area, line, column, &row.prompt, style(palette.text));
    if let Some((at, _)) = row.hotkey {
        let before = prompt + width(&row.prompt[..at]) as u16;
        let written: String = row.prompt[at..].chars().take(1).collect();
        let accent = if selected { palette.selected.patch(palette.hotkey) } else { style(palette.hotkey) };
        put(frame, area, line, before, &written, accent);
    }
    put(frame, area, line, column, &row.tail, style(palette.tail));
}
