//! What is wrong with a tree that parsed: types, numbers, choices, loops.

use super::{Finished, build::type_name, cycle};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::dialect::Feature;
use crate::event::Type;
use crate::expr::{Expr, Operand};
use crate::model::{ChoiceId, NodeKind, Property, PropertyKind, SymbolId, Tree};
use crate::number;

/// All findings, in the reference program's order. `in_loops`: something depends on itself as it is written.
pub(super) fn check(tree: &Tree, finished: &Finished, in_loops: bool) -> Diagnostics {
    let mut checker = Checker { tree, found: Diagnostics::default() };
    let mut seen = vec![false; tree.symbols.len()];
    for node in &finished.nodes {
        match tree.node(*node).kind {
            NodeKind::Symbol(symbol) if !std::mem::replace(&mut seen[symbol.index()], true) => {
                checker.symbol(symbol, *node);
            }
            NodeKind::Choice(choice) => checker.choice_defaults(choice),
            _ => {}
        }
    }
    let loops = if in_loops { cycle::find(tree) } else { Vec::new() };
    let mut found = loops.into_iter().peekable();
    for node in tree.walk() {
        while let Some((_, finding)) = found.next_if(|(at, _)| *at == node) {
            checker.found.push(finding);
        }
        if let NodeKind::Choice(choice) = tree.node(node).kind {
            checker.choice_members(choice);
        }
    }
    checker.found
}

struct Checker<'t> {
    tree: &'t Tree,
    found: Diagnostics,
}

