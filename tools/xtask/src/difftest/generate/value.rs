//! Words, texts and numbers.

use super::{Kind, Maker};

const NAMES: [&str; 24] = [
    "y",
    "m",
    "n",
    "7UP",
    "42",
    "0x1f",
    "A-B",
    "-A",
    "-",
    "lower",
    "on",
    "if",
    "config",
    "bool",
    "default",
    "help",
    "endmenu",
    "modules",
    "MODULES",
    "SYMBOL_WITH_A_RATHER_LONG_NAME_THAT_GOES_ON",
    "_",
    "__",
    "choice",
    "Y",
];
const TEXTS: [&str; 22] = [
    "\"\"",
    "\"text\"",
    "\"a b  c\"",
    "'single'",
    "'it\"s'",
    "\"it's\"",
    "\"a \\\"b\\\" c\"",
    "'a \\'b\\' c'",
    "\"back\\\\slash\"",
    "\"t\\tn\\n\"",
    "\" lead\"",
    "\"trail \"",
    "\"tab\there\"",
    "\"# none\"",
    "\"$X $ $$\"",
    "\"$(UNDEFINED)\"",
    "\"é ü\"",
    "\"a,b(c)\"",
    "\"y\"",
    "\"12\"",
    "\"a=b\"",
    "\"{}[];:@%^&*~`/.?<>|!\"",
];
const BROKEN_TEXTS: [&str; 8] = [
    "\"open",
    "'open",
    "\"mixed'",
    "\"end\\",
    "\"\u{e0ff}\"",
    "\"a\u{e0c3}b\"",
    "unquoted",
    "\"two\" \"texts\"",
];
const NUMBERS: [&str; 12] = ["0", "1", "2", "3", "5", "8", "12", "25", "100", "-4", "-1", "16"];
const HEXES: [&str; 11] = ["0x0", "0x1", "0x3", "0xF", "1f", "0x64", "0X10", "0xff", "ff", "10", "0xabcdef"];
const ODD_NUMBERS: [&str; 18] = [
    "00",
    "007",
    "-0",
    "--3",
    "1e3",
    "0x",
    "-0x5",
    "99999999999999999999",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "0xffffffffffffffff",
    "0x1ffffffffffffffff",
    "2147483648",
    "0xg",
    "12ab",
    "4294967296",
    "010",
];

impl Maker<'_> {
    /// What separates two words of a line.
    pub(super) fn gap(&mut self) -> &'static str {
        match self.odd() {
            false => " ",
            true => self.random.pick(&["  ", "\t", " \t ", " \\\n", "\\\n ", "   "]),
        }
    }

    /// A name that no symbol should have.
    pub(super) fn odd_name(&mut self) -> String {
        self.random.pick(&NAMES).to_owned()
    }

    /// A prompt or title, with its quotes.
    pub(super) fn text(&mut self) -> String {
        if self.macros && self.random.chance(8) {
            let reference = self.reference(2);
            return match self.random.below(3) {
                0 => format!("\"{reference}\""),
                1 => format!("\"a {reference} b\""),
                _ => format!("'{reference}'"),
            };
        }
        if self.odd() {
            return match self.random.below(5) {
                0 => self.random.pick(&BROKEN_TEXTS),
                _ => self.random.pick(&TEXTS),
            }
            .to_owned();
        }
        format!("\"Text {}\"", self.random.below(50))
    }

    /// A number as it stands in a tree.
    pub(super) fn number(&mut self, kind: Kind) -> String {
        let list: &[&str] = match (self.odd(), kind) {
            (true, _) => &ODD_NUMBERS,
            (false, Kind::Hex) => &HEXES,
            (false, _) => &NUMBERS,
        };
        self.random.pick(list).to_owned()
    }

    /// A default for a symbol of this type; mostly one that fits.
    pub(super) fn default(&mut self, kind: Kind) -> String {
        if self.odd() {
            let kinds = [Kind::Bool, Kind::Int, Kind::Hex, Kind::Text];
            let kind = kinds[self.random.below(4)];
            return self.default(kind);
        }
        match kind {
            Kind::Bool | Kind::Tristate => self.expression(1),
            Kind::Int | Kind::Hex | Kind::Text if self.random.chance(15) => self.name_of(kind),
            Kind::Int | Kind::Hex => self.number(kind),
            Kind::Text if self.random.chance(40) => self.text(),
            Kind::Text => self.random.pick(&TEXTS).to_owned(),
        }
    }
}
