//! Places in the menu.

use super::tree::Text;
use super::{ChoiceId, NodeId, SymbolId};
use crate::expr::ExprId;
use crate::span::Span;

/// What stands at a place in the menu.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NodeKind {
    /// One definition of a symbol.
    Symbol(SymbolId),
    /// A choice; its members are its children.
    Choice(ChoiceId),
    /// A menu; also the root, whose prompt is the title of the tree.
    Menu,
    /// A line of text.
    Comment,
    /// An `if` block. None is left in a finished tree: its entries stand in its place.
    If,
}

/// A place in the menu.
#[derive(Clone, Debug)]
pub struct Node {
    pub(crate) kind: NodeKind,
    pub(crate) parent: Option<NodeId>,
    pub(crate) first_child: Option<NodeId>,
    pub(crate) next: Option<NodeId>,
    pub(crate) text: Option<Text>,
    pub(crate) prompt_condition: Option<ExprId>,
    pub(crate) help: Option<Text>,
    pub(crate) dependency: Option<ExprId>,
    pub(crate) written_dependency: Option<ExprId>,
    pub(crate) visible_if: Option<ExprId>,
    pub(crate) menuconfig: bool,
    pub(crate) span: Span,
}

impl Node {
    /// What stands here.
    pub fn kind(&self) -> NodeKind {
        self.kind
    }

    /// The place that holds this one; `None` for the root.
    pub fn parent(&self) -> Option<NodeId> {
        self.parent
    }

    /// The symbol that is defined here, if one is.
    pub fn symbol(&self) -> Option<SymbolId> {
        match self.kind {
            NodeKind::Symbol(id) => Some(id),
            _ => None,
        }
    }

    /// The choice that stands here, if one does.
    pub fn choice(&self) -> Option<ChoiceId> {
        match self.kind {
            NodeKind::Choice(id) => Some(id),
            _ => None,
        }
    }

    /// Whether it was written `menuconfig`: its children are to be shown as a menu of their own.
    pub fn is_menuconfig(&self) -> bool {
        self.menuconfig
    }

    /// Everything this place depends on: its own `depends on` and that of the blocks around it. `None` is always.
    pub fn dependency(&self) -> Option<ExprId> {
        self.dependency
    }

    /// The `depends on` lines of the entry itself, joined, as written.
    pub fn written_dependency(&self) -> Option<ExprId> {
        self.written_dependency
    }

    /// When the prompt is shown: its own `if`, the dependency, and `visible if` of the menus around it.
    pub fn prompt_condition(&self) -> Option<ExprId> {
        self.prompt_condition
    }

    /// `visible if` of a menu, joined.
    pub fn visible_if(&self) -> Option<ExprId> {
        self.visible_if
    }

    /// Where the entry begins.
    pub fn span(&self) -> Span {
        self.span
    }
}
