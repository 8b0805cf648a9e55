//! Expressions over symbols, in one arena.
//!
//! The parser writes them as they stand; the evaluator reads the same nodes, so nothing is copied between them.
//! Knows nothing of values: a leaf is a name.

use crate::intern::Name;
use crate::span::Span;

/// A node of [`Exprs`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ExprId(u32);

impl ExprId {
    /// The number of this node: dense, from 0; greater than those of its children.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The node with this number.
    pub(crate) fn new(index: usize) -> ExprId {
        ExprId(index as u32)
    }
}

/// A leaf: a name that may be a symbol, or a constant.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operand {
    /// A word outside quotes that is not `y`, `m` or `n`. A name that no `config` defines is `n` in logic,
    /// and its own text in comparisons and as a value.
    Symbol(Name),
    /// A quoted text, or one of the words `y`, `m`, `n`.
    Constant(Name),
}

/// How two operands are compared: as numbers if both read as numbers, else as text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// An expression; its value is n, m or y.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Expr {
    /// A symbol or constant.
    Leaf(Operand),
    /// `!a`: y and n change places, m stays.
    Not(ExprId),
    /// `a && b`: the lesser.
    And(ExprId, ExprId),
    /// `a || b`: the greater.
    Or(ExprId, ExprId),
    /// `a = b` and its kin: y or n.
    Compare(Comparison, Operand, Operand),
}

/// All expressions of a tree.
#[derive(Default)]
pub struct Exprs {
    nodes: Vec<Expr>,
    spans: Vec<Span>,
}

impl Exprs {
    /// Adds a node; its children must be there already, so that an expression has no cycle.
    pub fn add(&mut self, expr: Expr, span: Span) -> ExprId {
        self.nodes.push(expr);
        self.spans.push(span);
        ExprId(self.nodes.len() as u32 - 1)
    }

    /// The node with this number.
    pub fn get(&self, id: ExprId) -> Expr {
        self.nodes[id.0 as usize]
    }

    /// Where it was written.
    pub fn span(&self, id: ExprId) -> Span {
        self.spans[id.0 as usize]
    }

    /// Puts other operands in the place of some.
    pub(crate) fn replace(&mut self, other: impl Fn(Operand) -> Option<Operand>) {
        for node in &mut self.nodes {
            match node {
                Expr::Leaf(a) => *a = other(*a).unwrap_or(*a),
                Expr::Compare(_, a, b) => {
                    *a = other(*a).unwrap_or(*a);
                    *b = other(*b).unwrap_or(*b);
                }
                Expr::Not(_) | Expr::And(..) | Expr::Or(..) => {}
            }
        }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}
