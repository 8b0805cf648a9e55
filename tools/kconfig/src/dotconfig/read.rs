//! Reads `.config` and its kin.

use crate::bytes;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::eval::{Config, ModeChange, Tristate};
use crate::event::Type;
use crate::model::SymbolId;
use crate::number;
use crate::span::{FileId, Span};
use std::borrow::Cow;
use std::sync::Arc;

/// For how many unknown names of one file the nearest known one is looked for.
const MOST_SUGGESTIONS: usize = 20;

/// How many characters of a wrong line or value a message repeats.
const MOST_SHOWN: usize = 60;

/// What stands before existing user values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Forgotten,
    Kept,
}

impl Config {
    /// Takes the user's values from the text of a `.config` or defconfig, in place of those there were.
    /// `name` is for messages. What is wrong with a line is reported and the line ignored.
    ///
    /// Findings come with the line, the cause and the cure; those of code [`Code::UNKNOWN_SYMBOL`] are not shown by
    /// the reference program. Which assignments had no effect, [`Config::unmet_requests`] says afterwards.
    pub fn read(&mut self, name: &str, text: &[u8]) -> Diagnostics {
        let found = self.read_lines(name, text, Before::Forgotten);
        self.recompute();
        self.outdated = found.as_reference().next().is_some() || !self.is_as_read();
        self.end_modes();
        self.mark_saved(Some(text));
        found
    }

    /// Whether the file that was read last is out of date: a line in it is wrong or without effect, or a value is
    /// missing. Order and comments do not count. True if nothing was read.
    pub fn is_outdated(&self) -> bool {
        self.outdated
    }

    /// Takes the user's values from a fragment, beside those there are: what it names is replaced.
    pub fn merge(&mut self, name: &str, text: &[u8]) -> Diagnostics {
        let found = self.read_lines(name, text, Before::Kept);
        self.recompute();
        found
    }

    fn read_lines(&mut self, name: &str, text: &[u8], before: Before) -> Diagnostics {
        let text: Arc<str> = bytes::decode(text).into();
        let file = self.sources.add(name, Arc::clone(&text), None);
        if before == Before::Forgotten {
            for id in 0..self.tree().symbols.len() {
                self.drop_user(SymbolId::new(id));
            }
            self.begin_modes();
        }
        let mut reader = Reader {
            file,
            assigned: vec![None; self.tree().symbols.len()],
            unknown: 0,
            constants: Vec::new(),
            found: Diagnostics::default(),
            inconsistent: Vec::new(),
            config: self,
        };
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = line.strip_suffix('\n').unwrap_or(line);
            // Of a line of carriage returns one belongs to its end.
            let end = end.strip_suffix('\r').filter(|_| end.len() < line.len()).unwrap_or(end);
            reader.line(end, start);
            start += line.len();
        }
        for member in std::mem::take(&mut reader.inconsistent) {
            reader.config.refute_mode(member);
        }
        reader.found
    }

    /// Whether the user's values are exactly those that would be written.
    fn is_as_read(&self) -> bool {
        let agrees = |id: SymbolId| match self.user(id) {
            Some(user) => match user.tristate() {
                Some(tri) => tri == self.tristate(id),
                None => self.text_of(user.text) == self.text(id),
            },
            None => !self.is_written(id),
        };
        let ids = (0..self.tree().symbols.len()).map(SymbolId::new);
        ids.filter(|id| !self.is_mode(*id)).all(agrees)
    }
}

