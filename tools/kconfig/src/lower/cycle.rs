//! Finds symbols whose value depends on itself.
//!
//! A search in depth, in the order of the menu, with its stack on the heap: a chain may be as long as the tree.
//! Each symbol is entered once; a loop ends the work on everything that is open, as in the reference program, so that
//! one loop is reported once.
//!
//! What counts is what an expression says after simplification: `depends on A || y` does not depend on A. To simplify
//! everything costs much, and can only remove links; so it is done where `order` found a loop without.

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::dialect::Feature;
use crate::expr::{Expr, ExprId, Operand};
use crate::model::simplify::{Simple, simplify};
use crate::model::{ChoiceId, NodeId, NodeKind, PropertyKind, SymbolId, Tree};
use crate::span::Span;

/// A symbol or a choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Who {
    Symbol(SymbolId),
    Choice(ChoiceId),
}

/// How one depends on the next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Link {
    /// A choice looks at its members.
    Member,
    Depends,
    Selected,
    Implied,
    Prompt,
    /// The prompt of a `menuconfig`.
    Menu,
    Default,
    DefaultValue,
    Range,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

/// One step of the chain that is being followed.
struct Step {
    who: Who,
    link: Link,
    span: Option<Span>,
}

/// Work that is open: what it still has to look at.
struct Frame {
    edges: std::vec::IntoIter<(Who, Link, Span)>,
    /// How many steps of the chain it pushed.
    step: Task,
}

enum Task {
    /// A symbol: its step is taken off when it is done.
    Symbol(SymbolId),
    /// A member on the way to its choice.
    ViaChoice,
    /// A choice and then its members, all marked together.
    Choice(ChoiceId, Vec<SymbolId>),
    /// What a choice or a member says itself, inside the work on the choice.
    Inside,
}

/// The loops of a tree, in the order in which they are met, with the node where the search began.
pub(super) fn find(tree: &Tree) -> Vec<(NodeId, Diagnostic)> {
    let mut search = Search::new(tree);
    let mut loops = Vec::new();
    for node in tree.walk() {
        let mut found = Diagnostics::default();
        match tree.node(node).kind {
            NodeKind::Symbol(symbol) => search.search(Who::Symbol(symbol), &mut found),
            NodeKind::Choice(choice) => search.search(Who::Choice(choice), &mut found),
            _ => continue,
        }
        loops.extend(found.iter().map(|finding| (node, finding.clone())));
    }
    loops
}

/// The state of the search over one tree.
struct Search<'t> {
    tree: &'t Tree,
    symbols: Vec<Mark>,
    choices: Vec<Mark>,
    chain: Vec<Step>,
    frames: Vec<Frame>,
}

