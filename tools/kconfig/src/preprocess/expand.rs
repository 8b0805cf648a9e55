//! The expansion of `$(…)`, with a stack of its own: no nesting overflows the program's.
//!
//! E1. A body's text is scanned once; a call inside it ends within it (else the whole reference is refused).
//! E2. `spent` grows with every byte written and every call made, and never exceeds [`LIMIT`]: neither memory nor
//!     time of one expansion is unbounded, whatever macros do to each other.

use super::{Flavour, Macros};
use crate::diag::{Code, Diagnostic, Severity};
use crate::lexer::Expand;
use crate::span::Span;
use std::rc::Rc;

/// The most that one expansion may write and call, in bytes; a call counts as [`CALL`].
pub(super) const LIMIT: usize = 16 << 20;
const CALL: usize = 128;
/// The most words between the parentheses, with the function's name.
const MOST_WORDS: usize = 16;
/// How often a function may be inside itself.
const MOST_ACTIVE: u32 = 1000;

/// A text that is being scanned.
struct Body {
    text: Rc<String>,
    position: usize,
    /// What `$(1)`, `$(2)`, … stand for in it.
    arguments: Rc<[String]>,
    /// The variable whose text it is.
    variable: Option<usize>,
    /// How many calls were open when it began.
    calls: usize,
}

/// A `$(…)` whose end was not reached yet.
struct Call {
    /// Function name and arguments, the last one growing.
    words: Vec<String>,
    /// Parentheses that are open in the last word.
    depth: usize,
}

/// What a call turned out to be.
pub(super) enum Outcome {
    /// A text.
    Text(String),
    /// A text that is to be scanned in its turn.
    Enter(usize),
    /// The answer of a command that may still be running.
    Deferred(u32),
}

/// The expansion has to be given up; why was reported.
pub(super) struct GivenUp;

