//! An order in which every symbol comes after what it depends on, unless something depends on itself.
//!
//! The conditions of neighbours share their parts, so the expressions are nodes of the search as the symbols are, and
//! each is looked at once. O(symbols + expressions). Knows nothing of the order in which loops are reported: if there
//! is one, `cycle` looks for it again.

use crate::dialect::Feature;
use crate::event::Type;
use crate::expr::{Expr, ExprId, Operand};
use crate::model::{ChoiceId, PropertyKind, SymbolId, Tree};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

/// The step that ends the work on a node.
const EXIT: u32 = 1 << 31;
/// The step to a node that should come before, but makes no loop: the reference does not look at such.
const SOFT: u32 = 1 << 30;
/// The step to the choice whose mode is mentioned: a member may, others that the choice depends on may not.
const MODE: u32 = 1 << 29;

/// What the search found.
pub(super) struct Order {
    /// The numbers of the symbols and, behind them, of the choices, each after what its value depends on as the
    /// expressions are written; `None` if there is a loop.
    pub(super) cells: Option<Vec<u32>>,
    /// Something inside a choice mentions the choice's mode: whether that is a loop is not decided here.
    pub(super) doubtful: bool,
}

/// Looks for an order.
pub(super) fn find(tree: &Tree) -> Order {
    let mut doubtful = false;
    let cells = search(tree, &mut doubtful);
    Order { doubtful: doubtful && cells.is_some(), cells }
}

fn search(tree: &Tree, doubtful: &mut bool) -> Option<Vec<u32>> {
    let (symbols, choices) = (tree.symbols.len(), tree.choices.len());
    let nodes = symbols + choices + tree.exprs.len();
    if nodes >= MODE as usize {
        return None;
    }
    let mut search = Search { tree, symbols: symbols as u32, choices: choices as u32, stack: Vec::new() };
    let mut order = Vec::with_capacity(symbols + choices);
    let mut marks = vec![Mark::New; nodes];
    for start in 0..(symbols + choices) as u32 {
        let is_symbol = (start as usize) < symbols;
        let node = if is_symbol { search.node_of(SymbolId::new(start as usize)) & !MODE } else { start };
        search.stack.push(node);
        while let Some(step) = search.stack.pop() {
            let node = step & !(EXIT | SOFT | MODE);
            if step & EXIT != 0 {
                marks[node as usize] = Mark::Done;
                search.close(node, &mut order);
                continue;
            }
            match marks[node as usize] {
                Mark::Open if step & MODE != 0 => *doubtful = true,
                Mark::Open if step & SOFT == 0 => return None,
                Mark::Open | Mark::Done => {}
                Mark::New => {
                    marks[node as usize] = Mark::Open;
                    search.stack.push(node | EXIT);
                    search.open(node);
                }
            }
        }
    }
    Some(order)
}

/// The work of one search. Nodes are numbered: symbols, then choices, then expressions.
struct Search<'t> {
    tree: &'t Tree,
    symbols: u32,
    choices: u32,
    /// Nodes to look at and, with [`EXIT`], nodes whose parts are all above them.
    stack: Vec<u32>,
}

impl Search<'_> {
    /// The step to a symbol. A choice, its mode and its members depend on each other: they are one node.
    fn node_of(&self, symbol: SymbolId) -> u32 {
        if let Some(choice) = self.tree.choice_of_mode(symbol) {
            return (self.symbols + choice.index() as u32) | MODE;
        }
        match self.tree.symbol(symbol).choice {
            Some(choice) => self.symbols + choice.index() as u32,
            None => symbol.index() as u32,
        }
    }

    /// Everything that a node depends on is in the order already.
    fn close(&self, node: u32, order: &mut Vec<u32>) {
        if node < self.symbols {
            order.push(node);
        } else if node < self.symbols + self.choices {
            // The choice reads its mode; which member is chosen is its value, and the members read that.
            let choice = ChoiceId::new((node - self.symbols) as usize);
            order.extend(self.tree.choice(choice).mode.map(|mode| mode.index() as u32));
            order.push(node);
            order.extend(self.tree.choice(choice).members.iter().map(|member| member.index() as u32));
        }
    }

    /// Puts what a node depends on onto the stack.
    fn open(&mut self, node: u32) {
        let tree = self.tree;
        if node < self.symbols {
            self.symbol(SymbolId::new(node as usize));
        } else if node < self.symbols + self.choices {
            let choice = ChoiceId::new((node - self.symbols) as usize);
            tree.choice_properties(choice).iter().for_each(|property| self.condition(property.condition));
            tree.choice(choice).members.iter().for_each(|member| self.symbol(*member));
            self.modules_of(tree.choice(choice).kind);
        } else {
            match tree.exprs.get(ExprId::new((node - self.symbols - self.choices) as usize)) {
                Expr::Leaf(leaf) => self.operand(leaf, 0),
                Expr::Not(a) => self.condition(Some(a)),
                Expr::And(a, b) | Expr::Or(a, b) => {
                    self.condition(Some(a));
                    self.condition(Some(b));
                }
                Expr::Compare(_, a, b) => {
                    self.operand(a, 0);
                    self.operand(b, 0);
                }
            }
        }
    }

    fn symbol(&mut self, id: SymbolId) {
        let tree = self.tree;
        let symbol = tree.symbol(id);
        symbol.dependencies.iter().for_each(|dependency| self.condition(Some(*dependency)));
        // As in the search for loops: in these dialects nothing but the choice decides about its members.
        let ignored = symbol.choice.is_some() && tree.dialect.has(Feature::MetImplies);
        for term in symbol.rev_dep.iter().chain(&symbol.weak_rev_dep) {
            if ignored {
                continue;
            }
            let source = self.node_of(term.source);
            self.stack.push(source);
            self.condition(term.condition);
        }
        for property in tree.properties(id) {
            match property.kind {
                PropertyKind::Select(_) | PropertyKind::Imply(_) => {}
                PropertyKind::Default(value) => {
                    self.condition(property.condition);
                    self.condition(Some(value));
                }
                PropertyKind::Range(low, high) => {
                    self.condition(property.condition);
                    self.operand(low, SOFT);
                    self.operand(high, SOFT);
                }
                PropertyKind::Prompt => self.condition(property.condition),
            }
        }
        self.modules_of(symbol.kind);
    }

    /// Whether a tristate can be `m` is for another symbol to say.
    fn modules_of(&mut self, kind: Option<Type>) {
        if kind == Some(Type::Tristate)
            && let Some(modules) = self.tree.modules
        {
            self.stack.push(self.node_of(modules) | SOFT);
        }
    }

    fn condition(&mut self, expr: Option<ExprId>) {
        let Some(expr) = expr else { return };
        match self.tree.exprs.get(expr) {
            // Most conditions are one symbol: that needs no node.
            Expr::Leaf(leaf) => self.operand(leaf, 0),
            _ => self.stack.push(self.symbols + self.choices + expr.index() as u32),
        }
    }

    fn operand(&mut self, operand: Operand, flags: u32) {
        let (Operand::Symbol(name) | Operand::Constant(name)) = operand;
        if (matches!(operand, Operand::Symbol(_)) || super::build::is_constant(name))
            && let Some(id) = self.tree.mentioned(name)
        {
            self.stack.push(self.node_of(id) | flags);
        }
    }
}
