//! Listens to the parser and records what was written.
//!
//! Long because every event and every finding of the building has its words here.

use super::check::article;
use super::unless;
use crate::diag::{Code, Diagnostic, Severity};
use crate::dialect::{Dialect, Feature};
use crate::event::{Event, Sink, Type};
use crate::expr::{Expr, ExprId, Operand};
use crate::intern::Name;
use crate::model::{
    Choice, ChoiceId, LoadOptions, Node, NodeId, NodeKind, Property, PropertyKind, Symbol, SymbolId, Text,
    Tree,
};
use crate::parser::Parsed;
use crate::span::{FileId, Span};
use smallvec::SmallVec;

/// Whose property it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Owner {
    Symbol(SymbolId),
    Choice(ChoiceId),
}

/// A finding whose text needs the names, which the parser still holds.
enum Finding {
    TypeRedefined { symbol: SymbolId, old: Type, new: Type, entry: Span, first: Option<Span> },
    PromptRedefined { first: Span },
    PromptBlanks,
    HelpRedefined { node: NodeId },
    HelpEmpty { node: NodeId },
    MenuconfigWithoutPrompt { entry: Span },
    ChoiceWithoutPrompt { entry: Span },
    ModulesRedefined { symbol: SymbolId, first: SymbolId },
    MemberWithoutPrompt { symbol: SymbolId, entry: Span },
    MemberType { symbol: SymbolId, entry: Span },
}

/// Collects nodes, symbols and properties.
#[derive(Default)]
pub(crate) struct Builder {
    texts: String,
    nodes: Vec<Node>,
    /// The open blocks: each with the last child it has so far.
    open: Vec<(NodeId, Option<NodeId>)>,
    /// The entry to which properties belong.
    entry: Option<NodeId>,
    /// The entry that was looked at before it ended.
    checked: Option<NodeId>,
    /// How many findings the parser has made so far.
    before: usize,
    symbols: Vec<Symbol>,
    choices: Vec<Choice>,
    symbol_of_name: Vec<Option<SymbolId>>,
    properties: Vec<(Owner, Property)>,
    /// `depends on` lines of one entry and `visible if` lines of one menu, to be joined: (node, expression).
    depends: Vec<(NodeId, ExprId, Option<ExprId>)>,
    visible: Vec<(NodeId, ExprId)>,
    prompts: Vec<(NodeId, Span)>,
    modules: Option<SymbolId>,
    type_spans: Vec<Option<Span>>,
    findings: Vec<(usize, Span, Finding)>,
    /// The definitions inside choices, in source order.
    members: Vec<(ChoiceId, SymbolId, NodeId)>,
    /// The symbols that stand for environment variables.
    bounces: Vec<(SymbolId, NodeId, String, Span)>,
    defconfig_list: Option<SymbolId>,
    /// Some file has an assignment.
    assigns: bool,
    dialect: Dialect,
}

impl Sink for Builder {
    fn findings(&mut self, count: usize) {
        self.before = count;
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        if self.nodes.is_empty() {
            self.start(span);
        }
        match event {
            Event::Assignment => self.assigns = true,
            Event::Source(_) | Event::EndSource(_) => {}
            Event::Next { in_choice } => self.entry_is_complete(in_choice, span),
            Event::Broken => self.broken(),
            Event::Mainmenu(text) => {
                self.end_entry();
                let text = self.prompt_text(&text, span);
                self.nodes[0].text = Some(text);
            }
            Event::Config { name, menu, .. } => {
                let symbol = self.symbol(name);
                let node = self.open_entry(NodeKind::Symbol(symbol), span);
                self.nodes[node.index()].menuconfig = menu;
                self.symbols[symbol.index()].nodes.push(node);
                if let Some(choice) = self.enclosing_choice() {
                    self.members.push((choice, symbol, node));
                }
            }
            Event::ConfigDefault { name, .. } => {
                let symbol = self.symbol(name);
                // It defines nothing: the node only carries the conditions around it.
                self.open_entry(NodeKind::Symbol(symbol), span);
            }
            Event::Choice { name } => {
                // A name that is there already means the same choice: its members are joined.
                let known =
                    name.and_then(|name| self.choices.iter().position(|choice| choice.name == Some(name)));
                let choice = ChoiceId::new(known.unwrap_or(self.choices.len()));
                let node = self.open_entry(NodeKind::Choice(choice), span);
                self.open.push((node, None));
                if known.is_some() {
                    return;
                }
                self.choices.push(Choice {
                    name,
                    kind: None,
                    node,
                    members: Vec::new(),
                    properties: 0..0,
                    optional: false,
                    mode: None,
                });
            }
            Event::Menu(text) => {
                let node = self.open_entry(NodeKind::Menu, span);
                self.nodes[node.index()].text = Some(self.prompt_text(&text, span));
                self.open.push((node, None));
            }
            Event::If(condition) => {
                let node = self.open_entry(NodeKind::If, span);
                self.depends.push((node, condition, None));
                self.open.push((node, None));
                self.entry = None;
            }
            Event::Comment(text) => {
                let node = self.open_entry(NodeKind::Comment, span);
                self.nodes[node.index()].text = Some(self.prompt_text(&text, span));
            }
            Event::EndChoice | Event::EndMenu | Event::EndIf => {
                if self.open.len() > 1 {
                    self.open.pop();
                }
            }
            property => {
                if let Some(node) = self.entry {
                    self.property(node, property, span);
                }
            }
        }
    }
}

