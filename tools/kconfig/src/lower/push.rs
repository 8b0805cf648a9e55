//! Pushes the dependencies of blocks down to their entries, and makes the menu's final shape.
//!
//! The order is the reference program's, which shows in its messages: all entries of a block get their conditions
//! (and their selects are noted at the targets), then each entry in turn is finished: its own block, the submenu of
//! what depends on it, its direct dependency.

use super::{Finished, members, nest};
use crate::diag::{Code, Diagnostic, Severity};
use crate::dialect::Feature;
use crate::event::Type;
use crate::expr::{Comparison, Expr, ExprId, Operand};
use crate::model::{NodeId, NodeKind, PropertyKind, SymbolId, Term, Tree};

/// An entry on the way to being finished.
struct Frame {
    node: NodeId,
    /// The entry that was sent to be finished last: a child, or a candidate for the submenu.
    at: Option<NodeId>,
    phase: Phase,
}

enum Phase {
    /// The entries of its block are finished one by one.
    Block,
    /// The entries behind it are taken into its submenu while they depend on it.
    Submenu(nest::Base),
    /// A member of a choice: it has no submenu, and the choice has its dependency.
    Member,
}

/// Completes the tree: conditions, submenus, `if` blocks dissolved.
pub(super) fn finalize(tree: &mut Tree) -> Finished {
    let mut pusher = Pusher {
        properties_of_node: properties_of_node(tree),
        mentions_m: Vec::new(),
        tree,
        mentions: nest::Mentions::default(),
        finished: Vec::new(),
        notes: Vec::new(),
    };
    pusher.run();
    Finished { nodes: pusher.finished, notes: pusher.notes }
}

/// The properties of each node, as ranges into a list of their indices.
fn properties_of_node(tree: &Tree) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; tree.nodes.len() + 1];
    for property in &tree.properties {
        starts[property.node.index() + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let mut next = starts.clone();
    let mut list = vec![0; tree.properties.len()];
    for (index, property) in tree.properties.iter().enumerate() {
        let slot = &mut next[property.node.index()];
        list[*slot as usize] = index as u32;
        *slot += 1;
    }
    (starts, list)
}

struct Pusher<'t> {
    tree: &'t mut Tree,
    properties_of_node: (Vec<u32>, Vec<u32>),
    /// By the expression's number; those that were made since the last question are missing.
    mentions_m: Vec<bool>,
    mentions: nest::Mentions,
    finished: Vec<NodeId>,
    notes: Vec<Diagnostic>,
}

