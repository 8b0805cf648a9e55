//! The valid configurations of a tree, as the evaluator gives them.
//!
//! Every option with a prompt is a dimension: a bool, a choice, or a number with its default and the ends of its
//! range. A configuration is a row: one value for each dimension, or none where the option is not visible. Knows
//! nothing of what the options mean, but for the names in [`SURROUNDINGS`].

use anyhow::{Result, bail};
use kconfig::Config;
use kconfig::Tree;
use kconfig::event::Type;
use kconfig::expr::{Expr, Operand};
use kconfig::model::{ChoiceId, PropertyKind, SymbolId};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// What the memory module stands on and how it shows itself, by how the names of these options begin: the board, the
/// lock, the place of the system pool, the names it exports. Numbers belong to it whatever their names. All else that is
/// a bool or a choice is a memory option.
const SURROUNDINGS: [&str; 4] = ["LOSCFG_PLATFORM_", "LOSCFG_MEM_LOCK_", "LOSCFG_MEM_SYS_", "LOSCFG_MEM_OS_"];

/// What the names of all options begin with.
const PREFIX: &str = "LOSCFG_";

/// In a row: the option has no value, because it is not visible.
pub(super) const ABSENT: u8 = u8::MAX;

/// One value for each dimension.
pub(super) type Row = Vec<u8>;

/// What an option may be.
enum Kind {
    Switch(SymbolId),
    Choice(ChoiceId),
    Number(SymbolId),
}

/// An option and its values.
pub(super) struct Dimension {
    kind: Kind,
    /// The option's name; of a choice, its prompt.
    pub(super) name: String,
    /// `n` and `y`; the members of a choice; the default and the bounds of a number.
    pub(super) values: Vec<String>,
    /// Whether it is an option of the memory module itself, of which every combination counts.
    pub(super) is_memory_option: bool,
}

/// A tree and its dimensions.
pub(super) struct Space {
    start: Config,
    pub(super) dimensions: Vec<Dimension>,
}

impl Space {
    /// The space of a tree, its dimensions in the tree's order.
    pub(super) fn new(tree: Arc<Tree>) -> Space {
        let start = Config::new(Arc::clone(&tree));
        let mut dimensions = Vec::new();
        let mut seen = BTreeSet::new();
        let nodes: Vec<_> = tree.walk().collect();
        for node in nodes {
            if tree.prompt(node).is_none() {
                continue;
            }
            let node = tree.node(node);
            if let Some(choice) = node.choice() {
                if seen.insert((true, choice.index())) {
                    dimensions.push(of_choice(&tree, choice, node_prompt(&tree, choice)));
                }
            } else if let Some(symbol) = node.symbol()
                && tree.symbol(symbol).choice().is_none()
                && seen.insert((false, symbol.index()))
            {
                dimensions.extend(of_symbol(&tree, symbol));
            }
        }
        Space { start, dimensions }
    }

    /// The tree.
    pub(super) fn tree(&self) -> &Arc<Tree> {
        self.start.tree()
    }

    /// The row of a configuration.
    pub(super) fn row(&self, config: &Config) -> Row {
        let position = |values: &[String], wanted: &str| {
            values.iter().position(|value| value == wanted).map_or(ABSENT, |index| index as u8)
        };
        let of = |dimension: &Dimension| match dimension.kind {
            Kind::Switch(symbol) => position(&dimension.values, &config.text(symbol)),
            Kind::Number(symbol) if config.is_written(symbol) => {
                position(&dimension.values, &config.text(symbol))
            }
            Kind::Number(_) => ABSENT,
            Kind::Choice(choice) => match config.choice_selected(choice) {
                Some(member) => position(&dimension.values, config.tree().name(member)),
                None => ABSENT,
            },
        };
        self.dimensions.iter().map(of).collect()
    }

    /// The row of the defaults.
    pub(super) fn default_row(&self) -> Row {
        self.row(&self.start)
    }

    /// The configuration of a row.
    ///
    /// # Errors
    /// The evaluator does not honour the row exactly.
    pub(super) fn config(&self, row: &[u8]) -> Result<Config> {
        let mut config = self.start.clone();
        // In any order: what waits for another option is set in a later round.
        for _ in 0..=self.dimensions.len() {
            if self.row(&config) == row {
                return Ok(config);
            }
            for (index, &value) in row.iter().enumerate() {
                if value != ABSENT && self.row(&config)[index] != value {
                    self.set(&mut config, index, value);
                }
            }
        }
        bail!("the Kconfig tree does not allow {}", self.describe(row))
    }

    /// What of a row differs from the defaults, as assignments.
    pub(super) fn describe(&self, row: &[u8]) -> String {
        let default = self.default_row();
        let mut words = Vec::new();
        for (index, dimension) in self.dimensions.iter().enumerate() {
            if row[index] != default[index] && row[index] != ABSENT {
                let value = &dimension.values[row[index] as usize];
                words.push(match dimension.kind {
                    Kind::Choice(_) => value.clone(),
                    _ if value == "y" => dimension.name.clone(),
                    _ => format!("{}={value}", dimension.name),
                });
            }
        }
        if words.is_empty() { "the defaults".to_owned() } else { words.join(" ") }
    }

