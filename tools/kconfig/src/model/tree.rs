//! A parsed and lowered tree.

use super::{Choice, ChoiceId, Node, NodeId, Property, Symbol, SymbolId};
use crate::diag::Diagnostics;
use crate::dialect::Dialect;
use crate::expr::{Expr, Exprs};
use crate::intern::{Name, Names};
use crate::parser;
use crate::preprocess::Environment;
use crate::shell::{Deny, Shell};
use crate::source::{Loader, SourceMap};
use std::collections::BTreeMap;

/// A text in the tree's own store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Text {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What to load, and what it may touch.
#[derive(Clone, Copy)]
pub struct LoadOptions<'a> {
    /// The first file, as the loader names it.
    pub root: &'a str,
    /// What stands before a symbol's name in `.config`: `CONFIG_` unless the project says otherwise.
    pub prefix: &'a str,
    /// Dialect, files, programs and environment.
    pub parse: parser::Options<'a>,
}

static NO_ENVIRONMENT: BTreeMap<String, String> = BTreeMap::new();

impl<'a> LoadOptions<'a> {
    /// The tree that begins with the file `root`, in the default dialect, with the prefix `CONFIG_`,
    /// without programs and without environment variables.
    pub fn new(root: &'a str, loader: &'a dyn Loader) -> LoadOptions<'a> {
        let parse = parser::Options {
            dialect: Dialect::default(),
            loader,
            shell: &Deny,
            environment: &NO_ENVIRONMENT,
        };
        LoadOptions { root, prefix: "CONFIG_", parse }
    }

    /// Another dialect.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.parse.dialect = dialect;
        self
    }

    /// Another prefix; it may be empty.
    pub fn prefix(self, prefix: &'a str) -> Self {
        LoadOptions { prefix, ..self }
    }

    /// What `$(shell,…)` may do.
    pub fn shell(mut self, shell: &'a dyn Shell) -> Self {
        self.parse.shell = shell;
        self
    }

    /// What an undefined `$(NAME)` falls back to.
    pub fn environment(mut self, environment: &'a dyn Environment) -> Self {
        self.parse.environment = environment;
        self
    }
}

/// A parsed and lowered tree: immutable, and shared by every configuration of it.
///
/// It exists also for a broken input: [`Tree::diagnostics`] says what is wrong, and [`Tree::is_usable`] whether its
/// values can be trusted.
pub struct Tree {
    pub(crate) names: Names,
    pub(crate) exprs: Exprs,
    pub(crate) sources: SourceMap,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) environment: Vec<(String, Option<String>)>,
    pub(crate) globs: Vec<String>,
    pub(crate) dialect: Dialect,
    pub(crate) prefix: String,
    pub(crate) texts: String,
    pub(crate) nodes: Vec<Node>,
    pub(crate) symbols: Vec<Symbol>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) properties: Vec<Property>,
    /// The symbol of a name, by [`Name::index`].
    pub(crate) symbol_of_name: Vec<Option<SymbolId>>,
    pub(crate) modules: Option<SymbolId>,
    pub(crate) defconfig_list: Option<SymbolId>,
    /// Whether a symbol without prompt whose `default` gives n is written. Programs that have macros do not do so.
    pub(crate) writes_defaulted_no: bool,
    /// The words `n`, `m`, `y`.
    pub(crate) constants: [Name; 3],
    /// What `m` is joined with in conditions: the modules symbol, or `n` if there is none.
    pub(crate) modules_leaf: Expr,
    /// The numbers of the symbols and, behind them, of the choices, each after what its value depends on; absent if
    /// something depends on itself, or the tree is broken.
    pub(crate) order: Option<Vec<u32>>,
}

impl Tree {
    /// Reads, parses and lowers a tree. Never fails: what is wrong is in [`Tree::diagnostics`]. O(bytes read).
    pub fn load(options: &LoadOptions<'_>) -> Tree {
        crate::lower::load(options)
    }

    /// What went wrong, in the order of reading.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// Whether there was no error: only then do values mean anything.
    pub fn is_usable(&self) -> bool {
        !self.diagnostics.has_errors()
    }

    /// Every file that was read.
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// The names of the files that were read, each once, in the order of reading.
    pub fn files_read(&self) -> impl Iterator<Item = &str> {
        let mut seen = std::collections::HashSet::new();
        self.sources.files().map(|(_, file)| file.name()).filter(move |name| seen.insert(*name))
    }

    /// The environment variables that were consulted, in the order of the first time, with their values.
    pub fn environment_read(&self) -> &[(String, Option<String>)] {
        &self.environment
    }

