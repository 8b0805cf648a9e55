//! The help page of a place: what it is, and why it is as it is.

use super::row::member_prompt;
use super::{path_text, path_to};
use crate::strings;
use kconfig::Config;
use kconfig::eval::Reason;
use kconfig::expr::Operand;
use kconfig::model::{ChoiceId, NodeId, NodeKind, PropertyKind, SymbolId, Term};
use kconfig::span::Span;
use std::fmt::Write;

/// The text of the page.
pub(crate) fn explain(config: &Config, node: NodeId) -> String {
    let mut page = Writer { config, text: String::new() };
    match config.tree().node(node).kind() {
        NodeKind::Symbol(symbol) => page.symbol(symbol, node),
        NodeKind::Choice(choice) => page.choice(choice),
        NodeKind::Menu | NodeKind::Comment | NodeKind::If => page.place(node),
    }
    page.text
}

/// How deep the reasons of reasons are followed.
const DEEPEST_REASON: usize = 4;

struct Writer<'c> {
    config: &'c Config,
    text: String,
}

impl Writer<'_> {
    fn field(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.text, "{name:<13}{value}");
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn at(&self, span: Span) -> String {
        let position = self.config.sources().position(span);
        format!("{}:{}", position.file, position.line)
    }

    fn help(&mut self, node: NodeId) -> bool {
        let help = self.config.tree().help(node).map(str::trim_end).filter(|help| !help.is_empty());
        if let Some(help) = help {
            self.line(help);
            self.line("");
        }
        help.is_some()
    }

    fn symbol(&mut self, symbol: SymbolId, node: NodeId) {
        let config = self.config;
        let tree = config.tree();
        let nodes = tree.symbol(symbol).nodes();
        // The help of this definition, or of the first that has one.
        let helped = self.help(node) || nodes.iter().any(|other| self.help(*other));
        if !helped {
            self.line(strings::NO_HELP);
            self.line("");
        }
        self.field(
            strings::FIELD_SYMBOL,
            &format!("{}{} [={}]", tree.prefix(), tree.name(symbol), config.quoted(symbol)),
        );
        let kind = strings::kind(tree.symbol(symbol).kind());
        let range = config.range(symbol).map(|(low, high)| strings::range_suffix(&low, &high));
        self.field(strings::FIELD_TYPE, &format!("{kind}{}", range.unwrap_or_default()));
        self.line("");
        self.line(strings::HEAD_WHY);
        self.reason(&config.why(symbol), 1);
        self.line("");
        self.needs(tree.symbol(symbol).direct_dep());
        self.terms(strings::HEAD_SELECTED, tree.symbol(symbol).rev_dep());
        self.terms(strings::HEAD_IMPLIED, tree.symbol(symbol).weak_rev_dep());
        self.properties(symbol);
        for node in nodes {
            self.definition(*node);
        }
    }

    fn choice(&mut self, choice: ChoiceId) {
        let (config, tree) = (self.config, self.config.tree());
        let node = tree.choice(choice).node();
        self.help(node);
        let selected = config.choice_selected(choice);
        self.line(strings::HEAD_MEMBERS);
        for member in tree.choice(choice).members() {
            let mark = if selected == Some(*member) { "(X)" } else { "( )" };
            let prompt = member_prompt(config, choice, *member);
            let name = tree.name(*member);
            self.line(&format!("  {mark} {prompt}  [{}{name}={}]", tree.prefix(), config.quoted(*member)));
        }
        self.line("");
        self.needs(tree.node(node).dependency());
        self.definition(node);
    }

    fn place(&mut self, node: NodeId) {
        let tree = self.config.tree();
        self.help(node);
        self.needs(tree.node(node).dependency());
        if let Some(condition) = tree.node(node).visible_if() {
            self.line(strings::HEAD_VISIBLE);
            self.line(&format!("  {}", self.config.describe_expr(condition)));
            self.line("");
        }
        self.definition(node);
    }

    fn needs(&mut self, dependency: Option<kconfig::expr::ExprId>) {
        let Some(dependency) = dependency else { return };
        self.line(&strings::head_depends(self.config.evaluate(dependency)));
        self.line(&format!("  {}", self.config.describe_expr(dependency)));
        self.line("");
    }

    fn terms(&mut self, head: &str, terms: &[Term]) {
        if terms.is_empty() {
            return;
        }
        self.line(head);
        for term in terms {
            let name = self.config.tree().name(term.source);
            let value = self.config.tristate(term.source);
            let condition = self.condition(term.condition);
            let at = self.at(term.span);
            self.line(&format!("  {name} [={value}]{condition}  ({at})"));
        }
        self.line("");
    }

    fn condition(&self, condition: Option<kconfig::expr::ExprId>) -> String {
        condition
            .map(|condition| strings::if_suffix(&self.config.describe_expr(condition)))
            .unwrap_or_default()
    }

    /// The lines of the definitions that bear on the value or on other symbols.
    fn properties(&mut self, symbol: SymbolId) {
        let tree = self.config.tree();
        let mut lines = Vec::new();
        for property in tree.properties(symbol) {
            let what = match property.kind() {
                PropertyKind::Prompt => continue,
                PropertyKind::Default(value) => format!("default {}", tree.expr_text(value)),
                PropertyKind::Select(target) => format!("select {}", tree.name(target)),
                PropertyKind::Imply(target) => format!("imply {}", tree.name(target)),
                PropertyKind::Range(low, high) => {
                    format!("range {} {}", self.operand(low), self.operand(high))
                }
            };
            let condition = self.condition(property.written_condition());
            lines.push(format!("  {what}{condition}  ({})", self.at(property.span())));
        }
        if !lines.is_empty() {
            self.line(strings::HEAD_PROPERTIES);
            lines.iter().for_each(|line| self.line(line));
            self.line("");
        }
    }

    fn operand(&self, operand: Operand) -> String {
        let names = self.config.tree().names();
        match operand {
            Operand::Symbol(name) | Operand::Constant(name) => names.text(name).to_owned(),
        }
    }

    fn definition(&mut self, node: NodeId) {
        let tree = self.config.tree();
        let at = self.at(tree.node(node).span());
        self.line(&strings::defined_at(&at));
        let prompt = match (tree.prompt(node), tree.node(node).kind()) {
            (Some(prompt), _) => prompt,
            (None, NodeKind::Symbol(_)) => strings::NO_PROMPT,
            (None, _) => strings::UNTITLED,
        };
        let mut path = path_to(self.config, node);
        path.pop();
        path.extend(tree.node(node).parent().filter(|parent| tree.node(*parent).choice().is_some()));
        let above = path_text(self.config, &path);
        self.field(strings::FIELD_PROMPT, prompt);
        self.field(strings::FIELD_PLACE, if above.is_empty() { strings::TOP_MENU } else { &above });
        let shown = self.config.is_visible(node);
        if let (Some(condition), false) = (tree.node(node).prompt_condition(), shown) {
            self.field(strings::FIELD_HIDDEN, &self.config.describe_expr(condition));
        }
        self.line("");
    }

    fn reason(&mut self, reason: &Reason, depth: usize) {
        let indent = "  ".repeat(depth);
        self.line(&format!("{indent}{}", reason.text));
        for condition in &reason.conditions {
            let at = self.at(condition.span);
            // A single symbol says its value itself.
            let single = condition.text.matches("[=").count() == 1 && !condition.text.starts_with('!');
            let value = if single { String::new() } else { strings::is_value(condition.value) };
            self.line(&format!("{indent}- {}{value}  ({at})", condition.text));
        }
        if depth < DEEPEST_REASON {
            for because in &reason.because {
                self.reason(because, depth + 1);
            }
        }
    }
}
