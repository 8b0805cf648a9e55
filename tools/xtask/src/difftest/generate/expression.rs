//! Conditions.

use super::{Kind, Maker};

impl Maker<'_> {
    /// ` if …`, so many times of a hundred.
    pub(super) fn condition(&mut self, percent: usize) -> String {
        match self.random.chance(percent) {
            true => {
                let (before, behind) = (self.gap(), self.gap());
                format!("{before}if{behind}{}", self.expression(1))
            }
            false => String::new(),
        }
    }

    /// An expression with at most so many levels.
    pub(super) fn expression(&mut self, depth: usize) -> String {
        if self.macros && self.random.chance(6) {
            return match self.odd() {
                true => self.reference(2),
                false => self.word_reference(),
            };
        }
        let gap = if self.odd() { self.random.pick(&["", "", "\t", "  "]) } else { " " };
        match self.random.below(12) {
            0 if depth > 0 => format!("!({})", self.expression(depth - 1)),
            1..4 if depth > 0 => {
                format!("{}{gap}&&{gap}{}", self.expression(depth - 1), self.expression(depth - 1))
            }
            4 | 5 if depth > 0 => {
                format!("{}{gap}||{gap}{}", self.expression(depth - 1), self.expression(depth - 1))
            }
            6 if depth > 0 => format!("({gap}{}{gap})", self.expression(depth - 1)),
            7 => self.random.pick(&["y", "n", "m", "y", "\"y\"", "'m'"]).to_owned(),
            8 => format!("!{}", self.reference_to(None)),
            9 => self.comparison(gap),
            _ if self.odd() && self.random.chance(20) => {
                self.random.pick(&["12", "\"text\"", "\"\"", "0x10"]).to_owned()
            }
            _ => self.logic(),
        }
    }

    fn comparison(&mut self, gap: &str) -> String {
        let (left, kind) = self.any();
        let operator = self.random.pick(&["=", "!=", "<", "<=", ">", ">="]);
        let right = match kind {
            _ if self.random.chance(12) => self.any().0,
            Kind::Bool | Kind::Tristate => self.random.pick(&["y", "n", "m", "y"]).to_owned(),
            Kind::Int | Kind::Hex => self.number(kind),
            Kind::Text => self.random.pick(&["\"text\"", "\"\"", "y", "12", "word", "'it\"s'"]).to_owned(),
        };
        // Of `!= y` the reference makes rubbish, if the left side is a bool.
        let operator =
            if operator == "!=" && right == "y" && kind != Kind::Tristate { "=" } else { operator };
        match self.random.chance(10) {
            true => format!("{right}{gap}{operator}{gap}{left}"),
            false => format!("{left}{gap}{operator}{gap}{right}"),
        }
    }

    /// A symbol that is a truth value, mostly.
    fn logic(&mut self) -> String {
        match self.odd() {
            true => self.any().0,
            false => self.reference_to(Some(true)),
        }
    }

    /// Any symbol, and its type.
    fn any(&mut self) -> (String, Kind) {
        match self.pool() {
            0 => ("UNDEFINED".to_owned(), Kind::Bool),
            limit => {
                let symbol = &self.symbols[self.random.below(limit)];
                (symbol.name.clone(), symbol.kind)
            }
        }
    }

    /// The name of a symbol of this type, if there is one.
    pub(super) fn name_of(&mut self, kind: Kind) -> String {
        let limit = self.pool();
        let names: Vec<_> = self.symbols[..limit]
            .iter()
            .filter(|symbol| symbol.kind == kind)
            .map(|symbol| symbol.name.clone())
            .collect();
        match names.len() {
            0 => "UNDEFINED".to_owned(),
            many => names[self.random.below(many)].clone(),
        }
    }

    /// The name of a symbol: of any, or of one that is a truth value.
    pub(super) fn reference_to(&mut self, logic: Option<bool>) -> String {
        let limit = self.pool();
        if limit == 0 || self.random.chance(3) {
            return self.random.pick(&["UNDEFINED", "UNDEFINED", "NOWHERE", "42", "y"]).to_owned();
        }
        for _ in 0..4 {
            let symbol = &self.symbols[self.random.below(limit)];
            if logic.is_none_or(|logic| symbol.kind.is_logic() == logic) {
                return symbol.name.clone();
            }
        }
        "y".to_owned()
    }

    /// How many of the symbols a new line may refer to.
    fn pool(&mut self) -> usize {
        match self.loops && self.random.chance(25) {
            true => self.symbols.len(),
            // Only what comes before the symbol itself, and before those that select it.
            false => self.present.map_or(self.defined, |present| self.symbols[present].below.min(present)),
        }
    }
}
