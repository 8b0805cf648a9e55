//! Random configurations.
//!
//! Values are drawn as the reference program draws them, from another stream of numbers: the same seed gives the
//! same configuration here always, but not the one that it gives there.

use crate::eval::{Config, Tristate};
use crate::event::Type;
use crate::model::{ChoiceId, SymbolId};
use std::sync::Arc;

/// How likely values are, in percent. What is left is `n`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Probability {
    /// A bool is `y`.
    bool_y: u32,
    /// A tristate is `y`, as long as there are modules.
    tristate_y: u32,
    /// A tristate is `m`.
    tristate_m: u32,
}

/// A percentage, or the sum of two that exclude each other, is not between 0 and 100.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutOfRange;

impl std::fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("percentages are numbers from 0 to 100, and those of y and m add up to 100 at most")
    }
}

impl std::error::Error for OutOfRange {}

impl Default for Probability {
    /// Every value is as likely as any other.
    fn default() -> Probability {
        Probability { bool_y: 50, tristate_y: 33, tristate_m: 33 }
    }
}

impl Probability {
    /// From percentages as `KCONFIG_PROBABILITY` has them:
    ///
    /// * `10`: a bool is `y` with 10 %, a tristate `y` with 5 % and `m` with 5 %;
    /// * `15:25`: a tristate is `y` with 15 % and `m` with 25 %, a bool `y` with 40 %;
    /// * `10:15:25`: a bool is `y` with 10 %, a tristate `y` with 15 % and `m` with 25 %.
    ///
    /// As with the reference program, what is no number is 0, and what follows a number is left out.
    ///
    /// # Errors
    /// A percentage out of range.
    pub fn parse(text: &str) -> Result<Probability, OutOfRange> {
        if text.is_empty() {
            return Ok(Probability::default());
        }
        let mut numbers = Vec::new();
        let mut rest = text;
        while numbers.len() < 3 {
            let (number, behind) = leading_number(rest);
            if !(0..=100).contains(&number) {
                return Err(OutOfRange);
            }
            numbers.push(number as u32);
            match behind.strip_prefix(':') {
                Some(next) => rest = next,
                None => break,
            }
        }
        let probability = match numbers[..] {
            [y] => Probability { bool_y: y, tristate_y: y / 2, tristate_m: y - y / 2 },
            [y, m] => Probability { bool_y: y + m, tristate_y: y, tristate_m: m },
            [bool_y, tristate_y, tristate_m, ..] => Probability { bool_y, tristate_y, tristate_m },
            [] => Probability::default(),
        };
        let sums = [probability.bool_y, probability.tristate_y + probability.tristate_m];
        if sums.iter().any(|sum| *sum > 100) { Err(OutOfRange) } else { Ok(probability) }
    }
}

/// The seed that `KCONFIG_SEED` names: decimal, hexadecimal behind `0x` or octal behind `0`, of any sign, its last 32
/// bits; `None` if the text is no number.
pub fn parse_seed(text: &str) -> Option<u32> {
    let text = text.trim_ascii_start();
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (base, digits) = match digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
        Some(hex) => (16, hex),
        None if digits.len() > 1 && digits.starts_with('0') => (8, digits),
        None => (10, digits),
    };
    if digits.starts_with(['+', '-']) || digits.is_empty() {
        return None;
    }
    let number = match i128::from_str_radix(digits, base) {
        Ok(number) => number,
        // More digits than anyone reads: the largest, as the C library has it.
        Err(error) if *error.kind() == std::num::IntErrorKind::PosOverflow => i128::MAX,
        Err(_) => return None,
    };
    let number = if negative { -number } else { number };
    Some(number.clamp(i64::MIN.into(), i64::MAX.into()) as u32)
}

/// The number at the beginning, 0 if there is none, and what follows it.
fn leading_number(text: &str) -> (i64, &str) {
    let trimmed = text.trim_ascii_start();
    let sign = usize::from(trimmed.starts_with(['-', '+']));
    let digits = trimmed[sign..].bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return (0, text);
    }
    let (number, rest) = trimmed.split_at(sign + digits);
    (number.parse().unwrap_or(i64::MAX), rest)
}

