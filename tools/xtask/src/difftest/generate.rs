//! Random trees: small, dense in references, mostly free of loops.

use super::tree::{Statement, Tree};

/// A repeatable source of numbers (SplitMix64).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a limit.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// True so many times of a hundred.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const TYPES: [&str; 9] = ["bool", "bool", "bool", "bool", "tristate", "tristate", "int", "hex", "string"];

/// What has been generated so far.
struct State<'r> {
    random: &'r mut Random,
    /// The types of S0, S1, …; a member of a choice is a bool.
    types: Vec<&'static str>,
    /// The first symbol of each choice, and the first behind it: a member cannot be defined again.
    choices: Vec<std::ops::Range<usize>>,
    /// The number of the first symbol behind the tree's end.
    limit: usize,
}

/// A tree of some ten to thirty symbols S0, S1, …
pub(super) fn tree(random: &mut Random) -> Tree {
    let limit = 8 + random.below(24);
    let mut state = State { random, types: Vec::new(), choices: Vec::new(), limit };
    let mut statements = Vec::new();
    if state.random.chance(60) {
        state.types.push("bool");
        let attributes = state.random.chance(70).then(|| "default y".to_owned()).into_iter().collect();
        let head = "config S0\n\tbool \"modules\"\n\tmodules".to_owned();
        statements.push(Statement { head, attributes, block: None });
    }
    while state.types.len() < limit {
        statements.push(state.statement(0));
    }
    Tree { statements }
}

/// Lines of a configuration, some of them wrong.
pub(super) fn config(random: &mut Random, tree: &Tree) -> Vec<String> {
    let text = tree.text();
    let mut names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("config ").or_else(|| line.strip_prefix("menuconfig ")))
        .collect();
    // The order decides between members of a choice.
    for index in (1..names.len()).rev() {
        names.swap(index, random.below(index + 1));
    }
    let mut lines = Vec::new();
    for name in names {
        if random.chance(45) {
            lines.push(match random.below(12) {
                0..4 => format!("CONFIG_{name}=y\n"),
                4..6 => format!("# CONFIG_{name} is not set\n"),
                6 => format!("CONFIG_{name}=m\n"),
                7..9 => format!("CONFIG_{name}={}\n", random.below(40)),
                9 => format!("CONFIG_{name}=0x{:x}\n", random.below(300)),
                _ => format!("CONFIG_{name}=\"{}\"\n", random.pick(&["", "text", "y", "7", "a\\\"b"])),
            });
        }
    }
    lines
}

