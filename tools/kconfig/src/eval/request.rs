//! Requests that were not honoured.

use crate::model::SymbolId;
use crate::span::Span;

/// The user asked for a value and got another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnmetRequest {
    /// The symbol.
    pub symbol: SymbolId,
    /// What was asked for, as written in `.config`.
    pub wanted: String,
    /// What it is, as written in `.config`.
    pub got: String,
    /// Why, in a sentence that names the symbols and conditions, and how to mend it.
    pub why: String,
    /// The line of `.config`, if it came from there; resolved by [`super::Config::sources`].
    pub span: Option<Span>,
}
