//! Which configurations are tried.
//!
//! The surroundings (board, lock, place of the system pool, numbers) are covered pairwise first; around each of these few,
//! every combination of the memory options is enumerated. Of all those rows, a few show every pair of values. The
//! full form adds one row for each combination of memory options that is not among them.
//!
//! So every pair that is possible together occurs, as long as no memory option depends on more than one thing of its
//! surroundings at once. Knows nothing of building.

use super::pairs::cover;
use super::space::{Row, Space};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};

/// The rows to choose from, and those that show every pair.
pub(super) struct Plan {
    /// Every combination of memory options in each of a few surroundings; the defaults first.
    universe: Vec<Row>,
    /// Rows that together show every pair of values.
    pub(super) pairs: Vec<Row>,
}

impl Plan {
    /// Enumerates and covers. O(rows × values).
    ///
    /// # Errors
    /// The evaluator contradicts itself.
    pub(super) fn new(space: &Space) -> Result<Plan> {
        let defaults = space.config(&space.default_row())?;
        let around = space.reachable(&defaults, &space.indices(false));
        let mut universe = Vec::new();
        for index in cover(&around) {
            let config = space.config(&around[index])?;
            universe.extend(space.reachable(&config, &space.indices(true)));
        }
        let pairs = cover(&universe).into_iter().map(|index| universe[index].clone()).collect();
        Ok(Plan { universe, pairs })
    }

    /// The rows by their memory options; those with the same in the universe's order, the defaults around them first.
    pub(super) fn by_memory_options(&self, space: &Space) -> BTreeMap<Row, Vec<&Row>> {
        let mut found: BTreeMap<Row, Vec<&Row>> = BTreeMap::new();
        for row in &self.universe {
            found.entry(space.memory_part(row)).or_default().push(row);
        }
        found
    }

    /// The rows that show every pair, then one for each other combination of memory options. The surroundings of these
    /// change from one to the next, but their numbers are the defaults, for which the costs are on record.
    pub(super) fn full(&self, space: &Space) -> Vec<Row> {
        let mut rows = self.pairs.clone();
        let done: BTreeSet<Row> = rows.iter().map(|row| space.memory_part(row)).collect();
        let others = self.by_memory_options(space).into_iter().filter(|(part, _)| !done.contains(part));
        for (turn, (_, choices)) in others.enumerate() {
            let usual: Vec<&Row> =
                choices.iter().copied().filter(|row| space.has_default_numbers(row)).collect();
            let choices = if usual.is_empty() { choices } else { usual };
            rows.push(choices[turn % choices.len()].clone());
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::super::space::ABSENT;
    use super::*;
    use crate::workspace::Workspace;
    use std::sync::{Arc, OnceLock};

    /// Made once for all tests.
    fn of_this_tree() -> &'static (Space, Plan) {
        static THIS: OnceLock<(Space, Plan)> = OnceLock::new();
        THIS.get_or_init(|| {
            let workspace = Workspace::find().expect("a workspace");
            let space = Space::new(Arc::new(workspace.project().expect("a project").load()));
            let plan = Plan::new(&space).expect("a plan");
            (space, plan)
        })
    }

    /// The values of a row by the names of the options.
    fn values<'s>(space: &'s Space, row: &[u8]) -> BTreeMap<&'s str, &'s str> {
        let named = space.dimensions.iter().zip(row).filter(|&(_, &value)| value != ABSENT);
        named.map(|(d, &value)| (d.name.as_str(), d.values[value as usize].as_str())).collect()
    }

    /// Pairs of values by name, as the evaluator gives them.
    fn shown(space: &Space, rows: &[Row]) -> BTreeSet<[(String, String); 2]> {
        let mut found = BTreeSet::new();
        for row in rows {
            let config = space.config(row).expect("a row is a configuration");
            let row = space.row(&config);
            let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
            let values: Vec<_> = self::values(space, &row).into_iter().map(own).collect();
            for (index, one) in values.iter().enumerate() {
                found.extend(values[index + 1..].iter().map(|other| [one.clone(), other.clone()]));
            }
        }
        found
    }

    #[test]
    fn the_subset_shows_what_can_be_together() {
        let (space, plan) = of_this_tree();
        let shown = shown(space, &plan.pairs);
        let has = |one: (&str, &str), other: (&str, &str)| {
            shown.iter().any(|[a, b]| {
                let pair = [(a.0.as_str(), a.1.as_str()), (b.0.as_str(), b.1.as_str())];
                pair == [one, other] || pair == [other, one]
            })
        };
        // Some that were thought of by hand; the cover's own tests try all.
        assert!(has(("LOSCFG_KERNEL_MEM_SLAB_AUTO_EXPANSION_MODE", "y"), ("LOSCFG_MEM_MUL_POOL", "n")));
        assert!(has(("Board", "LOSCFG_PLATFORM_LM3S6965EVB"), ("LOSCFG_BASE_CORE_TSK_LIMIT", "65534")));
        assert!(has(("LOSCFG_MEM_TASK_STAT", "n"), ("LOSCFG_MEM_SYS_SIZE", "0x40000000")));
        let little = ("Dynamic Memory Management Algorithm", "LOSCFG_KERNEL_MEM_BESTFIT_LITTLE");
        assert!(has(little, ("Lock of the memory pools", "LOSCFG_MEM_LOCK_NONE")));
        assert!(!has(little, ("LOSCFG_MEM_MUL_MODULE", "y")), "module statistics need bestfit");
        assert!(plan.pairs.len() < 60, "{} rows", plan.pairs.len());
    }

    #[test]
    fn the_full_form_has_every_combination_of_memory_options() {
        let (space, plan) = of_this_tree();
        let rows = plan.full(space);
        let parts: BTreeSet<Row> = rows.iter().map(|row| space.memory_part(row)).collect();
        assert_eq!(parts, plan.by_memory_options(space).into_keys().collect());
        // bestfit: three kinds of slab, tasks or not, and for the debugging options what the tree says.
        let plain = |values: &BTreeMap<&str, &str>| values["LOSCFG_DEBUG_VERSION"] == "n";
        let undebugged: BTreeSet<Row> =
            rows.iter().filter(|row| plain(&values(space, row))).map(|row| space.memory_part(row)).collect();
        assert_eq!(undebugged.len(), 2 * 3 * 2);
        let distinct: BTreeSet<&Row> = rows.iter().collect();
        assert_eq!(distinct.len(), rows.len(), "no configuration is tried twice");
    }
}
