//! Symbols, choices and what is said of them.

use super::tree::Text;
use super::{ChoiceId, NodeId, SymbolId};
use crate::event::Type;
use crate::expr::{ExprId, Operand};
use crate::intern::Name;
use crate::span::Span;
use smallvec::SmallVec;
use std::ops::Range;

/// One line of a definition that bears on the value.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    pub(crate) kind: PropertyKind,
    /// The `if` part as written.
    pub(crate) written: Option<ExprId>,
    /// The `if` part with everything that the place depends on.
    pub(crate) condition: Option<ExprId>,
    pub(crate) node: NodeId,
    pub(crate) span: Span,
}

impl Property {
    /// What it says.
    pub fn kind(&self) -> PropertyKind {
        self.kind
    }

    /// The `if` part as written.
    pub fn written_condition(&self) -> Option<ExprId> {
        self.written
    }

    /// When it applies: the `if` part and everything its place depends on. `None` is always.
    pub fn condition(&self) -> Option<ExprId> {
        self.condition
    }

    /// The definition that it belongs to.
    pub fn node(&self) -> NodeId {
        self.node
    }

    /// Where it was written.
    pub fn span(&self) -> Span {
        self.span
    }
}

/// What a property says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum PropertyKind {
    /// `prompt`; the text is that of [`Property::node`].
    Prompt,
    /// `default`: an expression for bool and tristate, a leaf for the others.
    Default(ExprId),
    /// `select`: raises the lower bound of another symbol.
    Select(SymbolId),
    /// `imply`: raises the default of another symbol.
    Imply(SymbolId),
    /// `range` from the first to the second.
    Range(Operand, Operand),
}

/// One reason for which a symbol is selected or implied: the source and the condition of that property.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Term {
    /// The symbol whose `select` or `imply` it is.
    pub source: SymbolId,
    /// When it applies, as [`Property::condition`].
    pub condition: Option<ExprId>,
    /// Where it was written.
    pub span: Span,
}

/// Everything that is said of one name.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub(crate) name: Name,
    pub(crate) kind: Option<Type>,
    pub(crate) nodes: SmallVec<[NodeId; 2]>,
    pub(crate) properties: Range<u32>,
    pub(crate) direct_dep: Option<ExprId>,
    /// The conditions that `direct_dep` joins.
    pub(crate) dependencies: SmallVec<[ExprId; 2]>,
    pub(crate) rev_dep: Vec<Term>,
    pub(crate) weak_rev_dep: Vec<Term>,
    pub(crate) choice: Option<ChoiceId>,
    pub(crate) modules: bool,
    pub(crate) transitional: bool,
    pub(crate) all_no_config_y: bool,
    pub(crate) environment: Option<Text>,
}

impl Symbol {
    /// Its name.
    pub fn name(&self) -> Name {
        self.name
    }

    /// Its type; `None` if no definition gives one (a warning).
    pub fn kind(&self) -> Option<Type> {
        self.kind
    }

    /// Its definitions, in source order. Empty for a name that is only mentioned, as in `select NAME`.
    pub fn nodes(&self) -> &[NodeId] {
        &self.nodes
    }

    /// `depends on`: the or over all definitions, each with what stands around it. `None` is always.
    pub fn direct_dep(&self) -> Option<ExprId> {
        self.direct_dep
    }

    /// Who selects it.
    pub fn rev_dep(&self) -> &[Term] {
        &self.rev_dep
    }

    /// Who implies it.
    pub fn weak_rev_dep(&self) -> &[Term] {
        &self.weak_rev_dep
    }

    /// The choice of which it is a member.
    pub fn choice(&self) -> Option<ChoiceId> {
        self.choice
    }

    /// Whether it says if `m` exists.
    pub fn is_modules(&self) -> bool {
        self.modules
    }

    /// Whether it is read from old files and never written.
    pub fn is_transitional(&self) -> bool {
        self.transitional
    }

    /// Whether it is a bool or a tristate.
    pub fn is_tristate_like(&self) -> bool {
        matches!(self.kind, Some(Type::Bool | Type::Tristate))
    }
}

/// A choice: of its visible members exactly one is `y`.
#[derive(Clone, Debug)]
pub struct Choice {
    pub(crate) name: Option<Name>,
    pub(crate) kind: Option<Type>,
    pub(crate) node: NodeId,
    pub(crate) members: Vec<SymbolId>,
    pub(crate) properties: Range<u32>,
    pub(crate) optional: bool,
    pub(crate) mode: Option<SymbolId>,
}

impl Choice {
    /// Its name, in dialects that have named choices.
    pub fn name(&self) -> Option<Name> {
        self.name
    }

    /// In dialects with tristate choices: a symbol of its own, which no `config` defines, whose value is n (nothing is
    /// chosen), m (each member is for itself) or y (exactly one member is y). It bounds the members.
    pub fn mode(&self) -> Option<SymbolId> {
        self.mode
    }

    /// Its place in the menu.
    pub fn node(&self) -> NodeId {
        self.node
    }

    /// Its members, in source order.
    pub fn members(&self) -> &[SymbolId] {
        &self.members
    }

    /// Whether none may be chosen (older dialects).
    pub fn is_optional(&self) -> bool {
        self.optional
    }
}