impl Pusher<'_> {
    fn run(&mut self) {
        let root = self.tree.root();
        let mut stack = vec![self.enter(root)];
        while let Some(frame) = stack.last_mut() {
            let node = frame.node;
            let next = match &frame.phase {
                Phase::Block => {
                    let next = match frame.at {
                        None => self.tree.node(node).first_child,
                        Some(done) => self.tree.node(done).next,
                    };
                    frame.at = next.or(frame.at);
                    next
                }
                Phase::Submenu(base) => {
                    let candidate = self.tree.node(frame.at.unwrap_or(node)).next;
                    let taken = candidate.filter(|c| base.takes(self.tree, &mut self.mentions, *c));
                    frame.at = taken.or(frame.at);
                    taken
                }
                Phase::Member => None,
            };
            match next {
                Some(next) => {
                    let frame = self.enter(next);
                    stack.push(frame);
                }
                None => {
                    let frame = stack.pop().expect("it was just looked at");
                    self.leave(frame);
                }
            }
        }
    }

    fn enter(&mut self, node: NodeId) -> Frame {
        let mut child = self.tree.node(node).first_child;
        if child.is_none() && self.tree.node(node).symbol().is_some() {
            let parent = self.tree.node(node).parent.map(|parent| self.tree.node(parent).kind);
            if matches!(parent, Some(NodeKind::Choice(_))) && !self.tree.dialect.has(Feature::OptionalChoices)
            {
                return Frame { node, at: None, phase: Phase::Member };
            }
            return Frame { node, at: None, phase: Phase::Submenu(nest::Base::of(self.tree, node)) };
        }
        let parent = match self.choice_mode(node) {
            Some(mode) => Some(mode),
            None => self.tree.node(node).dependency,
        };
        // Where no condition stands around and within, nothing changes.
        while let Some(id) = child {
            self.push_into(id, parent);
            child = self.tree.node(id).next;
        }
        Frame { node, at: None, phase: Phase::Block }
    }

    /// What the members of a choice with a mode depend on: that mode.
    fn choice_mode(&mut self, node: NodeId) -> Option<ExprId> {
        let NodeKind::Choice(choice) = self.tree.node(node).kind else { return None };
        let mode = self.tree.choice(choice).mode?;
        members::give_types(self.tree, choice, node, mode);
        let leaf = Expr::Leaf(Operand::Symbol(self.tree.symbol(mode).name));
        Some(self.tree.exprs.add(leaf, self.tree.node(node).span))
    }

    fn push_into(&mut self, id: NodeId, parent: Option<ExprId>) {
        let own = self.tree.node(id).written_dependency;
        let own = own.map(|e| self.condition(e));
        let dependency = self.and(parent, own);
        self.tree.nodes[id.index()].dependency = dependency;
        let (starts, _) = &self.properties_of_node;
        let (start, end) = (starts[id.index()] as usize, starts[id.index() + 1] as usize);
        for at in start..end {
            let index = self.properties_of_node.1[at] as usize;
            let mut written = self.tree.properties[index].written;
            let kind = self.tree.properties[index].kind;
            if kind == PropertyKind::Prompt {
                written = self.with_visible_if(id, written);
            }
            let written = written.map(|e| self.condition(e));
            let condition = self.and(dependency, written);
            let property = &mut self.tree.properties[index];
            property.condition = condition;
            let span = property.span;
            let NodeKind::Symbol(source) = self.tree.nodes[id.index()].kind else {
                if kind == PropertyKind::Prompt {
                    self.tree.nodes[id.index()].prompt_condition = condition;
                }
                continue;
            };
            let term = Term { source, condition, span };
            match kind {
                PropertyKind::Prompt => self.tree.nodes[id.index()].prompt_condition = condition,
                PropertyKind::Select(target) => self.tree.symbols[target.index()].rev_dep.push(term),
                PropertyKind::Imply(target) => self.tree.symbols[target.index()].weak_rev_dep.push(term),
                PropertyKind::Default(_) | PropertyKind::Range(..) => {}
            }
        }
        if matches!(self.tree.node(id).kind, NodeKind::Menu | NodeKind::Comment) {
            self.tree.nodes[id.index()].prompt_condition = dependency;
        }
    }

    /// A prompt's own condition with the `visible if` of the menus around it, the inner ones first.
    fn with_visible_if(&mut self, id: NodeId, written: Option<ExprId>) -> Option<ExprId> {
        let mut condition = written;
        let mut above = self.tree.node(id).parent;
        while let Some(menu) = above {
            let visible = self.tree.node(menu).visible_if;
            condition = self.and(condition, visible);
            above = self.tree.node(menu).parent;
        }
        condition
    }

    fn and(&mut self, left: Option<ExprId>, right: Option<ExprId>) -> Option<ExprId> {
        join(self.tree, left, right, Expr::And)
    }

    /// Whether an expression has to be rewritten: its value is made of the constant `m`, or a bool is compared with it.
    /// In other comparisons `m` is only a text.
    fn mentions_m(&mut self, expr: ExprId) -> bool {
        let m = Operand::Constant(self.tree.constants[1]);
        for index in self.mentions_m.len()..=expr.index() {
            // Parts come before the whole.
            let found = match self.tree.exprs.get(ExprId::new(index)) {
                Expr::Leaf(leaf) => leaf == m,
                Expr::Not(a) => self.mentions_m[a.index()],
                Expr::And(a, b) | Expr::Or(a, b) => self.mentions_m[a.index()] || self.mentions_m[b.index()],
                compare @ Expr::Compare(..) => self.bool_with_m(compare).is_some(),
            };
            self.mentions_m.push(found);
        }
        self.mentions_m[expr.index()]
    }

    /// What a comparison of a bool with `m` always gives, if it is one.
    fn bool_with_m(&self, expr: Expr) -> Option<(SymbolId, bool)> {
        let Expr::Compare(how, Operand::Symbol(name), right) = expr else { return None };
        if right != Operand::Constant(self.tree.constants[1]) {
            return None;
        }
        let differs = match how {
            Comparison::Equal => false,
            Comparison::Unequal => true,
            _ => return None,
        };
        let symbol = self.tree.mentioned(name)?;
        (self.tree.symbol(symbol).kind == Some(Type::Bool)).then_some((symbol, differs))
    }

    /// Notes a comparison of a bool with `m`; the constant that it is.
    fn constant_for(&mut self, symbol: SymbolId, holds: bool, at: ExprId) -> ExprId {
        let span = self.tree.exprs.span(at);
        let name = self.tree.name(symbol);
        let word = if holds { 'y' } else { 'n' };
        let note = Diagnostic::new(
            Severity::Note,
            Code::BOOL_WITH_M,
            span,
            format!("{name} is a bool and never `m`"),
        )
        .help("compare with `y` or `n`, or make it a tristate")
        .classic_whole(format!("boolean symbol {name} tested for 'm'? test forced to '{word}'"));
        self.notes.push(note);
        let constant = self.tree.constants[if holds { 2 } else { 0 }];
        self.tree.exprs.add(Expr::Leaf(Operand::Constant(constant)), span)
    }

    /// A condition as it is evaluated: `m` is read as "m, if modules exist", which it is not in values, and a bool is
    /// never `m`.
    fn condition(&mut self, expr: ExprId) -> ExprId {
        // Nearly no expression has one: look first.
        if !self.mentions_m(expr) {
            return expr;
        }
        let m = Operand::Constant(self.tree.constants[1]);
        // Children first; each finished child waits in `done`.
        enum Step {
            Visit(ExprId),
            Make(ExprId),
        }
        let (mut steps, mut done) = (vec![Step::Visit(expr)], Vec::new());
        while let Some(step) = steps.pop() {
            if let Step::Visit(id) = step
                && let Some((symbol, holds)) = self.bool_with_m(self.tree.exprs.get(id))
            {
                let constant = self.constant_for(symbol, holds, id);
                done.push(constant);
                continue;
            }
            let exprs = &mut self.tree.exprs;
            match step {
                Step::Visit(id) => match exprs.get(id) {
                    Expr::Leaf(leaf) if leaf == m => {
                        let span = exprs.span(id);
                        let modules = exprs.add(self.tree.modules_leaf, span);
                        done.push(exprs.add(Expr::And(id, modules), span));
                    }
                    Expr::Leaf(_) | Expr::Compare(..) => done.push(id),
                    Expr::Not(a) => steps.extend([Step::Make(id), Step::Visit(a)]),
                    Expr::And(a, b) | Expr::Or(a, b) => {
                        // The reference looks at the right side first, which its notes show.
                        steps.extend([Step::Make(id), Step::Visit(a), Step::Visit(b)]);
                    }
                },
                Step::Make(id) => {
                    let last = done.pop().unwrap_or(id);
                    let made = match exprs.get(id) {
                        Expr::Not(_) => Expr::Not(last),
                        Expr::And(..) => Expr::And(last, done.pop().unwrap_or(id)),
                        _ => Expr::Or(last, done.pop().unwrap_or(id)),
                    };
                    let span = exprs.span(id);
                    done.push(exprs.add(made, span));
                }
            }
        }
        done.pop().unwrap_or(expr)
    }

    fn leave(&mut self, frame: Frame) {
        let Frame { node, at, phase } = frame;
        if let (Phase::Submenu(_), NodeKind::Symbol(symbol)) = (phase, self.tree.node(node).kind) {
            if let Some(last) = at {
                self.take_behind(node, last);
            }
            self.add_direct_dep(symbol, node);
        }
        self.dissolve_children(node);
        if let NodeKind::Choice(choice) = self.tree.node(node).kind
            && self.tree.choice(choice).mode.is_some()
        {
            members::gather(self.tree, choice, node, &self.properties_of_node);
        }
        if !matches!(self.tree.node(node).kind, NodeKind::Menu | NodeKind::Comment | NodeKind::If) {
            self.finished.push(node);
        }
    }

    /// Makes the entries behind `node`, up to `last`, its children.
    fn take_behind(&mut self, node: NodeId, last: NodeId) {
        let first = self.tree.node(node).next;
        let mut at = first;
        while let Some(id) = at {
            self.tree.nodes[id.index()].parent = Some(node);
            at = if id == last { None } else { self.tree.node(id).next };
        }
        self.tree.nodes[node.index()].next = self.tree.nodes[last.index()].next.take();
        self.tree.nodes[node.index()].first_child = first;
    }

    /// Puts the children of children that have no prompt (`if` blocks, symbols without one) in their place.
    fn dissolve_children(&mut self, node: NodeId) {
        let mut at = self.tree.node(node).first_child;
        let mut before: Option<NodeId> = None;
        while let Some(id) = at {
            let child = self.tree.node(id);
            let empty_block = child.kind == NodeKind::If && child.first_child.is_none();
            if let Some(first) = child.first_child.filter(|_| child.text.is_none()) {
                let mut last = first;
                loop {
                    self.tree.nodes[last.index()].parent = Some(node);
                    match self.tree.node(last).next {
                        Some(next) => last = next,
                        None => break,
                    }
                }
                self.tree.nodes[last.index()].next = self.tree.node(id).next;
                self.tree.nodes[id.index()].next = Some(first);
                self.tree.nodes[id.index()].first_child = None;
            }
            let child = self.tree.node(id);
            let next = child.next;
            if child.kind == NodeKind::If || empty_block {
                // The block itself has done its work.
                match before {
                    None => self.tree.nodes[node.index()].first_child = next,
                    Some(before) => self.tree.nodes[before.index()].next = next,
                }
            } else {
                before = Some(id);
            }
            at = next;
        }
    }

    fn add_direct_dep(&mut self, symbol: SymbolId, node: NodeId) {
        // The definitions stand in the order of their nodes; one symbol may have thousands.
        if self.tree.symbol(symbol).nodes.binary_search(&node).is_err() {
            // `configdefault` is no definition.
            return;
        }
        // As the reference has it, a definition without dependency does not lift those of the others.
        let Some(dependency) = self.tree.node(node).dependency else { return };
        let before = self.tree.symbol(symbol).direct_dep;
        let joined = join(self.tree, before, Some(dependency), Expr::Or);
        self.tree.symbols[symbol.index()].dependencies.push(dependency);
        self.tree.symbols[symbol.index()].direct_dep = joined;
    }
}

/// Joins two conditions of which none may be there.
fn join(
    tree: &mut Tree,
    left: Option<ExprId>,
    right: Option<ExprId>,
    with: fn(ExprId, ExprId) -> Expr,
) -> Option<ExprId> {
    match (left, right) {
        (Some(a), Some(b)) => {
            let span = tree.exprs.span(b);
            Some(tree.exprs.add(with(a, b), span))
        }
        (one, other) => one.or(other),
    }
}
