//! `conf merge`: a base and fragments become one configuration, and nothing is lost without a word.

mod note;

use crate::report;
use crate::session::Session;
use crate::stop::Stop;
use clap::Args;
use kconfig::modes::Mode;
use note::{Format, Kind, Note, Notes};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the command line says.
#[derive(Args, Debug)]
pub(crate) struct Merge {
    /// Configurations: the base, then fragments
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Only put the files together: do not work out what follows from them
    #[arg(short = 'm', long)]
    merge_only: bool,

    /// What no file names is n where that is possible, instead of its default
    #[arg(short = 'n', long, conflicts_with = "merge_only")]
    allnoconfig: bool,

    /// Say also what is set a second time to the same value
    #[arg(short, long)]
    redundant: bool,

    /// A file that sets anything to another value than one before is an error
    #[arg(short = 'S', long)]
    strict: bool,

    /// A value y stays, whatever m or n comes later
    #[arg(short = 'y', long)]
    builtin: bool,

    /// Folder for .config, instead of that of the tree
    #[arg(short = 'O', long, value_name = "FOLDER")]
    output: Option<PathBuf>,

    /// Do not say what was overridden
    #[arg(short = 'Q', long)]
    quiet_overrides: bool,

    /// How to say what became of lines; json: an array of objects on standard output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// One symbol's line, where it stands.
struct Line {
    value: String,
    file: String,
    number: usize,
    /// Where it comes in the result: a later file's lines come later, because of a choice the last member counts.
    rank: usize,
}

/// Puts the files together; then works out what follows and says of each line that had no effect why.
pub(crate) fn merge(session: &mut Session, merge: &Merge) -> Result<(), Stop> {
    let mut notes = Notes::new(merge.format);
    if merge.format == Format::Json {
        session.silence();
    }
    let done = put_together(session, merge, &mut notes);
    // What was found counts most when it was an error.
    notes.end()?;
    done
}

fn put_together(session: &mut Session, merge: &Merge, notes: &mut Notes) -> Result<(), Stop> {
    if let Some(folder) = &merge.output {
        session.save_to(folder.join(".config"));
    }
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    let mut overridden = 0;
    for path in &merge.files {
        // A fragment of a kernel is called by its name alone, and is one file or two.
        let of_kernel = session.variables.kernel().map(|kernel| kernel.fragments(path)).unwrap_or_default();
        let paths = if of_kernel.is_empty() { std::slice::from_ref(path) } else { &of_kernel };
        for path in paths {
            overridden += take(session, merge, path, &mut lines, notes)?;
        }
    }
    if merge.strict && overridden > 0 {
        return Err(Stop::because(format!(
            "{overridden} values are set differently by two files; nothing was saved"
        )));
    }
    let prefix = session.config.tree().prefix().to_owned();
    let mut order: Vec<(&String, &Line)> = lines.iter().collect();
    order.sort_by_key(|(_, line)| line.rank);
    let text: String = order.iter().map(|(name, at)| line(&prefix, name, &at.value)).collect();
    if merge.merge_only {
        return session.save_plain(&text);
    }
    for (number, said) in session.take_merged(&text)? {
        // Line by line the text is that of `order`.
        let at = number.checked_sub(1).and_then(|at| order.get(at));
        let Some((name, Line { file, number, .. })) = at else {
            report::err(&format!("warning: {said}\n"))?;
            continue;
        };
        let symbol = Some(format!("{prefix}{name}"));
        let (file, number) = (file.clone(), *number);
        notes.add(Note { kind: Kind::Refused, file, number, symbol, text: said })?;
    }
    let unmet = session.config.unmet_requests();
    if merge.allnoconfig {
        kconfig::modes::set_new(&mut session.config, Mode::AllNoConfig);
    }
    let unmet = if merge.allnoconfig { session.config.unmet_requests() } else { unmet };
    for request in &unmet {
        let name = session.config.tree().name(request.symbol);
        let Some(Line { file, number, .. }) = lines.get(name) else { continue };
        let got = if request.got.is_empty() { "nothing" } else { &request.got };
        let (wanted, why) = (&request.wanted, &request.why);
        let text = format!("{prefix}{name}={wanted} was asked for, and it is {got}: {why}");
        let (file, symbol) = (file.clone(), Some(format!("{prefix}{name}")));
        notes.add(Note { kind: Kind::Unmet, file, number: *number, symbol, text })?;
    }
    session.save_reported()
}

/// Takes one file; how many values it changes.
fn take(
    session: &Session,
    merge: &Merge,
    path: &Path,
    lines: &mut BTreeMap<String, Line>,
    notes: &mut Notes,
) -> Result<usize, Stop> {
    let file = path.display().to_string();
    let bytes = session
        .text_of(path)?
        .ok_or_else(|| Stop::because(format!("there is no file {file}; nothing was saved")))?;
    let text = kconfig::bytes::decode(&bytes);
    let prefix = session.config.tree().prefix().to_owned();
    let mut overridden = 0;
    let before = lines.values().map(|line| line.rank).max().unwrap_or(0);
    for (number, line) in (1..).zip(text.lines()) {
        let Some((name, value)) = parse(line, &prefix) else {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                let text = format!("this is no assignment, and is left out: {line}");
                let (kind, file) = (Kind::Invalid, file.clone());
                notes.add(Note { kind, file, number, symbol: None, text })?;
            }
            continue;
        };
        let new = Line { value: value.to_owned(), file: file.clone(), number, rank: before + number };
        let Some(old) = lines.get_mut(name) else {
            lines.insert(name.to_owned(), new);
            continue;
        };
        let place = format!("{}:{}", old.file, old.number);
        let symbol = format!("{prefix}{name}");
        let mut say = |kind, text| {
            let (file, symbol) = (file.clone(), Some(symbol.clone()));
            notes.add(Note { kind, file, number, symbol, text })
        };
        if old.value == new.value {
            if merge.redundant {
                say(Kind::Redundant, format!("{symbol}={value} is redundant: {place} says the same"))?;
            }
            old.rank = new.rank;
            continue;
        }
        if merge.builtin && old.value == "y" && matches!(value, "m" | "n") {
            say(Kind::Kept, format!("{symbol} stays y, as {place} says, and not {value}"))?;
            continue;
        }
        overridden += 1;
        if !merge.quiet_overrides || merge.strict {
            say(Kind::Override, format!("{symbol}={value} overrides {} of {place}", old.value))?;
        }
        lines.insert(name.to_owned(), new);
    }
    Ok(overridden)
}