impl Builder {
    /// Listens to a parse in a dialect.
    pub(crate) fn new(dialect: Dialect) -> Builder {
        Builder { dialect, ..Builder::default() }
    }

    /// A symbol is a member of the choice in which its first definition with a prompt stands.
    fn assign_members(&mut self) {
        for (choice, symbol, node) in std::mem::take(&mut self.members) {
            let with_prompt = |id: &&NodeId| self.nodes[id.index()].text.is_some();
            let entry = &mut self.symbols[symbol.index()];
            if entry.choice.is_none() && *entry.nodes.iter().find(with_prompt).unwrap_or(&node) == node {
                entry.choice = Some(choice);
                self.choices[choice.index()].members.push(symbol);
            }
        }
    }

    fn start(&mut self, span: Span) {
        self.nodes.push(node(NodeKind::Menu, None, Span { end: span.start, ..span }));
        self.open.push((NodeId::new(0), None));
    }

    fn open_entry(&mut self, kind: NodeKind, span: Span) -> NodeId {
        self.end_entry();
        let id = NodeId::new(self.nodes.len());
        let (parent, last) = self.open.last_mut().expect("the root is never closed");
        self.nodes.push(node(kind, Some(*parent), span));
        match last.replace(id) {
            None => self.nodes[parent.index()].first_child = Some(id),
            Some(before) => self.nodes[before.index()].next = Some(id),
        }
        self.entry = Some(id);
        id
    }

    /// The entry is lost to the reference program, and what is wrong with it as a whole as well.
    fn broken(&mut self) {
        let Some(id) = self.entry else { return };
        self.checked = Some(id);
    }

    /// The entry is complete, unless the statement that begins is not understood and further properties follow: those
    /// belong to nothing, as the reference program has it.
    fn entry_is_complete(&mut self, in_choice: bool, next: Span) {
        let Some(id) = self.entry else { return };
        if self.checked != Some(id) {
            self.check_entry(id, in_choice, next);
            self.checked = Some(id);
        }
    }

    fn end_entry(&mut self) {
        self.entry = None;
    }

    /// Notes what is wrong with a property. To the reference program, those of an entry that is complete belong to nothing.
    fn note_property(&mut self, at: Span, finding: Finding) {
        if self.entry.is_none() || self.checked != self.entry {
            self.note(at, finding);
        }
    }

    fn note(&mut self, at: Span, finding: Finding) {
        self.findings.push((self.before, at, finding));
    }

    fn check_entry(&mut self, id: NodeId, in_choice: bool, next: Span) {
        let node = &self.nodes[id.index()];
        let (entry, kind, bare, menuconfig) = (node.span, node.kind, node.text.is_none(), node.menuconfig);
        // Where choices have a mode, this is a warning, for `check`.
        let counts = !self.dialect.has(Feature::OptionalChoices);
        if matches!(kind, NodeKind::Choice(_)) && bare && counts {
            self.note(next, Finding::ChoiceWithoutPrompt { entry });
        }
        if menuconfig && bare {
            self.note(next, Finding::MenuconfigWithoutPrompt { entry });
        }
        let NodeKind::Symbol(symbol) = kind else { return };
        if !in_choice || self.dialect.has(Feature::OptionalChoices) {
            return;
        }
        if self.nodes[id.index()].text.is_none() {
            self.note(next, Finding::MemberWithoutPrompt { symbol, entry });
        }
        if self.symbols[symbol.index()].kind != Some(Type::Bool) {
            self.note(next, Finding::MemberType { symbol, entry });
        }
    }