impl Macros<'_> {
    /// Expands the reference at the start of `rest`; returns its length.
    pub(super) fn expand_reference(&mut self, rest: &str, at: Span, out: &mut String) -> usize {
        let Some(length) = reference_length(rest) else {
            let span = Span { end: at.start + rest.len() as u32, ..at };
            self.unterminated(&rest[2..], span);
            return rest.len();
        };
        let span = Span { end: at.start + length as u32, ..at };
        let may_defer = self.may_defer && self.options.shell.runs_ahead();
        let mut late = Vec::new();
        let mut text = self.expand(&rest[..length], span, may_defer.then_some(&mut late));
        if let ([(0, number)], true) = (&late[..], text.is_empty()) {
            self.late.set_last(*number);
            return length;
        }
        for (at, number) in late.into_iter().rev() {
            text.insert_str(at, &self.settle_late(number));
        }
        out.push_str(&text);
        length
    }

    /// Expands all references in a text.
    pub(super) fn expand_text(&mut self, text: &str, span: Span) -> String {
        self.expand(text, span, None)
    }

    /// As [`Macros::expand_text`]; answers that may come later are left out and noted in `late`, with the offset where
    /// they belong.
    fn expand(&mut self, text: &str, span: Span, late: Option<&mut Vec<(usize, u32)>>) -> String {
        if !text.contains("$(") {
            return text.to_owned();
        }
        if self.exploded {
            // Whatever follows uses the same macros: it was said once, and would take as long each time.
            return String::new();
        }
        let root = Body {
            text: Rc::new(text.to_owned()),
            position: 0,
            arguments: Rc::from([]),
            variable: None,
            calls: 0,
        };
        let mut bodies = vec![root];
        let mut out = String::new();
        if self.run(&mut bodies, &mut out, span, late).is_err() {
            for index in bodies.iter().filter_map(|body| body.variable) {
                self.variables[index].active -= 1;
            }
            return String::new();
        }
        out
    }

    fn run(
        &mut self,
        bodies: &mut Vec<Body>,
        out: &mut String,
        span: Span,
        mut late: Option<&mut Vec<(usize, u32)>>,
    ) -> Result<(), GivenUp> {
        let mut calls: Vec<Call> = Vec::new();
        let mut spent = 0;
        while let Some(body) = bodies.last_mut() {
            let inside = calls.len() > body.calls;
            let rest = &body.text[body.position..];
            let run = plain_length(rest, inside);
            spent += run;
            target(&mut calls, out).push_str(&rest[..run]);
            body.position += run;
            let Some(&byte) = rest.as_bytes().get(run) else {
                if let Some(index) = body.variable {
                    self.variables[index].active -= 1;
                }
                bodies.pop();
                continue;
            };
            body.position += 1;
            if byte == b'$' {
                if !inside && reference_length(&rest[run..]).is_none() {
                    let name = rest[run + 2..].to_owned();
                    self.unterminated(&name, span);
                    return Err(GivenUp);
                }
                body.position += 1;
                calls.push(Call { words: vec![String::new()], depth: 0 });
                continue;
            }
            // By the length above, every other byte stands inside a call.
            let Some(call) = calls.last_mut() else { continue };
            match byte {
                b',' if call.depth == 0 => {
                    call.words.push(String::new());
                    continue;
                }
                b')' if call.depth == 0 => {}
                _ => {
                    match byte {
                        b'(' => call.depth += 1,
                        b')' => call.depth -= 1,
                        _ => {}
                    }
                    target(&mut calls, out).push(byte as char);
                    continue;
                }
            }
            let words = calls.pop().map(|call| call.words).unwrap_or_default();
            if words.len() > MOST_WORDS {
                self.too_many_words(&words[0], span);
                return Err(GivenUp);
            }
            spent += CALL;
            let arguments = Rc::clone(&body.arguments);
            // An argument of another call has to be known now.
            let may_defer = late.is_some() && calls.is_empty();
            match self.call(&words, &arguments, span, may_defer)? {
                Outcome::Deferred(number) => {
                    if let Some(late) = late.as_mut() {
                        late.push((out.len(), number));
                    }
                }
                Outcome::Text(text) => {
                    spent += text.len();
                    target(&mut calls, out).push_str(&text);
                }
                Outcome::Enter(index) => {
                    self.variables[index].active += 1;
                    bodies.push(Body {
                        text: Rc::clone(&self.variables[index].text),
                        position: 0,
                        arguments: words.into_iter().skip(1).collect(),
                        variable: Some(index),
                        calls: calls.len(),
                    });
                }
            }
            if spent > LIMIT {
                self.too_large(span);
                return Err(GivenUp);
            }
        }
        Ok(())
    }

    /// Decides what a call means: an argument, a variable, a built-in function, or the environment.
    fn call(
        &mut self,
        words: &[String],
        arguments: &[String],
        span: Span,
        may_defer: bool,
    ) -> Result<Outcome, GivenUp> {
        let name = words[0].as_str();
        let number = name.parse::<usize>().ok().filter(|_| !name.starts_with('+'));
        if let Some(argument) = number.and_then(|n| arguments.get(n.checked_sub(1)?)) {
            return Ok(Outcome::Text(argument.clone()));
        }
        if let Some(&index) = self.names.get(name) {
            let variable = &self.variables[index];
            if variable.flavour == Flavour::Simple {
                return Ok(Outcome::Text(variable.text.to_string()));
            }
            if variable.active > 0 && words.len() == 1 {
                self.circular(name, index, span);
                return Err(GivenUp);
            }
            if variable.active >= MOST_ACTIVE {
                self.too_deep(name, index, span);
                return Err(GivenUp);
            }
            return Ok(Outcome::Enter(index));
        }
        if let Some(outcome) = self.builtin(words, span, may_defer)? {
            return Ok(outcome);
        }
        if words.len() == 1 {
            return Ok(Outcome::Text(self.environment(name).unwrap_or_default().to_owned()));
        }
        match self.options.environment.call(name, &words[1..]) {
            Some(Ok(text)) => return Ok(Outcome::Text(text)),
            Some(Err(why)) => {
                let message = format!("the function `{name}` refuses its arguments: {why}");
                self.report(
                    Diagnostic::new(Severity::Error, Code::FUNCTION_FAILED, span, message)
                        .help("the program that loads the tree supplies this function; correct the call"),
                );
                return Ok(Outcome::Text(String::new()));
            }
            None => {}
        }
        self.unknown_function(name, span);
        Ok(Outcome::Text(String::new()))
    }

    fn unterminated(&mut self, name: &str, span: Span) {
        let name = name.split(['\n', '\r']).next().unwrap_or_default();
        let shown: String = name.chars().take(40).collect();
        self.report(
            Diagnostic::new(
                Severity::Error,
                Code::UNTERMINATED_MACRO,
                span,
                format!("the reference `$({shown}` is not closed in its line"),
            )
            .help("add the missing `)`; parentheses in the arguments must be balanced")
            .classic(format!(" unterminated reference to '{name}': missing ')'"))
            .fatal(),
        );
    }

    fn circular(&mut self, name: &str, index: usize, span: Span) {
        let defined = self.variables[index].defined;
        self.report(
            Diagnostic::new(
                Severity::Error,
                Code::CIRCULAR_MACRO,
                span,
                format!("the variable `{name}` refers to itself, directly or through others"),
            )
            .label(defined, format!("`{name}` is defined here"))
            .help(format!("define it with `:=`, which expands at once, or append with `{name} += …`"))
            .classic(format!(" Recursive variable '{name}' references itself (eventually)"))
            .fatal(),
        );
    }

    fn too_deep(&mut self, name: &str, index: usize, span: Span) {
        let defined = self.variables[index].defined;
        self.report(
            Diagnostic::new(
                Severity::Error,
                Code::RECURSION_TOO_DEEP,
                span,
                format!("the function `{name}` calls itself more than {MOST_ACTIVE} times deep"),
            )
            .label(defined, format!("`{name}` is defined here"))
            .help("nothing can end a recursion in this language: there is no conditional function")
            .classic(" Too deep recursive expansion")
            .fatal(),
        );
    }

    fn too_many_words(&mut self, name: &str, span: Span) {
        let most = MOST_WORDS - 1;
        self.report(
            Diagnostic::new(
                Severity::Error,
                Code::ARGUMENT_COUNT,
                span,
                format!("`{name}` is called with more than {most} arguments"),
            )
            .help(
                "a comma separates arguments; to pass one, put it in a variable: `comma := ,` and `$(comma)`",
            )
            .classic(" too many function arguments")
            .fatal(),
        );
    }

    fn unknown_function(&mut self, name: &str, span: Span) {
        if name.is_empty() {
            return;
        }
        let mut found = Diagnostic::new(
            Severity::Warning,
            Code::UNKNOWN_FUNCTION,
            span,
            format!("no function is named `{name}`: the call expands to nothing"),
        )
        .classic_whole("");
        found = found.help(match name.trim() {
            trimmed if trimmed != name && self.names.contains_key(trimmed) => {
                format!("blanks belong to the name: write `$({trimmed},…)`")
            }
            _ => "define it before its use (`name = text with $(1)`); a function that the project defines in another \
                  language has to be supplied by the program that loads the tree, and this one supplies none"
                .to_owned(),
        });
        self.report(found);
    }
}

/// Where expanded text goes: into the word of the innermost open call, or to the result.
fn target<'t>(calls: &'t mut [Call], out: &'t mut String) -> &'t mut String {
    match calls.last_mut().and_then(|call| call.words.last_mut()) {
        Some(word) => word,
        None => out,
    }
}

/// The length of the text before the next byte that means something.
fn plain_length(text: &str, inside: bool) -> usize {
    let bytes = text.as_bytes();
    let special = |i: &usize| match bytes[*i] {
        b'$' => bytes.get(i + 1) == Some(&b'('),
        b'(' | b')' | b',' => inside,
        _ => false,
    };
    (0..bytes.len()).find(special).unwrap_or(bytes.len())
}

/// The length of the reference at the start of a text, which begins with `$(`; `None` if nothing closes it.
fn reference_length(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (i, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth <= 1 => return (depth == 1).then_some(i + 1),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}