type Assigned<'t> = (&'t str, &'t str);

/// The name without prefix, and the value; `None` for comments and what is no assignment.
pub(crate) fn parse<'t>(line: &'t str, prefix: &str) -> Option<Assigned<'t>> {
    let line = line.trim_end();
    if let Some(rest) = line.strip_prefix("# ").and_then(|rest| rest.strip_prefix(prefix)) {
        return rest.strip_suffix(" is not set").map(|name| (name, "n"));
    }
    let (name, value) = line.strip_prefix(prefix)?.split_once('=')?;
    (!name.is_empty() && !name.contains([' ', '#'])).then_some((name, value))
}

fn line(prefix: &str, name: &str, value: &str) -> String {
    match value {
        "n" => format!("# {prefix}{name} is not set\n"),
        _ => format!("{prefix}{name}={value}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn assignments_are_told_from_comments() {
        assert_eq!(parse("CONFIG_A=y\r", "CONFIG_"), Some(("A", "y")));
        assert_eq!(parse("# CONFIG_A is not set", "CONFIG_"), Some(("A", "n")));
        assert_eq!(parse("A=\"x = y\"", ""), Some(("A", "\"x = y\"")));
        assert_eq!(parse("# a comment", "CONFIG_"), None);
        assert_eq!(parse("# x=y", ""), None);
    }
}
