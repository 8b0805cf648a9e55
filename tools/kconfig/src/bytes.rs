//! Bytes as text, without loss: what is not UTF-8 must come out of the program as it went in.
//!
//! Every byte that is no part of a character becomes a character of its own, one of the last in Unicode, which nobody may
//! give a meaning; [`encode`] makes the bytes again. Knows nothing of files.

use std::borrow::Cow;

/// The character that stands for byte 0; those up to byte 255 follow it.
const FIRST: u32 = 0x10_ff00;

/// The text of some bytes. O(bytes), and copies only what is not UTF-8.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes)
        && !has_bytes(text)
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match is_byte(character) {
                // The character itself was there: its bytes are kept like those of no character.
                true => out.extend(character.encode_utf8(&mut [0; 4]).bytes().map(stand_in)),
                false => out.push(character),
            }
        }
        out.extend(chunk.invalid().iter().copied().map(stand_in));
    }
    Cow::Owned(out)
}

/// The bytes of a text that [`decode`] made; of any other text, its UTF-8.
pub fn encode(text: &str) -> Cow<'_, [u8]> {
    if !has_bytes(text) {
        return Cow::Borrowed(text.as_bytes());
    }
    let mut out = Vec::with_capacity(text.len());
    for character in text.chars() {
        match is_byte(character) {
            true => out.push((character as u32 - FIRST) as u8),
            false => out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Cow::Owned(out)
}

/// The text for people: what is not UTF-8 is shown as U+FFFD.
pub fn shown(text: &str) -> Cow<'_, str> {
    match has_bytes(text) {
        true => Cow::Owned(text.replace(is_byte, "\u{fffd}")),
        false => Cow::Borrowed(text),
    }
}

/// Whether something in a text stands for a byte. O(text), as fast as a search for one byte.
pub fn has_bytes(text: &str) -> bool {
    // All of them begin with the same byte, which next to no text has.
    memchr::memchr(0xf4, text.as_bytes()).is_some() && text.contains(is_byte)
}

/// Whether a character stands for a byte.
pub fn is_byte(character: char) -> bool {
    (FIRST..FIRST + 0x100).contains(&(character as u32))
}

/// The character that stands for a byte.
pub(crate) fn stand_in(byte: u8) -> char {
    char::from_u32(FIRST + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, shown};

    #[test]
    fn bytes_come_out_as_they_went_in() {
        let inputs: [&[u8]; 6] =
            [b"", b"plain", "é".as_bytes(), b"a\xffb\xc3", b"\xe2\x82", "\u{10ff41}x\u{10ffff}".as_bytes()];
        for bytes in inputs {
            let text = decode(bytes);
            assert_eq!(*encode(&text), *bytes, "{text:?}");
        }
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(*encode(&decode(&all)), *all);
    }

    #[test]
    fn people_see_a_replacement_character_for_each_byte() {
        assert_eq!(shown(&decode(b"a\xff\xfeb")), "a\u{fffd}\u{fffd}b");
    }
}
