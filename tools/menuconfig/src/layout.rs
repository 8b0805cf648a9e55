//! Where things are on a screen of any size, also one that is too small.
//!
//! Both `update` (how far a page goes) and `view` ask here, so that they agree. What finds no room has a height of 0.

use crate::model::ChoiceList;
use crate::text::width;
use ratatui::layout::Rect;

/// From this height on there is a legend.
pub(crate) const HEIGHT_FOR_LEGEND: u16 = 18;
const HEIGHT_FOR_FRAME: u16 = 9;
const HEIGHT_FOR_CRUMBS: u16 = 7;
const HEIGHT_FOR_HEADER: u16 = 6;
const HEIGHT_FOR_BUTTONS: u16 = 5;

/// The parts of the menu.
pub(crate) struct Screen {
    pub(crate) header: Rect,
    pub(crate) crumbs: Rect,
    pub(crate) frame: Rect,
    pub(crate) legend: Rect,
    pub(crate) list: Rect,
    pub(crate) buttons: Rect,
    pub(crate) status: Rect,
}

/// A screen of this size.
pub(crate) fn whole(width: u16, height: u16) -> Rect {
    Rect { x: 0, y: 0, width, height }
}

/// Takes rows from the top of an area.
fn take_top(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    let taken = Rect { height: rows, ..*area };
    area.y += rows;
    area.height -= rows;
    taken
}

/// Takes rows from the bottom of an area.
fn take_bottom(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    area.height -= rows;
    Rect { y: area.y + area.height, height: rows, ..*area }
}

/// The area inside a frame; a frame that has no room is not drawn, and all of it is inside.
pub(crate) fn inside(frame: Rect) -> Rect {
    if frame.width < 4 || frame.height < 3 {
        return frame;
    }
    Rect { x: frame.x + 1, y: frame.y + 1, width: frame.width - 2, height: frame.height - 2 }
}

fn padded(area: Rect) -> Rect {
    if area.width < 12 {
        return area;
    }
    Rect { x: area.x + 1, width: area.width - 2, ..area }
}

/// The menu, with a legend and a status of so many lines.
pub(crate) fn screen(area: Rect, legend: usize, status: usize) -> Screen {
    let height = area.height;
    let mut rest = area;
    let when = |least: u16, rows: u16| if height >= least { rows } else { 0 };
    let header = take_top(&mut rest, when(HEIGHT_FOR_HEADER, 1));
    let crumbs = take_top(&mut rest, when(HEIGHT_FOR_CRUMBS, 1));
    let status = take_bottom(&mut rest, (status as u16).min(height / 4).max(when(3, 1)));
    let frame = rest;
    let mut rest = if height >= HEIGHT_FOR_FRAME { inside(frame) } else { frame };
    let buttons = take_bottom(&mut rest, when(HEIGHT_FOR_BUTTONS, 1));
    take_bottom(&mut rest, when(HEIGHT_FOR_LEGEND, 1));
    let legend = take_top(&mut rest, when(HEIGHT_FOR_LEGEND, legend as u16));
    take_top(&mut rest, when(HEIGHT_FOR_LEGEND, 1));
    Screen { header, crumbs, frame, legend: padded(legend), list: padded(rest), buttons, status }
}

/// Whether the menu of this height has a frame.
pub(crate) fn has_frame(area: Rect) -> bool {
    area.height >= HEIGHT_FOR_FRAME
}

/// The middle of an area above its status line, as large as asked for or as there is room.
fn centred(area: Rect, columns: u16, rows: u16) -> Rect {
    let height = area.height.saturating_sub(u16::from(area.height > 3));
    let (columns, rows) = (columns.min(area.width), rows.min(height));
    Rect {
        x: area.x + (area.width - columns) / 2,
        y: area.y + (height - rows) / 2,
        width: columns,
        height: rows,
    }
}

/// A framed box with a list and buttons.
pub(crate) struct ListBox {
    pub(crate) frame: Rect,
    pub(crate) list: Rect,
    pub(crate) buttons: Rect,
}

