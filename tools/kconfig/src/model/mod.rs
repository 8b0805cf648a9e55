//! The tree as it means: symbols, choices and menu nodes in arenas.
//!
//! ```text
//!  Tree ── nodes:   root ── menu ── symbol node ── comment …     (NodeId: one per place in the menu)
//!                              │
//!       ── symbols: name, type, properties of all its nodes       (SymbolId: one per name)
//!       ── choices: members, properties                           (ChoiceId)
//!       ── exprs:   what was written, and what lowering pushed down, in one arena
//! ```
//!
//! A tree is immutable and knows nothing of values: [`crate::eval::Config`] holds those.

mod code;
mod ids;
mod node;
pub(crate) mod simplify;
mod symbol;
mod tree;

pub use ids::{ChoiceId, NodeId, SymbolId};
pub use node::{Node, NodeKind};
pub use symbol::{Choice, Property, PropertyKind, Symbol, Term};
pub(crate) use tree::Text;
pub use tree::{Children, LoadOptions, Tree};