struct Reader<'c> {
    config: &'c mut Config,
    file: FileId,
    /// Where this file gave each symbol a value.
    assigned: Vec<Option<Span>>,
    /// How many assignments were to names that the tree does not have.
    unknown: usize,
    /// The constants that it gave a value.
    constants: Vec<String>,
    found: Diagnostics,
    /// Members whose line contradicts that of another member.
    inconsistent: Vec<SymbolId>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, start: usize) {
        let at = |from: usize, to: usize| Span {
            file: self.file,
            start: (start + from) as u32,
            end: (start + to) as u32,
        };
        let whole = at(0, line.len());
        let prefix = &self.config.tree().prefix;
        if line.is_empty() {
            return;
        }
        if line.starts_with('#') {
            let rest = line.strip_prefix("# ").and_then(|rest| rest.strip_prefix(prefix.as_str()));
            if let Some((name, "is not set")) = rest.and_then(|rest| rest.split_once(' ')) {
                let name = name.to_owned();
                self.assign(&name, "n", whole);
            }
            return;
        }
        match line.strip_prefix(prefix.as_str()).and_then(|rest| rest.split_once('=')) {
            Some((name, value)) => {
                let name = name.to_owned();
                self.assign(&name, value, whole);
            }
            None => {
                let message = format!("this line is no assignment: {}", beginning(line));
                let help = format!("write `{prefix}NAME=value` or `# {prefix}NAME is not set`");
                let classic = format!("warning: unexpected data: {line}");
                self.warn(Code::UNEXPECTED_DATA, whole, message, help, classic);
            }
        }
    }

    fn warn(&mut self, code: Code, span: Span, message: String, help: String, classic: String) {
        let finding = Diagnostic::new(Severity::Warning, code, span, message).help(help);
        self.found.push(match classic.is_empty() {
            true => finding.classic_whole(""),
            false => finding.classic(classic),
        });
    }

    fn assign(&mut self, name: &str, value: &str, span: Span) {
        let tree = Arc::clone(self.config.tree());
        if matches!(name, "n" | "m" | "y") {
            // They have their values, and the file cannot change them.
            if self.constants.contains(&name.to_owned()) {
                let message = format!("{name} is assigned a second time, and never changes");
                let classic = format!("warning: override: reassigning to symbol {name}");
                self.warn(Code::REASSIGNED, span, message, "remove the line".to_owned(), classic);
            }
            if self.value(name, Type::Tristate, value, span).is_some() {
                self.constants.push(name.to_owned());
            }
            return;
        }
        let Some(id) = tree.symbol_named(name) else {
            let message = format!("no symbol is named {}", beginning(name));
            // A comparison with every symbol is for a slip of the finger, not for the `.config` of another tree.
            self.unknown += 1;
            let near = if self.unknown <= MOST_SUGGESTIONS { nearest(&tree, name) } else { None };
            let help = match near {
                Some(near) => format!("did you mean {near}?"),
                None => "remove the line: the symbol was renamed or is gone".to_owned(),
            };
            // A name that the tree mentions without defining it is known to the reference program.
            let classic = match tree.names.get(name) {
                Some(_) => String::new(),
                None => format!("warning: unknown symbol: {name}"),
            };
            return self.warn(Code::UNKNOWN_SYMBOL, span, message, help, classic);
        };
        let Some(kind) = tree.symbol(id).kind else {
            let message = format!("{name} has no type in the Kconfig files, so it takes no value");
            let help = "give it a type there, or remove the line".to_owned();
            return self.warn(Code::UNTYPED, span, message, help, String::new());
        };
        if let Some(first) = self.assigned[id.index()] {
            let message = format!("{name} is assigned a second time; the last one counts");
            let finding = Diagnostic::new(Severity::Warning, Code::REASSIGNED, span, message)
                .label(first, "assigned here before")
                .help("remove one of the lines")
                .classic(format!("warning: override: reassigning to symbol {name}"));
            self.found.push(finding);
        }
        let Some(value) = self.value(name, kind, value, span) else { return };
        self.config.put_user(id, &value, Some(span));
        self.assigned[id.index()] = Some(span);
        let change = Tristate::parse(&value).map(|value| self.config.tell_mode(id, value));
        match change.unwrap_or(ModeChange::None) {
            ModeChange::None => {}
            ModeChange::Overridden => {
                let message = format!("{name} is y beside another member of its choice; the last one counts");
                let help = "remove one of the lines".to_owned();
                let classic = format!("warning: override: {name} changes choice state");
                self.warn(Code::CHOICE_OVERRIDE, span, message, help, classic);
            }
            ModeChange::Inconsistent => {
                self.inconsistent.push(id);
                let message = format!("{name} is m, but another member of its choice is y");
                let help = "either one member is y and the others n, or none is y".to_owned();
                let classic = format!("warning: {name} creates inconsistent choice state");
                self.warn(Code::CHOICE_INCONSISTENT, span, message, help, classic);
            }
        }
    }

    /// The value of an assignment; `None`, reported, if it is not of the symbol's type.
    fn value(&mut self, name: &str, kind: Type, value: &str, span: Span) -> Option<String> {
        let read = match kind {
            // As in the reference program the first letter decides.
            Type::Bool | Type::Tristate => match value.chars().next() {
                Some('y') => Some("y"),
                Some('m') if kind == Type::Tristate => Some("m"),
                Some('n') => Some("n"),
                _ => None,
            }
            .map(str::to_owned),
            Type::Int | Type::Hex => number::is_valid(kind, value).then(|| value.to_owned()),
            Type::String => return self.string(name, value, span),
        };
        if read.is_none() {
            let (due, example) = match kind {
                Type::Bool => ("a bool", "y or n"),
                Type::Tristate => ("a tristate", "y, m or n"),
                Type::Int => ("an int", "a decimal number without leading zeros, such as 42"),
                _ => ("a hex", "a hexadecimal number, such as 0x1F"),
            };
            let message = format!(
                "`{}` is not a value of {name}, which is {due}; the line is ignored",
                beginning(value)
            );
            let classic = format!("warning: symbol value '{value}' invalid for {name}");
            self.warn(Code::VALUE_INVALID, span, message, format!("write {example}"), classic);
        }
        read
    }

    fn string(&mut self, name: &str, value: &str, span: Span) -> Option<String> {
        let help = format!("write {}{name}=\"text\"", self.config.tree().prefix);
        let Some(quoted) = value.strip_prefix('"') else {
            let message = format!("the value of {name}, a string, has no quotes; the line is ignored");
            self.warn(Code::STRING_INVALID, span, message, help, String::new());
            return None;
        };
        let mut text = String::with_capacity(quoted.len());
        let mut chars = quoted.chars();
        loop {
            match chars.next() {
                Some('"') => return Some(text),
                Some('\\') => text.extend(chars.next()),
                Some(c) => text.push(c),
                None => break,
            }
        }
        let message = format!("the value of {name} has no closing quote; the line is ignored");
        self.warn(Code::STRING_INVALID, span, message, help, "warning: invalid string found".to_owned());
        None
    }
}

/// The beginning of a text, for a message: a line can be megabytes long.
fn beginning(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// The symbol whose name is most like a name, if one is alike: a slip of the finger away.
fn nearest(tree: &crate::model::Tree, name: &str) -> Option<String> {
    if name.len() > 64 || name.is_empty() {
        return None;
    }
    let limit = (name.len() / 4).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    for id in tree.symbols() {
        let other = tree.name(id);
        if other.len().abs_diff(name.len()) > limit {
            continue;
        }
        let distance = edits(name.as_bytes(), other.as_bytes());
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, other));
        }
    }
    best.map(|(_, name)| format!("{}{name}", tree.prefix))
}

/// How many letters have to be changed, added or removed.
fn edits(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}