/// The box of a choice.
pub(crate) fn choice(area: Rect, choice: &ChoiceList) -> ListBox {
    let widest = choice.rows.iter().map(|row| width(&row.text())).max().unwrap_or(0);
    let columns = widest.max(width(&choice.title)).max(30) + 8;
    let rows = choice.rows.len().max(1) + 5;
    let frame = centred(area, columns.min(1000) as u16, rows.min(1000) as u16);
    let mut rest = inside(frame);
    let roomy = rest.height >= 5;
    let bar = u16::from(rest.height >= 3);
    let buttons = take_bottom(&mut rest, bar);
    if roomy {
        take_bottom(&mut rest, 1);
        take_top(&mut rest, 1);
    }
    ListBox { frame, list: padded(rest), buttons }
}

/// A framed text.
pub(crate) struct PageBox {
    pub(crate) frame: Rect,
    pub(crate) text: Rect,
}

/// The area that a large box covers: all of the menu but its header and the status line.
fn below_header(area: Rect) -> Rect {
    let mut rest = area;
    take_top(&mut rest, if area.height >= HEIGHT_FOR_CRUMBS { 2 } else { 0 });
    take_bottom(&mut rest, u16::from(area.height >= 3));
    rest
}

/// Lines longer than this are hard to read.
const LONGEST_LINE: u16 = 110;

/// The box of a page.
pub(crate) fn page(area: Rect) -> PageBox {
    let frame = below_header(area);
    let text = padded(inside(frame));
    PageBox { frame, text: Rect { width: text.width.min(LONGEST_LINE), ..text } }
}

/// A framed question, or a line under edit: text, line, error, buttons.
pub(crate) struct DialogBox {
    pub(crate) frame: Rect,
    pub(crate) text: Rect,
    pub(crate) input: Rect,
    pub(crate) error: Rect,
    pub(crate) buttons: Rect,
}

/// The columns that the text of a dialog has.
pub(crate) fn dialog_columns(area: Rect) -> usize {
    usize::from(area.width.min(70)).saturating_sub(6).max(1)
}

/// The box of a dialog with so many lines of text, of input and of error.
pub(crate) fn dialog(area: Rect, text: usize, input: u16, error: usize) -> DialogBox {
    // Two for the frame, a blank line and one of buttons below; a blank line above what is typed.
    let rows = text + error + 4 + 2 * usize::from(input);
    let frame = centred(area, area.width.min(70), rows.min(1000) as u16);
    let mut rest = inside(frame);
    let bar = u16::from(rest.height >= 2);
    let buttons = take_bottom(&mut rest, bar);
    if rest.height > text as u16 + input + error as u16 {
        take_bottom(&mut rest, 1);
    }
    // What is typed matters more than what is said about it.
    let room = rest.height.saturating_sub(input);
    let text = padded(take_top(&mut rest, (text as u16).min(room)));
    if input > 0 && rest.height > input + error as u16 {
        take_top(&mut rest, 1);
    }
    let input = padded(take_top(&mut rest, input));
    DialogBox { frame, text, input, error: padded(rest), buttons }
}

/// The search: what is typed, and the results.
pub(crate) struct SearchBox {
    pub(crate) frame: Rect,
    pub(crate) query: Rect,
    pub(crate) results: Rect,
}

impl SearchBox {
    /// How many rows a result has.
    pub(crate) fn rows_each(&self) -> u16 {
        if self.results.height >= 8 { 2 } else { 1 }
    }

    /// How many results are on the screen.
    pub(crate) fn entries(&self) -> u16 {
        self.results.height / self.rows_each()
    }
}

/// The box of the search.
pub(crate) fn search(area: Rect) -> SearchBox {
    let frame = below_header(area);
    let mut rest = inside(frame);
    let query = take_top(&mut rest, 1);
    if rest.height >= 4 {
        take_top(&mut rest, 1);
    }
    let (query, results) = (padded(query), padded(rest));
    SearchBox { frame, query: Rect { width: query.width.min(LONGEST_LINE), ..query }, results }
}
