//! Macros: definitions, references, and statements that are nothing else.

use super::Maker;

const NAMES: [&str; 8] = ["M0", "M1", "M2", "m-3", "lower", "ENV1", "M4", "success"];

impl Maker<'_> {
    /// A reference such as `$(NAME)` or `$(function,argument)`, with at most so many levels.
    pub(super) fn reference(&mut self, depth: usize) -> String {
        if self.odd() && self.random.chance(15) {
            return self
                .random
                .pick(&[
                    "$(M0",
                    "$()",
                    "$(,)",
                    "$(M0,",
                    "$(shell)",
                    "$(lineno,1)",
                    "$( M0 )",
                    "$(M0))",
                    "$((M0)",
                    "$(M1 ,x)",
                    "$(info,a,b)",
                ])
                .to_owned();
        }
        match self.random.below(30) {
            0 => "$(filename)".to_owned(),
            1 => "$(lineno)".to_owned(),
            2 => format!("$(info,{})", self.argument(depth)),
            3 => format!(
                "$(warning-if,{},{})",
                self.random.pick(&["y", "n", " y", "$(M0)"]),
                self.argument(depth)
            ),
            4 if self.odd() => {
                format!("$(error-if,{},{})", self.random.pick(&["y", "n", "$(M1)"]), self.argument(depth))
            }
            5 if self.random.chance(40) => {
                let command = self.random.pick(&[
                    "echo y",
                    "echo a b",
                    "printf 'a\\nb\\n\\n'",
                    "printf ' p '",
                    "true",
                    "false",
                    "echo $((1+2))",
                    "echo x",
                    "echo \"q\"",
                    "printf '%s' 'a,b'",
                    "echo $$(M0)",
                    "printf '\\\\n'",
                ]);
                format!("$(shell,{command})")
            }
            6 => "$(UNDEFINED)".to_owned(),
            7 => "$(ENV2)".to_owned(),
            8..12 if depth > 0 => {
                let mut text = format!("$({}", self.random.pick(&NAMES));
                for _ in 0..self.random.below(4) {
                    text += &format!(",{}", self.argument(depth - 1));
                }
                text + ")"
            }
            12 if depth > 0 => format!("$($({}))", self.random.pick(&NAMES)),
            _ => format!("$({})", self.random.pick(&NAMES)),
        }
    }

    /// Defines what [`Maker::word_reference`] refers to.
    pub(super) fn good_macros(&mut self) {
        let bodies = ["y", "n", "S0", "$(W2)", "$(id,S1)", "$(W$(shell,echo 1))"];
        for name in ["W2", "W1"] {
            let body = self.random.pick(&bodies[..if name == "W2" { 3 } else { 6 }]);
            let operator = self.random.pick(&["=", ":="]);
            self.line(0, &[name, operator, body]);
        }
        self.line(0, &["id", "=", "$(1)"]);
        self.line(0, &["pair", "=", "$(1)$(2)"]);
    }

    /// A reference that expands to a single word.
    pub(super) fn word_reference(&mut self) -> String {
        let words = [
            "$(W1)",
            "$(W2)",
            "$(id,y)",
            "$(id,$(W2))",
            "$(pair,S,0)",
            "S$(id,0)",
            "$(pair,$(id,S),1)",
            "$(id,UNDEFINED)",
        ];
        self.random.pick(&words).to_owned()
    }

    /// An argument of a call.
    fn argument(&mut self, depth: usize) -> String {
        if depth > 0 && self.random.chance(40) {
            return self.reference(depth - 1);
        }
        self.random
            .pick(&[
                "a", "y", "n", " lead", "trail ", "", "a b", "(p)", "\"q\"", "$(1)", "S0", "#", "\\", "$",
                "é",
            ])
            .to_owned()
    }

    /// The right side of a definition.
    fn body(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.random.below(4) {
            match self.random.below(6) {
                0 | 1 => text += &self.reference(2),
                2 => {
                    text += self.random.pick(&["$(1)", "$(2)", "$(0)", "[$(1)]", "$(1)$(2)", "$(3)", "$( 1)"])
                }
                3 if self.odd() => {
                    text += self.random.pick(&[
                        "$", "$$", "(", ")", ",", "\"", "'", "\\", "#", " # c", "$X", "=", "\t", "\u{e0e9}",
                        "  ",
                    ]);
                }
                _ => text += self.random.pick(&["y", "n", "S0", "word", "12", " ", "text here", "M1"]),
            }
        }
        text
    }

    /// A definition, or a line that is a reference.
    pub(super) fn macro_statement(&mut self) {
        if self.random.chance(20) {
            let reference = self.reference(2);
            // Anything but nothing is a statement that nobody knows.
            let name = self.random.pick(&[
                "$(info,hello)",
                "$(warning-if,y,careful)",
                "$(UNDEFINED)",
                "$(warning-if,n,no)",
            ]);
            let line = if self.odd() { reference } else { name.to_owned() };
            return self.line(0, &[&line]);
        }
        let name = match self.odd() {
            true => self
                .random
                .pick(&["$(M0)", "X$(M1)", "shell", "filename", "info", "S0", "config", "a.b", "1"]),
            false => self.random.pick(&NAMES),
        };
        let operator = self.random.pick(&["=", "=", ":=", ":=", "+="]);
        let body = self.body();
        let (before, behind) = match self.odd() {
            true => (self.random.pick(&["", "\t", "  "]), self.random.pick(&["", "\t", "   "])),
            false => (" ", " "),
        };
        self.line(0, &[&format!("{name}{before}{operator}{behind}{body}")]);
    }
}