    /// The patterns that were expanded.
    pub fn globs_read(&self) -> &[String] {
        &self.globs
    }

    /// The form of the language.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// What stands before a symbol's name in `.config`.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The title: `mainmenu`, or "Main menu".
    pub fn title(&self) -> &str {
        self.prompt(self.root()).unwrap_or_default()
    }

    /// All words of the tree.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// All expressions of the tree.
    pub fn exprs(&self) -> &Exprs {
        &self.exprs
    }

    /// Every symbol that some `config` defines, in the order of first mention.
    pub fn symbols(&self) -> impl Iterator<Item = SymbolId> + '_ {
        (0..self.symbols.len()).map(SymbolId::new).filter(|id| !self.symbol(*id).nodes.is_empty())
    }

    /// A symbol.
    pub fn symbol(&self, id: SymbolId) -> &Symbol {
        &self.symbols[id.index()]
    }

    /// The symbol with this name (without prefix), if some `config` defines it.
    pub fn symbol_named(&self, name: &str) -> Option<SymbolId> {
        self.symbol_of(self.names.get(name)?)
    }

    /// The symbol with this name, if some `config` defines it.
    pub fn symbol_of(&self, name: Name) -> Option<SymbolId> {
        let id = self.mentioned(name)?;
        (!self.symbol(id).nodes.is_empty()).then_some(id)
    }

    /// The symbol with this name, also if it is only selected or implied.
    pub(crate) fn mentioned(&self, name: Name) -> Option<SymbolId> {
        self.symbol_of_name.get(name.index()).copied().flatten()
    }

    /// A symbol's name, without prefix.
    pub fn name(&self, id: SymbolId) -> &str {
        self.names.text(self.symbol(id).name)
    }

    /// What is said of a symbol, over all its definitions, in source order.
    pub fn properties(&self, id: SymbolId) -> &[Property] {
        let range = &self.symbol(id).properties;
        &self.properties[range.start as usize..range.end as usize]
    }

    /// Every choice, in source order.
    pub fn choices(&self) -> impl Iterator<Item = ChoiceId> + '_ {
        (0..self.choices.len()).map(ChoiceId::new)
    }

    /// A choice.
    pub fn choice(&self, id: ChoiceId) -> &Choice {
        &self.choices[id.index()]
    }

    /// What is said of a choice.
    pub fn choice_properties(&self, id: ChoiceId) -> &[Property] {
        let range = &self.choice(id).properties;
        &self.properties[range.start as usize..range.end as usize]
    }

    /// The choice whose mode a symbol stands for. O(1).
    pub(crate) fn choice_of_mode(&self, id: SymbolId) -> Option<ChoiceId> {
        // They were made last, in the order of the choices.
        let first = self.choices.first()?.mode?;
        Some(ChoiceId::new(id.index().checked_sub(first.index())?))
    }

    pub(crate) fn choice_properties_of(&self, choice: &Choice) -> &[Property] {
        &self.properties[choice.properties.start as usize..choice.properties.end as usize]
    }

    /// The root of the menu.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// A place in the menu.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// The places directly below another, in order; implicit submenus are made, `if` blocks dissolved.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children { tree: self, next: self.node(id).first_child }
    }

    /// Every place below the root, parents before children, in the order of the menu.
    pub fn walk(&self) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.node(self.root()).first_child, |id| self.after(*id))
    }

    /// The next place in the order of the menu.
    fn after(&self, id: NodeId) -> Option<NodeId> {
        let node = self.node(id);
        if let Some(child) = node.first_child {
            return Some(child);
        }
        let mut id = id;
        loop {
            if let Some(next) = self.node(id).next {
                return Some(next);
            }
            id = self.node(id).parent?;
        }
    }

    /// The prompt of a place: a symbol's or choice's prompt, a menu's title, a comment's text.
    pub fn prompt(&self, id: NodeId) -> Option<&str> {
        self.node(id).text.map(|text| self.text(text))
    }

    /// The help of a place, lines ended by a newline.
    pub fn help(&self, id: NodeId) -> Option<&str> {
        self.node(id).help.map(|text| self.text(text))
    }

    /// The symbol that says whether `m` exists.
    pub fn modules(&self) -> Option<SymbolId> {
        self.modules
    }

    pub(crate) fn text(&self, text: Text) -> &str {
        &self.texts[text.start as usize..text.end as usize]
    }
}

/// The places directly below another.
#[derive(Clone)]
pub struct Children<'t> {
    tree: &'t Tree,
    next: Option<NodeId>,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.next?;
        self.next = self.tree.node(id).next;
        Some(id)
    }
}
