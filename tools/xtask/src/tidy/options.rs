//! What the compiler says of an option that is off is true.
//!
//! A `#[diagnostic::on_unimplemented]` whose message says that a symbol is off also says, in two notes of fixed form,
//! where the menu has the symbol and which command switches it on. The path is compared with the tree. The command is
//! tried on the tree's defaults and on the smallest configuration, [`SMALLEST`].

use super::tokens::{Kind, Token};
use super::{Finding, RustFile};
use crate::workspace::Workspace;
use anyhow::{Context, Result, ensure};
use kconfig::eval::{Config, Tristate};
use kconfig::model::Tree;
use std::sync::Arc;

const RULE: &str = "options";

const MENU: &str = "switch it on in the menu (cargo run -p menuconfig): ";
const COMMAND: &str = "or: cargo run -p conf -- set ";
const SMALLEST: &str = "configs/tiny_defconfig";

/// Adds a finding for each message whose notes are missing or wrong.
pub(super) fn check(workspace: &Workspace, rust: &[RustFile], findings: &mut Vec<Finding>) -> Result<()> {
    let mut starts: Option<Vec<Config>> = None;
    for file in rust.iter().filter(|file| file.path.starts_with("src/")) {
        for message in messages(file) {
            if starts.is_none() {
                starts = Some(configurations(workspace)?);
            }
            for cure in starts.iter().flatten().filter_map(|start| cure(start, &message)) {
                findings.push(Finding { path: file.path.clone(), line: message.line, rule: RULE, cure });
            }
        }
    }
    findings.dedup();
    Ok(())
}

/// A message about a symbol, and the texts beside it.
struct Message {
    symbol: String,
    texts: Vec<String>,
    line: usize,
}

/// Every message of a file that says that a symbol is off.
fn messages(file: &RustFile) -> impl Iterator<Item = Message> + '_ {
    file.tokens.iter().filter(|(_, token)| token.text == "on_unimplemented").filter_map(|(index, token)| {
        let inside = index + 1..file.tokens.close(index + 1)?;
        let literals = inside.filter_map(|index| file.tokens.get(index)).filter(|t| t.kind == Kind::Literal);
        let texts: Vec<String> = literals.map(unquoted).collect();
        let symbol = texts.iter().find_map(|text| text.split_once(" is off: "))?.0.to_owned();
        Some(Message { symbol, texts, line: token.line })
    })
}

fn unquoted(literal: &Token) -> String {
    literal.text.trim_matches('"').to_owned()
}

/// The configurations in which the commands must do what they promise.
fn configurations(workspace: &Workspace) -> Result<Vec<Config>> {
    let tree = Arc::new(workspace.project()?.load());
    ensure!(tree.is_usable(), "the Kconfig tree has errors");
    let mut starts = vec![Config::new(Arc::clone(&tree))];
    if workspace.path(SMALLEST).exists() {
        let text = workspace.text(SMALLEST)?.with_context(|| format!("{SMALLEST} is no text"))?;
        let mut smallest = Config::new(tree);
        smallest.read(SMALLEST, text.as_bytes());
        starts.push(smallest);
    }
    Ok(starts)
}

/// How to mend a message, unless it is right.
fn cure(start: &Config, message: &Message) -> Option<String> {
    let Message { symbol, texts, .. } = message;
    let Some(path) = path(start.tree(), symbol) else {
        return Some(format!("{symbol} has no place in the menu: correct the name"));
    };
    let menu = format!("{MENU}{path}");
    if !texts.contains(&menu) {
        return Some(format!("the message about {symbol} needs the note \"{menu}\""));
    }
    let Some(command) = texts.iter().find_map(|text| text.strip_prefix(COMMAND)) else {
        return Some(format!("the message about {symbol} needs a note \"{COMMAND}…\""));
    };
    (!switches_on(start, symbol, command))
        .then(|| format!("\"conf set {command}\" does not always switch {symbol} on: name all that it needs"))
}

/// The prompts from the top of the tree to a symbol.
fn path(tree: &Tree, symbol: &str) -> Option<String> {
    let id = tree.symbol_named(symbol.strip_prefix(tree.prefix())?)?;
    let node = *tree.symbol(id).nodes().iter().find(|node| tree.prompt(**node).is_some())?;
    let above = std::iter::successors(Some(node), |node| tree.node(*node).parent());
    let mut prompts: Vec<&str> =
        above.filter(|node| *node != tree.root()).filter_map(|node| tree.prompt(node)).collect();
    prompts.reverse();
    Some(prompts.join(" > "))
}

/// Whether a symbol is on after `conf set` with these arguments.
fn switches_on(start: &Config, symbol: &str, arguments: &str) -> bool {
    let mut config = start.clone();
    let tree = Arc::clone(start.tree());
    let id = |name: &str| tree.symbol_named(name.strip_prefix(tree.prefix())?);
    let all_set = arguments.split(' ').all(|argument| {
        let Some((name, value)) = argument.split_once('=') else { return false };
        id(name).is_some_and(|symbol| config.set(symbol, value).is_ok())
    });
    all_set && id(symbol).is_some_and(|symbol| config.tristate(symbol) == Tristate::Yes)
}
