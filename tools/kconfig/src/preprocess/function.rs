//! The built-in functions.

use super::Macros;
use super::expand::{GivenUp, Outcome};
use crate::bytes;
use crate::diag::{Code, Diagnostic, Severity};
use crate::lexer::Expand;
use crate::shell::{Answer, Pending, ShellError};
use crate::span::Span;

/// The reference program's buffer: what a command writes beyond it is lost.
const MOST_OUTPUT: usize = 4095;

/// Name, and how many arguments it takes.
const FUNCTIONS: [(&str, usize); 6] =
    [("shell", 1), ("info", 1), ("warning-if", 2), ("error-if", 2), ("filename", 0), ("lineno", 0)];

impl Macros<'_> {
    /// Calls the built-in function with the name `words[0]`, if there is one. An answer that is to come may be deferred
    /// if `may_defer`.
    pub(super) fn builtin(
        &mut self,
        words: &[String],
        span: Span,
        may_defer: bool,
    ) -> Result<Option<Outcome>, GivenUp> {
        let Some(&(name, due)) = FUNCTIONS.iter().find(|(name, _)| *name == words[0]) else {
            return Ok(None);
        };
        let arguments = &words[1..];
        if arguments.len() != due {
            self.argument_count(name, due, arguments.len(), span);
            return Err(GivenUp);
        }
        if name == "shell" {
            return Ok(Some(self.shell(&arguments[0], span, may_defer)));
        }
        Ok(Some(Outcome::Text(match name {
            "filename" => self.parsed.sources.file(span.file).name().to_owned(),
            "lineno" => self.parsed.sources.line(self.ahead.unwrap_or(span)).to_string(),
            "info" => {
                let note = Diagnostic::new(Severity::Note, Code::INFO, span, arguments[0].as_str());
                self.report(note.classic_whole(arguments[0].as_str()));
                String::new()
            }
            "warning-if" if arguments[0] == "y" => {
                let warning = Diagnostic::new(Severity::Warning, Code::WARNING_IF, span, arguments[1].trim());
                self.report(warning.classic(format!(" {}", arguments[1])));
                String::new()
            }
            "error-if" if arguments[0] == "y" => {
                let error = Diagnostic::new(Severity::Error, Code::ERROR_IF, span, arguments[1].trim());
                self.report(error.classic(format!(" {}", arguments[1])).fatal());
                return Err(GivenUp);
            }
            _ => String::new(),
        })))
    }

    fn argument_count(&mut self, name: &str, due: usize, given: usize, span: Span) {
        let words = if given < due { "few" } else { "many" };
        let found = Diagnostic::new(
            Severity::Error,
            Code::ARGUMENT_COUNT,
            span,
            format!("`{name}` takes {due} argument{}, not {given}", if due == 1 { "" } else { "s" }),
        );
        let found = match given > due && due > 0 {
            true => found.help(
                "a comma separates arguments; to pass one, put it in a variable: `comma := ,` and `$(comma)`",
            ),
            false => found,
        };
        self.report(found.classic(format!(" too {words} function arguments passed to '{name}'")).fatal());
    }

    fn shell(&mut self, command: &str, span: Span, may_defer: bool) -> Outcome {
        // The reference program would have ended: a tree that refuses to go on must not run anything more.
        if self.parsed.diagnostics.has_fatal() {
            return Outcome::Text(String::new());
        }
        match self.options.shell.start(command) {
            answer @ Pending::Later(_) if may_defer => {
                Outcome::Deferred(self.late.add(command, span, answer))
            }
            answer => Outcome::Text(self.answered(answer.wait(), command, span)),
        }
    }

    /// The text of an answer; what is wrong with it is reported.
    pub(super) fn answered(&mut self, answer: Answer, command: &str, span: Span) -> String {
        match answer {
            Ok(output) => self.shell_output(&output, span),
            Err(why) => {
                let shown: String = command.chars().take(60).collect();
                let (code, message, help) = match why {
                    ShellError::Denied => (
                        Code::SHELL_DENIED,
                        format!("the tree wants to run a command, which is not allowed here: `{shown}`"),
                        "allow commands for a tree that you trust, or give the answer to this one beforehand",
                    ),
                    ShellError::Unanswered => (
                        Code::SHELL_DENIED,
                        format!("no answer is stored for the command `{shown}`"),
                        "add its output to the table of answers, or allow commands",
                    ),
                    ShellError::Failed(why) => (
                        Code::SHELL_FAILED,
                        format!("the command `{shown}` cannot be run: {why}"),
                        "the command needs `sh` and an existing folder to run in",
                    ),
                };
                self.report(Diagnostic::new(Severity::Error, code, span, message).help(help));
                String::new()
            }
        }
    }

    fn shell_output(&mut self, output: &[u8], span: Span) -> String {
        let (text, cut) = text_of(output);
        if cut {
            self.report(
                Diagnostic::new(
                    Severity::Warning,
                    Code::SHELL_OUTPUT_CUT,
                    span,
                    format!("the command wrote {} bytes; only {MOST_OUTPUT} are used", output.len()),
                )
                .help("let the command print less: the reference program has this limit too")
                .classic_whole(""),
            );
        }
        text
    }
}

/// What an output expands to, and whether the size of the buffer cut it. Line breaks at the end go, others become
/// spaces; a NUL byte ends it.
pub(super) fn text_of(output: &[u8]) -> (String, bool) {
    let nul = output.iter().take(MOST_OUTPUT).position(|byte| *byte == 0);
    let cut = nul.is_none() && output.len() > MOST_OUTPUT;
    let kept = &output[..nul.unwrap_or(output.len().min(MOST_OUTPUT))];
    (bytes::decode(kept).trim_end_matches('\n').replace('\n', " "), cut)
}
