//! The value that a Makefile gives to one variable, as far as that can be told without make.
//!
//! Understands assignments, conditionals, and the functions `shell`, `if`, `filter` and `subst`. What it does not
//! understand is unknown, never guessed. Knows nothing of kernels.

use std::collections::BTreeMap;

/// Runs a command; its output without the line break at its end.
type Shell<'a> = &'a dyn Fn(&str) -> String;

/// What is known while a Makefile is read.
pub(super) struct Makefile<'a> {
    /// Variables that no assignment of the file changes.
    given: &'a BTreeMap<String, String>,
    shell: Shell<'a>,
    /// What the file assigned, not expanded; `None`: under a condition, so that it is unknown.
    assigned: BTreeMap<String, Option<String>>,
}

/// A conditional that is open: the conditions of the branches so far, the last one being that of the present branch.
type Branches = Vec<Option<String>>;

/// Why there is no value.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Unknown;

impl<'a> Makefile<'a> {
    pub(super) fn new(given: &'a BTreeMap<String, String>, shell: Shell<'a>) -> Makefile<'a> {
        Makefile { given, shell, assigned: BTreeMap::new() }
    }

    /// The value that a text gives to the variable `wanted`; empty if none. O(text).
    ///
    /// # Errors
    /// It depends on something that only make knows.
    pub(super) fn value(mut self, text: &str, wanted: &str) -> Result<String, Unknown> {
        let mut open: Vec<Branches> = Vec::new();
        let mut found = String::new();
        for line in logical_lines(text) {
            let line = line.trim();
            let (word, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
            match word {
                "ifeq" | "ifneq" | "ifdef" | "ifndef" => open.push(vec![Some(line.to_owned())]),
                "else" => {
                    let condition = (!rest.trim().is_empty()).then(|| rest.trim().to_owned());
                    open.last_mut().ok_or(Unknown)?.push(condition);
                }
                "endif" => drop(open.pop()),
                _ => {
                    let Some((name, operator, value)) = assignment(line) else { continue };
                    if name == wanted {
                        if !self.all_hold(&open)? || operator == "?=" && !found.is_empty() {
                            continue;
                        }
                        let value = self.expand(value)?;
                        found = if operator == "+=" { format!("{found} {value}") } else { value };
                    } else {
                        let known = open.is_empty() && operator != "+=" && operator != "?=";
                        self.assigned.insert(name.to_owned(), known.then(|| value.to_owned()));
                    }
                }
            }
        }
        Ok(found)
    }

    /// Whether make would read what stands in the present branches.
    fn all_hold(&self, open: &[Branches]) -> Result<bool, Unknown> {
        for branches in open {
            let (present, before) = branches.split_last().ok_or(Unknown)?;
            for condition in before.iter().flatten() {
                if self.holds(condition)? {
                    return Ok(false);
                }
            }
            if let Some(condition) = present
                && !self.holds(condition)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn holds(&self, condition: &str) -> Result<bool, Unknown> {
        let (word, rest) = condition.split_once([' ', '\t']).ok_or(Unknown)?;
        let rest = rest.trim();
        match word {
            "ifdef" => Ok(!self.variable(rest)?.is_empty()),
            "ifndef" => Ok(self.variable(rest)?.is_empty()),
            "ifeq" | "ifneq" => {
                let (left, right) = sides(rest).ok_or(Unknown)?;
                let equal = self.expand(left.trim())? == self.expand(right.trim())?;
                Ok(equal == (word == "ifeq"))
            }
            _ => Err(Unknown),
        }
    }

    fn variable(&self, name: &str) -> Result<String, Unknown> {
        if let Some(value) = self.given.get(name) {
            return Ok(value.clone());
        }
        match self.assigned.get(name) {
            Some(Some(value)) if value.contains(&format!("$({name})")) => Err(Unknown),
            Some(Some(value)) => self.expand(value),
            Some(None) => Err(Unknown),
            None => Ok(std::env::var(name).unwrap_or_default()),
        }
    }

    fn expand(&self, text: &str) -> Result<String, Unknown> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            out += before;
            if let Some(after) = after.strip_prefix('$') {
                out.push('$');
                rest = after;
                continue;
            }
            let end = after.strip_prefix('(').and_then(closing).ok_or(Unknown)?;
            out += &self.reference(&after[1..=end])?;
            rest = &after[end + 2..];
        }
        Ok(out + rest)
    }

    /// What stands between the parentheses of `$(…)`.
    fn reference(&self, inside: &str) -> Result<String, Unknown> {
        let Some((function, arguments)) = inside.split_once(' ') else { return self.variable(inside) };
        let arguments = split(arguments.trim_start());
        match (function, arguments.as_slice()) {
            ("shell", _) => Ok((self.shell)(&self.expand(inside[function.len()..].trim())?)),
            ("if", [condition, then, rest @ ..]) => match self.expand(condition.trim())?.is_empty() {
                false => self.expand(then),
                true => rest.first().map_or(Ok(String::new()), |otherwise| self.expand(otherwise)),
            },
            ("filter", [patterns, words]) => {
                let (patterns, words) = (self.expand(patterns)?, self.expand(words)?);
                let fits = |word: &&str| patterns.split_whitespace().any(|pattern| matches(pattern, word));
                Ok(words.split_whitespace().filter(fits).collect::<Vec<_>>().join(" "))
            }
            ("subst", [from, to, words]) => {
                Ok(self.expand(words)?.replace(&self.expand(from)?, &self.expand(to)?))
            }
            _ => Err(Unknown),
        }
    }
}

