//! Symbols as Rust: names and typed constants.

use super::item::Item;
use crate::event::Type;
use serde::Serialize;

/// One `pub const`.
#[derive(Serialize)]
pub(super) struct Constant {
    name: String,
    type_name: &'static str,
    value: String,
    /// For its doc line.
    prompt: String,
}

impl Constant {
    /// The constant of a symbol; none for a number or text without a value.
    pub(super) fn of(item: &Item) -> Option<Constant> {
        let text = || ("&str", format!("{:?}", item.value));
        let (type_name, value) = match item.kind {
            Type::Bool => ("bool", (!item.off()).to_string()),
            Type::Tristate => text(),
            _ if !item.written => return None,
            Type::Int => match item.value.parse::<i64>() {
                Ok(number) => ("i64", number.to_string()),
                Err(_) => text(),
            },
            Type::Hex => match u64::from_str_radix(item.literal().get(2..).unwrap_or_default(), 16) {
                Ok(number) => ("u64", format!("{number:#x}")),
                Err(_) => text(),
            },
            Type::String => text(),
        };
        // A doc line is one line, whatever the prompt holds.
        let prompt = item.prompt.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Constant { name: identifier(&item.name), type_name, value, prompt })
    }
}

/// A symbol's name as a Rust identifier: Kconfig allows characters that Rust does not.
pub(super) fn identifier(name: &str) -> String {
    let mut text: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        text.insert(0, '_');
    }
    text
}
