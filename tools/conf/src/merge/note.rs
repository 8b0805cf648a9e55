//! What there is to say of a line when files are put together.

use crate::json;
use crate::report;
use clap::ValueEnum;
use serde::Serialize;
use std::io;

/// How notes are printed.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, ValueEnum)]
pub(crate) enum Format {
    /// Lines for people, on standard error
    #[default]
    Text,
    /// An array of objects, on standard output, and nothing else there
    Json,
}

/// What became of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// It is no assignment.
    Invalid,
    /// It sets another value than a line before.
    Override,
    /// It says what a line before says.
    Redundant,
    /// A line before stays, as the command line says.
    Kept,
    /// The tree has something against the line itself.
    Refused,
    /// The tree does not allow the value.
    Unmet,
}

impl Kind {
    fn severity(self) -> &'static str {
        match self {
            Kind::Redundant | Kind::Kept => "note",
            _ => "warning",
        }
    }
}

/// One note.
#[derive(Serialize)]
pub(super) struct Note {
    pub(super) kind: Kind,
    pub(super) file: String,
    /// From 1.
    #[serde(rename = "line")]
    pub(super) number: usize,
    /// With prefix; `None`: the line names none.
    pub(super) symbol: Option<String>,
    /// The whole sentence.
    #[serde(rename = "message")]
    pub(super) text: String,
}

/// The notes of a run; text is printed at once, the rest at the end.
pub(super) struct Notes {
    format: Format,
    objects: Vec<Note>,
}

impl Notes {
    pub(super) fn new(format: Format) -> Notes {
        Notes { format, objects: Vec::new() }
    }

    pub(super) fn add(&mut self, note: Note) -> io::Result<()> {
        let Note { kind, file, number, text, .. } = &note;
        match self.format {
            Format::Text => report::err(&format!("{file}:{number}: {}: {text}\n", kind.severity())),
            Format::Json => {
                self.objects.push(note);
                Ok(())
            }
        }
    }

    /// To be called when everything was said.
    pub(super) fn end(self) -> io::Result<()> {
        match self.format {
            Format::Text => Ok(()),
            Format::Json => report::out(&json::array(&self.objects)),
        }
    }
}
