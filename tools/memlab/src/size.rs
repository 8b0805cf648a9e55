//! Sizes as people write and read them.
//!
//! Knows nothing of pools.

use std::fmt;

/// A number of bytes, printed with its thousands apart and, from 1 KiB, in the next unit too.
///
/// ```
/// assert_eq!(memlab::size::Bytes(1_330_000).to_string(), "1,330,000 bytes (1.27 MiB)");
/// assert_eq!(memlab::size::Bytes(100).to_string(), "100 bytes");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bytes(pub usize);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", Count(self.0 as u64))?;
        let unit = UNITS.iter().rev().find(|(_, bytes)| *bytes > 1 && self.0 as u64 >= *bytes);
        match unit {
            Some((name, bytes)) => write!(f, " ({:.2} {name})", self.0 as f64 / *bytes as f64),
            None => Ok(()),
        }
    }
}

/// A count, printed with its thousands apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count(pub u64);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        let mut text = String::with_capacity(digits.len() * 4 / 3);
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        f.pad_integral(true, "", &text)
    }
}

const UNITS: [(&str, u64); 4] = [("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];

/// Reads a size: a whole number of bytes (decimal, or hexadecimal after `0x`), or of KiB, MiB or GiB.
///
/// Thousands may be set apart by `,` or `_`; the unit's case does not matter.
///
/// # Errors
/// A text that tells the fault and shows how a size is written.
///
/// ```
/// use memlab::size::parse;
/// assert_eq!(parse("64KiB"), Ok(65536));
/// assert_eq!(parse("1,330,000"), Ok(1_330_000));
/// assert!(parse("64KB").unwrap_err().contains("64KiB"));
/// ```
pub fn parse(text: &str) -> Result<usize, String> {
    const EXAMPLES: &str =
        "write a whole number of bytes, or one with KiB, MiB or GiB, as in 65536, 64KiB or 0x10000";
    let text = text.trim();
    let hex = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    let (number, unit) = match hex {
        Some(digits) => (u64::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+')), 1),
        None => {
            let end =
                text.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '_')).unwrap_or(text.len());
            let (digits, unit) = text.split_at(end);
            let unit = unit.trim_start();
            if digits.is_empty() {
                return Err(format!("no number; {EXAMPLES}"));
            }
            if unit.starts_with('.') {
                return Err(format!("not a whole number; {EXAMPLES}"));
            }
            (grouped(digits), unit_bytes(digits, unit)?)
        }
    };
    let number = number.ok_or_else(|| format!("not a number that can be read; {EXAMPLES}"))?;
    let bytes = number.checked_mul(unit).and_then(|bytes| usize::try_from(bytes).ok());
    match bytes {
        None => Err("more bytes than this machine can address".to_string()),
        Some(0) => Err(format!("a pool of no bytes holds nothing; {EXAMPLES}")),
        Some(bytes) => Ok(bytes),
    }
}

fn unit_bytes(digits: &str, unit: &str) -> Result<u64, String> {
    if unit.is_empty() {
        return Ok(1);
    }
    if let Some((_, bytes)) = UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)) {
        return Ok(*bytes);
    }
    // `K` and `KB` mean 1000 to some and 1024 to others; a pool's size should not be a guess.
    let meant = UNITS[1..].iter().find(|(name, _)| {
        let letter = &name[..1];
        unit.eq_ignore_ascii_case(letter) || unit.eq_ignore_ascii_case(&format!("{letter}B"))
    });
    Err(match meant {
        Some((name, bytes)) => {
            format!(
                "\"{unit}\" may mean two things; write {digits}{name} for units of {} bytes",
                Count(*bytes)
            )
        }
        None => format!("\"{}\" is not a unit; use KiB, MiB or GiB, or none for bytes", unit.escape_debug()),
    })
}

/// A decimal number whose groups after the first, if any, have three digits: `1,5` is more likely a slip than 15.
fn grouped(digits: &str) -> Option<u64> {
    let mut groups = digits.split([',', '_']);
    let first = groups.next()?;
    let mut all = first.to_string();
    for group in groups {
        if group.len() != 3 || first.is_empty() {
            return None;
        }
        all.push_str(group);
    }
    all.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_whole_numbers_of_bytes_or_binary_units() {
        for (text, bytes) in [
            ("1", 1),
            ("65536", 65536),
            ("0x10000", 65536),
            ("0XfF", 255),
            ("64KiB", 65536),
            ("64 kib", 65536),
            ("2MiB", 2 << 20),
            ("1GiB", 1 << 30),
            ("12B", 12),
            ("1_330_000", 1_330_000),
            ("1,330,000", 1_330_000),
            (" 8 ", 8),
        ] {
            assert_eq!(parse(text), Ok(bytes), "{text}");
        }
    }

    #[test]
    fn a_wrong_size_tells_how_to_write_it() {
        for (text, word) in [
            ("", "no number"),
            ("lots", "no number"),
            ("-5", "no number"),
            ("0", "holds nothing"),
            ("1.5MiB", "whole number"),
            ("1,5MiB", "whole number"),
            (",500", "whole number"),
            ("64K", "64KiB"),
            ("64KB", "64KiB"),
            ("64mb", "64MiB"),
            ("64TiB", "not a unit"),
            ("0xZZ", "whole number"),
            ("0x", "whole number"),
            ("0x+1", "whole number"),
            ("99999999999999999999", "whole number"),
            ("99999999999GiB", "address"),
        ] {
            let message = parse(text).unwrap_err();
            assert!(message.contains(word), "{text}: {message}");
        }
    }

    #[test]
    fn counts_keep_their_width_when_padded() {
        assert_eq!(format!("{:>9}", Count(12345)), "   12,345");
        assert_eq!(Count(0).to_string(), "0");
        assert_eq!(Count(999).to_string(), "999");
        assert_eq!(Count(1_000_000).to_string(), "1,000,000");
    }
}