/// Gives every bool and tristate without a user's value a random one, and every choice without one a random member
/// of those that are visible. Numbers and texts get their defaults.
pub fn set_random(config: &mut Config, seed: u32, probability: Probability) {
    let mut random = Random(u64::from(seed));
    let tree = Arc::clone(config.tree());
    for id in tree.symbols() {
        let symbol = tree.symbol(id);
        if config.user(id).is_some() || symbol.choice.is_some() {
            continue;
        }
        let value = match symbol.kind {
            Some(Type::Bool) => random.tristate(probability.bool_y, 0),
            // Also without modules: `m` is `y` then.
            Some(Type::Tristate) => random.tristate(probability.tristate_y, probability.tristate_m),
            _ => continue,
        };
        config.put_user(id, value.as_str(), None);
    }
    config.recompute();
    // A member that is chosen can make members of other choices visible, of earlier ones too: those are drawn in a
    // further round. Each is drawn once.
    let mut open: Vec<ChoiceId> = tree.choices().filter(|id| !is_decided(config, *id)).collect();
    loop {
        let before = open.len();
        open.retain(|choice| !draw(config, *choice, &mut random));
        if open.is_empty() || open.len() == before {
            return;
        }
    }
}

/// Whether the user said which member is to be on.
fn is_decided(config: &Config, choice: ChoiceId) -> bool {
    let said = |member: &SymbolId| config.user(*member).and_then(|user| user.tristate());
    config.tree().choice(choice).members.iter().any(|member| said(member) == Some(Tristate::Yes))
}

/// Chooses a member; whether there was one to choose.
fn draw(config: &mut Config, choice: ChoiceId, random: &mut Random) -> bool {
    let tree = Arc::clone(config.tree());
    let can_be = |id: &SymbolId| config.user(*id).is_none() && config.visibility(*id) != Tristate::No;
    let members: Vec<SymbolId> = tree.choice(choice).members.iter().copied().filter(can_be).collect();
    if members.is_empty() {
        return false;
    }
    let chosen = members[random.below(members.len() as u32) as usize];
    config.put_user(chosen, "y", None);
    config.settle();
    true
}

/// Numbers that look random: a Weyl sequence, mixed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u32) -> u32 {
        // The upper half of the product: no remainder that would favour small numbers by more than 2^-32.
        (((self.next() >> 32) * u64::from(limit)) >> 32) as u32
    }

    fn tristate(&mut self, y: u32, m: u32) -> Tristate {
        match self.below(100) {
            at if at < y => Tristate::Yes,
            at if at < y + m => Tristate::Mod,
            _ => Tristate::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_as_the_reference_reads_them() {
        let of = |bool_y, tristate_y, tristate_m| Ok(Probability { bool_y, tristate_y, tristate_m });
        for (text, expected) in [
            ("", of(50, 33, 33)),
            ("50", of(50, 25, 25)),
            ("15", of(15, 7, 8)),
            ("15:25", of(40, 15, 25)),
            ("10:15:25", of(10, 15, 25)),
            ("1:2:3:400", of(1, 2, 3)),
            ("10::5", of(10, 0, 5)),
            (":5", of(5, 0, 5)),
            (" 10 ", of(10, 5, 5)),
            ("10x", of(10, 5, 5)),
            ("x", of(0, 0, 0)),
            ("101", Err(OutOfRange)),
            ("-1", Err(OutOfRange)),
            ("50:60", Err(OutOfRange)),
            ("10:60:50", Err(OutOfRange)),
        ] {
            assert_eq!(Probability::parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn seeds_are_numbers_of_any_base() {
        for (text, expected) in [
            ("1", Some(1)),
            ("0", Some(0)),
            ("0x10", Some(16)),
            ("010", Some(8)),
            (" 7", Some(7)),
            ("-1", Some(0xffff_ffff)),
            ("99999999999", Some(0x4876_e7ff)),
            ("99999999999999999999999999999999999999999999", Some(0xffff_ffff)),
            ("", None),
            ("abc", None),
            ("12x", None),
            ("09", None),
            ("0x", None),
            ("--1", None),
        ] {
            assert_eq!(parse_seed(text), expected, "{text:?}");
        }
    }
}
