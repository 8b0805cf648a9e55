//! `$NAME` and `${NAME}` in a text, as older programs expand them.
//!
//! Knows nothing of where the values come from.

/// The text with the values of the names that have one; an unknown name stays as it is written.
pub(crate) fn expanded(text: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let braced = after[1..].starts_with('{');
        let begin = 1 + usize::from(braced);
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let length = after[begin..].find(|c| !word(c)).unwrap_or(after.len() - begin);
        let name = &after[begin..begin + length];
        let end = begin + length + usize::from(braced && after[begin + length..].starts_with('}'));
        match value(name) {
            Some(value) if !name.is_empty() => out.push_str(&value),
            _ => out.push_str(&after[..end]),
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::expanded;

    #[test]
    fn known_names_have_their_values_and_unknown_ones_stay() {
        let value = |name: &str| (name == "ARCH").then(|| "arm".to_owned());
        assert_eq!(expanded("arch/$ARCH/${ARCH}x/$NO/$", value), "arch/arm/armx/$NO/$");
    }
}
