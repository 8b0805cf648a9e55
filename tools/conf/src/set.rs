//! `conf set`: change a configuration from the command line, or say why that cannot be.

mod cure;

use crate::nearest;
use crate::report;
use crate::session::Session;
use crate::stop::Stop;
use kconfig::Config;
use kconfig::eval::SetError;
use kconfig::event::Type;
use kconfig::model::SymbolId;

/// One `SYMBOL=VALUE`, understood.
#[derive(Clone)]
struct Assignment {
    symbol: SymbolId,
    /// The value as [`Config::set`] takes it: text without quotes.
    value: String,
}

impl Assignment {
    fn holds(&self, config: &Config) -> bool {
        config.text(self.symbol) == self.value.as_str()
    }
}

/// Applies all assignments together, then looks whether each of them holds; saves only if they all do.
pub(crate) fn set(session: &mut Session, given: &[String]) -> Result<(), Stop> {
    let mut assignments = Vec::new();
    let mut refused = Vec::new();
    for text in given {
        match parse(&session.config, text) {
            Ok(assignment) => assignments.push(assignment),
            Err(why) => refused.push(why),
        }
    }
    if refused.is_empty() {
        refused = contradictions(&session.config, &assignments);
    }
    if refused.is_empty() {
        session.read_for_change()?;
        let before = session.config.clone();
        apply(&mut session.config, &assignments);
        refused = unmet(&session.config, &assignments);
        if !refused.is_empty() {
            refused.extend(cure::find(&before, &assignments).map(|call| format!("this would do: {call}")));
        }
    }
    if !refused.is_empty() {
        for why in &refused {
            report::err(&format!("conf: {why}\n"))?;
        }
        return Err(Stop::because("nothing was saved"));
    }
    session.save()
}

fn parse(config: &Config, text: &str) -> Result<Assignment, String> {
    let (name, value) = match text.split_once('=') {
        None => return Err(format!("`{text}` is no assignment: write SYMBOL=VALUE, such as {text}=y")),
        Some(("", _)) => return Err(format!("`{text}` names no symbol: write SYMBOL=VALUE")),
        Some(parts) => parts,
    };
    let tree = config.tree();
    let symbol = nearest::symbol(tree, name.trim())?;
    let value = match tree.symbol(symbol).kind() {
        Some(Type::String) => unquoted(value),
        _ => value.trim().to_owned(),
    };
    if value.contains(['\n', '\0']) {
        return Err(format!(
            "{name} cannot hold a line break or a NUL byte: .config has one line for each symbol"
        ));
    }
    // Whether the text is of the symbol's type has nothing to do with what else is set: find out before.
    match config.clone().set(symbol, &value) {
        Err(error @ (SetError::WrongType { .. } | SetError::Unknown { .. })) => Err(error.to_string()),
        _ => Ok(Assignment { symbol, value }),
    }
}

/// A string as it was meant: the quotes and backslashes of `.config` may be there, so that its lines can be pasted.
fn unquoted(value: &str) -> String {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let Some(inner) = inner else { return value.to_owned() };
    let mut text = String::new();
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        text.extend(if c == '\\' { characters.next() } else { Some(c) });
    }
    text
}

/// Two values for one symbol, or two members of one choice: each alone could be had.
fn contradictions(config: &Config, assignments: &[Assignment]) -> Vec<String> {
    let tree = config.tree();
    let mut found = Vec::new();
    for (at, second) in assignments.iter().enumerate() {
        for first in &assignments[..at] {
            let (a, b) = (tree.name(first.symbol), tree.name(second.symbol));
            let prefix = tree.prefix();
            if first.symbol == second.symbol && first.value != second.value {
                found.push(format!("{prefix}{a} cannot be both {} and {}", first.value, second.value));
            }
            let choice = tree.symbol(first.symbol).choice();
            let same_choice = choice.is_some() && choice == tree.symbol(second.symbol).choice();
            if first.symbol != second.symbol && same_choice && first.value == "y" && second.value == "y" {
                found.push(format!("{prefix}{a} and {prefix}{b} cannot both be y: of their choice one is"));
            }
        }
    }
    found
}

/// Gives the symbols the values, all at once: as a fragment, because one may need another that comes later.
/// Whatever is wrong with a line shows in the value.
fn apply(config: &mut Config, assignments: &[Assignment]) {
    let tree = config.tree().clone();
    let mut fragment = String::new();
    for Assignment { symbol, value } in assignments {
        let name = format!("{}{}", tree.prefix(), tree.name(*symbol));
        fragment += &match tree.symbol(*symbol).kind() {
            Some(Type::Bool | Type::Tristate) if value == "n" => format!("# {name} is not set\n"),
            Some(Type::String) => {
                format!("{name}=\"{}\"\n", value.replace('\\', "\\\\").replace('"', "\\\""))
            }
            _ => format!("{name}={value}\n"),
        };
    }
    config.merge("command line", fragment.as_bytes());
}

/// Why each assignment that did not come true did not.
fn unmet(config: &Config, assignments: &[Assignment]) -> Vec<String> {
    let requests = config.unmet_requests();
    let failed = assignments.iter().filter(|assignment| !assignment.holds(config));
    failed
        .map(|Assignment { symbol, value }| match config.clone().set(*symbol, value) {
            Err(error) => error.to_string(),
            Ok(()) => {
                let request = requests.iter().find(|request| request.symbol == *symbol);
                let why = request.map_or_else(|| config.why(*symbol).text, |request| request.why.clone());
                format!("{} cannot be {value}: {why}", config.tree().name(*symbol))
            }
        })
        .collect()
}
