//! Answers of commands that parsing does not wait for.
//!
//! Where an operand of an expression is such an answer and nothing else, a name of its own stands in for it, and at the
//! end of the parse the expressions get what the answer says. Everywhere else, and where the answer turns out to decide
//! how the text is read, it is waited for.

use super::{Macros, function};
use crate::expr::Operand;
use crate::intern::Name;
use crate::parse::Parsed;
use crate::shell::Pending;
use crate::span::Span;

/// An answer decides how the text is read, so what was read without it counts for nothing.
pub(crate) struct Undecided;

/// The answers of one parse that were not waited for.
#[derive(Default)]
pub(super) struct Late {
    started: Vec<Started>,
    /// The last expansion was this one and nothing else.
    last: Option<u32>,
}

struct Started {
    command: String,
    span: Span,
    /// Taken when it was waited for after all.
    answer: Option<Pending>,
    /// What stands in for it.
    name: Option<Name>,
}

impl Late {
    pub(super) fn add(&mut self, command: &str, span: Span, answer: Pending) -> u32 {
        self.started.push(Started { command: command.to_owned(), span, answer: Some(answer), name: None });
        self.started.len() as u32 - 1
    }

    pub(super) fn set_last(&mut self, number: u32) {
        self.last = Some(number);
    }

    pub(super) fn take_last(&mut self) -> Option<u32> {
        self.last.take()
    }
}

impl Macros<'_> {
    /// Waits for an answer that cannot be deferred here.
    pub(super) fn settle_late(&mut self, number: u32) -> String {
        let Some(started) = self.late.started.get_mut(number as usize) else { return String::new() };
        let (Some(answer), span) = (started.answer.take(), started.span) else { return String::new() };
        let command = std::mem::take(&mut started.command);
        self.answered(answer.wait(), &command, span)
    }

    /// The name that stands in for an answer until the end of the parse. No text of a tree is like it.
    pub(crate) fn stand_in(&mut self, number: u32) -> Name {
        let name = self.parsed.names.intern(&format!("\0{number}"));
        if let Some(started) = self.late.started.get_mut(number as usize) {
            started.name = Some(name);
        }
        name
    }

    /// The result of the parse, with every answer in its place. Waits for all that are still to come.
    pub(crate) fn finish(mut self) -> Result<Parsed, Undecided> {
        let mut operands: Vec<(Name, Operand)> = Vec::new();
        for started in std::mem::take(&mut self.late.started) {
            let (Some(answer), Some(name)) = (started.answer, started.name) else { continue };
            // Without a text there is no operand; and a finding has its place among the others.
            let output = answer.wait().map_err(|_| Undecided)?;
            let (text, cut) = function::text_of(&output);
            if text.is_empty() || cut {
                return Err(Undecided);
            }
            let constant = matches!(&*text, "y" | "m" | "n");
            let answer = self.parsed.names.intern(&text);
            operands.push((name, if constant { Operand::Constant(answer) } else { Operand::Symbol(answer) }));
        }
        if !operands.is_empty() {
            operands.sort_unstable_by_key(|(name, _)| *name);
            self.parsed.exprs.replace(|operand| {
                let Operand::Symbol(name) = operand else { return None };
                let at = operands.binary_search_by_key(&name, |(name, _)| *name).ok()?;
                Some(operands[at].1)
            });
        }
        Ok(self.parsed)
    }
}