    /// The indices of the memory options, or of all others.
    pub(super) fn indices(&self, memory_options: bool) -> Vec<usize> {
        (0..self.dimensions.len())
            .filter(|&index| self.dimensions[index].is_memory_option == memory_options)
            .collect()
    }

    /// Every row that can be reached from `from` by changing one of the given dimensions after the other, `from`
    /// first. O(rows × values).
    ///
    /// These are all rows that there are with the other dimensions as in `from`: dependencies have no loops, so a
    /// row can be reached by setting its options in the order in which they depend on one another, and at each of
    /// these steps the evaluator accepts the value.
    pub(super) fn reachable(&self, from: &Config, dimensions: &[usize]) -> Vec<Row> {
        let first = self.row(from);
        let mut found = vec![first.clone()];
        let mut seen = BTreeSet::from([first]);
        let mut open = VecDeque::from([from.clone()]);
        while let Some(config) = open.pop_front() {
            let row = self.row(&config);
            for &index in dimensions {
                for value in 0..self.dimensions[index].values.len() as u8 {
                    if row[index] == value {
                        continue;
                    }
                    let mut changed = config.clone();
                    if self.set(&mut changed, index, value) {
                        let next = self.row(&changed);
                        if next[index] == value && seen.insert(next.clone()) {
                            found.push(next);
                            open.push_back(changed);
                        }
                    }
                }
            }
        }
        found
    }

    /// Gives an option a value; whether the evaluator took it.
    fn set(&self, config: &mut Config, index: usize, value: u8) -> bool {
        let text = &self.dimensions[index].values[value as usize];
        match self.dimensions[index].kind {
            Kind::Switch(symbol) | Kind::Number(symbol) => config.set(symbol, text).is_ok(),
            Kind::Choice(_) => {
                let member = config.tree().symbol_named(text);
                member.is_some_and(|member| config.set(member, "y").is_ok())
            }
        }
    }

    /// The memory options of a row, without its surroundings.
    pub(super) fn memory_part(&self, row: &[u8]) -> Row {
        self.indices(true).into_iter().map(|index| row[index]).collect()
    }

    /// Whether every number of a row that is visible is the default.
    pub(super) fn has_default_numbers(&self, row: &[u8]) -> bool {
        let mut numbers = self.dimensions.iter().zip(row).filter(|(d, _)| matches!(d.kind, Kind::Number(_)));
        numbers.all(|(_, &value)| value == 0 || value == ABSENT)
    }

    /// The names of the memory options that are on in a row, in the tree's order, without the part all names begin
    /// with.
    pub(super) fn memory_options_on(&self, row: &[u8]) -> Vec<&str> {
        self.indices(true).into_iter().filter_map(|index| self.name_if_on(row, index)).collect()
    }

    /// The short name of a bool that is on or of a choice's selected member; none for what is off, and for numbers.
    pub(super) fn name_if_on(&self, row: &[u8], index: usize) -> Option<&str> {
        let (dimension, value) = (&self.dimensions[index], row[index]);
        let name = match dimension.kind {
            Kind::Switch(_) if value == 1 => &dimension.name,
            Kind::Choice(_) if value != ABSENT => &dimension.values[value as usize],
            _ => return None,
        };
        Some(name.strip_prefix(PREFIX).unwrap_or(name))
    }

    /// Whether an option is a number.
    pub(super) fn is_number(&self, index: usize) -> bool {
        matches!(self.dimensions[index].kind, Kind::Number(_))
    }

    /// Every symbol at its default, except that this one is `y`.
    pub(super) fn defaults_with(&self, symbol: &str) -> Option<Config> {
        let mut config = self.start.clone();
        config.set(config.tree().symbol_named(symbol)?, "y").ok()?;
        Some(config)
    }
}

fn node_prompt(tree: &Tree, choice: ChoiceId) -> String {
    tree.prompt(tree.choice(choice).node()).unwrap_or("a choice").to_owned()
}

fn of_choice(tree: &Tree, choice: ChoiceId, name: String) -> Dimension {
    let values: Vec<String> =
        tree.choice(choice).members().iter().map(|&member| tree.name(member).to_owned()).collect();
    let is_memory_option = !values.iter().any(|value| is_surroundings(value));
    Dimension { kind: Kind::Choice(choice), name, values, is_memory_option }
}

/// The dimension of a symbol; none for texts, and for numbers that can only be one thing.
fn of_symbol(tree: &Tree, symbol: SymbolId) -> Option<Dimension> {
    let name = tree.name(symbol).to_owned();
    match tree.symbol(symbol).kind() {
        Some(Type::Bool) => Some(Dimension {
            is_memory_option: !is_surroundings(&name),
            kind: Kind::Switch(symbol),
            name,
            values: ["n", "y"].map(str::to_owned).to_vec(),
        }),
        Some(Type::Int | Type::Hex) => {
            let values = numbers(tree, symbol);
            let kind = Kind::Number(symbol);
            (values.len() > 1).then_some(Dimension { kind, name, values, is_memory_option: false })
        }
        _ => None,
    }
}

