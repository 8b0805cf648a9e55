//! `conf diff`: what one configuration says and another does not, by symbol.

use crate::json::{self, Field};
use crate::merge::parse;
use crate::report;
use crate::session::Session;
use crate::stop::Stop;
use clap::{Args, ValueEnum};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
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

    /// text: `-` gone, `+` new, blank changed; json: an array of objects
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
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
    let entries: Vec<_> = changed.map(|name| (name, old.get(name), new.get(name))).collect();
    let text = match diff.format {
        Format::Text => entries.into_iter().fold(String::new(), |mut out, (name, old, new)| {
            // Writing to a string cannot fail.
            let _ = match (old, new) {
                (Some(old), Some(new)) => writeln!(out, " {name} {old} -> {new}"),
                (Some(old), None) => writeln!(out, "-{name} {old}"),
                (None, Some(new)) => writeln!(out, "+{name} {new}"),
                (None, None) => Ok(()),
            };
            out
        }),
        Format::Json => {
            let object = |(name, old, new): (&String, Option<&String>, Option<&String>)| {
                json::object(&[
                    ("symbol", Field::Text(name)),
                    ("old", Field::optional(old.map(String::as_str))),
                    ("new", Field::optional(new.map(String::as_str))),
                ])
            };
            json::array(&entries.into_iter().map(object).collect::<Vec<_>>())
        }
    };
    Ok(report::out(&text)?)
}

fn values(session: &Session, path: &Path) -> Result<BTreeMap<String, String>, Stop> {
    let bytes = session
        .text_of(path)?
        .ok_or_else(|| Stop::because(format!("there is no file {}", path.display())))?;
    let text = String::from_utf8_lossy(&bytes);
    let prefix = session.config.tree().prefix();
    let lines = text.lines().filter_map(|line| parse(line, prefix));
    Ok(lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}
