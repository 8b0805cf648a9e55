//! A text to read.

use super::{Palette, boxed, more, put};
use crate::layout;
use crate::model::Page;
use ratatui::Frame;
use ratatui::layout::Rect;

pub(super) fn draw(page: &Page, palette: &Palette, frame: &mut Frame<'_>, area: Rect) {
    let parts = layout::page(area);
    boxed(frame, palette, parts.frame, &page.title);
    let lines = page.lines(parts.text.width);
    let height = usize::from(parts.text.height);
    for (row, line) in lines.iter().skip(page.scroll).take(height).enumerate() {
        let style = match line {
            line if line.starts_with("error") => palette.refused,
            line if line.ends_with(':') && !line.starts_with(' ') => palette.heading,
            line if line.starts_with("warning") => palette.title,
            _ => palette.text,
        };
        put(frame, parts.text, row as u16, 0, line, style);
    }
    let below = lines.len().saturating_sub(page.scroll + height);
    more(frame, palette, parts.frame, page.scroll, below);
}