    fn symbol(&mut self, name: Name) -> SymbolId {
        if self.symbol_of_name.len() <= name.index() {
            self.symbol_of_name.resize(name.index() + 1, None);
        }
        *self.symbol_of_name[name.index()].get_or_insert_with(|| {
            self.symbols.push(blank_symbol(name));
            self.type_spans.push(None);
            SymbolId::new(self.symbols.len() - 1)
        })
    }

    fn enclosing_choice(&self) -> Option<ChoiceId> {
        let blocks = self.open.iter().rev().map(|(node, _)| self.nodes[node.index()].kind);
        blocks.take_while(|kind| matches!(kind, NodeKind::If | NodeKind::Choice(_))).find_map(|kind| {
            match kind {
                NodeKind::Choice(choice) => Some(choice),
                _ => None,
            }
        })
    }

    fn store(&mut self, text: &str) -> Text {
        let start = self.texts.len() as u32;
        self.texts.push_str(text);
        Text { start, end: self.texts.len() as u32 }
    }

    fn prompt_text(&mut self, text: &str, span: Span) -> Text {
        let kept = text.trim_start_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
        if kept.len() < text.len() {
            self.note_property(span, Finding::PromptBlanks);
        }
        self.store(kept)
    }

    fn property(&mut self, node: NodeId, event: Event<'_>, span: Span) {
        let owner = match self.nodes[node.index()].kind {
            NodeKind::Symbol(symbol) => Some(Owner::Symbol(symbol)),
            NodeKind::Choice(choice) => Some(Owner::Choice(choice)),
            _ => None,
        };
        let (kind, written) = match event {
            Event::DependsOn { expression, condition } => {
                self.depends.push((node, expression, condition));
                return;
            }
            Event::VisibleIf(expression) => {
                self.visible.push((node, expression));
                return;
            }
            Event::Help(text) => {
                self.help(node, &text, span);
                return;
            }
            Event::Prompt { text, condition } => {
                let text = self.prompt_text(&text, span);
                if let Some((_, first)) = self.prompts.last().filter(|(of, _)| *of == node) {
                    self.note_property(span, Finding::PromptRedefined { first: *first });
                }
                self.prompts.push((node, span));
                self.nodes[node.index()].text = Some(text);
                (PropertyKind::Prompt, condition)
            }
            Event::Default { value, condition } => (PropertyKind::Default(value), condition),
            Event::Select { target, condition } => (PropertyKind::Select(self.symbol(target)), condition),
            Event::Imply { target, condition } => (PropertyKind::Imply(self.symbol(target)), condition),
            Event::Range { low, high, condition } => (PropertyKind::Range(low, high), condition),
            other => {
                if let Some(owner) = owner {
                    self.flag(owner, node, other, span);
                }
                return;
            }
        };
        if let Some(owner) = owner {
            self.properties.push((owner, Property { kind, written, condition: written, node, span }));
        }
    }

