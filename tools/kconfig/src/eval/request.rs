//! Requests that were not honoured.

use super::{Config, Tristate};
use crate::diag::{Code, Diagnostic, Severity};
use crate::event::Type;
use crate::model::{PropertyKind, SymbolId, Tree};
use crate::span::Span;

/// The user asked for a value and got another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnmetRequest {
    /// The symbol.
    pub symbol: SymbolId,
    /// What was asked for, as written in `.config`.
    pub wanted: String,
    /// What it is, as written in `.config`.
    pub got: String,
    /// Why, in a sentence that names the symbols and conditions, and how to mend it.
    pub why: String,
    /// The line of `.config`, if it came from there; resolved by [`Config::sources`].
    pub span: Option<Span>,
}

impl UnmetRequest {
    /// The request as a finding, [`Code::UNMET_REQUEST`]. The reference program has no words for it.
    pub fn diagnostic(&self, tree: &Tree) -> Diagnostic {
        let name = format!("{}{}", tree.prefix(), tree.name(self.symbol));
        let got = if self.got.is_empty() { "nothing" } else { &self.got };
        let message = format!("{name}={} was asked for, and it is {got}", self.wanted);
        Diagnostic::new(Severity::Warning, Code::UNMET_REQUEST, self.span, message).help(self.why.as_str())
    }
}

impl Config {
    /// What the user asked for and did not get, in the order of `.config`. A symbol that is not written counts as
    /// `n`, or as the value it has.
    pub fn unmet_requests(&self) -> Vec<UnmetRequest> {
        let mut unmet: Vec<(u32, UnmetRequest)> = Vec::new();
        for symbol in self.tree().symbols() {
            let Some(user) = self.user(symbol) else { continue };
            if self.tree().symbol(symbol).transitional {
                continue;
            }
            let wanted = self.text_of(user.text);
            let got = self.text(symbol);
            if wanted == got {
                continue;
            }
            let quoted = |text: &str| match self.tree().symbol(symbol).kind {
                Some(Type::String) => super::quote(text),
                _ => text.to_owned(),
            };
            let request = UnmetRequest {
                symbol,
                wanted: quoted(wanted),
                got: quoted(&got),
                why: self.why_unmet(symbol, wanted),
                span: user.span,
            };
            unmet.push((user.stamp, request));
        }
        unmet.sort_by_key(|(stamp, _)| *stamp);
        unmet.into_iter().map(|(_, request)| request).collect()
    }

    fn why_unmet(&self, symbol: SymbolId, wanted: &str) -> String {
        let tree = self.tree();
        let name = tree.name(symbol);
        let has_prompt = tree.properties(symbol).iter().any(|p| p.kind == PropertyKind::Prompt);
        if !has_prompt {
            return format!(
                "{name} has no prompt, so only defaults and selects decide it; change what those depend on, \
                 or remove the line"
            );
        }
        if self.visibility(symbol) == Tristate::No {
            let needs = self.needs(symbol);
            return format!("{name} needs {needs}; set those, or remove the line");
        }
        if let Some(choice) = tree.symbol(symbol).choice {
            let title = tree.prompt(tree.choice(choice).node).unwrap_or("a choice");
            return match self.choice_selected(choice) {
                Some(other) if other != symbol => format!(
                    "of the choice \"{title}\" only one can be y, and {} was asked for last; keep one line",
                    tree.name(other)
                ),
                _ => format!(
                    "one of the choice \"{title}\" must be y, and no other was asked for; set another to y"
                ),
            };
        }
        if let Some(wanted) = Tristate::parse(wanted)
            && tree.symbol(symbol).is_tristate_like()
        {
            return self.why_not(symbol, wanted);
        }
        match self.range(symbol) {
            Some((low, high)) => format!("{name} must lie from {low} to {high}; write a value in this range"),
            None => String::new(),
        }
    }
}
