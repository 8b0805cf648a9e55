//! Text in the form of JSON. Knows nothing of what it says.

/// A text in quotes.
pub(crate) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if (c as u32) < 0x20 => out += &format!("\\u{:04x}", c as u32),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// An array of objects, one a line.
pub(crate) fn array(objects: &[String]) -> String {
    format!("[{}]\n", objects.join(",\n "))
}

/// An object of texts; a number stands without quotes.
pub(crate) fn object(fields: &[(&str, Field<'_>)]) -> String {
    let field = |(name, field): &(&str, Field<'_>)| {
        let value = match field {
            Field::Text(text) => quote(text),
            Field::Number(number) => number.to_string(),
            Field::Nothing => "null".to_owned(),
        };
        format!("{}:{value}", quote(name))
    };
    format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(","))
}

/// The value of a field.
pub(crate) enum Field<'t> {
    Text(&'t str),
    Number(usize),
    Nothing,
}

impl<'t> Field<'t> {
    /// A text that may be absent.
    pub(crate) fn optional(text: Option<&'t str>) -> Field<'t> {
        text.map_or(Field::Nothing, Field::Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_text_is_escaped() {
        assert_eq!(quote("a\"b\\c\n"), "\"a\\\"b\\\\c\\u000a\"");
        let fields = [("a", Field::Number(1)), ("b", Field::optional(None)), ("c", Field::Text("x"))];
        assert_eq!(object(&fields), "{\"a\":1,\"b\":null,\"c\":\"x\"}");
    }
}