/// Lines without comments, joined where one ends with a backslash.
fn logical_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        let line = line.split_once('#').map_or(line, |(before, _)| before).trim_end();
        let (line, more) = line.strip_suffix('\\').map_or((line, false), |line| (line, true));
        match lines.last_mut().filter(|_| goes_on) {
            Some(last) => *last = format!("{} {}", last.trim_end(), line.trim_start()),
            None => lines.push(line.to_owned()),
        }
        goes_on = more;
    }
    lines
}

fn assignment(line: &str) -> Option<(&str, &str, &str)> {
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let (name, rest) = line.split_at(end);
    let rest = rest.trim_start();
    let operator = ["::=", ":=", "?=", "+=", "="].into_iter().find(|operator| rest.starts_with(operator))?;
    (!name.is_empty()).then(|| (name, operator, rest[operator.len()..].trim()))
}

/// Where the parenthesis closes that was opened just before the text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The parts between the commas that stand in no parentheses.
fn split(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_u32, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Both sides of `(a,b)`, `"a" "b"` or `'a' 'b'`.
fn sides(text: &str) -> Option<(&str, &str)> {
    if let Some(inside) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        return match split(inside).as_slice() {
            [left, right] => Some((left, right)),
            _ => None,
        };
    }
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (left, rest) = text[1..].split_once(quote)?;
    Some((left, rest.trim().strip_prefix(quote)?.strip_suffix(quote)?))
}

fn matches(pattern: &str, word: &str) -> bool {
    match pattern.split_once('%') {
        None => pattern == word,
        Some((before, after)) => {
            word.len() >= before.len() + after.len() && word.starts_with(before) && word.ends_with(after)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<String, Unknown> {
        let given = BTreeMap::from([("ARCH".to_owned(), "i386".to_owned())]);
        let shell = |command: &str| if command == "uname -m" { "ppc64" } else { "" }.to_owned();
        Makefile::new(&given, &shell).value(text, "WANTED")
    }

    #[test]
    fn the_branch_that_make_takes_counts() {
        let text = "ifeq ($(ARCH),x86)\n  ifeq ($(X),)\nWANTED := a\n  endif\nelse ifdef NONE\nWANTED := b\nelse\n\
                    \tWANTED := $(ARCH)_c # why\nendif\n";
        assert_eq!(value(text).as_deref(), Ok("i386_c"));
        assert_eq!(value("ifneq \"$(ARCH)\" \"i386\"\nWANTED = a\nendif\n").as_deref(), Ok(""));
        assert_eq!(value("ARCH := other\nWANTED = $(ARCH)\n").as_deref(), Ok("i386"));
    }

    #[test]
    fn the_usual_functions_are_expanded() {
        let text =
            "uname := $(shell uname -m)\nWANTED := $(if $(filter ppc%,$(uname)),$(uname),other)_defconfig\n";
        assert_eq!(value(text).as_deref(), Ok("ppc64_defconfig"));
        assert_eq!(value("WANTED = $(subst c,,$(subst b,x,abc)) \\\n  d\n").as_deref(), Ok("ax d"));
    }

    #[test]
    fn what_only_make_knows_is_unknown_where_it_matters() {
        let text = "ifeq ($(call f,x),y)\nOTHER = 1\nendif\nWANTED = a\n";
        assert_eq!(value(text).as_deref(), Ok("a"));
        assert_eq!(value("ifeq ($(call f,x),y)\nWANTED = 1\nendif\n"), Err(Unknown));
        assert_eq!(value("ifdef A\nX = 1\nendif\nWANTED = $(X)\n"), Err(Unknown));
        assert_eq!(value("A = $(B)\nB = 1\nWANTED = $(A"), Err(Unknown));
    }
}
