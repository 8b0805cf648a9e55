//! Expressions as text.

use super::{Config, Tristate};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::expr::{Comparison, Expr, ExprId, Operand};
use crate::model::simplify::{Simple, simplify};
use crate::model::{SymbolId, Term, Tree};

impl Tree {
    /// An expression in the language's own notation, as the reference program prints it.
    pub fn expr_text(&self, expr: ExprId) -> String {
        expr_text(self, expr, None)
    }
}

/// An expression in the language's own notation; with a configuration, each symbol is followed by its value.
pub(crate) fn expr_text(tree: &Tree, expr: ExprId, values: Option<&Config>) -> String {
    let writer = Writer { tree, values };
    // What was added to the dependency of a member is not joined with the rest.
    if let Some((single, rest)) = writer.single_member(expr) {
        let rest = expr_text(tree, rest, values);
        return format!("{} && {}", writer.as_written(single), rest);
    }
    match simplify(tree, expr) {
        Some(simple) => writer.simple(&simple),
        None => writer.as_written(expr),
    }
}

/// How tightly an operator binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
}

struct Writer<'a> {
    tree: &'a Tree,
    values: Option<&'a Config>,
}

impl Writer<'_> {
    fn simple(&self, expr: &Simple) -> String {
        let mut text = String::new();
        self.put(expr, Binding::Or, &mut text);
        text
    }

    fn put(&self, expr: &Simple, around: Binding, text: &mut String) {
        let (binding, word, a, b) = match expr {
            Simple::Leaf(leaf) => return self.operand(*leaf, text),
            Simple::Compare(how, a, b) => {
                // A comparison binds more tightly than `!`.
                return self.comparison(*how, *a, *b, text);
            }
            Simple::Not(a) => {
                text.push('!');
                return self.put(a, Binding::Not, text);
            }
            Simple::And(a, b) => (Binding::And, " && ", a, b),
            Simple::Or(a, b) => (Binding::Or, " || ", a, b),
        };
        let open = around > binding;
        if open {
            text.push('(');
        }
        self.put(a, binding, text);
        text.push_str(word);
        self.put(b, binding, text);
        if open {
            text.push(')');
        }
    }

    fn comparison(&self, how: Comparison, a: Operand, b: Operand, text: &mut String) {
        self.operand(a, text);
        text.push_str(match how {
            Comparison::Equal => "=",
            Comparison::Unequal => "!=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        });
        self.operand(b, text);
    }

    fn operand(&self, operand: Operand, text: &mut String) {
        let (Operand::Symbol(name) | Operand::Constant(name)) = operand;
        text.push_str(self.tree.names.text(name));
        if let Some(config) = self.values {
            let (kind, value) = config.operand(operand);
            if kind.is_some() && !self.is_unnamed_choice(operand) {
                text.push_str(" [=");
                text.push_str(value);
                text.push(']');
            }
        }
    }

    /// The parts of an expression that begins with the demand that a choice be in mode y.
    fn single_member(&self, expr: ExprId) -> Option<(ExprId, ExprId)> {
        let Expr::And(single, rest) = self.tree.exprs.get(expr) else { return None };
        let Expr::Compare(Comparison::Equal, Operand::Symbol(name), _) = self.tree.exprs.get(single) else {
            return None;
        };
        let mode = self.tree.mentioned(name)?;
        self.tree.choice_of_mode(mode).map(|_| (single, rest))
    }

    fn is_unnamed_choice(&self, operand: Operand) -> bool {
        let Operand::Symbol(name) = operand else { return false };
        let choice = self.tree.mentioned(name).and_then(|id| self.tree.choice_of_mode(id));
        choice.is_some_and(|choice| self.tree.choice(choice).name().is_none())
    }

    /// An expression that is too large to be simplified: token by token, with its own stack.
    fn as_written(&self, expr: ExprId) -> String {
        enum Piece {
            Expr(ExprId, Binding),
            Word(&'static str),
        }
        let mut text = String::new();
        let mut stack = vec![Piece::Expr(expr, Binding::Or)];
        while let Some(piece) = stack.pop() {
            let (expr, around) = match piece {
                Piece::Word(word) => {
                    text.push_str(word);
                    continue;
                }
                Piece::Expr(expr, around) => (expr, around),
            };
            let (binding, word, a, b) = match self.tree.exprs.get(expr) {
                Expr::Leaf(leaf) => {
                    self.operand(leaf, &mut text);
                    continue;
                }
                Expr::Compare(how, a, b) => {
                    self.comparison(how, a, b, &mut text);
                    continue;
                }
                Expr::Not(a) => {
                    text.push('!');
                    stack.push(Piece::Expr(a, Binding::Not));
                    continue;
                }
                Expr::And(a, b) => (Binding::And, " && ", a, b),
                Expr::Or(a, b) => (Binding::Or, " || ", a, b),
            };
            if around > binding {
                text.push('(');
                stack.push(Piece::Word(")"));
            }
            stack.extend([Piece::Expr(b, binding), Piece::Word(word), Piece::Expr(a, binding)]);
        }
        text
    }
}

impl Config {
    /// A `select` or `imply` line as the reference program prints it: its source, and when it applies.
    pub(crate) fn describe_term(&self, term: &Term) -> String {
        let writer = Writer { tree: self.tree(), values: Some(self) };
        let mut text = String::new();
        writer.operand(Operand::Symbol(self.tree().symbol(term.source).name), &mut text);
        if let Some(condition) = term.condition {
            text.push_str(" && ");
            match simplify(self.tree(), condition) {
                Some(simple) => writer.put(&simple, Binding::And, &mut text),
                None => text.push_str(&format!("({})", writer.as_written(condition))),
            }
        }
        text
    }

    /// The direct dependency of a symbol as the reference program prints it: the definitions one after the other.
    pub(crate) fn describe_direct_dep(&self, symbol: SymbolId) -> String {
        let tree = self.tree();
        let writer = Writer { tree, values: Some(self) };
        let parts: Vec<Simple> =
            tree.symbol(symbol).dependencies.iter().filter_map(|expr| simplify(tree, *expr)).collect();
        let joined = parts.into_iter().reduce(|a, b| Simple::Or(Box::new(a), Box::new(b)));
        joined.map(|expr| writer.simple(&expr)).unwrap_or_default()
    }

    /// The value of a `select` or `imply` line.
    pub(crate) fn term_value(&self, term: &Term) -> Tristate {
        self.tristate(term.source).min(self.holds(term.condition))
    }

    /// `Selected by [y]:` and its like: the terms with one value, each on a line.
    pub(crate) fn describe_terms(&self, terms: &[Term], value: Tristate, title: &str, out: &mut String) {
        let mut first = true;
        for term in terms.iter().filter(|term| self.term_value(term) == value) {
            if std::mem::take(&mut first) {
                out.push_str(title);
                out.push('\n');
            }
            out.push_str(&format!("  - {}\n", self.describe_term(term)));
        }
    }

    /// The selects whose target has unmet dependencies, one warning for each target.
    pub fn unmet_dependencies(&self) -> Diagnostics {
        let mut found = Diagnostics::default();
        for id in self.tree().symbols() {
            if self.has_unmet_dependency(id) {
                found.push(self.unmet_dependency(id));
            }
        }
        found
    }

    pub(crate) fn has_unmet_dependency(&self, id: SymbolId) -> bool {
        let state = self.state(id);
        let symbol = self.tree().symbol(id);
        let by_choice =
            symbol.choice.is_some_and(|choice| self.member_value(id, choice, state.visible).is_some());
        state.direct < state.reverse && !by_choice && symbol.is_tristate_like()
    }

    fn unmet_dependency(&self, id: SymbolId) -> Diagnostic {
        let tree = self.tree();
        let (name, state, symbol) = (tree.name(id), self.state(id), tree.symbol(id));
        let depends = self.describe_direct_dep(id);
        let mut classic = format!(
            "\nWARNING: unmet direct dependencies detected for {name}\n  Depends on [{}]: {depends}\n",
            state.direct
        );
        self.describe_terms(&symbol.rev_dep, Tristate::Yes, "  Selected by [y]:", &mut classic);
        self.describe_terms(&symbol.rev_dep, Tristate::Mod, "  Selected by [m]:", &mut classic);
        classic.truncate(classic.trim_end_matches('\n').len());
        let by: Vec<&str> = self.selectors(id).into_iter().map(|source| tree.name(source)).collect();
        let message = format!(
            "{name} is {} because {} selects it, although it depends on {depends}",
            state.tri,
            by.join(", ")
        );
        let spans = symbol.rev_dep.iter().filter(|term| self.term_value(term) != Tristate::No);
        let mut spans = spans.map(|term| (term.span, tree.name(term.source)));
        let place = spans.next().map(|(span, _)| span);
        let mut found = Diagnostic::new(Severity::Warning, Code::UNMET_DEPENDENCY, place, message);
        for (span, source) in spans.take(4) {
            found = found.label(span, format!("selected by {source} too"));
        }
        if let Some(node) = symbol.nodes.first() {
            found = found.label(tree.node(*node).span, "defined here");
        }
        found
            .help("let the selecting symbol depend on the same, or turn what the dependency names on")
            .classic_whole(classic)
    }
}
