//! Making a case smaller while it still shows its difference: by files, by statements, by lines, by characters.

use super::input::Input;
use anyhow::Result;

/// The most runs of both programs for one case.
const MOST_TRIALS: usize = 3000;

/// Takes away whatever the difference does not need; `differs` says whether it is still there.
pub(super) fn shrink(input: Input, differs: impl FnMut(&Input) -> Result<bool>) -> Result<Input> {
    let mut work = Work { input, differs, trials: 0 };
    loop {
        let before = work.input.clone();
        work.call()?;
        for name in work.names() {
            work.text(&name, &blocks)?;
            work.text(&name, &frames)?;
            work.text(&name, &lines)?;
        }
        if work.input == before || work.trials >= MOST_TRIALS {
            break;
        }
    }
    for name in work.names() {
        work.text(&name, &characters)?;
        work.text(&name, &lines)?;
    }
    work.rename()?;
    Ok(work.input)
}

/// The file names of [`Work::text`] are those of the case, and this for standard input.
const STDIN: &str = "stdin";

struct Work<D> {
    input: Input,
    differs: D,
    trials: usize,
}

/// Parts of a text that can be taken away, each as some ranges of bytes.
type Parts = Vec<Vec<std::ops::Range<usize>>>;

impl<D: FnMut(&Input) -> Result<bool>> Work<D> {
    /// Takes another input if it shows the difference too.
    fn try_input(&mut self, smaller: Input) -> Result<bool> {
        if smaller == self.input || self.trials >= MOST_TRIALS {
            return Ok(false);
        }
        self.trials += 1;
        let differs = (self.differs)(&smaller)?;
        if differs {
            self.input = smaller;
        }
        Ok(differs)
    }

    fn names(&self) -> Vec<String> {
        self.input.files.keys().cloned().chain([STDIN.to_owned()]).collect()
    }

    /// Environment, arguments, whole files.
    fn call(&mut self) -> Result<()> {
        for index in (0..self.input.environment.len()).rev() {
            let mut smaller = self.input.clone();
            smaller.environment.remove(index);
            self.try_input(smaller)?;
        }
        let mut smaller = self.input.clone();
        smaller.arguments.retain(|argument| argument != "-s");
        self.try_input(smaller)?;
        for name in self.names() {
            let mut smaller = self.input.clone();
            match name.as_str() {
                STDIN => smaller.stdin.clear(),
                "Kconfig" => continue,
                _ => drop(smaller.files.remove(&name)),
            }
            self.try_input(smaller)?;
        }
        Ok(())
    }

    /// Takes away parts of one text: many at once, then fewer, then one.
    fn text(&mut self, name: &str, parts: &dyn Fn(&[u8]) -> Parts) -> Result<()> {
        let mut size = usize::MAX;
        loop {
            let Some(all) = self.content(name).map(parts) else { return Ok(()) };
            size = size.min(all.len().div_ceil(2));
            let mut end = all.len();
            while end > 0 {
                let begin = end.saturating_sub(size.max(1));
                let Some(text) = self.content(name) else { return Ok(()) };
                let Some(now) = Some(parts(text)).filter(|now| now.len() >= end) else { break };
                let shorter = without(text, &now[begin..end]);
                let mut smaller = self.input.clone();
                match name {
                    STDIN => smaller.stdin = shorter,
                    _ => drop(smaller.files.insert(name.to_owned(), shorter)),
                }
                self.try_input(smaller)?;
                end = begin;
            }
            if size <= 1 {
                return Ok(());
            }
            size /= 2;
        }
    }

    fn content(&self, name: &str) -> Option<&[u8]> {
        match name {
            STDIN => Some(&self.input.stdin),
            _ => self.input.files.get(name).map(Vec::as_slice),
        }
    }

    /// Gives symbols and texts the shortest names, so that equal cases become equal.
    fn rename(&mut self) -> Result<()> {
        let joined: Vec<u8> = self.input.files.values().flatten().copied().collect();
        let text = String::from_utf8_lossy(&joined).into_owned();
        let mut names: Vec<&str> = text
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .map(|word| word.strip_prefix("CONFIG_").unwrap_or(word))
            .filter(|word| {
                word.starts_with('S') && word.len() > 1 && word[1..].bytes().all(|b| b.is_ascii_digit())
            })
            .collect();
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(*name));
        let mut fresh = ('A'..='Z').filter(|letter| !names.is_empty() && *letter != 'S');
        // The longest first: S1 begins S12.
        let mut pairs: Vec<_> = names.iter().filter_map(|name| Some((*name, fresh.next()?))).collect();
        pairs.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let mut renamed = self.input.clone();
        for content in renamed.files.values_mut().chain([&mut renamed.stdin]) {
            let Ok(mut text) = String::from_utf8(content.clone()) else { continue };
            for (name, letter) in &pairs {
                text = text.replace(name, &letter.to_string());
            }
            *content = text.into_bytes();
        }
        self.try_input(renamed)?;
        Ok(())
    }
}

/// A text without some of its parts.
fn without(text: &[u8], parts: &[Vec<std::ops::Range<usize>>]) -> Vec<u8> {
    let gone = |place: &usize| parts.iter().flatten().any(|range| range.contains(place));
    (0..text.len()).filter(|place| !gone(place)).map(|place| text[place]).collect()
}

