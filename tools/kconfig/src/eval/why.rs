//! Where a value comes from.

use crate::model::{ChoiceId, SymbolId};
use crate::span::Span;

/// The rule that gave a symbol its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// The user, by the line of `.config` if it came from there.
    User(Option<Span>),
    /// A `default`.
    Default(Span),
    /// A `select` of these symbols.
    Select(Vec<SymbolId>),
    /// An `imply` of these symbols.
    Imply(Vec<SymbolId>),
    /// A `range` that moved the value to its bound.
    Range {
        /// Where the range was written.
        range: Span,
        /// What the value would be without it.
        wanted: String,
    },
    /// The choice of which it is a member: it is the selected one, or another is.
    Choice {
        /// The choice.
        choice: ChoiceId,
        /// The member that is `y`.
        selected: Option<SymbolId>,
    },
    /// Nothing: the value is that of its type.
    Nothing,
}

/// A condition with its present value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// As written, with the value of each symbol: `A [=y] && B [=n]`.
    pub text: String,
    /// Its value.
    pub value: super::Tristate,
    /// Where it was written.
    pub span: Span,
}

/// Why a symbol has its value: a tree whose leaves are what the user can set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// The symbol.
    pub symbol: SymbolId,
    /// Its value as written in `.config`.
    pub value: String,
    /// The rule.
    pub origin: Origin,
    /// A sentence for people, without positions.
    pub text: String,
    /// The conditions that decided, with their values.
    pub conditions: Vec<Condition>,
    /// The same for the symbols that the conditions name.
    pub because: Vec<Reason>,
}
