//! Which values depend on which, and an order in which each comes after what it depends on.
//!
//! G1. The cells are the symbols, then the choices.
//! G2. If evaluating cell `a` reads the value of cell `b`, then `a` is in `readers(b)`.
//! G3. If `a` is in `readers(b)` and the tree has no loop, then `b` comes before `a` in `order`.

use crate::event::Type;
use crate::expr::{Expr, ExprId, Operand};
use crate::model::{ChoiceId, PropertyKind, SymbolId, Tree};
use std::sync::OnceLock;

/// The dependencies of a tree's values.
pub(crate) struct Graph {
    order: Vec<u32>,
    rank: Vec<u32>,
    symbols: usize,
    readers: OnceLock<Readers>,
}

/// Who reads each cell: made at the first change, since a configuration that is only computed asks for nothing of it.
struct Readers {
    starts: Vec<u32>,
    cells: Vec<u32>,
}

/// A symbol or a choice, as a value that is computed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cell {
    Symbol(SymbolId),
    Choice(ChoiceId),
}

impl Graph {
    /// O(tree).
    pub(crate) fn new(tree: &Tree) -> Graph {
        let order = tree.order.clone().unwrap_or_else(|| Reads::of(tree).order());
        let mut rank = vec![0; order.len()];
        for (at, cell) in order.iter().enumerate() {
            rank[*cell as usize] = at as u32;
        }
        Graph { order, rank, symbols: tree.symbols.len(), readers: OnceLock::new() }
    }

    fn cell(&self, index: u32) -> Cell {
        match (index as usize).checked_sub(self.symbols) {
            None => Cell::Symbol(SymbolId(index)),
            Some(choice) => Cell::Choice(ChoiceId::new(choice)),
        }
    }

    fn index(&self, cell: Cell) -> usize {
        match cell {
            Cell::Symbol(id) => id.index(),
            Cell::Choice(id) => self.symbols + id.index(),
        }
    }

    /// All cells, each after those that it reads.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = Cell> + '_ {
        self.order.iter().map(|index| self.cell(*index))
    }

    /// The ranks of the cells that read a cell. The first question costs O(tree).
    pub(crate) fn reader_ranks(&self, tree: &Tree, cell: Cell) -> impl Iterator<Item = u32> + '_ {
        let Readers { starts, cells } = self.readers.get_or_init(|| Reads::of(tree).transposed());
        let index = self.index(cell);
        let range = starts[index] as usize..starts[index + 1] as usize;
        cells[range].iter().map(|reader| self.rank[*reader as usize])
    }

    /// The place of a cell in the order.
    pub(crate) fn rank(&self, cell: Cell) -> u32 {
        self.rank[self.index(cell)]
    }

    /// The cell at a place in the order.
    pub(crate) fn at_rank(&self, rank: u32) -> Cell {
        self.cell(self.order[rank as usize])
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }
}

/// What each cell reads, cell after cell in one list.
struct Reads<'t> {
    tree: &'t Tree,
    starts: Vec<u32>,
    targets: Vec<u32>,
    /// The last cell that met an expression or a target: each is taken once for a cell.
    expr_seen: Vec<u32>,
    cell_seen: Vec<u32>,
    stack: Vec<ExprId>,
    now: u32,
}

