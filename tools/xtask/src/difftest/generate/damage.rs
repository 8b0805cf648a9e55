//! Mistakes of people and editors: something is missing, twice, or in the wrong place.

use crate::difftest::random::Random;
use std::collections::BTreeMap;

const WORDS: [&str; 51] = [
    "config",
    "menuconfig",
    "choice",
    "endchoice",
    "menu",
    "endmenu",
    "if",
    "endif",
    "comment",
    "mainmenu",
    "source",
    "bool",
    "tristate",
    "int",
    "hex",
    "string",
    "def_bool",
    "def_tristate",
    "prompt",
    "default",
    "depends",
    "on",
    "select",
    "imply",
    "range",
    "visible",
    "help",
    "S0",
    "S1",
    "y",
    "n",
    "m",
    "12",
    "\"text\"",
    "'x'",
    "=",
    "!=",
    "<",
    ">=",
    "&&",
    "||",
    "!",
    "(",
    ")",
    "$(M0)",
    "&",
    "|",
    ":=",
    "+=",
    "\"",
    "optional",
];
const CHARACTERS: [char; 34] = [
    ' ', '\t', '\n', '\r', '"', '\'', '\\', '#', '$', '(', ')', '&', '|', '!', '=', '<', '>', '+', ':', '-',
    '_', ';', '/', '.', ',', 'y', '0', 'A', 'é', '\u{e0ff}', '\u{1}', '\u{7f}', '`', '@',
];

/// Damages one of the files in one to three places.
pub(super) fn damage(random: &mut Random, files: &mut BTreeMap<String, String>) {
    let names: Vec<_> = files.keys().cloned().collect();
    let Some(text) = files.get_mut(&names[random.below(names.len())]) else { return };
    for _ in 0..1 + random.below(3) {
        *text = match random.below(10) {
            0..4 => of_words(random, text),
            4..7 => of_lines(random, text),
            _ => of_characters(random, text),
        };
    }
}

/// Takes a word away, repeats one, or puts one in.
fn of_words(random: &mut Random, text: &str) -> String {
    let mut words: Vec<&str> = text.split_inclusive([' ', '\n', '\t']).collect();
    let place = random.below(words.len() + 1);
    let fresh = format!("{}{}", random.pick(&WORDS), random.pick(&[" ", " ", "\n", ""]));
    match random.below(4) {
        0 if place < words.len() => _ = words.remove(place),
        1 if place < words.len() => words.insert(place, words[place]),
        2 if place + 1 < words.len() => words.swap(place, place + 1),
        _ => words.insert(place, &fresh),
    }
    words.concat()
}

/// The same with lines, and the end of the file.
fn of_lines(random: &mut Random, text: &str) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let place = random.below(lines.len() + 1);
    let fresh = format!("{}{}\n", random.pick(&["", "\t"]), random.pick(&WORDS));
    match random.below(6) {
        0 if place < lines.len() => _ = lines.remove(place),
        1 if place < lines.len() => lines.insert(place, lines[place]),
        2 if place + 1 < lines.len() => lines.swap(place, place + 1),
        3 => lines.truncate(place),
        4 => {
            let ends = lines.iter().position(|line| line.trim_start().starts_with("end"));
            if let Some(end) = ends {
                lines.remove(end);
            }
        }
        _ => lines.insert(place, &fresh),
    }
    lines.concat()
}

fn of_characters(random: &mut Random, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let place = random.below(characters.len() + 1);
    let fresh = CHARACTERS[random.below(CHARACTERS.len())];
    match random.below(4) {
        0 if place < characters.len() => _ = characters.remove(place),
        1 if place < characters.len() => characters[place] = fresh,
        2 => characters.truncate(place),
        _ => characters.insert(place, fresh),
    }
    characters.into_iter().collect()
}
