//! `conf diff`: what one configuration says and another does not, by symbol.

use crate::json;
use crate::merge::parse;
use crate::report;
use crate::session::Session;
use crate::stop::Stop;
use clap::{Args, ValueEnum};
use kconfig::Config;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What the command line says.
#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// The older configuration
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The newer configuration
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// How to print; json: an array of objects
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Say below each difference what gives the symbol its value when the tree reads NEW
    #[arg(long)]
    why: bool,
}

/// How differences are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Prints the differences, sorted by name. What a file does not name is not compared with a default.
pub(crate) fn diff(session: &Session, diff: &Diff) -> Result<(), Stop> {
    let (old, new) = (values(session, &diff.old)?, values(session, &diff.new)?);
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    let reasons = if diff.why { Some(Reasons::new(session, &diff.new)?) } else { None };
    let why = |name: &String| reasons.as_ref().map(|reasons| reasons.of(name));
    let entries = changed.map(|name| Entry { name, old: old.get(name), new: new.get(name), why: why(name) });
    let text = match diff.format {
        Format::Text => entries.map(|entry| entry.text()).collect(),
        Format::Json => json::array(&entries.collect::<Vec<_>>()),
    };
    Ok(report::out(&text)?)
}

/// A symbol with its two values, the second of which may have a reason.
#[derive(Serialize)]
struct Entry<'t> {
    #[serde(rename = "symbol")]
    name: &'t String,
    old: Option<&'t String>,
    new: Option<&'t String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Entry<'_> {
    fn text(&self) -> String {
        let name = self.name;
        let line = match (self.old, self.new) {
            (Some(old), Some(new)) => format!(" {name} {old} -> {new}\n"),
            (Some(old), None) => format!("-{name} {old}\n"),
            (None, Some(new)) => format!("+{name} {new}\n"),
            (None, None) => String::new(),
        };
        line + &self.why.as_ref().map(|why| format!("    {why}\n")).unwrap_or_default()
    }
}

/// What gives symbols their values in one configuration.
struct Reasons {
    config: Config,
    /// Of those that were asked for in vain.
    unmet: BTreeMap<String, String>,
}

impl Reasons {
    fn new(session: &Session, path: &Path) -> Result<Reasons, Stop> {
        let mut config = session.config.clone();
        // What is wrong in the file is not what was asked.
        config.read(&path.display().to_string(), &bytes(session, path)?);
        let unmet = config.unmet_requests().into_iter().map(|request| {
            let name = config.tree().name(request.symbol).to_owned();
            let got = if request.got.is_empty() { "nothing" } else { &request.got };
            (name, format!("{} is asked for, and it is {got}: {}", request.wanted, request.why))
        });
        let unmet = unmet.collect();
        Ok(Reasons { config, unmet })
    }

    fn of(&self, name: &String) -> String {
        if let Some(why) = self.unmet.get(name) {
            return why.clone();
        }
        match self.config.tree().symbol_named(name) {
            Some(symbol) => self.config.why(symbol).text,
            None => "the tree has no symbol of this name".to_owned(),
        }
    }
}

fn bytes(session: &Session, path: &Path) -> Result<Vec<u8>, Stop> {
    session.text_of(path)?.ok_or_else(|| Stop::because(format!("there is no file {}", path.display())))
}

fn values(session: &Session, path: &Path) -> Result<BTreeMap<String, String>, Stop> {
    let bytes = bytes(session, path)?;
    let text = kconfig::bytes::decode(&bytes);
    let prefix = session.config.tree().prefix();
    let lines = text.lines().filter_map(|line| parse(line, prefix));
    Ok(lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}