impl<'t> Reads<'t> {
    fn of(tree: &'t Tree) -> Reads<'t> {
        let cells = tree.symbols.len() + tree.choices.len();
        let mut reads = Reads {
            tree,
            starts: vec![0],
            targets: Vec::new(),
            expr_seen: vec![u32::MAX; tree.exprs.len()],
            cell_seen: vec![u32::MAX; cells],
            stack: Vec::new(),
            now: 0,
        };
        (0..cells).for_each(|cell| reads.gather(cell));
        reads
    }

    fn gather(&mut self, cell: usize) {
        self.now = cell as u32;
        let tree = self.tree;
        match cell.checked_sub(tree.symbols.len()) {
            None => self.symbol(SymbolId::new(cell)),
            Some(choice) => self.choice(ChoiceId::new(choice)),
        }
        self.starts.push(self.targets.len() as u32);
    }

    fn symbol(&mut self, id: SymbolId) {
        let tree = self.tree;
        let symbol = tree.symbol(id);
        if let Some(choice) = tree.choice_of_mode(id) {
            let prompts = tree.choice_properties(choice).iter().filter(|p| p.kind == PropertyKind::Prompt);
            prompts.for_each(|prompt| self.expr(prompt.condition));
        }
        self.expr(symbol.direct_dep);
        for term in symbol.rev_dep.iter().chain(&symbol.weak_rev_dep) {
            self.target(term.source.index());
            self.expr(term.condition);
        }
        for property in tree.properties(id) {
            match property.kind {
                // Of a select or imply the target reads the condition.
                PropertyKind::Select(_) | PropertyKind::Imply(_) => continue,
                PropertyKind::Prompt => {}
                PropertyKind::Default(value) => self.expr(Some(value)),
                PropertyKind::Range(low, high) => {
                    self.operand(low);
                    self.operand(high);
                }
            }
            self.expr(property.condition);
        }
        if let Some(choice) = symbol.choice {
            self.target(tree.symbols.len() + choice.index());
        }
        if symbol.kind == Some(Type::Tristate)
            && let Some(modules) = tree.modules
        {
            self.target(modules.index());
        }
    }

    fn choice(&mut self, id: ChoiceId) {
        let tree = self.tree;
        if let Some(mode) = tree.choice(id).mode {
            self.target(mode.index());
        }
        for member in &tree.choice(id).members {
            for property in tree.properties(*member) {
                if property.kind == PropertyKind::Prompt {
                    self.expr(property.condition);
                }
            }
        }
        for property in tree.choice_properties(id) {
            self.expr(property.condition);
        }
        if tree.choice(id).kind == Some(Type::Tristate)
            && let Some(modules) = tree.modules
        {
            self.target(modules.index());
        }
    }

    fn expr(&mut self, expr: Option<ExprId>) {
        self.stack.extend(expr);
        while let Some(expr) = self.stack.pop() {
            if std::mem::replace(&mut self.expr_seen[expr.index()], self.now) == self.now {
                continue;
            }
            match self.tree.exprs.get(expr) {
                Expr::Leaf(leaf) => self.operand(leaf),
                Expr::Not(a) => self.stack.push(a),
                Expr::And(a, b) | Expr::Or(a, b) => self.stack.extend([a, b]),
                Expr::Compare(_, a, b) => {
                    self.operand(a);
                    self.operand(b);
                }
            }
        }
    }

    fn operand(&mut self, operand: Operand) {
        if let Operand::Symbol(name) = operand
            && let Some(id) = self.tree.mentioned(name)
        {
            self.target(id.index());
        }
    }

    fn target(&mut self, cell: usize) {
        if std::mem::replace(&mut self.cell_seen[cell], self.now) != self.now {
            self.targets.push(cell as u32);
        }
    }

    /// In depth first, what is read before who reads it; in a loop, where the search happens to enter.
    fn order(&self) -> Vec<u32> {
        let cells = self.starts.len() - 1;
        let mut order = Vec::with_capacity(cells);
        let mut entered = vec![false; cells];
        let mut stack: Vec<(u32, u32)> = Vec::new();
        for start in 0..cells {
            if entered[start] {
                continue;
            }
            entered[start] = true;
            stack.push((start as u32, self.starts[start]));
            while let Some((cell, at)) = stack.last_mut() {
                if *at < self.starts[*cell as usize + 1] {
                    let next = self.targets[*at as usize];
                    *at += 1;
                    if !std::mem::replace(&mut entered[next as usize], true) {
                        stack.push((next, self.starts[next as usize]));
                    }
                } else {
                    order.push(*cell);
                    stack.pop();
                }
            }
        }
        order
    }

    /// Who reads each cell.
    fn transposed(&self) -> Readers {
        let cells = self.starts.len() - 1;
        let mut starts = vec![0u32; cells + 1];
        for target in &self.targets {
            starts[*target as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut readers = vec![0; self.targets.len()];
        for cell in 0..cells {
            for target in &self.targets[self.starts[cell] as usize..self.starts[cell + 1] as usize] {
                let slot = &mut next[*target as usize];
                readers[*slot as usize] = cell as u32;
                *slot += 1;
            }
        }
        Readers { starts, cells: readers }
    }
}
