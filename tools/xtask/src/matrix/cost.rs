//! The costs on record: `tests/data/cost.csv`, a line for each combination of the memory options.
//!
//! Knows nothing of how they are found out.

use super::space::Space;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Where the record stands in the repository.
pub(super) const FILE: &str = "tests/data/cost.csv";

/// The columns of the record, by name.
pub(super) const COLUMNS: [&str; 6] = ["code", "least_code", "pool16", "pool64", "header", "smallest"];

/// What one configuration costs: a number for each column of [`COLUMNS`] that is known.
pub(super) type Cost = BTreeMap<String, u64>;

/// The record, by the options that are on.
#[derive(PartialEq, Eq, Debug, Default)]
pub(super) struct Record(pub(super) BTreeMap<String, Cost>);

impl Record {
    /// Reads the record.
    ///
    /// # Errors
    /// A line that is none of its lines.
    pub(super) fn parse(text: &str) -> Result<Record> {
        let mut record = Record::default();
        for (index, line) in text.lines().enumerate().skip(1) {
            let place = || format!("{FILE}:{}: `{line}` is no line of it", index + 1);
            let fields: Vec<&str> = line.split(',').collect();
            let [key, numbers @ ..] = fields.as_slice() else { bail!(place()) };
            if numbers.len() != COLUMNS.len() {
                bail!(place());
            }
            let mut cost = Cost::new();
            for (name, number) in COLUMNS.iter().zip(numbers).filter(|(_, number)| !number.is_empty()) {
                cost.insert((*name).to_owned(), number.parse().with_context(place)?);
            }
            record.0.insert((*key).to_owned(), cost);
        }
        Ok(record)
    }

    /// The record as text, its lines sorted.
    pub(super) fn text(&self) -> String {
        let mut text = format!("options,{}\n", COLUMNS.join(","));
        for (key, cost) in &self.0 {
            text.push_str(key);
            for name in COLUMNS {
                let number = cost.get(name).map(u64::to_string).unwrap_or_default();
                let _ = write!(text, ",{number}");
            }
            text.push('\n');
        }
        text
    }

    /// What differs between the record and the figures that a test of this configuration found; nothing if all agree.
    ///
    /// What a pool costs is on record for the default numbers and is compared for them only.
    pub(super) fn differences(&self, space: &Space, row: &[u8], found: &Cost) -> Option<String> {
        let key = key(space, row);
        let again = "if that is meant, `cargo xtask matrix --cost` writes the record again";
        let Some(cost) = self.0.get(&key) else {
            return Some(format!("{FILE} has no line for `{key}`: {again}\n"));
        };
        let mut text = String::new();
        for name in COLUMNS {
            let compared =
                !name.contains("code") && (!name.contains("pool") || space.has_default_numbers(row));
            if compared && cost.get(name) != found.get(name) {
                let number =
                    |cost: &Cost| cost.get(name).map_or_else(|| "nothing".to_owned(), u64::to_string);
                let _ = writeln!(text, "{name} is {} and was {}: {again}", number(found), number(cost));
            }
        }
        (!text.is_empty()).then_some(text)
    }
}

/// The memory options that are on in a row, in the tree's order, without what all names begin with.
pub(super) fn key(space: &Space, row: &[u8]) -> String {
    space.memory_options_on(row).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;
    use std::sync::Arc;

    #[test]
    fn the_record_is_read_as_it_was_written() {
        let cost = |n: u64| Cost::from([("header".to_owned(), n), ("code".to_owned(), 10 * n)]);
        let record = Record([("B A".to_owned(), cost(4)), ("A".to_owned(), cost(8))].into());
        let text = record.text();
        assert_eq!(text, "options,code,least_code,pool16,pool64,header,smallest\nA,80,,,,8,\nB A,40,,,,4,\n");
        assert_eq!(Record::parse(&text).expect("its own text"), record);
        let wrong = Record::parse("options\nA,1,2\n").expect_err("too few");
        assert!(wrong.to_string().contains("cost.csv:2: `A,1,2`"), "{wrong}");
    }

    #[test]
    fn figures_that_differ_from_the_record_are_named() {
        let workspace = Workspace::find().expect("a workspace");
        let space = Space::new(Arc::new(workspace.project().expect("a project").load()));
        let row = space.default_row();
        let figures =
            |header: u64, pool: u64| Cost::from([("header".to_owned(), header), ("pool16".to_owned(), pool)]);
        let mut record = Record::default();
        let missing = record.differences(&space, &row, &figures(8, 900)).expect("nothing is on record");
        assert!(missing.contains("no line for `KERNEL_MEM_BESTFIT MEM_TASK_STAT`"), "{missing}");
        record.0.insert(key(&space, &row), figures(8, 900));
        assert_eq!(record.differences(&space, &row, &figures(8, 900)), None);
        let differing = record.differences(&space, &row, &figures(12, 901)).expect("both differ");
        assert!(
            differing.contains("header is 12 and was 8") && differing.contains("pool16 is 901"),
            "{differing}"
        );
        let mut few_tasks = row.clone();
        let limit = space.dimensions.iter().position(|d| d.name.ends_with("TSK_LIMIT")).expect("a number");
        few_tasks[limit] = 1;
        assert_eq!(record.differences(&space, &few_tasks, &figures(8, 500)), None, "other tables of tasks");
        assert!(record.differences(&space, &few_tasks, &figures(4, 900)).is_some());
    }
}
