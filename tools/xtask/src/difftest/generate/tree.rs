//! Statements, their properties, and the files they stand in.

use super::{Kind, Maker, Symbol};

const KINDS: [Kind; 9] = [
    Kind::Bool,
    Kind::Bool,
    Kind::Bool,
    Kind::Bool,
    Kind::Tristate,
    Kind::Tristate,
    Kind::Int,
    Kind::Hex,
    Kind::Text,
];
/// Words that begin no statement of this language, or not here.
const STRAY: [&str; 22] = [
    "unknown",
    "config",
    "endif",
    "endmenu",
    "endchoice",
    "menu",
    "if",
    "choice",
    "source",
    "comment",
    "mainmenu",
    "def_int 5",
    "option modules",
    "---help---",
    "transitional",
    "rsource \"f1\"",
    "on y",
    "depends y",
    "select",
    "+",
    "\"text\"",
    "default y if",
];

impl Maker<'_> {
    /// Writes the whole tree.
    pub(super) fn tree(&mut self) {
        let most = if self.random.chance(70) { 10 } else { 24 };
        let count = 1 + self.random.below(most);
        for number in 0..count {
            let kind = KINDS[self.random.below(KINDS.len())];
            let name =
                if self.odd() && self.random.chance(30) { self.odd_name() } else { format!("S{number}") };
            self.symbols.push(Symbol::new(name, kind));
        }
        if self.random.chance(15) {
            let text = self.text();
            self.line(0, &["mainmenu", &text]);
        }
        if self.macros {
            self.good_macros();
            for _ in 0..1 + self.random.below(4) {
                self.macro_statement();
            }
        }
        if self.random.chance(45) {
            self.modules();
        }
        while self.defined < self.symbols.len() {
            self.statement(0);
        }
        let text = self.finished();
        self.files.insert("Kconfig".to_owned(), text);
    }

    /// The text of the present file, which ends here.
    fn finished(&mut self) -> String {
        let mut text = std::mem::take(&mut self.text);
        if self.odd() && self.random.chance(40) {
            while text.ends_with('\n') {
                text.pop();
            }
        }
        text
    }

    /// Writes a line of these words.
    pub(super) fn line(&mut self, depth: usize, words: &[&str]) {
        if self.odd() {
            let before =
                self.random.pick(&["\n", "  \n", "\t\n", "# a comment\n", "   # indented \\\n", "\n\n"]);
            self.text.push_str(before);
        }
        let indent = match self.odd() {
            true => self.random.pick(&["", " ", "\t\t", "  \t", "        "]),
            false => ["", "\t", "\t"][depth.min(2)],
        };
        self.text.push_str(indent);
        for (index, word) in words.iter().filter(|word| !word.is_empty()).enumerate() {
            if index > 0 {
                let gap = self.gap();
                self.text.push_str(gap);
            }
            self.text.push_str(word);
        }
        if self.odd() {
            let end = self.random.pick(&[
                " ",
                "\t",
                " # comment",
                "#",
                "\r",
                " \\\n",
                ";",
                " \u{e0ff}",
                " .",
                "\\\n#",
            ]);
            self.text.push_str(end);
        }
        self.text.push('\n');
    }

    fn modules(&mut self) {
        self.symbols.insert(0, Symbol::new("MOD", Kind::Bool));
        self.line(0, &["config", "MOD"]);
        let prompt = if self.random.chance(85) { "\"modules\"" } else { "" };
        self.line(1, &["bool", prompt]);
        self.line(1, &["modules"]);
        if self.random.chance(70) {
            self.line(1, &["default", "y"]);
        }
        self.defined = 1;
    }

    /// Writes a statement; inside so many blocks.
    fn statement(&mut self, depth: usize) {
        match self.random.below(100) {
            0..10 if depth < 4 => self.menu(depth),
            10..18 if depth < 4 => {
                let condition = self.expression(2);
                self.line(0, &["if", &condition]);
                self.inside(depth);
                self.line(0, &["endif"]);
            }
            18..28 => self.choice(),
            28..34 => {
                let text = self.text();
                self.line(0, &["comment", &text]);
                self.dependencies(50);
                if self.odd() {
                    self.stray_property();
                }
            }
            34..41 if depth == 0 || self.odd() => self.redefinition(),
            41..46 if self.macros => self.macro_statement(),
            46..50 => self.source(depth),
            50 if self.odd() => {
                let word = self.random.pick(&STRAY);
                self.line(0, &[word]);
            }
            _ => self.config(),
        }
    }

    fn inside(&mut self, depth: usize) {
        for _ in 0..self.random.below(4) {
            if self.defined < self.symbols.len() {
                self.statement(depth + 1);
            }
        }
    }

    fn menu(&mut self, depth: usize) {
        let text = self.text();
        self.line(0, &["menu", &text]);
        self.dependencies(40);
        if self.random.chance(30) {
            let condition = self.expression(1);
            self.line(1, &["visible", "if", &condition]);
        }
        if self.odd() && self.random.chance(25) {
            self.stray_property();
        }
        self.inside(depth);
        self.line(0, &["endmenu"]);
    }

    fn choice(&mut self) {
        let members = (1 + self.random.below(4)).min(self.symbols.len() - self.defined);
        let first = self.defined;
        for symbol in &mut self.symbols[first..first + members] {
            if symbol.kind != Kind::Bool {
                symbol.kind = Kind::Bool;
            }
            symbol.member = true;
            symbol.below = symbol.below.min(first);
        }
        self.line(0, &["choice"]);
        let text = self.text();
        let condition = self.condition(20);
        let mut lines =
            vec![format!("{} {text}{condition}", self.random.pick(&["prompt", "prompt", "bool"]))];
        if self.odd() && self.random.chance(30) {
            lines.pop();
        }
        if self.random.chance(30) {
            lines.push(format!("depends on {}", self.expression(2)));
        }
        for _ in 0..self.few(3) {
            let member = self.symbols[first + self.random.below(members)].name.clone();
            let member = if self.odd() { self.reference_to(None) } else { member };
            lines.push(format!("default {member}{}", self.condition(50)));
        }
        self.random.shuffle(&mut lines);
        for line in lines {
            self.line(1, &[&line]);
        }
        if self.random.chance(10) {
            self.help();
        }
        if self.odd() && self.random.chance(25) {
            self.stray_property();
        }
        let mut open = false;
        for _ in 0..members {
            if !open && self.random.chance(10) {
                let condition = self.expression(1);
                self.line(0, &["if", &condition]);
                open = true;
            }
            self.member();
            if open && self.random.chance(50) {
                self.line(0, &["endif"]);
                open = false;
            }
            if self.random.chance(4) {
                let text = self.text();
                self.line(0, &["comment", &text]);
                self.dependencies(30);
            }
        }
        if open {
            self.line(0, &["endif"]);
        }
        self.line(0, &["endchoice"]);
    }

    fn member(&mut self) {
        let name = self.symbols[self.defined].name.clone();
        let text = self.text();
        self.present = Some(self.defined);
        self.line(0, &["config", &name]);
        let other = self.odd() && self.random.chance(30);
        let kind = if other { KINDS[self.random.below(KINDS.len())] } else { Kind::Bool };
        let condition = self.condition(20);
        let bare = self.odd() && self.random.chance(30);
        let prompt = if bare { String::new() } else { text + &condition };
        self.line(1, &[kind.word(), &prompt]);
        self.dependencies(20);
        if self.random.chance(15) {
            self.selection();
        }
        if self.random.chance(8) {
            self.help();
        }
        if self.odd() && self.random.chance(25) {
            self.stray_property();
        }
        self.present = None;
        self.defined += 1;
    }

    fn config(&mut self) {
        let Symbol { name, kind, .. } = self.symbols[self.defined].clone();
        let word = if self.random.chance(12) { "menuconfig" } else { "config" };
        self.line(0, &[word, &name]);
        self.present = Some(self.defined);
        self.properties(kind);
        self.present = None;
        self.defined += 1;
    }

    /// A further definition of an earlier symbol.
    fn redefinition(&mut self) {
        if self.defined == 0 {
            return self.config();
        }
        let number = self.random.below(self.defined);
        let Symbol { name, kind, member, .. } = self.symbols[number].clone();
        if member && !self.odd() {
            return self.config();
        }
        self.line(0, &["config", &name]);
        self.present = Some(number);
        self.properties(kind);
        self.present = None;
    }

    fn properties(&mut self, kind: Kind) {
        let mut lines = Vec::new();
        let kind =
            if self.odd() && self.random.chance(40) { KINDS[self.random.below(KINDS.len())] } else { kind };
        let text = self.text();
        let condition = self.condition(20);
        match self.random.below(20) {
            0 | 1 if kind.is_logic() => {
                lines.push(format!("def_{} {}{condition}", kind.word(), self.expression(1)));
            }
            2..5 => lines.push(kind.word().to_owned()),
            5 => {
                lines.push(kind.word().to_owned());
                lines.push(format!("prompt {text}{condition}"));
            }
            6 if self.odd() => lines.push(format!("prompt {text}")),
            _ => lines.push(format!("{} {text}{condition}", kind.word())),
        }
        if self.odd() && self.random.chance(20) {
            lines.push(format!("prompt {}", self.text()));
        }
        if self.random.chance(35) {
            lines.push(format!("depends on {}", self.expression(2)));
        }
        if self.random.chance(6) {
            lines.push(format!("depends on {}", self.expression(1)));
        }
        for _ in 0..self.few(3) {
            let (value, condition) = (self.default(kind), self.condition(40));
            lines.push(format!("default {value}{condition}"));
        }
        if matches!(kind, Kind::Int | Kind::Hex) || self.odd() {
            for _ in 0..self.few(3) {
                lines.push(self.range(kind));
            }
        }
        let fixed = lines.len();
        if self.random.chance(30) {
            self.random.shuffle(&mut lines);
        } else {
            self.random.shuffle(&mut lines[1.min(fixed)..]);
        }
        for line in lines {
            // The words of a line that begins a property are few: the gaps between them are made here.
            let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
            self.line(1, &[word, rest]);
        }
        if kind.is_logic() || self.odd() {
            for _ in 0..self.few(2) {
                self.selection();
            }
        }
        if self.odd() && self.random.chance(25) {
            self.stray_property();
        }
        if self.random.chance(12) {
            self.help();
        }
    }

    fn range(&mut self, kind: Kind) -> String {
        // A symbol that is a bound of its own range has the value that was there before.
        let loops = std::mem::replace(&mut self.loops, false);
        let low = self.random.below(15);
        let high = low + self.random.below(20);
        let mut bound = |number: usize, name: bool| match kind {
            _ if name => self.name_of(kind),
            Kind::Hex => format!("0x{number:x}"),
            _ => number.to_string(),
        };
        let (mut low, mut high) = (bound(low, false), bound(high, false));
        if self.random.chance(15) {
            low = self.name_of(kind);
        }
        if self.random.chance(15) {
            high = self.name_of(kind);
        }
        if self.odd() {
            low = self.number(kind);
        }
        if self.odd() {
            high = self.number(kind);
        }
        self.loops = loops;
        let condition = self.condition(40);
        format!("range {low}{}{high}{condition}", self.gap())
    }

    /// `depends on`, so many times of a hundred.
    fn dependencies(&mut self, percent: usize) {
        if self.random.chance(percent) {
            let condition = self.expression(2);
            self.line(1, &["depends", "on", &condition]);
        }
    }

    /// A `select` or `imply` of a later symbol, mostly.
    fn selection(&mut self) {
        let word = self.random.pick(&["select", "select", "imply"]);
        let later = (self.defined + 1).min(self.symbols.len());
        let rest = self.symbols.len() - later;
        let name = if self.odd() && self.random.chance(30) {
            // What selects the modules symbol decides about itself.
            let name = self.reference_to(None);
            if name == "MOD" { "NOBODY".to_owned() } else { name }
        } else if rest == 0 || self.random.chance(4) {
            "NOBODY".to_owned()
        } else {
            let symbol = &mut self.symbols[later + self.random.below(rest)];
            symbol.below = symbol.below.min(self.present.unwrap_or(0));
            match symbol.kind.is_logic() {
                true => symbol.name.clone(),
                false => "NOBODY".to_owned(),
            }
        };
        let condition = self.condition(30);
        self.line(1, &[word, &(name + &condition)]);
    }

    /// A property that may not belong there.
    fn stray_property(&mut self) {
        let kind = KINDS[self.random.below(KINDS.len())];
        let line = match self.random.below(10) {
            0 => format!("default {}", self.default(kind)),
            1 => self.range(kind),
            2 => format!("select {}", self.reference_to(None)),
            3 => format!("prompt {}", self.text()),
            4 => format!("visible if {}", self.expression(1)),
            5 => "bool \"again\"".to_owned(),
            6 => kind.word().to_owned(),
            7 => format!("{} {}", kind.word(), self.text()),
            8 => return self.help(),
            _ => self.random.pick(&STRAY).to_owned(),
        };
        self.line(1, &[&line]);
    }

    fn help(&mut self) {
        self.line(1, &["help"]);
        if self.odd() && self.random.chance(40) {
            return;
        }
        let least = usize::from(!self.odd());
        for number in 0..least + self.random.below(3) {
            let indent = match self.odd() {
                true => self.random.pick(&["", " ", "\t", "\t  \t", "   ", "          ", "      "]),
                false => "\t  ",
            };
            let words = self.random.pick(&[
                "Words of help",
                "config S0",
                "# no comment",
                "",
                "   ",
                "endmenu",
                "a \\",
                "\"open",
                "é \u{e0fe}",
                "$(info,no)",
                "tab\tinside  ",
                "help",
            ]);
            let words = if number == 0 && !self.odd() { "Words of help" } else { words };
            self.text.push_str(&format!("{indent}{words}\n"));
        }
        if self.odd() && self.random.chance(30) {
            self.help();
        }
    }

    /// A `source` of a new file, of an old one, or of none.
    fn source(&mut self, depth: usize) {
        let mut name =
            format!("{}f{}", ["", "d/", "d/e/"][self.random.below(3)], self.files.len() + self.nested);
        if self.odd() {
            name =
                self.random.pick(&["missing", "Kconfig", "d", "", "./f1", "d/../f2", "/nowhere"]).to_owned();
            if self.random.chance(50) && !self.files.is_empty() {
                let names: Vec<_> = self.files.keys().cloned().collect();
                name.clone_from(&names[self.random.below(names.len())]);
            }
            self.line(0, &["source", &format!("\"{name}\"")]);
            return;
        }
        if self.nested >= 3 {
            return self.config();
        }
        self.line(0, &["source", &format!("\"{name}\"")]);
        let outer = std::mem::take(&mut self.text);
        self.nested += 1;
        self.inside(depth + 1);
        if self.odd() {
            let end = self.random.pick(&["endif", "endmenu", "menu \"open\"", "if y", "endchoice"]);
            self.line(0, &[end]);
        }
        self.nested -= 1;
        let text = self.finished();
        self.files.insert(name, text);
        self.text = outer;
    }
}
