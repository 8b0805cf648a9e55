//! A configuration: what the user said, and what follows from it.

use super::{Origin, Reason, SetError, Tristate, UnmetRequest, Value};
use crate::diag::Diagnostics;
use crate::expr::ExprId;
use crate::model::{ChoiceId, NodeId, SymbolId, Tree};
use crate::source::SourceMap;
use crate::span::Span;
use std::borrow::Cow;
use std::sync::Arc;

/// What the user said of a symbol.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserValue {
    /// The value: `n`, `m`, `y`, or the text of the others, a string without its quotes.
    pub text: String,
    /// The line of `.config`, if it came from there; resolved by [`Config::sources`].
    pub span: Option<Span>,
}

/// A configuration of a tree: the user's values, and the values of all symbols that follow.
///
/// All values are up to date at all times: [`Config::set`] re-evaluates what depends on the symbol and stops where
/// nothing changes. Reading a value is O(1).
#[derive(Clone)]
pub struct Config {
    tree: Arc<Tree>,
}

#[expect(unused_variables, reason = "signatures come first")]
impl Config {
    /// Every symbol at its default. O(tree).
    pub fn new(tree: Arc<Tree>) -> Config {
        Config { tree }
    }

    /// The tree.
    pub fn tree(&self) -> &Arc<Tree> {
        &self.tree
    }

    /// The Kconfig files and every `.config` that was read: resolves the spans of this configuration's findings.
    pub fn sources(&self) -> &SourceMap {
        unimplemented!()
    }

    /// The value of a symbol.
    pub fn value(&self, symbol: SymbolId) -> Value<'_> {
        unimplemented!()
    }

    /// The value in logic: of an int, hex or string, `n`.
    pub fn tristate(&self, symbol: SymbolId) -> Tristate {
        unimplemented!()
    }

    /// The value as text: `n`, `m`, `y`, a number, or a string without quotes.
    pub fn text(&self, symbol: SymbolId) -> Cow<'_, str> {
        unimplemented!()
    }

    /// The value as it stands behind `=` in `.config`: as [`Config::text`], with strings quoted and escaped.
    pub fn quoted(&self, symbol: SymbolId) -> Cow<'_, str> {
        unimplemented!()
    }

    /// Whether the symbol is written to `.config`.
    pub fn is_written(&self, symbol: SymbolId) -> bool {
        unimplemented!()
    }

    /// How far the user may set the symbol: the best of its prompts.
    pub fn visibility(&self, symbol: SymbolId) -> Tristate {
        unimplemented!()
    }

    /// Whether a place is shown in the menu: it has a prompt whose condition holds, and so have the menus around it.
    /// A menu without a visible entry is visible.
    pub fn is_visible(&self, node: NodeId) -> bool {
        unimplemented!()
    }

    /// The values that a bool or tristate can be set to now, least first; one if nothing can be changed,
    /// none if it is not visible. For a visible member of a choice: `y`.
    pub fn assignable(&self, symbol: SymbolId) -> Vec<Tristate> {
        unimplemented!()
    }

    /// Whether the user's value counts now: visible, and not held up by a `select`.
    pub fn is_changeable(&self, symbol: SymbolId) -> bool {
        unimplemented!()
    }

    /// Sets a symbol as a user in a menu does: `n`, `m`, `y`, a number, or text without quotes.
    /// A member of a choice set to `y` becomes the selected one.
    ///
    /// # Errors
    /// What [`SetError`] says; nothing has changed then.
    pub fn set(&mut self, symbol: SymbolId, value: &str) -> Result<(), SetError> {
        unimplemented!()
    }

    /// Forgets what the user said: back to the default.
    pub fn unset(&mut self, symbol: SymbolId) {
        unimplemented!()
    }

    /// What the user said, whether or not it counts now.
    pub fn user_value(&self, symbol: SymbolId) -> Option<&UserValue> {
        unimplemented!()
    }

    /// The bounds that hold for an int or hex now, as written.
    pub fn range(&self, symbol: SymbolId) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
        unimplemented!()
    }

    /// The member that is `y`; none if no member is visible.
    pub fn choice_selected(&self, choice: ChoiceId) -> Option<SymbolId> {
        unimplemented!()
    }

    /// Whether anything differs from what was read or written last.
    pub fn is_changed(&self) -> bool {
        unimplemented!()
    }

    /// The rule that gave the symbol its value.
    pub fn origin(&self, symbol: SymbolId) -> Origin {
        unimplemented!()
    }

    /// Why the symbol has its value, down to what the user can set.
    pub fn why(&self, symbol: SymbolId) -> Reason {
        unimplemented!()
    }

    /// The value of an expression of the tree.
    pub fn evaluate(&self, expr: ExprId) -> Tristate {
        unimplemented!()
    }

    /// An expression with the present value of each symbol: `A [=y] && !B [=n]`.
    pub fn describe_expr(&self, expr: ExprId) -> String {
        unimplemented!()
    }

    /// The selects whose target has unmet dependencies, one warning for each target.
    pub fn unmet_dependencies(&self) -> Diagnostics {
        unimplemented!()
    }

    /// What the user asked for and did not get, in the order of `.config`.
    pub fn unmet_requests(&self) -> Vec<UnmetRequest> {
        unimplemented!()
    }
}
