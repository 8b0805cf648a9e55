//! Diagnostics: what went wrong, where, why, and how to mend it.
//!
//! Knows nothing of who reports: every layer pushes into [`Diagnostics`], and only a binary prints.

mod code;
mod explain;
mod render;

pub use code::Code;
pub use explain::explain;
pub use render::{Style, render};

use crate::span::Span;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// For information, such as `$(info,…)`.
    Note,
    /// The result stands, but is perhaps not what was meant.
    Warning,
    /// There is no result.
    Error,
}

/// A second place that explains the first: "first defined here".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What about it.
    pub text: String,
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Its number, for `explain`.
    pub code: Code,
    /// Where; `None` for what has no place, such as a missing first file.
    pub span: Option<Span>,
    /// What and why, in a lower-case phrase that names the symbol and the rule.
    pub message: String,
    /// Further places.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
    /// The reference program's own words for it, where they differ from [`Diagnostic::message`].
    pub classic: Option<Classic>,
    /// Whether the reference program stops here and says nothing more.
    pub fatal: bool,
    /// Whether only the reference program says it: for us an earlier finding says all.
    pub(crate) repeated: bool,
}

/// The reference program's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Classic {
    /// What stands after `file:line:`; several lines may follow.
    AtPlace(String),
    /// Whole lines, without a final newline. Empty where the reference program is silent.
    Whole(String),
}

impl Diagnostic {
    /// A diagnostic at a place.
    pub fn new(
        severity: Severity,
        code: Code,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Self {
        Diagnostic {
            severity,
            code,
            span: span.into(),
            message: message.into(),
            labels: Vec::new(),
            help: None,
            classic: None,
            fatal: false,
            repeated: false,
        }
    }

    /// Adds a second place.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says how to mend it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Gives the reference program's words, which it prints after `file:line:`.
    pub fn classic(mut self, text: impl Into<String>) -> Self {
        self.classic = Some(Classic::AtPlace(text.into()));
        self
    }

    /// Gives all that the reference program prints; nothing, if it is silent here.
    pub fn classic_whole(mut self, text: impl Into<String>) -> Self {
        self.classic = Some(Classic::Whole(text.into()));
        self
    }

    /// Says that the reference program stops here.
    pub fn fatal(mut self) -> Self {
        self.fatal = true;
        self
    }
}

/// The findings so far, in the order in which they were made.
#[derive(Clone, Default, Debug)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// The place of the first at which the reference program stops.
    fatal: Option<usize>,
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if diagnostic.fatal {
            self.fatal.get_or_insert(self.list.len());
        }
        self.list.push(diagnostic);
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the reference program has stopped. O(1).
    pub(crate) fn has_fatal(&self) -> bool {
        self.fatal.is_some()
    }

    /// Those that the reference program prints: none after the first at which it stops.
    pub fn as_reference(&self) -> impl Iterator<Item = &Diagnostic> {
        let end = self.fatal.map_or(self.list.len(), |last| last + 1);
        let silent = |d: &Diagnostic| {
            d.severity > Severity::Note && matches!(&d.classic, Some(Classic::Whole(text)) if text.is_empty())
        };
        self.list[..end].iter().filter(move |d| !silent(d))
    }

    /// All of them, in order, but for those that an earlier one covers.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter().filter(|finding| !finding.repeated)
    }

    /// All of them, also those that only the reference program prints.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Moves the findings of another list behind these.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.fatal = self.fatal.or(other.fatal.map(|place| self.list.len() + place));
        self.list.append(&mut other.list);
    }
}
