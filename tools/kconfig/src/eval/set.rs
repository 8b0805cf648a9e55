//! Setting a symbol as a user in a menu does.

use super::config::Config;
use super::state::base_of;
use super::{SetError, Tristate};
use crate::event::Type;
use crate::model::{PropertyKind, SymbolId};
use crate::number;
use std::collections::HashSet;

impl Config {
    /// Sets a symbol as a user in a menu does: `n`, `m`, `y`, a number, or text without quotes.
    /// A member of a choice set to `y` becomes the selected one. A hex may lack its `0x`.
    ///
    /// # Errors
    /// What [`SetError`] says; nothing has changed then.
    pub fn set(&mut self, symbol: SymbolId, value: &str) -> Result<(), SetError> {
        let name = || self.tree().name(symbol).to_owned();
        let Some(kind) = self.effective_kind(symbol) else {
            return Err(SetError::NotVisible { symbol: name(), needs: String::new() });
        };
        if !number::is_valid(kind, value) || value.contains(['\n', '\r', '\0']) {
            return Err(SetError::WrongType { symbol: name(), kind, value: value.to_owned() });
        }
        if self.visibility(symbol) == Tristate::No {
            return Err(SetError::NotVisible { symbol: name(), needs: self.needs(symbol) });
        }
        match Tristate::parse(value) {
            Some(wanted) if matches!(kind, Type::Bool | Type::Tristate) => self.set_logic(symbol, wanted)?,
            _ => self.set_text(symbol, kind, value)?,
        }
        self.settle();
        Ok(())
    }

    /// Forgets what the user said: back to the default. Of a member of a choice, the whole choice.
    pub fn unset(&mut self, symbol: SymbolId) {
        match self.tree().symbol(symbol).choice {
            Some(choice) => {
                let members = self.tree().choice(choice).members.clone();
                members.into_iter().for_each(|member| self.drop_user(member));
            }
            None => self.drop_user(symbol),
        }
        self.settle();
    }

    fn set_logic(&mut self, symbol: SymbolId, wanted: Tristate) -> Result<(), SetError> {
        let assignable = self.assignable(symbol);
        if let Some(choice) = self.tree().symbol(symbol).choice {
            if wanted == Tristate::Yes {
                let members = self.tree().choice(choice).members.clone();
                for member in members {
                    let value = if member == symbol { "y" } else { "n" };
                    self.put_user(member, value, None);
                }
                return Ok(());
            }
            if self.tristate(symbol) == wanted {
                return Ok(());
            }
        } else if assignable.contains(&wanted) {
            self.put_user(symbol, wanted.as_str(), None);
            return Ok(());
        }
        Err(SetError::NotAssignable {
            symbol: self.tree().name(symbol).to_owned(),
            value: wanted,
            why: self.why_not(symbol, wanted),
            assignable,
        })
    }

    fn set_text(&mut self, symbol: SymbolId, kind: Type, value: &str) -> Result<(), SetError> {
        let mut value = value.to_owned();
        if kind == Type::Hex && !value.starts_with("0x") && !value.starts_with("0X") {
            value.insert_str(0, "0x");
        }
        if let Some((_, low, high)) = self.range_property(symbol)
            && matches!(kind, Type::Int | Type::Hex)
        {
            let number = number::prefix(&value, base_of(kind));
            if number < self.bound(low, kind) || number > self.bound(high, kind) {
                return Err(SetError::OutOfRange {
                    symbol: self.tree().name(symbol).to_owned(),
                    value,
                    low: self.operand(low).1.to_owned(),
                    high: self.operand(high).1.to_owned(),
                });
            }
        }
        self.put_user(symbol, &value, None);
        Ok(())
    }

    /// What the prompts of a symbol wait for, with present values; empty if it has none.
    pub(super) fn needs(&self, symbol: SymbolId) -> String {
        let prompts = self.tree().properties(symbol).iter().filter(|p| p.kind == PropertyKind::Prompt);
        let needs: Vec<String> = prompts.filter_map(|p| p.condition).map(|c| self.describe_expr(c)).collect();
        needs.join(", or ")
    }

    /// Why a visible bool or tristate cannot have a value.
    pub(super) fn why_not(&self, symbol: SymbolId, wanted: Tristate) -> String {
        let state = self.state(symbol);
        if self.tree().symbol(symbol).choice.is_some() {
            return "it is the selected member of its choice; select another member instead".to_owned();
        }
        if wanted < state.reverse {
            let by: Vec<&str> = self.selectors(symbol).into_iter().map(|id| self.tree().name(id)).collect();
            return format!("it is selected by {}; turn that off first", by.join(", "));
        }
        if wanted > state.visible {
            return format!("what it depends on is only {}: {}", state.visible, self.needs(symbol));
        }
        "modules are not enabled".to_owned()
    }

    /// The symbols whose select holds this one where it is.
    pub(super) fn selectors(&self, symbol: SymbolId) -> Vec<SymbolId> {
        self.raisers(&self.tree().symbol(symbol).rev_dep)
    }

    /// The sources of those terms that are on.
    pub(super) fn raisers(&self, terms: &[crate::model::Term]) -> Vec<SymbolId> {
        let mut sources = Vec::new();
        let mut seen = HashSet::new();
        for term in terms {
            let on = self.tristate(term.source).min(self.holds(term.condition)) != Tristate::No;
            if on && seen.insert(term.source) {
                sources.push(term.source);
            }
        }
        sources
    }
}
