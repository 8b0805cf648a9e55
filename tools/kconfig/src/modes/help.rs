//! The help of a place, as the reference program prints it.

use crate::dialect::Feature;
use crate::eval::{Config, Tristate};
use crate::event::Type;
use crate::expr::{ExprId, Operand};
use crate::lower::type_name;
use crate::model::simplify::{Simple, same, simplify};
use crate::model::{NodeId, NodeKind, PropertyKind, SymbolId};
use std::fmt::Write;

/// The help of a place as the reference program prints it for `?`: help text, name, type, prompt, dependencies.
pub fn symbol_help(config: &Config, node: NodeId) -> String {
    let mut help = Help { config, out: "\n".to_owned() };
    let tree = config.tree();
    let symbol = tree.node(node).symbol();
    let choice = tree.node(node).choice().map(|choice| tree.choice(choice));
    let named = choice.filter(|choice| choice.name().is_some()).and_then(|choice| choice.mode());
    match (tree.help(node), symbol.or(named)) {
        (Some(text), Some(symbol)) => {
            help.put(format_args!("{}{}:\n\n{text}\n", tree.prefix(), tree.name(symbol)));
        }
        (Some(text), None) => help.put(format_args!("{text}\n")),
        (None, _) => help.put(format_args!("There is no help available for this option.\n")),
    }
    match symbol {
        Some(symbol) => help.symbol(symbol),
        None => {
            if let Some(mode) = named {
                help.put(format_args!("Symbol: {} [={}]\n", tree.name(mode), config.tristate(mode)));
                help.put(format_args!("Type  : {}\n", type_name(tree.symbol(mode).kind())));
            }
            help.definition(node);
            help.choice_terms(node);
        }
    }
    help.put(format_args!("\n\n\n"));
    help.out
}

struct Help<'c> {
    config: &'c Config,
    out: String,
}

