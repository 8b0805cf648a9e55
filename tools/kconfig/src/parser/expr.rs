//! Expressions, with a stack of their own.
//!
//! `!` binds tighter than a comparison's result can, comparisons take names and constants only, `&&` binds tighter
//! than `||`. Long chains of one operator become balanced trees: their value and their text are the same, and no
//! walk over them goes deep.

use super::Parser;
use super::recovery::Faulty;
use crate::diag::Code;
use crate::expr::{Comparison, Expr, ExprId, Operand};
use crate::span::Span;
use crate::token::{Content, Kind, Token};

/// The deepest expression, counted in nodes and in parentheses.
const MOST_DEPTH: u32 = 1000;
/// Chains up to this length lean to the left, as they are read.
const SHORT_CHAIN: usize = 16;

/// The stacks, kept between expressions so that none of them is allocated again.
#[derive(Default)]
pub(super) struct Work {
    /// Finished operands with the depth of their trees.
    values: Vec<(ExprId, u32)>,
    /// Offsets of `!` that wait for their operand.
    nots: Vec<u32>,
    levels: Vec<Level>,
}

/// What stands between two parentheses.
#[derive(Clone, Copy)]
struct Level {
    open: Option<Token>,
    /// Where in `values` its `||` operands begin.
    or: usize,
    /// Where in `values` the operands of its last `&&` chain begin.
    and: usize,
    /// Where in `nots` its own begin.
    nots: usize,
}

