//! A symbol as the templates see it.

use crate::eval::{Config, Tristate};
use crate::event::Type;
use crate::model::SymbolId;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Item {
    /// With the prefix.
    pub(super) name: String,
    #[serde(skip)]
    pub(super) kind: Type,
    #[serde(skip)]
    pub(super) tristate: Tristate,
    #[serde(skip)]
    pub(super) written: bool,
    /// `bool`, `tristate`, `int`, `hex`, `string`.
    type_name: &'static str,
    /// `n`, `m`, `y`, or the text without quotes.
    pub(super) value: String,
    /// The value as a number or quoted text that C and Rust read.
    literal: String,
    /// Its first prompt, or nothing.
    pub(super) prompt: String,
}

/// Every symbol that has a type, in the order of the tree.
pub(super) fn all(config: &Config) -> impl Iterator<Item = Item> {
    config.tree().symbols().filter_map(|id| Item::of(config, id))
}

impl Item {
    fn of(config: &Config, id: SymbolId) -> Option<Item> {
        let tree = config.tree();
        let symbol = tree.symbol(id);
        let kind = symbol.kind()?;
        let value = config.text(id).into_owned();
        let literal = match kind {
            Type::Hex if !value.is_empty() && !value.starts_with("0x") && !value.starts_with("0X") => {
                format!("0x{value}")
            }
            Type::String => config.quoted(id).into_owned(),
            _ => value.clone(),
        };
        Some(Item {
            name: format!("{}{}", tree.prefix(), tree.name(id)),
            kind,
            tristate: config.tristate(id),
            written: config.is_written(id),
            type_name: match kind {
                Type::Bool => "bool",
                Type::Tristate => "tristate",
                Type::Int => "int",
                Type::Hex => "hex",
                Type::String => "string",
            },
            value,
            literal,
            prompt: symbol.nodes().iter().find_map(|node| tree.prompt(*node)).unwrap_or_default().to_owned(),
        })
    }

    /// Whether it is a bool or tristate.
    pub(super) fn is_logical(&self) -> bool {
        matches!(self.kind, Type::Bool | Type::Tristate)
    }

    /// Whether it is a bool or tristate that is `n`.
    pub(super) fn off(&self) -> bool {
        self.is_logical() && self.tristate == Tristate::No
    }

    /// The value as C and Rust read it.
    pub(super) fn literal(&self) -> &str {
        &self.literal
    }
}
