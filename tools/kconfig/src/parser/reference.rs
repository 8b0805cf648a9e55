//! Where the reference program's parser would be after a fault: it recovers differently from ours.
//!
//! Knows nothing of our own findings.

use crate::span::Span;

/// Where the reference program's parser would be.
///
/// R1. It prints "syntax error" only if it has consumed three tokens since the last fault.
/// R2. After a fault it skips the line and names it; `lost` holds until the next statement that is no property.
/// R3. `blocks` are the blocks it has open, across files; an end closes the innermost of them, whatever it is.
#[derive(Default)]
pub(super) struct Reference {
    pub(super) lines: String,
    /// The line that it prints when the faulty line ends.
    pub(super) pending: Option<String>,
    pub(super) quiet: u8,
    pub(super) skipping: bool,
    pub(super) lost: bool,
    pub(super) stopped: bool,
    /// In the mainmenu statement a fault ends everything.
    pub(super) mainmenu: bool,
    pub(super) blocks: Vec<(&'static str, Span)>,
}

impl Reference {
    /// A token was consumed.
    pub(super) fn shift(&mut self) {
        if !self.skipping {
            self.quiet = self.quiet.saturating_sub(1);
        }
    }

    pub(super) fn line_end(&mut self) {
        if std::mem::take(&mut self.skipping)
            && let Some(line) = self.pending.take()
        {
            self.line(&line);
        }
    }

    pub(super) fn skipping(&self) -> bool {
        self.skipping
    }

    /// A statement that is no property begins.
    pub(super) fn opened(&mut self) {
        if !self.skipping {
            self.lost = false;
        }
    }

    /// The head of a block was read.
    pub(super) fn block(&mut self, keyword: &'static str, span: Span) {
        if !self.skipping {
            self.blocks.push((keyword, span));
        }
    }

    pub(super) fn line(&mut self, line: &str) {
        if !self.stopped {
            if !self.lines.is_empty() {
                self.lines.push('\n');
            }
            self.lines.push_str(line);
        }
    }

    pub(super) fn in_choice(&self) -> bool {
        self.blocks.iter().rev().find(|(keyword, _)| *keyword != "if").is_some_and(|(k, _)| *k == "choice")
    }
}
