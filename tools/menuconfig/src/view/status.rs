//! The status line.

use super::{Palette, put};
use crate::model::{Model, Tone};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Clear;

pub(super) fn draw(model: &Model, palette: &Palette, frame: &mut Frame<'_>, area: Rect) {
    frame.render_widget(Clear, area);
    let style = match model.status.as_ref().map(|status| status.tone) {
        Some(Tone::Done) => palette.done,
        Some(Tone::Refused) => palette.refused,
        None => palette.dim,
    };
    for (row, line) in model.status_lines(area.width).iter().enumerate() {
        put(frame, area, row as u16, 1.min(area.width / 2), line, style);
    }
}
