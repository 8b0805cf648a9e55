//! Macros: variables, functions and the environment, expanded while the text is read.
//!
//! Owns the variables. Knows nothing of tokens and statements.

mod expand;
mod function;
mod late;

pub(crate) use late::Undecided;

use crate::bytes;
use crate::diag::{Classic, Code, Diagnostic, Severity};
use crate::dialect::Dialect;
use crate::intern::FastBuild;
use crate::lexer::Expand;
use crate::parse::{Options, Parsed};
use crate::span::{FileId, Span};
use late::Late;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// What surrounds a tree: the environment variables that stand in for undefined macros, and the functions that its
/// project defines elsewhere.
pub trait Environment {
    /// The value of a variable, if it is set.
    fn get(&self, name: &str) -> Option<String>;

    /// Calls a function that the tree uses and does not define, such as `$(dt_nodelabel_enabled,uart0)`: its name and
    /// its arguments, expanded and not trimmed. `None`: there is no such function, and the tree is told so. The result
    /// must depend on nothing but the arguments and files that the caller watches itself. An error's text says what is
    /// wrong with the call.
    ///
    /// ```
    /// use kconfig::preprocess::Environment;
    /// use kconfig::{LoadOptions, Tree, source::Memory};
    ///
    /// struct Board;
    /// impl Environment for Board {
    ///     fn get(&self, _: &str) -> Option<String> {
    ///         None
    ///     }
    ///     fn call(&self, function: &str, arguments: &[String]) -> Option<Result<String, String>> {
    ///         match (function, arguments) {
    ///             ("has_node", [node]) => Some(Ok(if node == "uart0" { "y" } else { "n" }.to_owned())),
    ///             ("has_node", _) => Some(Err("it takes the name of one node".to_owned())),
    ///             _ => None,
    ///         }
    ///     }
    /// }
    ///
    /// let files = Memory::default().with("Kconfig", "config UART\n\tdef_bool $(has_node,uart0)\n");
    /// let tree = Tree::load(&LoadOptions::new("Kconfig", &files).environment(&Board));
    /// assert!(tree.diagnostics().is_empty());
    /// ```
    fn call(&self, function: &str, arguments: &[String]) -> Option<Result<String, String>> {
        let _ = (function, arguments);
        None
    }
}

/// The environment of this process.
#[derive(Clone, Copy, Default, Debug)]
pub struct Process;

impl Environment for Process {
    fn get(&self, name: &str) -> Option<String> {
        // The system's function panics on such names.
        if name.is_empty() || name.contains(['=', '\0']) {
            return None;
        }
        std::env::var_os(name).map(|value| bytes::decode(value.as_encoded_bytes()).into_owned())
    }
}

impl Environment for BTreeMap<String, String> {
    fn get(&self, name: &str) -> Option<String> {
        BTreeMap::get(self, name).cloned()
    }
}

/// How a variable is defined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Flavour {
    /// `=`: the text is expanded at each use.
    Recursive,
    /// `:=`: the text was expanded once, where it was defined.
    Simple,
    /// `+=`: appends; the flavour stays what it was.
    Append,
}

struct Variable {
    text: Rc<String>,
    flavour: Flavour,
    defined: Span,
    /// How many of its expansions are going on.
    active: u32,
}

/// The variables of a parse, and what their expansion needs and leaves behind.
pub(crate) struct Macros<'a> {
    options: Options<'a>,
    names: HashMap<String, usize, FastBuild>,
    variables: Vec<Variable>,
    consulted: HashMap<String, usize, FastBuild>,
    /// Where the line after the present assignment begins.
    ahead: Option<Span>,
    /// Whether what is expanded now may be an answer that comes later.
    pub(crate) may_defer: bool,
    late: Late,
    /// An expansion became too large.
    exploded: bool,
    /// The result of the parse, which grows here too: findings, environment, file positions.
    pub(crate) parsed: Parsed,
}

