//! The menu as a text without cursor: for pipes, logs and screen readers.

use crate::model::{Row, RowKind, Show, member_rows, menu_rows};
use crate::session::Session;
use crate::strings;
use crate::text::width;
use kconfig::Config;
use kconfig::model::NodeId;

/// The column at which the symbols stand.
const COLUMN: usize = 58;

/// The whole tree with its values, and how to change them.
pub fn print(session: &Session) -> String {
    let config = session.model.config();
    let head = strings::linear_head(&session.model.names.config, session.found());
    let mut text = format!("{} ({head})\n\n", config.tree().title());
    menu(config, config.tree().root(), 0, &mut text);
    text.push('\n');
    let hidden = hidden(config);
    if hidden > 0 {
        text += &strings::linear_hidden(hidden);
        text += "\n\n";
    }
    text += strings::LINEAR_TAIL;
    text
}

fn menu(config: &Config, node: NodeId, depth: usize, text: &mut String) {
    for row in menu_rows(config, node, Show::Visible) {
        let depth = depth + row.depth;
        line(config, &row, depth, text);
        let inner = config.tree().node(row.node);
        if let RowKind::Choice(choice) = row.kind {
            for member in member_rows(config, choice, Show::Visible) {
                line(config, &member, depth + 1, text);
            }
        } else if row.kind == RowKind::Menu || inner.is_menuconfig() {
            menu(config, row.node, depth + 1, text);
        }
    }
}

/// One line: mark, prompt and tail, and the symbol with its value at the right.
fn line(config: &Config, row: &Row, depth: usize, text: &mut String) {
    let tail = row.tail.trim_end_matches(strings::ARROW).trim_end_matches(strings::ARROW_EMPTY);
    let mark = row.mark.0.trim();
    let space = if mark.is_empty() { "" } else { " " };
    let start = format!("{}{mark}{space}{}{tail}", "  ".repeat(depth), row.prompt);
    // A value may hold anything: nothing of it may steer a terminal that shows the text later.
    let clean = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
    let start = clean(&start);
    text.push_str(&start);
    if let RowKind::Symbol(symbol) = row.kind {
        let gap = COLUMN.saturating_sub(width(&start)).max(2);
        let name = format!("{}{}", config.tree().prefix(), config.tree().name(symbol));
        *text += &format!("{}{name}={}", " ".repeat(gap), clean(&config.quoted(symbol)));
    }
    text.push('\n');
}

/// How many symbols have a prompt that does not show.
fn hidden(config: &Config) -> usize {
    let tree = config.tree();
    let shown = |symbol: kconfig::model::SymbolId| {
        tree.symbol(symbol).nodes().iter().any(|node| config.is_visible(*node))
    };
    let prompted = |node: &NodeId| tree.prompt(*node).is_some();
    tree.symbols()
        .filter(|symbol| tree.symbol(*symbol).nodes().iter().any(prompted) && !shown(*symbol))
        .count()
}
