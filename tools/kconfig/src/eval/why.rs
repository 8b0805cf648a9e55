//! Where a value comes from.

use super::{Config, Tristate};
use crate::event::Type;
use crate::expr::{Expr, ExprId, Operand};
use crate::model::{ChoiceId, NodeKind, Property, PropertyKind, SymbolId, Term};
use crate::span::Span;

/// The rule that gave a symbol its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// The user, by the line of `.config` if it came from there.
    User(Option<Span>),
    /// A `default`.
    Default(Span),
    /// A `select` of these symbols.
    Select(Vec<SymbolId>),
    /// An `imply` of these symbols.
    Imply(Vec<SymbolId>),
    /// A `range` that moved the value to its bound.
    Range {
        /// Where the range was written.
        range: Span,
        /// What the value would be without it.
        wanted: String,
    },
    /// The choice of which it is a member: it is the selected one, or another is.
    Choice {
        /// The choice.
        choice: ChoiceId,
        /// The member that is `y`.
        selected: Option<SymbolId>,
    },
    /// Nothing: the value is that of its type.
    Nothing,
}

/// A condition with its present value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// As written, with the value of each symbol: `A [=y] && B [=n]`.
    pub text: String,
    /// Its value.
    pub value: Tristate,
    /// Where it was written.
    pub span: Span,
}

/// Why a symbol has its value: a tree whose leaves are what the user can set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// The symbol.
    pub symbol: SymbolId,
    /// Its value as written in `.config`.
    pub value: String,
    /// The rule.
    pub origin: Origin,
    /// A sentence for people, without positions.
    pub text: String,
    /// The conditions that decided, with their values.
    pub conditions: Vec<Condition>,
    /// The same for the symbols that the conditions name.
    pub because: Vec<Reason>,
}

/// How far a reason is followed: beyond, people stop reading.
const DEPTH: usize = 6;

/// How many symbols one reason explains.
const BREADTH: usize = 100;

impl Config {
    /// The rule that gave the symbol its value.
    pub fn origin(&self, symbol: SymbolId) -> Origin {
        let tree = self.tree();
        let state = self.state(symbol);
        let Some(kind) = tree.symbol(symbol).kind else { return Origin::Nothing };
        if let Some(choice) = tree.symbol(symbol).choice {
            return match self.choice_selected(choice) {
                selected if selected == Some(symbol) && self.user(symbol).is_some() => {
                    Origin::User(self.user(symbol).and_then(|user| user.span))
                }
                selected => Origin::Choice { choice, selected },
            };
        }
        let user = self.user(symbol).filter(|_| state.visible != Tristate::No);
        if matches!(kind, Type::Bool | Type::Tristate) {
            if let Some(user) = user.and_then(|user| user.tristate().map(|tri| (tri, user.span))) {
                if user.0.min(state.visible) >= state.reverse {
                    return Origin::User(user.1);
                }
                return Origin::Select(self.selectors(symbol));
            }
            let default = self.default_property(symbol);
            let by_default =
                default.map_or(Tristate::No, |(_, value, condition)| self.eval(value).min(condition));
            let own = by_default.max(state.implied.min(state.direct));
            if state.reverse > own {
                return Origin::Select(self.selectors(symbol));
            }
            if state.implied.min(state.direct) > by_default {
                return Origin::Imply(self.raisers(tree.symbol(symbol).weak_rev_dep()));
            }
            return default.map_or(Origin::Nothing, |(property, ..)| Origin::Default(property.span));
        }
        let default = self.default_property(symbol);
        let wanted = match (user, default) {
            (Some(user), _) => user.text,
            (None, Some((_, value, _))) => match tree.exprs.get(value) {
                Expr::Leaf(leaf) => self.operand_text(leaf),
                _ => self.blank(symbol).text,
            },
            (None, None) => self.blank(symbol).text,
        };
        if matches!(kind, Type::Int | Type::Hex)
            && let Some((property, _)) = self.clamp(symbol, kind, wanted)
        {
            return Origin::Range { range: property.span, wanted: self.text_of(wanted).to_owned() };
        }
        match (user, default) {
            (Some(user), _) => Origin::User(user.span),
            (None, Some((property, ..))) => Origin::Default(property.span),
            (None, None) => Origin::Nothing,
        }
    }

    /// Why the symbol has its value, down to what the user can set.
    pub fn why(&self, symbol: SymbolId) -> Reason {
        self.reason(symbol, 0, &mut vec![symbol])
    }

    /// Each symbol is explained once, where it is met first: `seen` holds those that are.
    fn reason(&self, symbol: SymbolId, depth: usize, seen: &mut Vec<SymbolId>) -> Reason {
        let origin = self.origin(symbol);
        let mut conditions = Vec::new();
        let mut next = Vec::new();
        let text = self.explain(symbol, &origin, &mut conditions, &mut next);
        if depth == DEPTH {
            next.clear();
        }
        next.retain(|other| !seen.contains(other));
        next.truncate(BREADTH.saturating_sub(seen.len()));
        seen.extend(&next);
        let because = next.into_iter().map(|other| self.reason(other, depth + 1, seen)).collect();
        Reason { symbol, value: self.quoted(symbol).into_owned(), origin, text, conditions, because }
    }

