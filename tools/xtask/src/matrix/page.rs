//! The tables of the page about costs, from the record.
//!
//! The record has a line for each combination of options; the page shows the configurations that have a name, and what
//! each option adds to the smallest configuration that can have it.

use super::cost::{COLUMNS, Cost, Record};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Where the page stands in the repository.
pub(super) const FILE: &str = "src/docs/cost.md";

const BEGIN: &str = "<!-- Written by `cargo xtask matrix --cost`: -->\n";
const END: &str = "<!-- Written by hand again. -->\n";

/// The columns as the page shows them, and what they are called there.
const SHOWN: [(&str, &str); 6] = [
    ("header", "header"),
    ("smallest", "smallest block"),
    ("pool16", "16 KiB pool"),
    ("pool64", "64 KiB pool"),
    ("least_code", "code: init, alloc, free"),
    ("code", "code: everything"),
];

/// The page with new tables.
///
/// # Errors
/// The page has lost its marks.
pub(super) fn renew(page: &str, record: &Record, named: &[(String, String)]) -> Result<String> {
    let marks = page.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let Some((before, after)) = marks else { bail!("{FILE} has not the lines {BEGIN}and {END}") };
    let tables = format!("{}\n{}", configurations(record, named)?, prices(record)?);
    Ok(format!("{before}{BEGIN}\n{tables}\n{END}{after}"))
}

/// A table of the configurations with a name: the name and the options that are on.
fn configurations(record: &Record, named: &[(String, String)]) -> Result<String> {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, key) in named {
        names.entry(key).or_default().push(name);
    }
    for algorithm in record.0.keys().filter(|key| !key.contains(' ')) {
        names.entry(algorithm).or_default().insert(0, "the algorithm alone");
    }
    let most = |with_code: bool| {
        let lines = record.0.iter().filter(|(_, cost)| !with_code || cost.contains_key("code"));
        lines.map(|(key, _)| key).max_by_key(|key| key.split(' ').count())
    };
    names.entry(most(false).context("the record is empty")?).or_default().push("everything");
    if let Some(key) = most(true).filter(|&key| Some(key) != most(false)) {
        names.entry(key).or_default().push("everything that a Cortex-M can have");
    }
    let mut lines: Vec<_> = names.into_iter().collect();
    lines.sort_by_key(|(key, _)| (key.split(' ').count(), *key));
    let mut text = head("configuration | options");
    for (key, names) in lines {
        let cost = record.0.get(key).with_context(|| format!("the record has no line for `{key}`"))?;
        let _ = write!(text, "| {} | {} |", names.join(", "), key.replace(' ', ", "));
        cells(&mut text, |column| cost.get(column).map(u64::to_string));
    }
    Ok(text)
}

/// A table of what each option adds.
fn prices(record: &Record) -> Result<String> {
    // For each option the smallest pair of lines that differ in it alone.
    let mut pairs: BTreeMap<&str, (usize, &str, String)> = BTreeMap::new();
    for key in record.0.keys() {
        let options: Vec<&str> = key.split(' ').collect();
        for option in &options {
            let rest: Vec<&str> = options.iter().copied().filter(|other| other != option).collect();
            let rest_key = rest.join(" ");
            let is_smaller = pairs.get(option).is_none_or(|(count, ..)| options.len() < *count);
            if is_smaller && record.0.contains_key(&rest_key) {
                pairs.insert(option, (options.len(), key, rest_key));
            }
        }
    }
    let mut lines: Vec<_> = pairs.into_iter().collect();
    lines.sort_by_key(|(option, (count, ..))| (*count, *option));
    let mut text = head("option | on top of");
    for (option, (_, with, without)) in lines {
        let empty = Cost::new();
        let of = |key: &str| record.0.get(key).unwrap_or(&empty);
        let (with, base) = (of(with), of(&without));
        let _ = write!(text, "| {option} | {} |", without.replace(' ', ", "));
        cells(&mut text, |column| {
            let difference = with.get(column)?.cast_signed() - base.get(column)?.cast_signed();
            Some(if difference == 0 { "0".to_owned() } else { format!("{difference:+}") })
        });
    }
    Ok(text)
}

fn head(first: &str) -> String {
    debug_assert!(SHOWN.iter().all(|(column, _)| COLUMNS.contains(column)));
    let titles = SHOWN.map(|(_, title)| title).join(" | ");
    format!("| {first} | {titles} |\n|---|---|{}\n", "---|".repeat(SHOWN.len()))
}

fn cells(text: &mut String, value: impl Fn(&str) -> Option<String>) {
    for (column, _) in SHOWN {
        let _ = write!(text, " {} |", value(column).unwrap_or_else(|| "–".to_owned()));
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let text = "options,code,least_code,pool16,pool64,header,smallest\n\
            A,5000,900,500,1300,4,16\nA S,6000,950,560,1450,4,16\nA S T,7000,,,,8,16\n\
            A S T U,,,,,20,32\nB,3000,500,24,24,4,8\nB S,4000,500,90,90,4,8\n";
        Record::parse(text).expect("a record")
    }

    #[test]
    fn an_option_costs_what_it_adds_to_the_smallest_configuration() {
        let text = prices(&record()).expect("a record");
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "| S | A | 0 | 0 | +60 | +150 | +50 | +1000 |",
                "| T | A, S | +4 | 0 | – | – | – | +1000 |",
                "| U | A, S, T | +12 | +16 | – | – | – | – |"
            ]
        );
    }

    #[test]
    fn configurations_with_a_name_are_shown_once() {
        let named = [("slab", "A S"), ("default", "A")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        let text = configurations(&record(), &named).expect("a record");
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(lines.len(), 5, "{text}");
        assert_eq!(lines[0], "| the algorithm alone, default | A | 4 | 16 | 500 | 1300 | 900 | 5000 |");
        assert!(lines[2].starts_with("| slab | A, S |"), "{text}");
        assert!(
            lines[3].starts_with("| everything that a Cortex-M can have | A, S, T | 8 | 16 | – |"),
            "{text}"
        );
        assert!(lines[4].starts_with("| everything | A, S, T, U | 20 | 32 | – |"), "{text}");
    }

    #[test]
    fn only_what_stands_between_the_marks_is_written() {
        let page = format!("# Head\n\n{BEGIN}old\n{END}\nFoot\n");
        let new = renew(&page, &record(), &[]).expect("the marks are there");
        assert!(new.starts_with("# Head\n") && new.ends_with("\nFoot\n") && !new.contains("old"), "{new}");
        assert_eq!(renew(&new, &record(), &[]).expect("the marks are there"), new);
        assert!(renew("# Head\n", &record(), &[]).is_err());
    }
}