impl<'a> Macros<'a> {
    pub(crate) fn new(options: Options<'a>) -> Macros<'a> {
        Macros {
            options,
            names: HashMap::default(),
            variables: Vec::new(),
            consulted: HashMap::default(),
            ahead: None,
            may_defer: false,
            late: Late::default(),
            exploded: false,
            parsed: Parsed::default(),
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.options.dialect
    }

    /// Executes an assignment; `text` is the right side as written, and `after` is where the next line begins: there the
    /// reference program believes to be when it expands the text.
    pub(crate) fn assign_before(
        &mut self,
        after: Span,
        name: &str,
        flavour: Flavour,
        text: &str,
        span: Span,
    ) {
        self.ahead = Some(after);
        self.assign(name, flavour, text, span);
        self.ahead = None;
    }

    /// Executes an assignment; `text` is the right side as written.
    pub(crate) fn assign(&mut self, name: &str, flavour: Flavour, text: &str, span: Span) {
        let known = self.names.get(name).copied();
        let stored = known.map(|index| self.variables[index].flavour);
        let kept = match (flavour, stored) {
            (Flavour::Append, Some(kept)) => kept,
            (Flavour::Append, None) => Flavour::Recursive,
            (given, _) => given,
        };
        let value: Rc<String> = match kept {
            Flavour::Simple => {
                if let (Flavour::Simple, Some(index)) = (flavour, known) {
                    // The old value is gone before the new one is computed: `X := $(X) more` does not append.
                    self.variables[index].text = Rc::default();
                }
                Rc::new(self.expand_text(text, span))
            }
            _ => Rc::new(text.to_owned()),
        };
        if let (Flavour::Append, Some(index)) = (flavour, known) {
            let variable = &mut self.variables[index];
            if variable.text.len() + value.len() > expand::LIMIT {
                self.too_large(span);
                return;
            }
            // Appended in place: a list of thousands of words grows one by one.
            let text = Rc::make_mut(&mut variable.text);
            text.push(' ');
            text.push_str(&value);
            variable.defined = span;
            return;
        }
        let variable = Variable { text: value, flavour: kept, defined: span, active: 0 };
        match known {
            Some(index) => self.variables[index] = variable,
            None => {
                self.names.insert(name.to_owned(), self.variables.len());
                self.variables.push(variable);
            }
        }
    }

    /// The value of an environment variable; that it was asked for is part of the result.
    pub(crate) fn environment(&mut self, name: &str) -> Option<&str> {
        let index = match self.consulted.get(name) {
            Some(index) => *index,
            None => {
                let index = self.parsed.environment.len();
                self.parsed.environment.push((name.to_owned(), self.options.environment.get(name)));
                self.consulted.insert(name.to_owned(), index);
                index
            }
        };
        self.parsed.environment[index].1.as_deref()
    }

    /// The value of a variable, or else of the environment variable; `None` if neither exists.
    pub(crate) fn value(&mut self, name: &str) -> Option<String> {
        match self.names.get(name) {
            Some(&index) => {
                let (text, span) = (Rc::clone(&self.variables[index].text), self.variables[index].defined);
                Some(self.expand_text(&text, span))
            }
            None => self.environment(name).map(str::to_owned),
        }
    }

    fn too_large(&mut self, span: Span) {
        self.exploded = true;
        self.report(
            Diagnostic::new(
                Severity::Error,
                Code::EXPANSION_TOO_LARGE,
                span,
                "the expansion of this macro becomes too large",
            )
            .help(format!(
                "an expansion may take {} MiB; does a macro use another one twice, and that one a third one twice, \
                 and so on?",
                expand::LIMIT >> 20
            ))
            .fatal(),
        );
    }
}

impl Expand for Macros<'_> {
    fn variable(&mut self, name: &str) -> Option<String> {
        self.environment(name).map(str::to_owned)
    }

    fn expand(&mut self, rest: &str, at: Span, out: &mut String) -> usize {
        self.expand_reference(rest, at, out)
    }

    fn deferred(&mut self) -> Option<u32> {
        self.late.take_last()
    }

    fn settle(&mut self, number: u32) -> String {
        self.settle_late(number)
    }

    fn report(&mut self, mut diagnostic: Diagnostic) {
        if let (Some(after), Some(Classic::AtPlace(text))) = (self.ahead, &diagnostic.classic) {
            let sources = &self.parsed.sources;
            let place = format!("{}:{}:", sources.file(after.file).name(), sources.line(after));
            diagnostic.classic = Some(Classic::Whole(place + text));
        }
        self.parsed.diagnostics.push(diagnostic);
    }

    fn report_again(&mut self, file: FileId, at: Option<Span>, classic: &str) {
        let line = at.map_or(0, |at| self.parsed.sources.line(at));
        let place = format!("{}:{line}:", self.parsed.sources.file(file).name());
        let mut again = Diagnostic::new(Severity::Warning, Code::UNSUPPORTED_CHARACTER, None, "as before");
        again.repeated = true;
        self.parsed.diagnostics.push(again.classic_whole(format!("{place}{classic}")));
    }
}