impl Help<'_> {
    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(text);
    }

    fn symbol(&mut self, id: SymbolId) {
        let config = self.config;
        let tree = config.tree();
        let symbol = tree.symbol(id);
        self.put(format_args!("Symbol: {} [={}]\n", tree.name(id), config.text(id)));
        self.put(format_args!("Type  : {}\n", type_name(symbol.kind())));
        let number = matches!(symbol.kind(), Some(Type::Int | Type::Hex));
        if let Some((_, low, high)) = config.range_property(id).filter(|_| number) {
            let (low, high) = (self.operand(low), self.operand(high));
            self.put(format_args!("Range : [{low} {high}]\n"));
        }
        // The definitions with prompts come before those without.
        let has_prompt = |node: &NodeId| tree.prompt(*node).is_some();
        for node in symbol.nodes().iter().filter(|node| has_prompt(node)) {
            self.definition(*node);
        }
        for node in symbol.nodes().iter().filter(|node| !has_prompt(node)) {
            self.definition(*node);
        }
        self.targets(id, "Selects: ", |kind| match kind {
            PropertyKind::Select(target) => Some(target),
            _ => None,
        });
        self.terms(symbol.rev_dep(), "Selected by");
        self.targets(id, "Implies: ", |kind| match kind {
            PropertyKind::Imply(target) => Some(target),
            _ => None,
        });
        self.terms(symbol.weak_rev_dep(), "Implied by");
    }

    fn operand(&self, operand: Operand) -> String {
        let (Operand::Symbol(name) | Operand::Constant(name)) = operand;
        let text = self.config.tree().names().text(name);
        match self.config.operand(operand) {
            (Some(_), value) => format!("{text} [={value}]"),
            (None, _) => text.to_owned(),
        }
    }

    /// One definition: where it is, its prompt, what it depends on, and how the menu leads there.
    fn definition(&mut self, id: NodeId) {
        let tree = self.config.tree();
        let node = tree.node(id);
        let file = tree.sources().file(node.span().file).name();
        self.put(format_args!("Defined at {file}:{}\n", tree.sources().line(node.span())));
        let Some(prompt) = tree.prompt(id) else {
            self.condition("Depends on", node.dependency());
            return;
        };
        self.put(format_args!("  Prompt: {prompt}\n"));
        self.condition("Depends on", node.dependency());
        if !self.are_same(node.dependency(), node.prompt_condition()) {
            self.condition("Visible if", node.prompt_condition());
        }
        self.location(id);
    }

    /// What holds a choice that is not optional at m at least.
    fn choice_terms(&mut self, id: NodeId) {
        let tree = self.config.tree();
        let Some(choice) = tree.node(id).choice().map(|choice| tree.choice(choice)) else { return };
        if choice.mode().is_none() || choice.is_optional() {
            return;
        }
        let prompt = tree.node(id).prompt_condition();
        let visible = prompt.map_or(Tristate::Yes, |prompt| self.config.evaluate(prompt));
        let prompt = prompt.map(|prompt| {
            let text = self.config.describe_expr(prompt);
            let is_or = matches!(simplify(tree, prompt), Some(Simple::Or(..)));
            if is_or { format!("({text}) && ") } else { text + " && " }
        });
        let prompt = prompt.unwrap_or_default();
        self.put(format_args!("Selected by [{}]:\n  - {prompt}m [=m]\n", visible.min(Tristate::Mod)));
    }

    fn condition(&mut self, word: &str, expr: Option<ExprId>) {
        if let Some(expr) = expr.filter(|expr| !self.is_always(*expr)) {
            let text = self.config.describe_expr(expr);
            if text == "y [=y]" && self.config.tree().dialect().has(Feature::OptionalChoices) {
                return;
            }
            self.put(format_args!("  {word}: {text}\n"));
        }
    }

    /// Whether a condition is `y`, whatever the symbols are.
    fn is_always(&self, expr: ExprId) -> bool {
        let tree = self.config.tree();
        let y = Operand::Constant(tree.constants[2]);
        simplify(tree, expr) == Some(Simple::Leaf(y))
    }

    fn are_same(&self, a: Option<ExprId>, b: Option<ExprId>) -> bool {
        let tree = self.config.tree();
        match (a, b) {
            (None, None) => true,
            (Some(a), Some(b)) => match (simplify(tree, a), simplify(tree, b)) {
                (Some(a), Some(b)) => same(&a, &b),
                _ => a == b,
            },
            _ => false,
        }
    }

    /// The places that lead to one, the outermost first, as deep as the reference program shows them.
    fn location(&mut self, id: NodeId) {
        let tree = self.config.tree();
        let up = std::iter::successors(Some(id), |id| tree.node(*id).parent());
        let mut path: Vec<NodeId> = up.take_while(|id| *id != tree.root()).take(8).collect();
        path.reverse();
        self.put(format_args!("  Location:\n"));
        for (depth, id) in path.into_iter().enumerate() {
            let prompt = tree.prompt(id).unwrap_or_default();
            let who = match tree.node(id).kind() {
                NodeKind::Symbol(symbol) => {
                    format!(" ({} [={}])", tree.name(symbol), self.config.text(symbol))
                }
                NodeKind::Choice(choice) => match tree.choice(choice).mode() {
                    None => " (<choice> [=n])".to_owned(),
                    Some(mode) => format!(" ({} [={}])", tree.name(mode), self.config.tristate(mode)),
                },
                _ => String::new(),
            };
            self.put(format_args!("{:1$}-> {prompt}{who}\n", "", 4 + 2 * depth));
        }
    }

    fn targets(&mut self, id: SymbolId, title: &str, of: impl Fn(PropertyKind) -> Option<SymbolId>) {
        let tree = self.config.tree();
        let targets: Vec<String> = tree
            .properties(id)
            .iter()
            .filter_map(|property| of(property.kind()))
            .map(|target| self.operand(Operand::Symbol(tree.symbol(target).name())))
            .collect();
        if !targets.is_empty() {
            self.put(format_args!("{title}{}\n", targets.join(" && ")));
        }
    }

    fn terms(&mut self, terms: &[crate::model::Term], title: &str) {
        for value in [Tristate::Yes, Tristate::Mod, Tristate::No] {
            self.config.describe_terms(terms, value, &format!("{title} [{value}]:"), &mut self.out);
        }
    }
}