impl Parser<'_> {
    /// Consumes an expression.
    pub(super) fn expression(&mut self) -> Result<ExprId, Faulty> {
        self.work.values.clear();
        self.work.nots.clear();
        self.work.levels.clear();
        self.level(None);
        loop {
            match self.token.kind {
                Kind::Not => {
                    if self.work.nots.len() as u32 >= MOST_DEPTH {
                        return Err(self.expression_too_deep());
                    }
                    self.work.nots.push(self.token.start);
                    self.advance_to_operand();
                    continue;
                }
                Kind::Open => {
                    if self.work.levels.len() as u32 > MOST_DEPTH {
                        return Err(self.expression_too_deep());
                    }
                    self.level(Some(self.token));
                    self.advance_to_operand();
                    continue;
                }
                _ => {}
            }
            let primary = self.primary()?;
            self.work.values.push((primary, 1));
            if let Some(done) = self.after_primary()? {
                return Ok(done);
            }
        }
    }

    fn level(&mut self, open: Option<Token>) {
        let values = self.work.values.len();
        let nots = self.work.nots.len();
        self.work.levels.push(Level { open, or: values, and: values, nots });
    }

    /// Goes on after an operand, which is the last value: to the next operand (`None`) or to the end (`Some`).
    fn after_primary(&mut self) -> Result<Option<ExprId>, Faulty> {
        loop {
            let Some(&level) = self.work.levels.last() else { return Err(Faulty) };
            self.negate(level)?;
            match self.token.kind {
                Kind::And => {
                    self.advance_to_operand();
                    return Ok(None);
                }
                Kind::Or => {
                    self.chain(level.and, Expr::And)?;
                    let and = self.work.values.len();
                    if let Some(level) = self.work.levels.last_mut() {
                        level.and = and;
                    }
                    self.advance_to_operand();
                    return Ok(None);
                }
                _ => {}
            }
            self.chain(level.and, Expr::And)?;
            self.chain(level.or, Expr::Or)?;
            match level.open {
                None => return Ok(self.work.values.pop().map(|(id, _)| id)),
                Some(_) if self.token.kind == Kind::Close => self.advance(),
                Some(open) => return Err(self.unclosed_parenthesis(open)),
            }
            self.work.levels.pop();
        }
    }

    /// Applies the `!` before the last value.
    fn negate(&mut self, level: Level) -> Result<(), Faulty> {
        while self.work.nots.len() > level.nots {
            let (Some(start), Some((id, depth))) = (self.work.nots.pop(), self.work.values.pop()) else {
                return Ok(());
            };
            let span = Span { start, ..self.macros.parsed.exprs.span(id) };
            self.value(Expr::Not(id), span, depth + 1)?;
        }
        Ok(())
    }

    /// Makes one value of those from `first` on.
    fn chain(&mut self, first: usize, join: fn(ExprId, ExprId) -> Expr) -> Result<(), Faulty> {
        let length = self.work.values.len() - first;
        if length <= SHORT_CHAIN {
            for next in first + 1..first + length {
                let joined = self.join(self.work.values[first], self.work.values[next], join)?;
                self.work.values[first] = joined;
            }
            self.work.values.truncate(first + 1);
            return Ok(());
        }
        while self.work.values.len() > first + 1 {
            let count = self.work.values.len() - first;
            for pair in 0..count / 2 {
                let (left, right) = (first + 2 * pair, first + 2 * pair + 1);
                let joined = self.join(self.work.values[left], self.work.values[right], join)?;
                self.work.values[first + pair] = joined;
            }
            if count % 2 == 1 {
                self.work.values[first + count / 2] = self.work.values[first + count - 1];
            }
            self.work.values.truncate(first + count.div_ceil(2));
        }
        Ok(())
    }

    fn join(
        &mut self,
        left: (ExprId, u32),
        right: (ExprId, u32),
        join: fn(ExprId, ExprId) -> Expr,
    ) -> Result<(ExprId, u32), Faulty> {
        let exprs = &mut self.macros.parsed.exprs;
        let span = exprs.span(left.0).to(exprs.span(right.0));
        let depth = left.1.max(right.1) + 1;
        if depth > MOST_DEPTH {
            return Err(self.expression_too_deep());
        }
        Ok((exprs.add(join(left.0, right.0), span), depth))
    }

    fn value(&mut self, expr: Expr, span: Span, depth: u32) -> Result<(), Faulty> {
        if depth > MOST_DEPTH {
            return Err(self.expression_too_deep());
        }
        let id = self.macros.parsed.exprs.add(expr, span);
        self.work.values.push((id, depth));
        Ok(())
    }

    /// Consumes a symbol, a constant, or a comparison of two.
    fn primary(&mut self) -> Result<ExprId, Faulty> {
        let (left, span) = self.operand("a symbol, a constant, `!` or `(`")?;
        let comparison = match self.token.kind {
            Kind::Equal => Comparison::Equal,
            Kind::Unequal => Comparison::Unequal,
            Kind::Less => Comparison::Less,
            Kind::LessOrEqual => Comparison::LessOrEqual,
            Kind::Greater => Comparison::Greater,
            Kind::GreaterOrEqual => Comparison::GreaterOrEqual,
            _ => return Ok(self.macros.parsed.exprs.add(Expr::Leaf(left), span)),
        };
        self.advance_to_operand();
        let (right, end) = self.operand("a symbol or a constant to compare with")?;
        Ok(self.macros.parsed.exprs.add(Expr::Compare(comparison, left, right), span.to(end)))
    }

    /// Consumes a symbol or a constant.
    pub(super) fn operand(&mut self, what: &str) -> Result<(Operand, Span), Faulty> {
        let token = self.token;
        let operand = if let Content::Deferred(number) = token.content {
            Operand::Symbol(self.macros.stand_in(number))
        } else if token.kind == Kind::Quoted {
            Operand::Constant(self.intern(token))
        } else if self.is_word(token) {
            let constant = matches!(self.text(token), "y" | "m" | "n");
            let name = self.intern(token);
            if constant { Operand::Constant(name) } else { Operand::Symbol(name) }
        } else {
            self.expected(what);
            return Err(Faulty);
        };
        self.advance();
        Ok((operand, self.span(token)))
    }

    fn unclosed_parenthesis(&mut self, open: Token) -> Faulty {
        if self.token.kind.is_comparison() {
            self.comparison_of_comparison();
            return Faulty;
        }
        let message = format!("expected `)`, `&&` or `||`, found {}", self.found());
        let found = self
            .error(Code::EXPRESSION, self.span(self.token), message)
            .label(self.span(open), "this parenthesis is not closed")
            .help("close it, or put an operator between the operands");
        self.fault(found);
        Faulty
    }

    fn expression_too_deep(&mut self) -> Faulty {
        let message = format!("the expression is nested more than {MOST_DEPTH} levels deep");
        let found = self
            .error(Code::TOO_DEEP, self.span(self.token), message)
            .help("define a symbol for a part of it (`def_bool …`) and name that here");
        self.fault(found);
        Faulty
    }
}