impl<'t> Search<'t> {
    fn new(tree: &'t Tree) -> Search<'t> {
        Search {
            tree,
            symbols: vec![Mark::New; tree.symbols.len()],
            choices: vec![Mark::New; tree.choices.len()],
            chain: Vec::new(),
            frames: Vec::new(),
        }
    }

    fn search(&mut self, start: Who, found: &mut Diagnostics) {
        if self.visit(start, found) {
            self.abandon();
        }
        while let Some(frame) = self.frames.last_mut() {
            match frame.edges.next() {
                Some((next, link, span)) => {
                    if let Some(step) = self.chain.last_mut() {
                        (step.link, step.span) = (link, Some(span));
                    }
                    if self.visit(next, found) {
                        self.abandon();
                    }
                }
                None => self.finish(),
            }
        }
    }

    /// Enters a symbol or choice; true if it is open already, which is a loop.
    fn visit(&mut self, who: Who, found: &mut Diagnostics) -> bool {
        let mark = match who {
            Who::Symbol(id) => self.symbols[id.index()],
            Who::Choice(id) => self.choices[id.index()],
        };
        match mark {
            Mark::Open => {
                found.push(self.report(who));
                return true;
            }
            Mark::Done => {}
            Mark::New => self.enter(who),
        }
        false
    }

    fn enter(&mut self, who: Who) {
        match who {
            Who::Symbol(id) => match self.tree.symbol(id).choice {
                Some(choice) if self.choices[choice.index()] == Mark::New => {
                    self.push(who, Link::Member);
                    self.frames.push(Frame { edges: Vec::new().into_iter(), step: Task::ViaChoice });
                    self.enter(Who::Choice(choice));
                }
                Some(_) => {}
                None => {
                    self.symbols[id.index()] = Mark::Open;
                    self.push(who, Link::Depends);
                    self.frames.push(Frame { edges: self.edges(id).into_iter(), step: Task::Symbol(id) });
                }
            },
            Who::Choice(id) => {
                let choice = self.tree.choice(id);
                self.choices[id.index()] = Mark::Open;
                for member in &choice.members {
                    self.symbols[member.index()] = Mark::Open;
                }
                self.push(who, Link::Member);
                let mut members = choice.members.clone();
                members.reverse();
                self.frames.push(Frame { edges: Vec::new().into_iter(), step: Task::Choice(id, members) });
                self.inside(who);
            }
        }
    }

    /// Looks at what a choice or one of its members says itself.
    fn inside(&mut self, who: Who) {
        let edges = match who {
            Who::Symbol(id) => self.edges(id),
            Who::Choice(id) => self.choice_edges(id),
        };
        self.push(who, Link::Depends);
        self.frames.push(Frame { edges: edges.into_iter(), step: Task::Inside });
    }

    fn push(&mut self, who: Who, link: Link) {
        self.chain.push(Step { who, link, span: None });
    }

    /// The last frame has nothing left to look at.
    fn finish(&mut self) {
        if let Some(Frame { step: Task::Choice(_, members), .. }) = self.frames.last_mut()
            && let Some(next) = members.pop()
        {
            self.inside(Who::Symbol(next));
            return;
        }
        if let Some(frame) = self.frames.pop() {
            self.close(frame);
        }
    }

    fn close(&mut self, frame: Frame) {
        self.chain.pop();
        match frame.step {
            Task::Symbol(id) => self.symbols[id.index()] = Mark::Done,
            Task::Choice(id, _) => {
                self.choices[id.index()] = Mark::Done;
                for member in &self.tree.choice(id).members {
                    self.symbols[member.index()] = Mark::Done;
                }
            }
            Task::ViaChoice | Task::Inside => {}
        }
    }

    /// After a loop nothing that is open is looked at further.
    fn abandon(&mut self) {
        while let Some(frame) = self.frames.pop() {
            self.close(frame);
        }
    }

    fn edges(&self, id: SymbolId) -> Vec<(Who, Link, Span)> {
        let tree = self.tree;
        let symbol = tree.symbol(id);
        let own = symbol.choice.map(Who::Choice);
        let mut edges = Edges { tree, own, list: Vec::new() };
        let start = symbol.nodes.first().map(|node| tree.node(*node).span);
        for dependency in &symbol.dependencies {
            if let Some(start) = start {
                edges.expr(Some(*dependency), Link::Depends, start);
            }
        }
        // Where it reports no loop through them, the reference ignores what selects and implies members.
        let ignored = symbol.choice.is_some() && tree.dialect.has(Feature::MetImplies);
        let raisers = [(&symbol.rev_dep, Link::Selected), (&symbol.weak_rev_dep, Link::Implied)];
        for (terms, link) in raisers.into_iter().filter(|_| !ignored) {
            for term in terms {
                edges.list.push((Who::Symbol(term.source), link, term.span));
                edges.expr(term.condition, link, term.span);
            }
        }
        for property in tree.properties(id) {
            let (span, condition) = (property.span, property.condition);
            match property.kind {
                PropertyKind::Prompt => {
                    let link = if tree.node(property.node).menuconfig { Link::Menu } else { Link::Prompt };
                    edges.expr(condition, link, span);
                }
                PropertyKind::Default(value) => {
                    edges.expr(condition, Link::Default, span);
                    edges.written(value, Link::DefaultValue, span);
                }
                PropertyKind::Range(..) => edges.expr(condition, Link::Range, span),
                PropertyKind::Select(_) | PropertyKind::Imply(_) => {}
            }
        }
        edges.list
    }

    fn choice_edges(&self, id: ChoiceId) -> Vec<(Who, Link, Span)> {
        let mut edges = Edges { tree: self.tree, own: None, list: Vec::new() };
        for property in self.tree.choice_properties(id) {
            let link = match property.kind {
                PropertyKind::Prompt => Link::Prompt,
                _ => Link::Default,
            };
            edges.expr(property.condition, link, property.span);
        }
        edges.list
    }

    fn name(&self, who: Who) -> String {
        match who {
            Who::Symbol(id) => self.tree.name(id).to_owned(),
            Who::Choice(id) => match self.tree.choice(id).name {
                Some(name) => self.tree.names.text(name).to_owned(),
                None => "<choice>".to_owned(),
            },
        }
    }

    /// Describes the loop that `again` closes.
    fn report(&self, again: Who) -> Diagnostic {
        let tree = self.tree;
        // A member is open through its choice: there the loop begins, and the member is its last link.
        let choice = match again {
            Who::Symbol(id) => tree.symbol(id).choice,
            Who::Choice(_) => None,
        };
        let target = choice.map_or(again, Who::Choice);
        let start = self.chain.iter().rposition(|step| step.who == target).unwrap_or(0);
        let mut lines = Vec::new();
        let mut labels = Vec::new();
        let steps = &self.chain[start..];
        for (at, step) in steps.iter().enumerate() {
            let next = steps.get(at + 1).map_or(again, |step| step.who);
            lines.push(self.line(step.who, step.link, next));
            if let Some(span) = step.span {
                let text = format!("{} {}", self.name(step.who), self.words(step.link, next));
                labels.push((span, text));
            }
        }
        if let (Some(choice), Who::Symbol(_)) = (choice, again) {
            lines.push(self.line(again, Link::Member, Who::Choice(choice)));
        }
        let mut classic = String::from("error: recursive dependency detected!\n");
        for line in &lines {
            classic += &format!("\t{line}\n");
        }
        classic += "For a resolution refer to Documentation/kbuild/kconfig-language.rst\n\
                    subsection \"Kconfig recursive dependency limitations\"\n";
        let message = format!("{} depends on itself: {}", self.name(again), shortened(&lines).join("; "));
        let first = labels.first().map(|(span, _)| *span);
        let mut found = Diagnostic::new(Severity::Error, Code::RECURSIVE_DEPENDENCY, first, message);
        // The source lines of the beginning suffice.
        for (span, text) in labels.into_iter().skip(1).take(8) {
            found = found.label(span, text);
        }
        found
            .help("break the loop: remove one of these lines, or turn a select into depends on")
            .classic_whole(classic)
    }

    fn words(&self, link: Link, next: Who) -> String {
        let name = self.name(next);
        match link {
            Link::Member => format!("unknown is visible depending on {name}"),
            Link::Depends => format!("depends on {name}"),
            Link::Selected => format!("is selected by {name}"),
            Link::Implied => format!("is implied by {name}"),
            Link::Prompt => format!("prompt is visible depending on {name}"),
            Link::Menu => format!("menu is visible depending on {name}"),
            Link::Default => format!("default is visible depending on {name}"),
            Link::DefaultValue => format!("default value contains {name}"),
            Link::Range => format!("range is visible depending on {name}"),
        }
    }

    fn line(&self, who: Who, link: Link, next: Who) -> String {
        let name = self.name(who);
        if let Who::Choice(choice) = next {
            let span = self.tree.node(self.tree.choice(choice).node).span;
            let file = self.tree.sources.file(span.file).name();
            return format!(
                "symbol {name} is part of choice block at {file}:{}",
                self.tree.sources.line(span)
            );
        }
        format!("symbol {name} {}", self.words(link, next))
    }
}

/// The beginning and the end of a long chain: nobody reads hundreds of links, and the loop closes at the end.
fn shortened(lines: &[String]) -> Vec<String> {
    const LIMIT: usize = 12;
    if lines.len() <= LIMIT {
        return lines.to_vec();
    }
    let (head, tail) = (&lines[..LIMIT - 3], &lines[lines.len() - 2..]);
    let between = format!("… {} more …", lines.len() - head.len() - tail.len());
    [head, std::slice::from_ref(&between), tail].concat()
}

/// Gathers what expressions mention.
struct Edges<'t> {
    tree: &'t Tree,
    /// The choice of a member: that it bounds the member is no loop.
    own: Option<Who>,
    list: Vec<(Who, Link, Span)>,
}

