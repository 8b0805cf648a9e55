//! Expressions as text.

use super::Config;
use crate::expr::ExprId;
use crate::model::Tree;

/// An expression in the language's own notation; with a configuration, each symbol is followed by its value.
pub(crate) fn expr_text(_tree: &Tree, _expr: ExprId, _values: Option<&Config>) -> String {
    unimplemented!()
}