/// The lines of a text with their places.
fn line_ranges(text: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut start = 0;
    text.split_inclusive(|byte| *byte == b'\n')
        .map(|line| {
            let range = start..start + line.len();
            start = range.end;
            range
        })
        .collect()
}

fn lines(text: &[u8]) -> Parts {
    line_ranges(text).into_iter().map(|range| vec![range]).collect()
}

/// Every character but a line break at the end: a file without one is a finding of its own.
fn characters(text: &[u8]) -> Parts {
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    let mut parts = Vec::new();
    for chunk in text.utf8_chunks() {
        let lengths = chunk.valid().chars().map(char::len_utf8).chain(chunk.invalid().iter().map(|_| 1));
        for length in lengths {
            let start = parts.last().map_or(0, |last: &Vec<std::ops::Range<usize>>| last[0].end);
            parts.push(std::iter::once(start..start + length).collect());
        }
    }
    parts
}

/// The first word of a line.
fn word(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii_start();
    let end = line.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(line.len());
    &line[..end]
}

/// Whether a line begins a statement that is not a property.
fn begins_entry(line: &[u8]) -> bool {
    let words: [&[u8]; 12] = [
        b"config",
        b"menuconfig",
        b"choice",
        b"endchoice",
        b"menu",
        b"endmenu",
        b"if",
        b"endif",
        b"comment",
        b"mainmenu",
        b"source",
        b"",
    ];
    words.contains(&word(line)) && !line.trim_ascii().is_empty()
}

/// Entries with their properties, and blocks as a whole.
fn blocks(text: &[u8]) -> Parts {
    let lines = line_ranges(text);
    let mut parts = Vec::new();
    for (index, range) in lines.iter().enumerate() {
        if !begins_entry(&text[range.clone()]) {
            continue;
        }
        let end = match closing(text, &lines, index) {
            Some(end) => lines[end].end,
            None => {
                let rest = lines[index + 1..].iter().find(|range| begins_entry(&text[(*range).clone()]));
                rest.map_or(text.len(), |next| next.start)
            }
        };
        parts.push(std::iter::once(range.start..end).collect());
    }
    parts
}

/// The first and the last line of each block, without what is inside.
fn frames(text: &[u8]) -> Parts {
    let lines = line_ranges(text);
    let frame = |index: usize| Some(vec![lines[index].clone(), lines[closing(text, &lines, index)?].clone()]);
    (0..lines.len()).filter_map(frame).collect()
}

/// The line that closes the block which a line opens.
fn closing(text: &[u8], lines: &[std::ops::Range<usize>], index: usize) -> Option<usize> {
    let opener = word(&text[lines[index].clone()]);
    if !matches!(opener, b"menu" | b"if" | b"choice") {
        return None;
    }
    let end = [b"end".as_slice(), opener].concat();
    let mut depth = 0;
    for (place, range) in lines.iter().enumerate().skip(index) {
        let here = word(&text[range.clone()]);
        if here == opener {
            depth += 1;
        } else if here == end {
            depth -= 1;
            if depth == 0 {
                return Some(place);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{blocks, characters, frames, shrink, without};
    use crate::difftest::input::Input;

    fn input(tree: &str) -> Input {
        Input { files: [("Kconfig".to_owned(), tree.into())].into(), ..Input::default() }
    }

    #[test]
    fn a_difference_is_reduced_to_what_it_needs() {
        let tree = "if y\nconfig S3\n\tbool \"three\"\n\thelp\n\t  words\nendif\nmenu \"m\"\nconfig S4\n\tbool\nendmenu\n";
        let mut start = input(tree);
        start.files.insert(".config".to_owned(), b"CONFIG_S3=y\n".to_vec());
        start.environment.push(("ENV".to_owned(), "y".to_owned()));
        let small = shrink(start, |input| {
            let text = String::from_utf8_lossy(&input.files["Kconfig"]).into_owned();
            Ok(text.contains("config ") && text.contains("bool \""))
        });
        let small = small.expect("cannot fail");
        assert_eq!(small.files.len(), 1);
        assert_eq!(small.files["Kconfig"], b"config bool \"\n");
        assert!(small.environment.is_empty());
    }

    #[test]
    fn symbols_get_the_names_of_their_order() {
        let needed = |input: &Input| {
            let text = String::from_utf8_lossy(&input.files["Kconfig"]).into_owned();
            let names: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("config ")).collect();
            Ok(names.len() == 2
                && names[0] != names[1]
                && names.iter().all(|name| matches!(*name, "S7" | "S3" | "A" | "B")))
        };
        let small = shrink(input("config S7\nconfig S3\n"), needed).expect("cannot fail");
        assert_eq!(small.files["Kconfig"], b"config A\nconfig B\n");
    }

    #[test]
    fn blocks_and_their_frames_are_parts() {
        let text = b"if A\nconfig B\n\tbool\nendif\nconfig C\n";
        let parts = |parts: Vec<Vec<std::ops::Range<usize>>>| -> Vec<Vec<u8>> {
            parts.iter().map(|part| without(text, std::slice::from_ref(part))).collect()
        };
        assert_eq!(parts(blocks(text))[0], b"config C\n");
        assert_eq!(parts(frames(text)), [b"config B\n\tbool\nconfig C\n"]);
        assert_eq!(characters("aé\u{1F600}".as_bytes()).len(), 3);
        assert_eq!(characters(b"a\xff\xfe").len(), 3);
    }
}