impl State<'_> {
    fn statement(&mut self, depth: usize) -> Statement {
        match self.random.below(20) {
            0 if depth < 3 => {
                let mut attributes = Vec::new();
                if self.random.chance(50) {
                    attributes.push(format!("depends on {}", self.expression(2)));
                }
                if self.random.chance(30) {
                    attributes.push(format!("visible if {}", self.expression(1)));
                }
                self.block(format!("menu \"Menu {}\"", self.types.len()), attributes, "endmenu", depth)
            }
            1 | 2 if depth < 3 => {
                let condition = self.expression(2);
                self.block(format!("if {condition}"), Vec::new(), "endif", depth)
            }
            3 | 4 => self.choice(),
            5 => {
                let mut attributes = Vec::new();
                if self.random.chance(50) {
                    attributes.push(format!("depends on {}", self.expression(2)));
                }
                Statement {
                    head: format!("comment \"Comment {}\"", self.types.len()),
                    attributes,
                    block: None,
                }
            }
            6 => self.redefinition(),
            _ => self.config(),
        }
    }

    fn block(&mut self, head: String, attributes: Vec<String>, end: &'static str, depth: usize) -> Statement {
        let inside = (0..self.random.below(5)).map(|_| self.statement(depth + 1)).collect();
        Statement { head, attributes, block: Some((inside, end)) }
    }

    fn choice(&mut self) -> Statement {
        let head = format!("choice\n\tprompt \"Choice {}\"{}", self.types.len(), self.condition(20));
        let mut attributes = Vec::new();
        if self.random.chance(30) {
            attributes.push(format!("depends on {}", self.expression(2)));
        }
        let first = self.types.len();
        let members = 1 + self.random.below(4);
        for _ in 0..self.random.below(3) {
            attributes.push(format!("default S{}{}", first + self.random.below(members), self.condition(50)));
        }
        let inside = (first..first + members)
            .map(|number| {
                let head = format!("config S{number}\n\tbool \"S{number}\"{}", self.condition(20));
                let mut attributes = Vec::new();
                if self.random.chance(20) {
                    attributes.push(format!("depends on {}", self.expression(1)));
                }
                if self.random.chance(20) {
                    attributes.push(format!("select S{}", first + members + self.random.below(6)));
                }
                Statement { head, attributes, block: None }
            })
            .collect();
        self.choices.push(first..first + members);
        self.types.extend(std::iter::repeat_n("bool", members));
        Statement { head, attributes, block: Some((inside, "endchoice")) }
    }

    fn config(&mut self) -> Statement {
        let number = self.types.len();
        let kind = self.random.pick(&TYPES);
        let word = if self.random.chance(10) { "menuconfig" } else { "config" };
        let prompt = if self.random.chance(75) {
            format!(" \"S{number}\"{}", self.condition(25))
        } else {
            String::new()
        };
        let attributes = self.properties(kind, number);
        self.types.push(kind);
        Statement { head: format!("{word} S{number}\n\t{kind}{prompt}"), attributes, block: None }
    }

    /// A second definition of an earlier symbol.
    fn redefinition(&mut self) -> Statement {
        let number = self.random.below(self.types.len());
        if self.types.is_empty() || self.choices.iter().any(|members| members.contains(&number)) {
            return self.config();
        }
        let kind = self.types[number];
        let mut head = format!("config S{number}\n\t{kind}");
        if self.random.chance(50) {
            head += &format!(" \"S{number} again\"{}", self.condition(30));
        }
        let attributes = self.properties(kind, number);
        Statement { head, attributes, block: None }
    }

    fn properties(&mut self, kind: &str, number: usize) -> Vec<String> {
        let mut attributes = Vec::new();
        if self.random.chance(40) {
            attributes.push(format!("depends on {}", self.earlier(number, 2)));
        }
        for _ in 0..self.random.below(3) {
            let value = match kind {
                "bool" | "tristate" => self.earlier(number, 1),
                "int" => self.random.pick(&["0", "3", "12", "25", "-4", "100"]).to_owned(),
                "hex" => self.random.pick(&["0x0", "0x3", "0xF", "1f", "0x64"]).to_owned(),
                _ => self
                    .random
                    .pick(&["\"\"", "\"text\"", "\"y\"", "\"a \\\"b\\\" \\\\c\"", "word"])
                    .to_owned(),
            };
            let condition = if self.random.chance(40) {
                format!(" if {}", self.earlier(number, 2))
            } else {
                String::new()
            };
            attributes.push(format!("default {value}{condition}"));
        }
        if matches!(kind, "int" | "hex") {
            for _ in 0..self.random.below(3) {
                let low = self.random.below(15);
                let high = low + self.random.below(20);
                let condition = self.condition(40);
                attributes.push(if kind == "int" {
                    format!("range {low} {high}{condition}")
                } else {
                    format!("range 0x{low:x} 0x{high:x}{condition}")
                });
            }
        }
        if matches!(kind, "bool" | "tristate") {
            for word in ["select", "imply"] {
                if self.random.chance(15) && number + 1 < self.limit {
                    let target = number + 1 + self.random.below(self.limit - number - 1);
                    attributes.push(format!("{word} S{target}{}", self.condition(30)));
                }
            }
        }
        attributes
    }

    fn condition(&mut self, percent: usize) -> String {
        if self.random.chance(percent) { format!(" if {}", self.expression(1)) } else { String::new() }
    }

    fn expression(&mut self, depth: usize) -> String {
        self.earlier(self.types.len(), depth)
    }

    /// An expression over the symbols before a number.
    fn earlier(&mut self, number: usize, depth: usize) -> String {
        match self.random.below(10) {
            0 if depth > 0 => format!("!({})", self.earlier(number, depth - 1)),
            1..3 if depth > 0 => {
                format!("{} && {}", self.earlier(number, depth - 1), self.earlier(number, depth - 1))
            }
            3 | 4 if depth > 0 => {
                format!("({} || {})", self.earlier(number, depth - 1), self.earlier(number, depth - 1))
            }
            5 => self.random.pick(&["y", "n", "y", "m"]).to_owned(),
            6 => format!("!{}", self.symbol(number)),
            7 => self.comparison(number),
            _ => self.symbol(number),
        }
    }

    fn comparison(&mut self, number: usize) -> String {
        let left = self.symbol(number);
        let kind = left[1..].parse().ok().and_then(|index: usize| self.types.get(index).copied());
        let operator = self.random.pick(&["=", "!=", "<", "<=", ">", ">="]);
        if kind == Some("bool") {
            // The reference mistakes other comparisons of a bool for a broken expression, and may crash.
            return format!("{left} {}", self.random.pick(&["= y", "= n", "!= n", "< y", "> n"]));
        }
        let right = match kind {
            Some("tristate") => self.random.pick(&["y", "n", "m"]),
            Some("int" | "hex") => self.random.pick(&["3", "0x10", "12", "n"]),
            _ => self.random.pick(&["\"text\"", "\"\"", "y", "12"]),
        };
        format!("{left} {operator} {right}")
    }

    /// A symbol before a number; now and then one that nobody defines.
    fn symbol(&mut self, number: usize) -> String {
        if number == 0 || self.random.chance(3) {
            return "UNDEFINED".to_owned();
        }
        format!("S{}", self.random.below(number))
    }
}
