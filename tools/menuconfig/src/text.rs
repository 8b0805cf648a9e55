//! Text on a grid: widths, cutting and wrapping.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text in at most `columns` columns; what was cut off shows as `...`.
pub(crate) fn fit(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let dots = ".".repeat(columns.min(3));
    let mut cut = String::new();
    let mut room = columns - dots.len();
    for c in text.chars() {
        let width = c.width().unwrap_or(0);
        if width > room {
            break;
        }
        room -= width;
        cut.push(c);
    }
    cut + &dots
}

/// The text in lines of at most `columns` columns, broken between words where that is possible. A broken line goes
/// on at the indent of its beginning, if that leaves room.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    text.lines().flat_map(|line| wrap_line(&line.replace('\t', "        "), columns)).collect()
}

fn wrap_line(line: &str, columns: usize) -> Vec<String> {
    let line = line.trim_end();
    if line.width() <= columns {
        return vec![line.to_owned()];
    }
    let spaces = line.len() - line.trim_start_matches(' ').len();
    let indent = " ".repeat(if spaces * 2 <= columns { spaces } else { 0 });
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in line.split_inclusive(' ') {
        if current.width() + word.trim_end().width() > columns && !current.trim().is_empty() {
            lines.push(current.trim_end().to_owned());
            current = indent.clone();
        }
        for c in word.chars() {
            // A word longer than the line is cut where the line ends.
            if current.width() + c.width().unwrap_or(0) > columns && c != ' ' && current.len() > indent.len()
            {
                lines.push(current.trim_end().to_owned());
                current = indent.clone();
            }
            if current.len() < columns || c != ' ' {
                current.push(c);
            }
        }
    }
    if !current.trim().is_empty() || lines.is_empty() {
        lines.push(current.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_columns() {
        let texts = [
            "a bb ccc dddd eeeee",
            "  indented text that goes on",
            "漢字漢字 漢字",
            "xxxxxxxxxxxxxxxxxxxxxxxxx",
        ];
        for text in texts {
            for columns in 2..30 {
                let lines = wrap(text, columns);
                assert!(lines.iter().all(|line| width(line) <= columns), "{columns}: {lines:?}");
                let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                assert_eq!(letters(&lines.concat()), letters(text), "{columns}: nothing is lost");
            }
        }
    }

    #[test]
    fn a_broken_line_goes_on_at_its_indent() {
        assert_eq!(wrap("  one two three", 9), ["  one two", "  three"]);
    }

    #[test]
    fn what_is_cut_off_shows() {
        assert_eq!(fit("abcdef", 6), "abcdef");
        assert_eq!(fit("abcdefg", 6), "abc...");
        assert_eq!(fit("漢字漢字", 6), "漢...");
        assert_eq!(fit("abc", 0), "");
    }
}