impl Edges<'_> {
    fn expr(&mut self, expr: Option<ExprId>, link: Link, span: Span) {
        if let Some(simple) = expr.and_then(|expr| simplify(self.tree, expr)) {
            return self.simple(&simple, link, span);
        }
        if let Some(expr) = expr {
            self.written(expr, link, span);
        }
    }

    /// A value, which is not simplified.
    fn written(&mut self, expr: ExprId, link: Link, span: Span) {
        let mut stack = vec![expr];
        while let Some(expr) = stack.pop() {
            match self.tree.exprs.get(expr) {
                Expr::Leaf(leaf) => self.operand(leaf, link, span),
                Expr::Not(a) => stack.push(a),
                Expr::And(a, b) | Expr::Or(a, b) => stack.extend([b, a]),
                Expr::Compare(_, a, b) => {
                    self.operand(a, link, span);
                    self.operand(b, link, span);
                }
            }
        }
    }

    fn simple(&mut self, expr: &Simple, link: Link, span: Span) {
        match expr {
            Simple::Leaf(leaf) => self.operand(*leaf, link, span),
            Simple::Not(a) => self.simple(a, link, span),
            Simple::And(a, b) | Simple::Or(a, b) => {
                self.simple(a, link, span);
                self.simple(b, link, span);
            }
            Simple::Compare(_, a, b) => {
                self.operand(*a, link, span);
                self.operand(*b, link, span);
            }
        }
    }

    fn operand(&mut self, operand: Operand, link: Link, span: Span) {
        let (Operand::Symbol(name) | Operand::Constant(name)) = operand;
        if (matches!(operand, Operand::Symbol(_)) || super::build::is_constant(name))
            && let Some(id) = self.tree.mentioned(name)
        {
            let who = self.tree.choice_of_mode(id).map_or(Who::Symbol(id), Who::Choice);
            if Some(who) != self.own {
                self.list.push((who, link, span));
            }
        }
    }
}