    /// Statements that only mark their symbol or choice.
    fn flag(&mut self, owner: Owner, node: NodeId, event: Event<'_>, span: Span) {
        match (owner, event) {
            (Owner::Choice(choice), Event::Type(kind)) => self.choices[choice.index()].kind = Some(kind),
            (Owner::Choice(choice), Event::Optional) => self.choices[choice.index()].optional = true,
            (Owner::Symbol(symbol), Event::Type(new)) => match self.symbols[symbol.index()].kind {
                None => {
                    self.symbols[symbol.index()].kind = Some(new);
                    self.type_spans[symbol.index()] = Some(span);
                }
                Some(old) if old != new => {
                    let entry = self.nodes[node.index()].span;
                    let first = self.type_spans[symbol.index()];
                    // The prompt of the same line is looked at before its type.
                    let at = Span { start: span.end, ..span };
                    self.note_property(at, Finding::TypeRedefined { symbol, old, new, entry, first });
                }
                Some(_) => {}
            },
            (Owner::Symbol(symbol), Event::Modules) => match self.modules {
                Some(first) => {
                    self.note_property(span, Finding::ModulesRedefined { symbol, first });
                }
                None => {
                    self.modules = Some(symbol);
                    self.symbols[symbol.index()].modules = true;
                }
            },
            (Owner::Symbol(symbol), Event::Transitional) => self.symbols[symbol.index()].transitional = true,
            (Owner::Symbol(symbol), Event::OptionAllNoConfigY) => {
                self.symbols[symbol.index()].all_no_config_y = true;
            }
            (Owner::Symbol(symbol), Event::OptionDefconfigList) => self.defconfig_list = Some(symbol),
            (Owner::Symbol(symbol), Event::OptionEnv(name)) => {
                self.symbols[symbol.index()].environment = Some(self.store(&name));
                self.bounces.push((symbol, node, name.into_owned(), span));
            }
            _ => {}
        }
    }

    fn help(&mut self, node: NodeId, text: &str, span: Span) {
        let end = Span { start: span.end, ..span };
        if self.nodes[node.index()].help.is_some() {
            self.note_property(end, Finding::HelpRedefined { node });
        }
        if text.trim().is_empty() {
            self.note_property(end, Finding::HelpEmpty { node });
        }
        self.nodes[node.index()].help = Some(self.store(text));
    }

