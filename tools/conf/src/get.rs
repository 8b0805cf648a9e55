//! `conf get`: values for scripts.

use crate::nearest;
use crate::report;
use crate::session::Session;
use crate::stop::Stop;

/// Prints the bare values, one a line; nothing at all if one of the names is unknown, so that lines cannot be taken
/// for those of other symbols.
pub(crate) fn get(session: &mut Session, names: &[String]) -> Result<(), Stop> {
    let mut symbols = Vec::new();
    let mut unknown = Vec::new();
    for name in names {
        match nearest::symbol(session.config.tree(), name) {
            Ok(symbol) => symbols.push(symbol),
            Err(text) => unknown.push(text),
        }
    }
    if !unknown.is_empty() {
        return Err(Stop::because(unknown.join("\nconf: ")));
    }
    session.read_for_build()?;
    let mut text = String::new();
    for symbol in symbols {
        text += &session.config.text(symbol);
        text.push('\n');
    }
    Ok(report::out(&text)?)
}
