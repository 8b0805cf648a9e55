//! Where the reference program's parser would be after a fault: it recovers differently from ours.
//!
//! Knows nothing of our own findings.

use crate::span::{FileId, Span};

/// Where the reference program believes to be: in which file, and at the line of which place.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub(super) file: FileId,
    pub(super) at: Span,
}

/// Where the reference program's parser would be.
///
/// R1. It prints "syntax error" only if it has consumed three tokens since the last fault.
/// R2. After a fault it skips the line and names it; `lost` holds until the next statement that is no property.
/// R3. `blocks` are the blocks it has open, across files; an end closes the innermost of them, whatever it is.
#[derive(Default)]
pub(super) struct Reference {
    pub(super) lines: String,
    /// What it calls the faulty line when that ends.
    pub(super) pending: Option<String>,
    pub(super) quiet: u8,
    pub(super) skipping: bool,
    pub(super) lost: bool,
    pub(super) stopped: bool,
    /// In the mainmenu statement a fault ends everything.
    pub(super) mainmenu: bool,
    pub(super) blocks: Vec<(&'static str, Spot)>,
    /// For each of them, whether what it holds are members of a choice.
    pub(super) choices: Vec<bool>,
    /// The places that it takes for open: an end that does not fit leaves its own there.
    pub(super) places: Vec<Spot>,
    /// It has said that the first file ends within a line.
    pub(super) ended: bool,
}

impl Reference {
    /// A token was consumed.
    pub(super) fn shift(&mut self) {
        if !self.skipping {
            self.quiet = self.quiet.saturating_sub(1);
        }
    }

    /// The faulty line ends; `place` is where.
    pub(super) fn line_end(&mut self, place: &str) {
        if std::mem::take(&mut self.skipping)
            && let Some(what) = self.pending.take()
        {
            self.line(&format!("{place}: {what}"));
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
    pub(super) fn block(&mut self, keyword: &'static str, spot: Spot) {
        if !self.skipping {
            let choice = keyword == "choice" || keyword == "if" && self.in_choice();
            self.choices.truncate(self.blocks.len());
            self.choices.push(choice);
            self.blocks.push((keyword, spot));
            self.places.push(spot);
        }
    }

    /// A property of the head of a block is not understood: the block has not begun.
    pub(super) fn lose_block(&mut self) {
        self.blocks.pop();
        self.places.pop();
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
        self.blocks.len().checked_sub(1).is_some_and(|last| self.choices[last])
    }
}