    /// The sentence; and what it rests on: conditions, and the symbols in them.
    fn explain(
        &self,
        symbol: SymbolId,
        origin: &Origin,
        conditions: &mut Vec<Condition>,
        next: &mut Vec<SymbolId>,
    ) -> String {
        let tree = self.tree();
        let name = tree.name(symbol);
        let value = self.quoted(symbol);
        let hidden = self.visibility(symbol) == Tristate::No;
        if hidden {
            self.note_prompts(symbol, conditions, next);
        }
        match origin {
            Origin::User(_) => format!("{name} is {value} because the user set it"),
            Origin::Default(span) => {
                let property = tree.properties(symbol).iter().find(|p| p.span == *span);
                if let Some(property) = property {
                    self.note(property.condition, property, conditions, next);
                    if let PropertyKind::Default(expr) = property.kind {
                        self.note_symbols(expr, next);
                    }
                }
                format!("{name} is {value} by its default")
            }
            Origin::Select(by) | Origin::Imply(by) => {
                let (terms, word) = match origin {
                    Origin::Select(_) => (tree.symbol(symbol).rev_dep(), "selects"),
                    _ => (tree.symbol(symbol).weak_rev_dep(), "implies"),
                };
                self.note_terms(terms, by, conditions);
                next.extend(by);
                let by: Vec<&str> = by.iter().map(|id| tree.name(*id)).collect();
                format!("{name} is {value} because {} {word} it", by.join(", "))
            }
            Origin::Range { range, wanted } => {
                if let Some(property) = tree.properties(symbol).iter().find(|p| p.span == *range) {
                    self.note(property.condition, property, conditions, next);
                }
                let bounds = self.range(symbol).map(|(low, high)| format!("{low} to {high}"));
                format!(
                    "{name} is {value}, not {wanted}, because its range is {}",
                    bounds.unwrap_or_default()
                )
            }
            Origin::Choice { choice, selected } => {
                let title = tree.prompt(tree.choice(*choice).node).unwrap_or("its choice");
                match selected {
                    Some(other) if other == &symbol => {
                        format!("{name} is y because it is the default of the choice \"{title}\"")
                    }
                    Some(other) => {
                        next.push(*other);
                        format!(
                            "{name} is n because {} is selected in the choice \"{title}\"",
                            tree.name(*other)
                        )
                    }
                    None => {
                        format!("{name} is n because no member of the choice \"{title}\" can be selected")
                    }
                }
            }
            Origin::Nothing if hidden => {
                format!("{name} is {value}: it has no default that applies and cannot be set now")
            }
            Origin::Nothing => format!("{name} is {value}: nobody set it and it has no default that applies"),
        }
    }

    fn note_prompts(&self, symbol: SymbolId, conditions: &mut Vec<Condition>, next: &mut Vec<SymbolId>) {
        for property in self.tree().properties(symbol).iter().filter(|p| p.kind == PropertyKind::Prompt) {
            self.note(property.condition, property, conditions, next);
        }
    }

    fn note(
        &self,
        condition: Option<ExprId>,
        property: &Property,
        conditions: &mut Vec<Condition>,
        next: &mut Vec<SymbolId>,
    ) {
        let Some(expr) = condition else { return };
        let (text, value) = (self.describe_expr(expr), self.eval(expr));
        conditions.push(Condition { text, value, span: property.span });
        self.note_symbols(expr, next);
    }

    fn note_terms(&self, terms: &[Term], by: &[SymbolId], conditions: &mut Vec<Condition>) {
        for term in terms.iter().filter(|term| by.contains(&term.source)) {
            let value = self.term_value(term);
            if value != Tristate::No {
                conditions.push(Condition { text: self.describe_term(term), value, span: term.span });
            }
        }
    }

    /// The symbols of an expression, each once.
    fn note_symbols(&self, expr: ExprId, next: &mut Vec<SymbolId>) {
        let tree = self.tree();
        let mut stack = vec![expr];
        while let Some(expr) = stack.pop() {
            let operands = match tree.exprs.get(expr) {
                Expr::Leaf(leaf) => [Some(leaf), None],
                Expr::Compare(_, a, b) => [Some(a), Some(b)],
                Expr::Not(a) => {
                    stack.push(a);
                    continue;
                }
                Expr::And(a, b) | Expr::Or(a, b) => {
                    stack.extend([b, a]);
                    continue;
                }
            };
            for operand in operands.into_iter().flatten() {
                if let Operand::Symbol(name) = operand
                    && let Some(id) = tree.symbol_of(name)
                    && !next.contains(&id)
                {
                    next.push(id);
                }
            }
        }
    }

    /// The menus that lead to a symbol, outermost first, as titles.
    pub fn menu_path(&self, symbol: SymbolId) -> Vec<String> {
        let tree = self.tree();
        let mut path = Vec::new();
        let mut at = tree.symbol(symbol).nodes.first().copied();
        while let Some(id) = at.filter(|id| *id != tree.root()) {
            if matches!(tree.node(id).kind, NodeKind::Menu | NodeKind::Choice(_)) || tree.node(id).menuconfig
            {
                path.extend(tree.prompt(id).map(str::to_owned));
            }
            at = tree.node(id).parent;
        }
        path.reverse();
        path
    }
}
