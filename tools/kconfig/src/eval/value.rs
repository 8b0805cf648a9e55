//! What a symbol is.

use super::Tristate;
use std::borrow::Cow;

/// The value of a symbol.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value<'c> {
    /// Of a bool (never `m`) or a tristate.
    Tristate(Tristate),
    /// Of an int or a hex, as it was written, or a string without its quotes.
    Text(Cow<'c, str>),
}

impl Value<'_> {
    /// The value in logic: of a text, `n`.
    pub fn tristate(&self) -> Tristate {
        match self {
            Value::Tristate(value) => *value,
            Value::Text(_) => Tristate::No,
        }
    }
}

impl std::fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Tristate(value) => value.fmt(f),
            Value::Text(text) => f.write_str(text),
        }
    }
}
