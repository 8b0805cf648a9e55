//! The line at the bottom: what just happened, or else what is under the cursor.

use super::{Layer, Model, RowKind, SearchFocus, menu_rows};
use crate::layout;
use crate::strings;
use crate::text::wrap;
use kconfig::eval::Origin;
use kconfig::model::{NodeId, NodeKind, SymbolId};

/// What kind of message it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tone {
    /// Something was done.
    Done,
    /// Something could not be done, and this is why.
    Refused,
}

/// A message that stays until the next key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Status {
    pub(crate) tone: Tone,
    pub(crate) text: String,
}

/// The most lines that a message gets.
const MOST_LINES: usize = 4;

impl Model {
    /// The lines at the bottom of a screen of this width; at least one.
    pub(crate) fn status_lines(&self, width: u16) -> Vec<String> {
        let columns = usize::from(width).saturating_sub(2);
        let mut lines = match &self.status {
            Some(status) => wrap(&status.text, columns),
            None => vec![crate::text::fit(&self.hint(), columns)],
        };
        lines.truncate(MOST_LINES);
        if lines.is_empty() {
            lines.push(String::new());
        }
        lines
    }

    /// The lines of the legend that the present screen has room for.
    pub(crate) fn legend_lines(&self) -> Vec<String> {
        let (width, height) = self.size();
        let mut lines = strings::legend(self.config().tree().modules().is_some())
            .iter()
            .flat_map(|line| wrap(line, usize::from(width).saturating_sub(4)))
            .collect::<Vec<_>>();
        if height < layout::HEIGHT_FOR_LEGEND {
            lines.clear();
        }
        lines
    }

    pub(crate) fn legend_height(&self) -> usize {
        self.legend_lines().len()
    }

    fn hint(&self) -> String {
        match self.layers.last() {
            None => match self.row() {
                Some(row) => self.describe(row.node, row.kind),
                None => strings::EMPTY_MENU.to_owned(),
            },
            Some(Layer::Choice(choice)) => match choice.rows.get(choice.list.cursor) {
                Some(row) => self.describe(row.node, row.kind),
                None => strings::EMPTY_CHOICE.to_owned(),
            },
            Some(Layer::Edit(_)) => strings::EDIT_KEYS.to_owned(),
            Some(Layer::Ask(_)) => strings::ASK_KEYS.to_owned(),
            Some(Layer::Page(_)) => strings::PAGE_KEYS.to_owned(),
            Some(Layer::Search(search)) => match search.focus {
                SearchFocus::Query => strings::QUERY_KEYS.to_owned(),
                SearchFocus::Results => strings::RESULT_KEYS.to_owned(),
            },
        }
    }

    fn describe(&self, node: NodeId, kind: RowKind) -> String {
        let config = self.config();
        let tree = config.tree();
        match kind {
            RowKind::Symbol(symbol) => {
                let name = format!("{}{}", tree.prefix(), tree.name(symbol));
                format!("{name}={}: {}", config.quoted(symbol), self.origin(symbol))
            }
            RowKind::Choice(choice) => match config.choice_selected(choice) {
                Some(member) => strings::choice_hint(&format!("{}{}", tree.prefix(), tree.name(member))),
                None => strings::CHOICE_WITHOUT_MEMBER.to_owned(),
            },
            RowKind::Menu => strings::menu_hint(menu_rows(config, node, self.show).len()),
            RowKind::Comment => strings::COMMENT_HINT.to_owned(),
        }
    }

    /// Where a value comes from, in a few words.
    fn origin(&self, symbol: SymbolId) -> String {
        let (config, tree) = (self.config(), self.config().tree());
        let place = |span| {
            let position = config.sources().position(span);
            format!("{}:{}", position.file, position.line)
        };
        let names = |symbols: &[SymbolId]| {
            symbols.iter().map(|symbol| tree.name(*symbol)).collect::<Vec<_>>().join(", ")
        };
        match config.origin(symbol) {
            Origin::User(None) => strings::ORIGIN_USER.to_owned(),
            Origin::User(Some(span)) => strings::origin_file(&place(span)),
            Origin::Default(span) => strings::origin_default(&place(span)),
            Origin::Select(by) => strings::origin_select(&names(&by)),
            Origin::Imply(by) => strings::origin_imply(&names(&by)),
            Origin::Range { range, wanted } => strings::origin_range(&wanted, &place(range)),
            Origin::Choice { selected: Some(member), .. } if member == symbol => {
                strings::ORIGIN_SELECTED.to_owned()
            }
            Origin::Choice { selected: Some(member), .. } => strings::origin_other_member(tree.name(member)),
            Origin::Choice { selected: None, .. } => strings::CHOICE_WITHOUT_MEMBER.to_owned(),
            Origin::Nothing => strings::ORIGIN_NOTHING.to_owned(),
        }
    }
}

/// What a row of this node would be.
pub(crate) fn kind_of(kind: NodeKind) -> RowKind {
    match kind {
        NodeKind::Symbol(symbol) => RowKind::Symbol(symbol),
        NodeKind::Choice(choice) => RowKind::Choice(choice),
        NodeKind::Comment => RowKind::Comment,
        NodeKind::Menu | NodeKind::If => RowKind::Menu,
    }
}
