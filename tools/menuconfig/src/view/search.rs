//! The search: the words, and each result with its value and the way to it.

use super::menu::draw_row;
use super::{Palette, boxed, more, put};
use crate::layout;
use crate::model::{Model, Search, SearchFocus, Show, node_row, path_text, path_to};
use crate::strings;
use crate::text::{fit, width, wrap};
use kconfig::model::NodeId;
use ratatui::Frame;
use ratatui::layout::Rect;

/// The columns that the number of a result takes.
const NUMBER: u16 = 4;

pub(super) fn draw(
    model: &Model,
    search: &Search,
    palette: &Palette,
    frame: &mut Frame<'_>,
    area: Rect,
    top: bool,
) {
    let parts = layout::search(area);
    boxed(frame, palette, parts.frame, strings::SEARCH_TITLE);
    let query = Rect {
        x: parts.query.x + 2.min(parts.query.width),
        width: parts.query.width.saturating_sub(2),
        ..parts.query
    };
    put(frame, parts.query, 0, 0, "/", palette.hotkey);
    super::dialog::draw_input(
        &search.input,
        palette,
        frame,
        query,
        top && search.focus == SearchFocus::Query,
    );
    if search.hits.is_empty() {
        let asked = !search.input.value().trim().is_empty();
        let text = if asked { strings::SEARCH_NOTHING } else { strings::SEARCH_EMPTY };
        for (row, line) in wrap(text, usize::from(parts.results.width)).iter().enumerate() {
            put(frame, parts.results, row as u16, 0, line, palette.dim);
        }
        return;
    }
    let (each, entries) = (parts.rows_each(), usize::from(parts.entries()));
    for (row, node) in search.hits.iter().skip(search.list.top).take(entries).enumerate() {
        let area = Rect { y: parts.results.y + row as u16 * each, height: each, ..parts.results };
        let marked = search.focus == SearchFocus::Results && search.list.top + row == search.list.cursor;
        draw_hit(model, *node, row + 1, marked, palette, frame, area);
    }
    let below = search.hits.len().saturating_sub(search.list.top + entries);
    more(frame, palette, parts.frame, search.list.top, below);
    let count = strings::hits(search.hits.len());
    put(frame, parts.frame, 0, 2, &count, palette.more);
}

fn draw_hit(
    model: &Model,
    node: NodeId,
    number: usize,
    marked: bool,
    palette: &Palette,
    frame: &mut Frame<'_>,
    area: Rect,
) {
    let config = model.config();
    let tree = config.tree();
    let mut row = node_row(config, node, Show::All);
    row.hotkey = None;
    let name = tree.node(node).symbol().map(|symbol| format!("{}{}", tree.prefix(), tree.name(symbol)));
    if row.prompt.is_empty() {
        row.prompt = name.clone().unwrap_or_default();
    }
    if marked {
        put(frame, area, 0, 0, &" ".repeat(usize::from(area.width)), palette.selected);
    }
    let plain = if marked { palette.selected } else { palette.dim };
    if number <= 9 {
        put(frame, area, 0, 0, &format!("({number})"), plain);
    }
    let rest = Rect { x: area.x + NUMBER.min(area.width), width: area.width.saturating_sub(NUMBER), ..area };
    draw_row(&row, marked, palette, frame, rest, 0);
    // The second row names the symbol with its value, and where it is.
    let value = match (name, tree.node(node).symbol()) {
        (Some(name), Some(symbol)) => format!("{name}={}", config.quoted(symbol)),
        _ => String::new(),
    };
    let path = path_to(config, node);
    let path = path_text(config, &path[..path.len().saturating_sub(1)]);
    let path = if path.is_empty() { strings::TOP_MENU.to_owned() } else { path };
    let room = usize::from(rest.width).saturating_sub(4);
    let (value, path) = if width(&value) + width(&path) + 2 <= room || value.is_empty() {
        (value, path)
    } else {
        let half = room / 2;
        let path_room =
            room.saturating_sub(width(&value).min(half.max(room.saturating_sub(width(&path) + 2))) + 2);
        (fit(&value, room.saturating_sub(width(&path).min(path_room) + 2)), fit(&path, path_room))
    };
    let end = put(frame, rest, 1, 4, &value, palette.dim);
    let gap = if value.is_empty() { 0 } else { 2 };
    put(frame, rest, 1, end + gap, &path, palette.crumbs);
}