impl Checker<'_> {
    fn warn(&mut self, code: Code, property: &Property, message: String, help: &str, classic: String) {
        let finding = Diagnostic::new(Severity::Warning, code, property.span, message);
        self.found.push(finding.help(help).classic(format!("warning: {classic}")));
    }

    fn error(&mut self, code: Code, span: crate::span::Span, message: String, help: &str, classic: &str) {
        let finding = Diagnostic::new(Severity::Error, code, span, message);
        self.found.push(finding.help(help).classic(format!(" error: {classic}")));
    }

    fn symbol(&mut self, id: SymbolId, node: crate::model::NodeId) {
        let tree = self.tree;
        let symbol = tree.symbol(id);
        let Some(kind) = symbol.kind else {
            let name = tree.name(id);
            let message = format!("{name} has no type, so it has no value either");
            self.found.push(
                Diagnostic::new(Severity::Warning, Code::NO_TYPE, tree.node(node).span, message)
                    .help("add bool, tristate, int, hex or string")
                    .classic("warning: config symbol defined without type"),
            );
            for property in tree.properties(id) {
                self.property(id, None, property);
            }
            return;
        };
        for property in tree.properties(id) {
            self.property(id, Some(kind), property);
        }
        if symbol.transitional {
            self.transitional(id);
        }
    }

    /// A transitional symbol has a type and a help text, and nothing that could give it a value.
    fn transitional(&mut self, id: SymbolId) {
        let tree = self.tree;
        let nodes = tree.symbol(id).nodes.iter();
        let depends =
            nodes.filter_map(|node| tree.node(*node).written_dependency.map(|e| tree.exprs.span(e)));
        let spans: Vec<_> = tree.properties(id).iter().map(|property| property.span).chain(depends).collect();
        for span in spans {
            let message = format!("{} is transitional, so it has only a type and a help text", tree.name(id));
            let help = "remove the line: the value comes from old configurations, and other symbols' defaults use it";
            let classic = "transitional symbols can only have help and type";
            self.error(Code::TRANSITIONAL, span, message, help, classic);
        }
    }

    fn property(&mut self, id: SymbolId, kind: Option<Type>, property: &Property) {
        let tree = self.tree;
        let name = tree.name(id);
        let logic = matches!(kind, Some(Type::Bool | Type::Tristate));
        match property.kind {
            PropertyKind::Prompt => {}
            PropertyKind::Default(value) => {
                let leaf = match tree.exprs.get(value) {
                    Expr::Leaf(leaf) => Some(leaf),
                    _ => None,
                };
                if leaf.is_none() && matches!(kind, Some(Type::Int | Type::Hex | Type::String)) {
                    let message =
                        format!("the default of {name}, {} symbol, must be a single value", article(kind));
                    let classic = format!("default for config symbol '{name}' must be a single symbol");
                    let help = "give one symbol or constant; use `if` for conditions";
                    self.warn(Code::DEFAULT_NOT_SINGLE, property, message, help, classic);
                }
                let Some(leaf) = leaf else { return };
                if let Some(kind @ (Type::Int | Type::Hex)) = kind
                    && !self.is_number(kind, leaf)
                {
                    let message = format!(
                        "the default of {name} is not {} number: {}",
                        if kind == Type::Int { "a decimal" } else { "a hexadecimal" },
                        self.operand(leaf)
                    );
                    let classic = format!("'{name}': number is invalid");
                    self.warn(Code::NUMBER_INVALID, property, message, number_help(kind), classic);
                }
            }
            PropertyKind::Select(target) | PropertyKind::Imply(target) => {
                let word = if matches!(property.kind, PropertyKind::Select(_)) { "select" } else { "imply" };
                let target_kind = tree.symbol(target).kind;
                let target = tree.name(target);
                if !logic {
                    let message = format!("{name} uses {word}, but is neither bool nor tristate");
                    let classic = format!("config symbol '{name}' uses {word}, but is not bool or tristate");
                    let help = "move the line to a bool that depends on this symbol";
                    self.warn(Code::SELECT_FROM_WRONG_TYPE, property, message, help, classic);
                } else if !matches!(target_kind, None | Some(Type::Bool | Type::Tristate)) {
                    let message = format!("{name} cannot {word} {target}: it is {}", type_name(target_kind));
                    let classic = format!(
                        "'{target}' has wrong type. '{word}' only accept arguments of bool and tristate type"
                    );
                    let help = "only a bool or tristate can be selected or implied; use a default there";
                    self.warn(Code::SELECT_OF_WRONG_TYPE, property, message, help, classic);
                }
            }
            PropertyKind::Range(low, high) => {
                let number = match kind {
                    Some(kind @ (Type::Int | Type::Hex)) => Some(kind),
                    _ => None,
                };
                if number.is_none() {
                    let message = format!("{name} has a range, but is neither int nor hex");
                    let classic = "range is only allowed for int or hex symbols".to_owned();
                    self.warn(Code::RANGE_ON_WRONG_TYPE, property, message, "remove the range", classic);
                }
                let valid = |bound| {
                    // Everything is a value of a string.
                    kind == Some(Type::String) && self.operand_kind(bound).is_none()
                        || number.is_some_and(|kind| self.is_number(kind, bound))
                        || self.is_int_symbol(bound)
                };
                if let Some(wrong) = [low, high].into_iter().find(|bound| !valid(*bound)) {
                    let message = format!(
                        "the bound {} of {name} is not {} number",
                        self.operand(wrong),
                        if kind == Some(Type::Hex) { "a hexadecimal" } else { "a decimal" }
                    );
                    let help = number_help(kind.unwrap_or(Type::Int));
                    self.warn(Code::RANGE_INVALID, property, message, help, "range is invalid".to_owned());
                }
            }
        }
    }

    fn operand(&self, operand: Operand) -> String {
        let (Operand::Symbol(name) | Operand::Constant(name)) = operand;
        format!("`{}`", self.tree.names.text(name))
    }

    fn operand_kind(&self, operand: Operand) -> Option<Type> {
        match operand {
            Operand::Symbol(name) => self.tree.mentioned(name).and_then(|id| self.tree.symbol(id).kind),
            // `y`, `m` and `n` are tristates themselves.
            Operand::Constant(name) => self.tree.constants.contains(&name).then_some(Type::Tristate),
        }
    }

    fn is_int_symbol(&self, operand: Operand) -> bool {
        matches!(self.operand_kind(operand), Some(Type::Int | Type::Hex))
    }

    /// Whether an operand can stand for a number: a symbol of such a type, or a text that reads as one.
    fn is_number(&self, kind: Type, operand: Operand) -> bool {
        match self.operand_kind(operand) {
            Some(of) => matches!(of, Type::Int | Type::Hex),
            None => {
                let (Operand::Symbol(name) | Operand::Constant(name)) = operand;
                number::is_valid(kind, self.tree.names.text(name))
            }
        }
    }

    fn choice_defaults(&mut self, id: ChoiceId) {
        let tree = self.tree;
        let choice = tree.choice(id);
        let node = tree.node(choice.node);
        if choice.mode.is_some() {
            self.members_with_mode(id);
            if choice.kind.is_none() {
                let message = "neither the choice nor a member of it has a type".to_owned();
                self.warn_at(
                    Code::NO_TYPE,
                    node.span,
                    message,
                    "add bool",
                    "config symbol defined without type",
                );
            }
            if node.text.is_none() {
                let message = "a choice without a prompt cannot be shown".to_owned();
                let (code, help) = (Code::CHOICE_WITHOUT_PROMPT, "add `prompt \"…\"`");
                self.warn_at(code, node.span, message, help, "choice must have a prompt");
            }
        }
        for property in tree.choice_properties(id) {
            let PropertyKind::Default(value) = property.kind else { continue };
            let Expr::Leaf(Operand::Symbol(name) | Operand::Constant(name)) = tree.exprs.get(value) else {
                continue;
            };
            let member = tree.mentioned(name).filter(|symbol| tree.symbol(*symbol).choice == Some(id));
            if member.is_none() {
                let name = tree.names.text(name);
                let message = format!("the default {name} of the choice is not one of its members");
                let classic = format!("choice default symbol '{name}' is not contained in the choice");
                let help = "name a member, or move the symbol into the choice";
                self.warn(Code::CHOICE_DEFAULT_UNKNOWN, property, message, help, classic);
            }
        }
    }

    /// In dialects whose choices have a mode, what is wrong with a member is a warning.
    fn members_with_mode(&mut self, id: ChoiceId) {
        let tree = self.tree;
        let place = tree.choice(id).node;
        for member in tree.choice(id).members.iter().copied() {
            let nodes = &tree.symbol(member).nodes;
            let inside = nodes.iter().find(|node| tree.node(**node).parent == Some(place));
            let Some(child) = inside.or(nodes.first()).copied() else { continue };
            let name = tree.name(member);
            if tree.node(child).text.is_none() {
                let message = format!("{name} has no prompt, but is a member of a choice");
                let (code, help) =
                    (Code::CHOICE_MEMBER_WITHOUT_PROMPT, "give it a prompt, so that it can be chosen");
                self.warn_at(code, tree.node(child).span, message, help, "choice value must have a prompt");
            }
            for property in tree.properties(member) {
                if let PropertyKind::Default(_) = property.kind {
                    let message = format!("{name} has a default, but is a member of a choice");
                    let help = "the choice has the default: write `default NAME` there";
                    let classic = "defaults for choice values not supported".to_owned();
                    self.warn(Code::CHOICE_MEMBER_DEFAULT, property, message, help, classic);
                }
                if property.kind == PropertyKind::Prompt
                    && property.node != child
                    && tree.node(property.node).parent != Some(place)
                {
                    let message = format!("{name} is a member of a choice and has a prompt outside it");
                    let help = "remove the prompt outside: the choice decides the value";
                    let classic = "choice value used outside its choice group".to_owned();
                    self.warn(Code::CHOICE_MEMBER_ELSEWHERE, property, message, help, classic);
                }
            }
        }
    }

    fn warn_at(&mut self, code: Code, span: crate::span::Span, message: String, help: &str, classic: &str) {
        let finding = Diagnostic::new(Severity::Warning, code, span, message);
        self.found.push(finding.help(help).classic(format!("warning: {classic}")));
    }

    fn choice_members(&mut self, id: ChoiceId) {
        let tree = self.tree;
        if tree.dialect.has(Feature::OptionalChoices) {
            return;
        }
        let choice = tree.choice(id);
        for child in tree.children(choice.node) {
            let Some(member) = tree.node(child).symbol() else { continue };
            let name = tree.name(member);
            for property in tree.properties(member) {
                match property.kind {
                    PropertyKind::Default(_) => {
                        let message = format!("{name} has a default, but is a member of a choice");
                        let help = "the choice has the default: write `default NAME` there";
                        let classic = "defaults for choice values not supported";
                        self.error(Code::CHOICE_MEMBER_DEFAULT, property.span, message, help, classic);
                    }
                    PropertyKind::Prompt if tree.node(property.node).parent != Some(choice.node) => {
                        let message = format!("{name} is a member of a choice and has a prompt outside it");
                        let help = "remove the prompt outside: the choice decides the value";
                        let classic = "choice value has a prompt outside its choice group";
                        self.error(Code::CHOICE_MEMBER_ELSEWHERE, property.span, message, help, classic);
                    }
                    _ => {}
                }
            }
        }
    }
}

/// A type with its article, for messages.
pub(super) fn article(kind: Option<Type>) -> &'static str {
    match kind {
        None => "of no type",
        Some(Type::Bool) => "a bool",
        Some(Type::Tristate) => "a tristate",
        Some(Type::Int) => "an int",
        Some(Type::Hex) => "a hex",
        Some(Type::String) => "a string",
    }
}

fn number_help(kind: Type) -> &'static str {
    match kind {
        Type::Hex => "write hexadecimal digits, such as 0x1F, or name an int or hex symbol",
        _ => "write a decimal number without leading zeros, such as 42, or name an int or hex symbol",
    }
}