/// The numbers that stand in a symbol's defaults and ranges, in that order.
fn numbers(tree: &Tree, symbol: SymbolId) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |operand: Operand| {
        let (Operand::Constant(name) | Operand::Symbol(name)) = operand;
        let text = tree.names().text(name).to_owned();
        if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && !found.contains(&text) {
            found.push(text);
        }
    };
    let properties = tree.properties(symbol);
    for property in properties {
        if let PropertyKind::Default(value) = property.kind()
            && let Expr::Leaf(operand) = tree.exprs().get(value)
        {
            add(operand);
        }
    }
    for property in properties {
        if let PropertyKind::Range(low, high) = property.kind() {
            add(low);
            add(high);
        }
    }
    found
}

fn is_surroundings(name: &str) -> bool {
    SURROUNDINGS.iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kconfig::LoadOptions;
    use kconfig::source::Memory;

    fn space(kconfig: &str) -> Space {
        let files = Memory::default().with("Kconfig", kconfig);
        let tree = Tree::load(&LoadOptions::new("Kconfig", &files).prefix(""));
        assert!(tree.is_usable());
        Space::new(Arc::new(tree))
    }

    fn described(space: &Space, dimensions: &[usize]) -> BTreeSet<String> {
        let rows = space.reachable(&space.start, dimensions);
        let texts: BTreeSet<String> = rows.iter().map(|row| space.describe(row)).collect();
        assert_eq!(texts.len(), rows.len(), "no row comes twice");
        texts
    }

    const FORWARD: &str = "config A\n\tbool \"a\"\n\tdepends on B && C != n\n\
        config B\n\tbool \"b\"\n\tdefault y if C\nconfig C\n\tbool \"c\"\n\tselect D\nconfig D\n\tbool \"d\"\n\tdepends on !E\n\
        config E\n\tbool \"e\"\n\
        choice\n\tprompt \"way\"\n\tdepends on B\nconfig W\n\tbool \"w\"\nconfig X\n\tbool \"x\"\n\tdepends on !A\nendchoice\n";

    #[test]
    fn every_valid_combination_is_found_and_no_other() {
        let space = space(FORWARD);
        let all: Vec<usize> = (0..space.dimensions.len()).collect();
        // By force: ask for every combination as a `.config` does, and keep what is honoured exactly.
        let names = ["A", "B", "C", "D", "E", "W", "X"];
        let mut by_force = BTreeSet::new();
        for bits in 0..1u32 << names.len() {
            let value = |index: usize| if bits >> index & 1 == 1 { "y" } else { "n" };
            let text: String =
                names.iter().enumerate().map(|(i, name)| format!("{name}={}\n", value(i))).collect();
            let mut config = Config::new(Arc::clone(space.tree()));
            config.read(".config", text.as_bytes());
            let honoured = names.iter().enumerate().all(|(i, name)| {
                config.tree().symbol_named(name).is_some_and(|symbol| config.text(symbol) == value(i))
            });
            if honoured {
                by_force.insert(space.row(&config));
            }
        }
        let found: BTreeSet<Row> = space.reachable(&space.start, &all).into_iter().collect();
        assert_eq!(found, by_force);
        assert!(found.len() > 10, "{}", found.len());
    }

    #[test]
    fn a_row_gives_its_configuration_back() {
        let space = space(FORWARD);
        let all: Vec<usize> = (0..space.dimensions.len()).collect();
        for row in space.reachable(&space.start, &all) {
            let config = space.config(&row).expect("the row came from the evaluator");
            assert_eq!(space.row(&config), row);
            assert!(config.unmet_requests().is_empty());
        }
        let mut impossible = space.default_row();
        impossible[0] = 1;
        let refused = space.config(&impossible).err().expect("A needs B and C");
        assert!(refused.to_string().contains("does not allow A"), "{refused}");
    }

    #[test]
    fn numbers_come_with_their_default_and_their_bounds() {
        let space = space(
            "config N\n\tint \"n\"\n\tdefault 64\n\trange 1 100\nconfig H\n\thex \"h\"\n\tdefault 0x10\n\tdepends on B\n\
            config B\n\tbool \"b\"\nconfig S\n\tstring \"s\"\n",
        );
        let found = described(&space, &[0, 1]);
        let expected = ["the defaults", "N=1", "N=100", "B", "N=1 B", "N=100 B"].map(str::to_owned);
        assert_eq!(found, expected.into());
        assert_eq!((space.indices(true), space.indices(false)), (vec![1], vec![0]));
    }

    #[test]
    fn only_the_given_dimensions_change() {
        let space = space("config A\n\tbool \"a\"\nconfig LOSCFG_MEM_LOCK_X\n\tbool \"x\"\n");
        assert_eq!(described(&space, &space.indices(true)), ["the defaults", "A"].map(str::to_owned).into());
        let both = described(&space, &[0, 1]);
        assert_eq!(both.len(), 4);
    }
}
