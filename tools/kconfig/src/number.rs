//! Numbers as the reference program reads them.

use crate::event::Type;

/// Whether a text is a value of a type: of an int, decimal digits with an optional `-` and no leading zeros; of a
/// hex, hexadecimal digits with an optional `0x`.
pub(crate) fn is_valid(kind: Type, text: &str) -> bool {
    match kind {
        Type::Bool => matches!(text, "n" | "y"),
        Type::Tristate => matches!(text, "n" | "m" | "y"),
        Type::String => true,
        Type::Int => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            !digits.is_empty()
                && digits.bytes().all(|b| b.is_ascii_digit())
                && (digits == "0" || !digits.starts_with('0'))
        }
        Type::Hex => {
            let digits = text.strip_prefix("0x").or(text.strip_prefix("0X")).unwrap_or(text);
            !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit())
        }
    }
}

/// The number at the beginning of a text and whether the whole text was used: blanks, a sign, digits. Base 0 goes by
/// the text's own prefix (`0x`, or `0` for octal). What does not fit saturates and counts as not used.
fn leading(text: &str, base: u32) -> (i128, bool) {
    let text = text.trim_start_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let after_prefix = digits.strip_prefix("0x").or(digits.strip_prefix("0X"));
    let prefixed = after_prefix.filter(|rest| rest.bytes().next().is_some_and(|b| b.is_ascii_hexdigit()));
    let (base, digits) = match (base, prefixed) {
        (0 | 16, Some(rest)) => (16, rest),
        (0, None) if digits.starts_with('0') => (8, digits),
        (0, None) => (10, digits),
        (base, _) => (base, digits),
    };
    let length = digits.bytes().take_while(|b| char::from(*b).is_digit(base)).count();
    // Everything beyond 64 bits is the same to the caller.
    let value = digits[..length].chars().fold(0i128, |sum, c| {
        (sum * i128::from(base) + i128::from(c.to_digit(base).unwrap_or(0))).min(1 << 70)
    });
    (if negative { -value } else { value }, length > 0 && length == digits.len())
}

/// The number that a text begins with, in a base (16 takes `0x`), saturated to 64 bits; 0 if there is none.
pub(crate) fn prefix(text: &str, base: u32) -> i64 {
    leading(text, base).0.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}

/// A side of a comparison as a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Number {
    /// Of anything but a hex.
    Signed(i64),
    /// Of a hex symbol.
    Unsigned(u64),
}

impl Number {
    /// The number that a whole text is, read by the type of its symbol; `None` for other texts.
    pub(crate) fn parse(text: &str, kind: Option<Type>) -> Option<Number> {
        let base = match kind {
            Some(Type::Bool | Type::Tristate) => {
                let rank = ["n", "m", "y"].iter().position(|value| *value == text)?;
                return Some(Number::Signed(rank as i64));
            }
            Some(Type::Int) => 10,
            Some(Type::Hex) => 16,
            Some(Type::String) | None => 0,
        };
        let (value, whole) = leading(text, base);
        if !whole {
            return None;
        }
        match kind {
            Some(Type::Hex) => u64::try_from(value)
                .ok()
                .or((value as i64 as i128 == value).then_some(value as u64))
                .map(Number::Unsigned),
            _ => i64::try_from(value).ok().map(Number::Signed),
        }
    }

    /// Compares as the reference does: a hex on one side makes both unsigned.
    pub(crate) fn compare(self, other: Number) -> std::cmp::Ordering {
        match (self, other) {
            (Number::Signed(a), Number::Signed(b)) => a.cmp(&b),
            (a, b) => a.bits().cmp(&b.bits()),
        }
    }

    fn bits(self) -> u64 {
        match self {
            Number::Signed(value) => value as u64,
            Number::Unsigned(value) => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_int_has_no_leading_zeros_and_a_hex_may_lack_its_prefix() {
        for (kind, text, expected) in [
            (Type::Int, "0", true),
            (Type::Int, "-0", true),
            (Type::Int, "-12", true),
            (Type::Int, "07", false),
            (Type::Int, "+1", false),
            (Type::Int, "", false),
            (Type::Int, "-", false),
            (Type::Int, "12345678901234567890", true),
            (Type::Hex, "ff", true),
            (Type::Hex, "0XfF", true),
            (Type::Hex, "0x", false),
            (Type::Hex, "fg", false),
        ] {
            assert_eq!(is_valid(kind, text), expected, "{kind:?} {text}");
        }
    }

    #[test]
    fn a_comparison_reads_numbers_by_the_type_of_the_symbol() {
        assert_eq!(Number::parse("0x10", None), Some(Number::Signed(16)));
        assert_eq!(Number::parse("010", None), Some(Number::Signed(8)));
        assert_eq!(Number::parse("10", Some(Type::Hex)), Some(Number::Unsigned(16)));
        assert_eq!(Number::parse("0x10", Some(Type::Int)), None);
        assert_eq!(Number::parse("y", Some(Type::Bool)), Some(Number::Signed(2)));
        assert_eq!(Number::parse("99999999999999999999", None), None);
        assert_eq!(Number::parse("08", None), None);
        assert_eq!(Number::parse("", None), None);
    }

    #[test]
    fn a_bound_is_the_number_a_text_begins_with() {
        assert_eq!(prefix("0x20", 10), 0);
        assert_eq!(prefix("0x20", 16), 32);
        assert_eq!(prefix(" -5x", 10), -5);
        assert_eq!(prefix("99999999999999999999", 10), i64::MAX);
        assert_eq!(prefix("abc", 10), 0);
    }
}
