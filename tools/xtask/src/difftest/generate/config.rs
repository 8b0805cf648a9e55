//! Lines of a `.config`, and answers to questions.

use super::{Kind, Maker, bytes};

const TEXTS: [&str; 10] = [
    "\"\"",
    "\"text\"",
    "\"a\\\"b\"",
    "\"back\\\\slash\"",
    "\"y\"",
    "\"t\\t\"",
    "\" blanks \"",
    "\"é\"",
    "\"\u{e0ff}\"",
    "\"#\"",
];
const ODD_VALUES: [&str; 24] = [
    "",
    "yes",
    "Y",
    "\"open",
    "open\"",
    "\"a\" b",
    "\"y\"",
    "\"m\"",
    "\"12\"",
    "y ",
    " y",
    "\"\\\"",
    "\"end\\",
    "0x",
    "-5",
    "+5",
    "007",
    "99999999999999999999",
    "0Xab",
    "zz",
    "word",
    "\"a\"b\"",
    "y\r",
    "m # c",
];
const ODD_LINES: [&str; 18] = [
    "garbage",
    "",
    " ",
    "#",
    "# a comment",
    "CONFIG_",
    "CONFIG_=y",
    "CONFIG_UNKNOWN=y",
    "# CONFIG_UNKNOWN is not set",
    "# CONFIG_ is not set",
    "config_S0=y",
    "CONFIG_S0",
    "=y",
    "\u{e0ff}",
    "CONFIG_S0==y",
    "\t",
    "#CONFIG_S0=y",
    "CONFIG_A B=y",
];

impl Maker<'_> {
    /// A configuration for the tree.
    pub(super) fn config_file(&mut self, prefix: &str) -> Vec<u8> {
        let mut symbols = self.symbols.clone();
        if self.random.chance(60) {
            self.random.shuffle(&mut symbols);
        }
        let share = [20, 45, 45, 80, 100][self.random.below(5)];
        let mut text = String::new();
        for symbol in symbols {
            if !self.random.chance(share) {
                continue;
            }
            text += &self.assignment(prefix, &symbol.name, symbol.kind);
            if self.odd() {
                text += &self.assignment(prefix, &symbol.name, symbol.kind);
            }
            if self.odd() {
                text += self.random.pick(&ODD_LINES);
                text.push('\n');
            }
        }
        if self.odd() && self.random.chance(40) {
            text = text.replace('\n', "\r\n");
        }
        if self.odd() && self.random.chance(40) {
            text.pop();
        }
        bytes(&text)
    }

    fn assignment(&mut self, prefix: &str, name: &str, kind: Kind) -> String {
        let kind = match self.random.chance(6) || self.odd() {
            true => [Kind::Tristate, Kind::Int, Kind::Hex, Kind::Text][self.random.below(4)],
            false => kind,
        };
        let value = match kind {
            _ if self.odd() => self.random.pick(&ODD_VALUES).to_owned(),
            Kind::Bool => self.random.pick(&["y", "y", "n", ""]).to_owned(),
            Kind::Tristate => self.random.pick(&["y", "m", "n", ""]).to_owned(),
            Kind::Int => self.random.below(40).to_string(),
            Kind::Hex if self.random.chance(15) => format!("{:x}", self.random.below(300)),
            Kind::Hex => format!("0x{:x}", self.random.below(300)),
            Kind::Text => self.random.pick(&TEXTS).to_owned(),
        };
        if value.is_empty() && kind != Kind::Text || value == "n" && self.random.chance(80) {
            return match self.odd() {
                true => {
                    let form = self.random.pick(&[
                        "#  NAME is not set",
                        "# NAME is not set ",
                        "# NAME is  not set",
                        "#NAME is not set",
                        "# NAME is not",
                        "# NAME is not setx",
                        "## NAME is not set",
                        " # NAME is not set",
                        "# NAME",
                    ]);
                    form.replace("NAME", &format!("{prefix}{name}")) + "\n"
                }
                false => format!("# {prefix}{name} is not set\n"),
            };
        }
        format!("{prefix}{name}={value}\n")
    }

    /// Answers on standard input, one a line.
    pub(super) fn answers(&mut self) -> Vec<u8> {
        let mut text = String::new();
        for _ in 0..self.random.below(30) {
            text += match self.odd() {
                true => self.random.pick(&[
                    "maybe",
                    " y ",
                    "0",
                    "99",
                    "-1",
                    "0x",
                    "text with \"quotes\"",
                    "Y",
                    "yes",
                    "N",
                    "mod",
                    "\u{e0ff}",
                    "a\\b",
                    "1 ",
                    "12 ",
                    "y\r",
                    "\t",
                ]),
                false => self.random.pick(&["", "", "", "y", "n", "m", "1", "2", "3", "7", "0x10", "text"]),
            };
            text.push('\n');
        }
        if self.odd() {
            text.pop();
        }
        bytes(&text)
    }
}
