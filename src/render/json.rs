//! Texts in JSON.

use std::borrow::Cow;

use crate::characters::scan;

/// `text` as it stands between the quotes of a JSON string. Most have nothing to escape.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let needs_escape = |byte| (byte < b' ') | (byte == b'"') | (byte == b'\\');
    if !scan::any(text.as_bytes(), needs_escape) {
        return Cow::Borrowed(text);
    }
    // Texts always serialise.
    let mut string = serde_json::to_string(text).unwrap_or_default();
    string.pop();
    string.drain(..1.min(string.len()));
    Cow::Owned(string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_reader_gets_the_text_back(text in "[а-яa \"\\\\\u{0}-\u{20}/<é🌱]{0,40}") {
            let json = format!("\"{}\"", escaped(&text));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
