//! A few rows that show every pair of values which any of many rows shows.
//!
//! Most faults of a configuration come from one option or from two together; so few rows find most of what all rows
//! find. Knows nothing of options: a row is a list of numbers.

use super::space::ABSENT;

/// The pairs of values that rows show; a pair has a bit.
struct Pairs {
    /// The number of the first value of each column.
    starts: Vec<usize>,
    /// How many values there are.
    values: usize,
    bits: Vec<u64>,
}

impl Pairs {
    fn new(rows: &[Vec<u8>]) -> Pairs {
        let columns = rows.first().map_or(0, Vec::len);
        let mut starts = Vec::new();
        let mut values = 0;
        for column in 0..columns {
            starts.push(values);
            let highest = rows.iter().map(|row| row[column]).filter(|&value| value != ABSENT).max();
            values += highest.map_or(0, |value| usize::from(value) + 1);
        }
        Pairs { starts, values, bits: vec![0; (values * values).div_ceil(64)] }
    }

    /// The bits of a row's pairs. A row with one value shows that value, as a pair with itself.
    fn of<'r>(&'r self, row: &'r [u8]) -> impl Iterator<Item = usize> + 'r {
        let numbered = move |column: usize| {
            (row[column] != ABSENT).then(|| self.starts[column] + usize::from(row[column]))
        };
        (0..row.len()).filter_map(move |column| Some((column, numbered(column)?))).flat_map(
            move |(column, one)| {
                (column..row.len()).filter_map(numbered).map(move |other| one * self.values + other)
            },
        )
    }

    fn has(&self, bit: usize) -> bool {
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    fn add(&mut self, row: &[u8]) {
        let bits: Vec<usize> = self.of(row).collect();
        for bit in bits {
            self.bits[bit / 64] |= 1 << (bit % 64);
        }
    }

    fn gain(&self, row: &[u8]) -> usize {
        self.of(row).filter(|&bit| !self.has(bit)).count()
    }
}

/// The indices of rows that together show every pair which any row shows; the first row is always among them.
///
/// Greedy: each time the row that adds most, the first of equals, so that the same rows give the same answer.
/// O(rows × columns² × rows taken).
pub(super) fn cover(rows: &[Vec<u8>]) -> Vec<usize> {
    let mut pairs = Pairs::new(rows);
    let mut open: Vec<usize> = (0..rows.len()).collect();
    let mut taken = Vec::new();
    let mut next = open.first().copied();
    while let Some(index) = next {
        pairs.add(&rows[index]);
        taken.push(index);
        let mut best = (0, None);
        // What adds nothing now adds nothing later.
        open.retain(|&index| {
            let gain = pairs.gain(&rows[index]);
            if gain > best.0 {
                best = (gain, Some(index));
            }
            gain > 0
        });
        next = best.1;
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    type Shown = BTreeSet<((usize, u8), (usize, u8))>;

    fn shown<'r>(rows: impl IntoIterator<Item = &'r Vec<u8>>) -> Shown {
        let mut found = Shown::new();
        for row in rows {
            let values: Vec<_> =
                row.iter().copied().enumerate().filter(|&(_, value)| value != ABSENT).collect();
            for &one in &values {
                found.extend(values.iter().map(|&other| (one, other)));
            }
        }
        found
    }

    /// All rows of columns with so many values each.
    fn product(columns: &[u8]) -> Vec<Vec<u8>> {
        columns.iter().fold(vec![Vec::new()], |rows, &values| {
            let longer =
                |row: &Vec<u8>| (0..values).map(|value| [row.as_slice(), &[value]].concat()).collect();
            rows.iter().flat_map::<Vec<Vec<u8>>, _>(longer).collect()
        })
    }

    #[test]
    fn every_pair_that_is_possible_together_occurs() {
        let all = product(&[2, 3, 4, 2, 2, 3]);
        // Some rows are not valid, and in some an option is absent.
        let mut rows: Vec<Vec<u8>> =
            all.into_iter().filter(|row| row[1] != 2 || (row[2] != 3 && row[0] == 1)).collect();
        for row in rows.iter_mut().filter(|row| row[0] == 0) {
            row[5] = ABSENT;
        }
        let chosen = cover(&rows);
        assert_eq!(shown(chosen.iter().map(|&index| &rows[index])), shown(&rows));
        assert!(chosen.len() <= 20, "{} of {}", chosen.len(), rows.len());
    }

    #[test]
    fn few_rows_cover_many_switches() {
        let rows = product(&[2; 12]);
        assert!(cover(&rows).len() <= 12);
    }

    #[test]
    fn the_choice_is_always_the_same_and_begins_with_the_first_row() {
        let rows = product(&[3, 3, 2]);
        assert_eq!(cover(&rows), cover(&rows.clone()));
        assert_eq!(cover(&rows)[0], 0);
    }

    #[test]
    fn a_single_column_and_no_row_at_all_are_covered_too() {
        assert_eq!(cover(&product(&[3])).len(), 3);
        assert_eq!(cover(&[]), Vec::<usize>::new());
    }
}
