//! Arrays of objects as JSON, one object a line.

use serde::Serialize;

/// The text of an array. Objects of texts and numbers always have one.
pub(crate) fn array<T: Serialize>(objects: &[T]) -> String {
    let objects: Vec<String> =
        objects.iter().map(|object| serde_json::to_string(object).unwrap_or_default()).collect();
    format!("[{}]\n", objects.join(",\n "))
}
