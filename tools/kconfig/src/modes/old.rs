//! The order of the questions of oldconfig, oldaskconfig and syncconfig.
//!
//! A state machine: [`Questions::next`] says what to show or ask, [`Questions::answer`] takes the reply. The caller
//! does the reading and printing.

use crate::eval::Config;
use crate::model::{NodeId, SymbolId};

/// One step of the dialogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Lines to print, ended by a newline: a menu's or comment's title, a value that cannot be changed, a restart.
    Show(String),
    /// A question: print the text (no newline at its end), read a line, call [`Questions::answer`].
    Ask {
        /// The place.
        node: NodeId,
        /// The symbol; `None` for a choice.
        symbol: Option<SymbolId>,
        /// What to print before the answer.
        text: String,
        /// Whether the user never set it.
        new: bool,
    },
}

/// What an answer did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answered {
    /// It was taken: go on with [`Questions::next`].
    Taken,
    /// It was not: print the text, and ask again with [`Questions::next`].
    Again(String),
}

/// The dialogue.
pub struct Questions {
    /// Whether every visible symbol is asked about, or the new ones only.
    ask_all: bool,
}

#[expect(unused_variables, reason = "signatures come first")]
impl Questions {
    /// Asks about new symbols only (oldconfig), or about all (oldaskconfig).
    pub fn new(ask_all: bool) -> Questions {
        Questions { ask_all }
    }

    /// The next step; `None` when there is nothing left to ask.
    pub fn next(&mut self, config: &mut Config) -> Option<Step> {
        unimplemented!()
    }

    /// The line that the user gave, without its newline; an empty one takes the default.
    pub fn answer(&mut self, config: &mut Config, line: &str) -> Answered {
        unimplemented!()
    }
}
