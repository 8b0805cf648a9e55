//! What a parse takes and what it leaves behind: the parser and the macros below it share both.

use crate::diag::Diagnostics;
use crate::dialect::Dialect;
use crate::expr::Exprs;
use crate::intern::Names;
use crate::preprocess::Environment;
use crate::shell::Shell;
use crate::source::{Loader, SourceMap};

/// What a parse depends on besides the text.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The form of the language.
    pub dialect: Dialect,
    /// Where files come from.
    pub loader: &'a dyn Loader,
    /// What `$(shell,…)` may do.
    pub shell: &'a dyn Shell,
    /// What an undefined `$(NAME)` falls back to.
    pub environment: &'a dyn Environment,
}

/// What a parse leaves behind, beside the events.
#[derive(Default)]
pub struct Parsed {
    /// Every name that the events mention.
    pub names: Names,
    /// Every expression that the events mention.
    pub exprs: Exprs,
    /// Every file that was read, in the order of reading.
    pub sources: SourceMap,
    /// What went wrong, in the order of reading.
    pub diagnostics: Diagnostics,
    /// Every environment variable that was consulted, in the order of the first time, with its value if it was set.
    pub environment: Vec<(String, Option<String>)>,
    /// Every pattern that was expanded: its answer is part of the result as the files are.
    pub globs: Vec<String>,
}