    /// Takes the properties in the order of their owners; those of one owner stay in source order. A counting sort:
    /// the owners are numbers.
    fn properties_by_owner(&mut self) -> Vec<Property> {
        let written = std::mem::take(&mut self.properties);
        let symbols = self.symbols.len();
        let number = |owner: Owner| match owner {
            Owner::Symbol(symbol) => symbol.index(),
            Owner::Choice(choice) => symbols + choice.index(),
        };
        let mut starts = vec![0u32; symbols + self.choices.len() + 1];
        for (owner, _) in &written {
            starts[number(*owner) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let ranges = starts.windows(2).map(|range| range[0]..range[1]);
        let owners = self.symbols.iter_mut().map(|symbol| &mut symbol.properties);
        let owners = owners.chain(self.choices.iter_mut().map(|choice| &mut choice.properties));
        owners.zip(ranges).for_each(|(properties, range)| *properties = range);
        let mut order = vec![0u32; written.len()];
        for (index, (owner, _)) in written.iter().enumerate() {
            let next = &mut starts[number(*owner)];
            order[*next as usize] = index as u32;
            *next += 1;
        }
        order.into_iter().map(|index| written[index as usize].1).collect()
    }

    /// Puts the parse's arenas and what was recorded together.
    pub(crate) fn finish(
        mut self,
        parsed: Parsed,
        options: &LoadOptions<'_>,
    ) -> (Tree, Vec<(usize, Span, Diagnostic)>) {
        if self.nodes.is_empty() {
            // Not even a first file: an empty tree.
            self.start(Span { file: FileId(0), start: 0, end: 0 });
        }
        // With modes, the members are those that remain directly below the choice in the end.
        if !self.dialect.has(Feature::OptionalChoices) {
            self.assign_members();
        }
        let findings = std::mem::take(&mut self.findings);
        let mut exprs = parsed.exprs;
        let mut names = parsed.names;
        for (node, expression, condition) in std::mem::take(&mut self.depends) {
            let expression = match condition {
                // `depends on A if B`: without B it asks for nothing.
                Some(condition) => {
                    let span = exprs.span(condition);
                    let off = unless::is_off(&mut exprs, &mut names, condition);
                    exprs.add(Expr::Or(expression, off), span)
                }
                None => expression,
            };
            let slot = &mut self.nodes[node.index()].written_dependency;
            *slot = Some(match *slot {
                Some(before) => {
                    exprs.add(Expr::And(before, expression), exprs.span(before).to(exprs.span(expression)))
                }
                None => expression,
            });
        }
        for (node, expression) in std::mem::take(&mut self.visible) {
            let slot = &mut self.nodes[node.index()].visible_if;
            *slot = Some(match *slot {
                Some(before) => {
                    exprs.add(Expr::And(before, expression), exprs.span(before).to(exprs.span(expression)))
                }
                None => expression,
            });
        }
        if self.dialect.has(Feature::DollarNames)
            && let Some(title) = self.nodes[0].text
        {
            let title = self.texts[title.start as usize..title.end as usize].to_owned();
            let bounces = &self.bounces;
            let title = crate::dollar::expanded(&title, |name| {
                let of = |symbol: SymbolId| names.text(self.symbols[symbol.index()].name) == name;
                let (.., variable, _) = bounces.iter().find(|(symbol, ..)| of(*symbol))?;
                parsed.environment.iter().find(|(read, _)| read == variable)?.1.clone()
            });
            self.nodes[0].text = Some(self.store(&title));
        }
        // A symbol that stands for an environment variable has it as its first default.
        for (symbol, node, name, span) in std::mem::take(&mut self.bounces) {
            let value = parsed.environment.iter().find(|(read, _)| *read == name);
            let Some(value) = value.and_then(|(_, value)| value.as_deref()) else { continue };
            let value = exprs.add(Expr::Leaf(Operand::Constant(names.intern(value))), span);
            let kind = PropertyKind::Default(value);
            let property = Property { kind, written: None, condition: None, node, span };
            self.properties.insert(0, (Owner::Symbol(symbol), property));
        }
        if self.nodes[0].text.is_none() {
            self.nodes[0].text = Some(self.store("Main menu"));
        }
        let properties = self.properties_by_owner();
        self.texts.shrink_to_fit();
        let constants = ["n", "m", "y"].map(|word| names.intern(word));
        if self.dialect.has(Feature::OptionalChoices) {
            for choice in &mut self.choices {
                let text =
                    choice.name.map_or_else(|| "<choice>".to_owned(), |name| names.text(name).to_owned());
                choice.mode = Some(SymbolId::new(self.symbols.len()));
                let name = names.unmentioned(&text);
                self.symbol_of_name.resize(name.index() + 1, None);
                self.symbol_of_name[name.index()] = choice.mode;
                self.symbols.push(blank_symbol(name));
            }
        }
        self.symbol_of_name.resize(names.len(), None);
        let modules_leaf = Expr::Leaf(match self.modules {
            Some(id) => Operand::Symbol(self.symbols[id.index()].name),
            None => Operand::Constant(constants[0]),
        });
        let tree = Tree {
            names,
            exprs,
            sources: parsed.sources,
            diagnostics: parsed.diagnostics,
            environment: parsed.environment,
            globs: parsed.globs,
            dialect: options.parse.dialect,
            prefix: options.prefix.to_owned(),
            texts: self.texts,
            nodes: self.nodes,
            symbols: self.symbols,
            choices: self.choices,
            properties,
            symbol_of_name: self.symbol_of_name,
            modules: self.modules,
            defconfig_list: self.defconfig_list,
            writes_defaulted_no: options.parse.dialect.has(Feature::DefaultedNo) && !self.assigns,
            constants,
            modules_leaf,
            order: None,
        };
        let early = findings
            .into_iter()
            .map(|(before, at, finding)| (before, at, explain(&tree, finding, at)))
            .collect();
        (tree, early)
    }
}

/// A symbol of which only the name is known.
fn blank_symbol(name: Name) -> Symbol {
    Symbol {
        name,
        kind: is_constant(name).then_some(Type::Tristate),
        nodes: SmallVec::new(),
        properties: 0..0,
        direct_dep: None,
        dependencies: SmallVec::new(),
        rev_dep: Vec::new(),
        weak_rev_dep: Vec::new(),
        choice: None,
        modules: false,
        transitional: false,
        all_no_config_y: false,
        environment: None,
    }
}

/// Whether a name is one of `n`, `m` and `y`, which the parser numbers first: they have a type and a value already.
pub(super) fn is_constant(name: Name) -> bool {
    name.index() < 3
}

fn node(kind: NodeKind, parent: Option<NodeId>, span: Span) -> Node {
    Node {
        kind,
        parent,
        first_child: None,
        next: None,
        text: None,
        prompt_condition: None,
        help: None,
        dependency: None,
        written_dependency: None,
        visible_if: None,
        menuconfig: false,
        span,
    }
}

/// A type as the reference program calls it.
pub(crate) fn type_name(kind: Option<Type>) -> &'static str {
    match kind {
        None => "unknown",
        Some(Type::Bool) => "bool",
        Some(Type::Tristate) => "tristate",
        Some(Type::Int) => "integer",
        Some(Type::Hex) => "hex",
        Some(Type::String) => "string",
    }
}

fn explain(tree: &Tree, finding: Finding, at: Span) -> Diagnostic {
    let warning = |code, span, message: String| Diagnostic::new(Severity::Warning, code, span, message);
    let owner = |node: NodeId| match tree.node(node).symbol() {
        Some(symbol) => tree.name(symbol),
        None => "<choice>",
    };
    match finding {
        Finding::TypeRedefined { symbol, old, new, entry, first } => {
            let (name, old, new) = (tree.name(symbol), type_name(Some(old)), type_name(Some(new)));
            let message = format!("{name} is {old} already; the type {new} is ignored");
            let found = warning(Code::TYPE_REDEFINED, entry, message)
                .help("give the symbol one type in all its definitions")
                .classic(format!("warning: ignoring type redefinition of '{name}' from '{old}' to '{new}'"));
            match first {
                Some(first) => found.label(first, "its type comes from here"),
                None => found,
            }
        }
        Finding::PromptRedefined { first } => warning(
            Code::PROMPT_REDEFINED,
            at,
            "a second prompt in one entry: the last one is shown".to_owned(),
        )
        .label(first, "first prompt")
        .help("remove one of them")
        .classic("warning: prompt redefined"),
        Finding::PromptBlanks => {
            warning(Code::PROMPT_BLANKS, at, "blanks at the beginning of a prompt are ignored".to_owned())
                .help("remove them")
                .classic("warning: leading whitespace ignored")
        }
        Finding::HelpRedefined { node } => {
            let name = owner(node);
            let message = format!("{name} has more than one help text in one entry; only the last is used");
            warning(Code::HELP_REDEFINED, at, message).help("join them").classic(format!(
                " warning: '{name}' defined with more than one help text -- only the last one will be used"
            ))
        }
        Finding::HelpEmpty { node } => {
            let name = owner(node);
            warning(Code::HELP_EMPTY, at, format!("the help of {name} is empty"))
                .help("write the text below `help`, indented, or remove the word")
                .classic(format!(" warning: '{name}' defined with blank help text"))
        }
        Finding::MenuconfigWithoutPrompt { entry } => {
            let message = "menuconfig without a prompt: its menu cannot be shown".to_owned();
            warning(Code::MENUCONFIG_WITHOUT_PROMPT, at, message)
                .label(entry, "this entry")
                .help("add a prompt, or write `config`")
                .classic(" warning: menuconfig statement without prompt")
        }
        Finding::MemberWithoutPrompt { symbol, entry } => {
            let message = format!("{} has no prompt, but is a member of a choice", tree.name(symbol));
            Diagnostic::new(Severity::Error, Code::CHOICE_MEMBER_WITHOUT_PROMPT, entry, message)
                .help("give it a prompt, so that it can be chosen")
                .classic(" error: choice member must have a prompt")
        }
        Finding::MemberType { symbol, entry } => {
            let kind = article(tree.symbol(symbol).kind);
            let message = format!("{} is {kind}, but a member of a choice", tree.name(symbol));
            Diagnostic::new(Severity::Error, Code::CHOICE_MEMBER_TYPE, entry, message)
                .help("make it a bool, or move it out of the choice")
                .classic(" error: choice member must be bool")
        }
        Finding::ChoiceWithoutPrompt { entry } => {
            let message = "a choice without a prompt cannot be shown".to_owned();
            Diagnostic::new(Severity::Error, Code::CHOICE_WITHOUT_PROMPT, entry, message)
                .help("add `prompt \"…\"`")
                .classic(" error: choice must have a prompt")
        }
        Finding::ModulesRedefined { symbol, first } => {
            let (name, first) = (tree.name(symbol), tree.name(first));
            let message =
                format!("`modules` belongs to one symbol: {first} has it, {name} cannot have it too");
            Diagnostic::new(Severity::Error, Code::MODULES_REDEFINED, at, message)
                .help("remove one of the two lines")
                .classic(format!(
                    " symbol '{name}' redefines option 'modules' already defined by symbol '{first}'"
                ))
        }
    }
}
