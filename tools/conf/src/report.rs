//! Printing what was found, in the wording that the reader wants.

use clap::ValueEnum;
use kconfig::bytes;
use kconfig::diag::{self, Code, Diagnostic, Diagnostics, Severity};
use kconfig::source::SourceMap;
use std::io::{self, IsTerminal, Write};

/// How findings are worded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Style {
    /// As the reference program words them: `file:line:warning: text`
    Classic,
    /// One line with column, code and cure
    Short,
    /// With the source line, a caret and further places
    Plain,
}

/// Where findings go.
pub(crate) struct Report {
    style: diag::Style,
}

impl Report {
    /// In the style that was asked for; else drawn for a terminal, and as `otherwise` for anything else.
    pub(crate) fn new(asked: Option<Style>, otherwise: Style) -> Report {
        let terminal = io::stderr().is_terminal();
        let style = match asked.unwrap_or(if terminal { Style::Plain } else { otherwise }) {
            Style::Classic => diag::Style::Classic,
            Style::Short => diag::Style::Short,
            Style::Plain if terminal && colour_is_welcome() => diag::Style::Colour,
            Style::Plain => diag::Style::Plain,
        };
        Report { style }
    }

    /// Whether every word has to be the reference program's.
    pub(crate) fn is_classic(&self) -> bool {
        self.style == diag::Style::Classic
    }

    /// Prints findings: notes, which are what the tree itself prints, on standard output, all others on standard
    /// error. Whether the reference program would have warned.
    pub(crate) fn print(&self, found: &Diagnostics, sources: &SourceMap) -> io::Result<bool> {
        let about_unknown = std::env::var_os("KCONFIG_WARN_UNKNOWN_SYMBOLS").is_some();
        let in_reference = |finding: &&Diagnostic| about_unknown || finding.code != Code::UNKNOWN_SYMBOL;
        if self.is_classic() {
            found
                .as_reference()
                .filter(in_reference)
                .try_for_each(|finding| self.print_one(finding, sources))?;
        } else {
            found.iter().try_for_each(|finding| self.print_one(finding, sources))?;
        }
        Ok(found.as_reference().filter(in_reference).any(|finding| finding.severity > Severity::Note))
    }

    /// Prints findings as [`Report::print`] does, also those for which the reference program has no words.
    pub(crate) fn print_all(&self, found: &Diagnostics, sources: &SourceMap) -> io::Result<()> {
        found.iter().try_for_each(|finding| self.print_one(finding, sources))
    }

    fn print_one(&self, finding: &Diagnostic, sources: &SourceMap) -> io::Result<()> {
        match finding.severity {
            Severity::Note => out(&format!("{}\n", diag::render(finding, sources, diag::Style::Classic))),
            _ => {
                let text = diag::render(finding, sources, self.style);
                let text = if self.is_classic() { text.into() } else { bytes::shown(&text) };
                err(&format!("{text}\n"))
            }
        }
    }
}

/// Prints on standard output at once.
pub(crate) fn out(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(&bytes::encode(text))?;
    out.flush()
}

/// Prints on standard error.
pub(crate) fn err(text: &str) -> io::Result<()> {
    io::stderr().lock().write_all(&bytes::encode(text))
}

/// By <https://no-color.org>, and for terminals that say they cannot.
fn colour_is_welcome() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !refused && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}
