//! The symbols of the Kconfig tree: explained, and alive.
//!
//! - every symbol and choice has help;
//! - every `LOSCFG_` word in `src/**/*.rs`, comments included, is a symbol;
//! - every symbol has an effect: it stands in code of src, of build.rs, of tools/board or in a board file; or a
//!   condition of another symbol names it; or it is one way of a choice of which another way does.

use super::tokens::Kind;
use super::{Finding, RustFile};
use crate::workspace::Workspace;
use anyhow::Result;
use kconfig::event::{Event, Sink};
use kconfig::expr::{Expr, ExprId, Exprs, Operand};
use kconfig::intern::Name;
use kconfig::parser::{Options, parse};
use kconfig::preprocess::Process;
use kconfig::shell::Deny;
use kconfig::span::Span;
use std::collections::BTreeSet;

const RULE: &str = "symbols";
const PREFIX: &str = "LOSCFG_";

/// A `config` or `choice` of the tree.
struct Entry {
    /// No name: a choice.
    name: Option<Name>,
    span: Span,
    help: bool,
    /// The index of the choice around it.
    choice: Option<usize>,
}

/// Gathers the entries from the parser's events.
#[derive(Default)]
struct Entries {
    entries: Vec<Entry>,
    /// Whether the last statement was an entry, so that a help belongs to the last of `entries`.
    open: bool,
    choice: Option<usize>,
    /// What `select`, `imply` and `range` name.
    named: Vec<Name>,
    /// Every condition and every default.
    expressions: Vec<ExprId>,
}

impl Sink for Entries {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Config { name, name_span, .. } => self.open(Some(name), name_span),
            Event::Choice { .. } => {
                self.open(None, span);
                self.choice = Some(self.entries.len() - 1);
            }
            Event::EndChoice => {
                self.open = false;
                self.choice = None;
            }
            Event::Help(_) if self.open => {
                if let Some(entry) = self.entries.last_mut() {
                    entry.help = true;
                }
            }
            Event::Menu(_) | Event::Comment(_) | Event::EndMenu => self.open = false,
            Event::If(expression) | Event::VisibleIf(expression) => self.expressions.push(expression),
            Event::DependsOn { expression: value, condition } | Event::Default { value, condition } => {
                self.expressions.push(value);
                self.expressions.extend(condition);
            }
            Event::Prompt { condition, .. } => self.expressions.extend(condition),
            Event::Select { target, condition } | Event::Imply { target, condition } => {
                self.named.push(target);
                self.expressions.extend(condition);
            }
            Event::Range { low, high, condition } => {
                self.named.extend([low, high].into_iter().filter_map(symbol));
                self.expressions.extend(condition);
            }
            _ => {}
        }
    }
}

impl Entries {
    fn open(&mut self, name: Option<Name>, span: Span) {
        self.entries.push(Entry { name, span, help: false, choice: self.choice });
        self.open = true;
    }
}

/// Adds a finding for each symbol without help or effect, and for each name that is no symbol.
pub(super) fn check(workspace: &Workspace, rust: &[RustFile], findings: &mut Vec<Finding>) -> Result<()> {
    let mut sink = Entries::default();
    let project = workspace.project()?;
    let disk = project.disk();
    let options = Options { dialect: project.dialect, loader: &disk, shell: &Deny, environment: &Process };
    let parsed = parse(&project.root, &options, &mut sink);
    let Entries { entries, named, expressions, .. } = sink;
    let text = |name: Name| parsed.names.text(name);

    let named = named.into_iter().chain(operands(&parsed.exprs, expressions));
    let mut used: BTreeSet<String> = named.map(|name| text(name).to_owned()).collect();
    used.extend(in_code(rust));
    used.extend(in_boards(workspace)?);

    let is_used = |entry: &Entry| entry.name.is_some_and(|name| used.contains(text(name)));
    for (index, entry) in entries.iter().enumerate() {
        let what = entry.name.map_or("the choice", text);
        let mut find = |cure: String| {
            let place = parsed.sources.position(entry.span);
            let path = parsed.sources.file(entry.span.file).name().to_owned();
            findings.push(Finding { path, line: place.line as usize, rule: RULE, cure });
        };
        let defined_elsewhere = |test: fn(&Entry) -> bool| {
            entry.name.is_some() && entries.iter().any(|other| other.name == entry.name && test(other))
        };
        if !entry.help && !defined_elsewhere(|other| other.help) {
            find(format!("{what} has no help: say what it does, its unit and its price"));
        }
        let other_way = entry.choice.is_some_and(|choice| {
            entries.iter().enumerate().any(|(i, e)| i != index && e.choice == Some(choice) && is_used(e))
        });
        if entry.name.is_some() && !is_used(entry) && !other_way {
            find(format!("{what} has no effect: use it or remove it"));
        }
    }

    let known: BTreeSet<&str> = entries.iter().filter_map(|entry| entry.name).map(text).collect();
    for file in rust.iter().filter(|file| file.path.starts_with("src/")) {
        for (index, line) in file.text.lines().enumerate() {
            for word in words(line).filter(|word| !known.contains(word)) {
                findings.push(Finding {
                    path: file.path.clone(),
                    line: index + 1,
                    rule: RULE,
                    cure: format!(
                        "{word} is no symbol of the Kconfig tree: correct the name or add the symbol"
                    ),
                });
            }
        }
    }
    Ok(())
}

/// The symbols that expressions name.
fn operands(exprs: &Exprs, mut open: Vec<ExprId>) -> Vec<Name> {
    let mut found = Vec::new();
    while let Some(id) = open.pop() {
        match exprs.get(id) {
            Expr::Leaf(operand) => found.extend(symbol(operand)),
            Expr::Compare(_, left, right) => found.extend([left, right].into_iter().filter_map(symbol)),
            Expr::Not(inner) => open.push(inner),
            Expr::And(left, right) | Expr::Or(left, right) => open.extend([left, right]),
        }
    }
    found
}

fn symbol(operand: Operand) -> Option<Name> {
    match operand {
        Operand::Symbol(name) => Some(name),
        Operand::Constant(_) => None,
    }
}

/// The symbols that code names; comments do not count.
fn in_code(rust: &[RustFile]) -> impl Iterator<Item = String> {
    let places = ["src/", "build.rs", "tools/board/src/"];
    let files = rust.iter().filter(move |file| places.iter().any(|place| file.path.starts_with(place)));
    files.flat_map(|file| {
        let tokens = &file.tokens;
        let is_comment = |index: usize| index >= 2 && tokens.at(index - 2, &["doc", "="]);
        tokens
            .iter()
            .filter(move |(index, token)| token.kind != Kind::Literal || !is_comment(*index))
            .flat_map(|(_, token)| words(&token.text).map(str::to_owned).collect::<Vec<_>>())
    })
}

/// The symbols that the board files name.
fn in_boards(workspace: &Workspace) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for path in workspace.files()? {
        if path.starts_with("configs/boards/") && path.ends_with(".toml") {
            let text = workspace.text(&path)?.unwrap_or_default();
            found.extend(words(&text).map(str::to_owned));
        }
    }
    Ok(found)
}

/// The words of a text that look like symbols of this project; `LOSCFG_X_*` is a pattern and none of them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with(PREFIX) && !word.ends_with('_'))
}
