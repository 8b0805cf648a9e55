//! Why a value was not taken.

use super::Tristate;
use crate::event::Type;

/// Why [`super::Config::set`] refused. Its text names the symbol, what is wrong and the cure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SetError {
    /// No `config` defines this name.
    Unknown {
        /// The name.
        symbol: String,
    },
    /// The text is not of the symbol's type.
    WrongType {
        /// The symbol.
        symbol: String,
        /// Its type.
        kind: Type,
        /// What was given.
        value: String,
    },
    /// A number outside the range that holds now.
    OutOfRange {
        /// The symbol.
        symbol: String,
        /// What was given.
        value: String,
        /// The least value.
        low: String,
        /// The greatest value.
        high: String,
    },
    /// Nobody may set it now: its prompt is not visible.
    NotVisible {
        /// The symbol.
        symbol: String,
        /// What it needs, with present values; empty if it has no prompt at all.
        needs: String,
    },
    /// The value is not among those that can be chosen now.
    NotAssignable {
        /// The symbol.
        symbol: String,
        /// What was given.
        value: Tristate,
        /// What can be chosen.
        assignable: Vec<Tristate>,
        /// Why, in a sentence.
        why: String,
    },
}

impl std::fmt::Display for SetError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SetError::Unknown { symbol } => {
                write!(f, "no symbol is named {symbol}: look for it with the search, or check the spelling")
            }
            SetError::WrongType { symbol, kind, value } => {
                let due = match kind {
                    Type::Bool => "a bool: give y or n",
                    Type::Tristate => "a tristate: give y, m or n",
                    Type::Int => "an int: give a decimal number without leading zeros, such as 42 or -1",
                    Type::Hex => "a hex: give a hexadecimal number, such as 0x1F",
                    Type::String => "a string: give text",
                };
                write!(f, "{symbol} cannot be `{value}`: it is {due}")
            }
            SetError::OutOfRange { symbol, value, low, high } => {
                write!(f, "{symbol} cannot be {value}: give a value from {low} to {high}")
            }
            SetError::NotVisible { symbol, needs } if needs.is_empty() => {
                write!(f, "{symbol} has no prompt: only the defaults and selects of the tree decide it")
            }
            SetError::NotVisible { symbol, needs } => {
                write!(f, "{symbol} cannot be set now: it needs {needs}")
            }
            SetError::NotAssignable { symbol, value, assignable, why } => {
                write!(f, "{symbol} cannot be {value} now: {why}")?;
                let list: Vec<&str> = assignable.iter().map(|value| value.as_str()).collect();
                match list.len() {
                    0 => Ok(()),
                    _ => write!(f, "; possible: {}", list.join(", ")),
                }
            }
        }
    }
}

impl std::error::Error for SetError {}
