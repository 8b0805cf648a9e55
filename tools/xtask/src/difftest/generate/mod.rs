//! Random cases: small trees dense in references, configurations for them, calls of `conf`.
//!
//! `tree` writes statements, `expression` and `value` what stands in them, `macros` what expands to them, `damage`
//! breaks the result, `config` and `call` make the rest of the case.
//!
//! A character of U+E080…U+E0FF stands for one byte that is not UTF-8: see [`bytes`].

mod call;
mod config;
mod damage;
mod expression;
mod macros;
mod tree;
mod value;

use super::input::Input;
use super::random::Random;
use std::collections::BTreeMap;

/// The types of symbols.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bool,
    Tristate,
    Int,
    Hex,
    Text,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Bool => "bool",
            Kind::Tristate => "tristate",
            Kind::Int => "int",
            Kind::Hex => "hex",
            Kind::Text => "string",
        }
    }

    fn is_logic(self) -> bool {
        matches!(self, Kind::Bool | Kind::Tristate)
    }
}

/// A symbol of the tree that is being made.
#[derive(Clone)]
struct Symbol {
    name: String,
    kind: Kind,
    /// It stands in a choice.
    member: bool,
    /// The symbols that its lines may refer to are before this one: nobody that selects it.
    below: usize,
}

impl Symbol {
    fn new(name: impl Into<String>, kind: Kind) -> Symbol {
        Symbol { name: name.into(), kind, member: false, below: usize::MAX }
    }
}

/// What has been made so far.
struct Maker<'r> {
    random: &'r mut Random,
    /// How many times of a hundred something is written in an unusual way.
    odd: usize,
    /// Whether symbols may refer to later ones, so that loops arise.
    loops: bool,
    /// Whether macros stand in the tree.
    macros: bool,
    /// All symbols of the tree; those before `defined` have been written.
    symbols: Vec<Symbol>,
    defined: usize,
    /// The symbol whose lines are being written.
    present: Option<usize>,
    /// The files that were finished, and the one that is being written.
    files: BTreeMap<String, String>,
    text: String,
    /// How many files enclose the present one.
    nested: usize,
}

/// A case.
pub(super) fn input(random: &mut Random) -> Input {
    let odd = [0, 0, 2, 6, 15][random.below(5)];
    let (loops, macros) = (random.chance(6), random.chance(35));
    let mut maker = Maker {
        random,
        odd,
        loops,
        macros,
        symbols: Vec::new(),
        defined: 0,
        present: None,
        files: BTreeMap::new(),
        text: String::new(),
        nested: 0,
    };
    maker.tree();
    let mut files = std::mem::take(&mut maker.files);
    if maker.random.chance(12) {
        damage::damage(maker.random, &mut files);
    }
    let mut input = Input {
        files: files.into_iter().map(|(name, text)| (name, bytes(&text))).collect(),
        ..Input::default()
    };
    maker.call(&mut input);
    input
}

/// The text as bytes, the characters that stand for one byte put in place.
fn bytes(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        match c as u32 {
            code @ 0xe080..=0xe0ff => out.push((code - 0xe000) as u8),
            _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out
}

impl Maker<'_> {
    /// Whether the next thing shall be unusual.
    fn odd(&mut self) -> bool {
        let odd = self.odd;
        self.random.chance(odd)
    }

    /// A number of things: rarely many.
    fn few(&mut self, most: usize) -> usize {
        let limit = 1 + self.random.below(most + 1);
        self.random.below(limit)
    }
}

#[cfg(test)]
mod tests {
    use super::{bytes, input};
    use crate::difftest::random::Random;

    #[test]
    fn the_same_seed_makes_the_same_input() {
        let make = |seed| input(&mut Random::new(seed));
        assert_eq!(make(7), make(7));
        assert_ne!(make(7), make(8));
    }

    #[test]
    fn some_characters_stand_for_bytes() {
        assert_eq!(bytes("aé\u{e0ff}"), b"a\xc3\xa9\xff");
    }
}
