//! What can lie open above the menu.

use super::{List, Row, Search, Show, member_rows};
use crate::msg::SaveJob;
use crate::strings;
use crate::text::wrap;
use kconfig::Config;
use kconfig::model::{ChoiceId, NodeId, SymbolId};
use tui_input::Input;

/// One thing that lies open.
pub(crate) enum Layer {
    Choice(ChoiceList),
    Edit(Edit),
    Ask(Ask),
    Page(Page),
    Search(Search),
}

/// The members of a choice, one of which is on.
pub(crate) struct ChoiceList {
    pub(crate) choice: ChoiceId,
    pub(crate) node: NodeId,
    pub(crate) title: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) list: List,
    pub(crate) button: usize,
}

impl ChoiceList {
    /// With the cursor on the member that is on.
    pub(crate) fn new(config: &Config, choice: ChoiceId, show: Show) -> ChoiceList {
        let tree = config.tree();
        let node = tree.choice(choice).node();
        let title = tree.prompt(node).unwrap_or(strings::UNTITLED).to_owned();
        let rows = member_rows(config, choice, show);
        let selected = config.choice_selected(choice);
        let cursor =
            rows.iter().position(|row| selected.is_some() && tree.node(row.node).symbol() == selected);
        let list = List { cursor: cursor.unwrap_or(0), top: 0 };
        ChoiceList { choice, node, title, rows, list, button: 0 }
    }

    /// With the cursor on the line of this member, if it has one.
    pub(crate) fn at(mut self, member: NodeId) -> Option<ChoiceList> {
        self.list.cursor = self.rows.iter().position(|row| row.node == member)?;
        Some(self)
    }

    pub(crate) fn refresh(&mut self, config: &Config, show: Show) {
        let at = self.rows.get(self.list.cursor).map(|row| row.node);
        self.rows = member_rows(config, self.choice, show);
        if let Some(cursor) = self.rows.iter().position(|row| Some(row.node) == at) {
            self.list.cursor = cursor;
        }
    }

    /// How many buttons it has: select, help.
    pub(crate) const BUTTONS: usize = 2;
}

/// What a line is edited for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// The value of a symbol, whose help is that of a place.
    Value(SymbolId, NodeId),
    Save,
    Load,
    SaveMinimal,
}

/// A button of an [`Edit`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum EditButton {
    Ok,
    Cancel,
    Help,
}

/// A line under edit.
pub(crate) struct Edit {
    pub(crate) purpose: Purpose,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) input: Input,
    /// Why the line was not taken.
    pub(crate) error: Option<String>,
    /// The marked button; none while the line itself has the keyboard.
    pub(crate) button: Option<usize>,
}

impl Edit {
    pub(crate) fn new(purpose: Purpose, title: impl Into<String>, text: String, value: &str) -> Edit {
        let input = Input::new(value.to_owned());
        Edit { purpose, title: title.into(), text, input, error: None, button: None }
    }

    /// The buttons below the line.
    pub(crate) fn buttons(&self) -> &'static [EditButton] {
        match self.purpose {
            Purpose::Value(..) => &[EditButton::Ok, EditButton::Cancel, EditButton::Help],
            _ => &[EditButton::Ok, EditButton::Cancel],
        }
    }
}

/// What a question is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Question {
    /// End with unsaved changes?
    Quit,
    /// Replace what is there?
    Replace(SaveJob),
    /// Load over unsaved changes?
    Load(String),
}

/// A button of a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Answer {
    Save,
    Discard,
    Replace,
    Load,
    Cancel,
}

/// A question.
pub(crate) struct Ask {
    pub(crate) question: Question,
    pub(crate) title: &'static str,
    pub(crate) text: String,
    pub(crate) answers: &'static [Answer],
    pub(crate) button: usize,
}

impl Ask {
    pub(crate) fn new(question: Question, text: String) -> Ask {
        let (title, answers): (_, &[Answer]) = match question {
            Question::Quit => (strings::QUIT_TITLE, &[Answer::Save, Answer::Discard, Answer::Cancel]),
            Question::Replace(_) => (strings::REPLACE_TITLE, &[Answer::Replace, Answer::Cancel]),
            Question::Load(_) => (strings::LOAD_TITLE, &[Answer::Load, Answer::Cancel]),
        };
        Ask { question, title, text, answers, button: 0 }
    }
}

/// A text to read.
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) scroll: usize,
}

impl Page {
    pub(crate) fn new(title: impl Into<String>, text: String) -> Page {
        Page { title: title.into(), text, scroll: 0 }
    }

    /// The text in lines of this width.
    pub(crate) fn lines(&self, width: u16) -> Vec<String> {
        wrap(&self.text, usize::from(width))
    }
}
