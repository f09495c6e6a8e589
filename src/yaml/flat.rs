//! The outline of front matter as nearly all of it is written: plain `key: value` lines.
//!
//! It is read off the lines. Anything else, be it one quote, is left to the event parser; where
//! both can tell, they tell the same (a test holds them to it). It spares a third of the time
//! that front matter takes.

use super::Span;
use super::outline::{Outline, Shape};

/// The outline of `text`, if every line of it is blank, a comment, or a key with a plain value.
pub(super) fn outline(text: &str) -> Option<Outline> {
    let mut entries = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let content = line.trim_end_matches(' ');
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let (key, rest) = content.split_once(':')?;
        let plain_key = !key.is_empty()
            && key.chars().all(|c| c.is_alphabetic() || c.is_ascii_digit() || c == '_');
        if !plain_key || !(rest.is_empty() || rest.starts_with(' ')) {
            return None;
        }
        let value = rest.trim_start_matches(' ');
        let (number, key_length) = (index + 1, key.chars().count());
        let key_span = Span { line: number, column: 1, length: key_length };
        entries.push((key_span, scalar(value, number, key_length, rest.len() - value.len())?));
    }
    let span = Span { length: 1, ..entries.first().map(|(span, _)| *span)? };
    Some(Outline { span, shape: Shape::Map(entries) })
}

/// The outline of a plain value, or of none, that stands `blanks` spaces after a key's colon.
fn scalar(value: &str, line: usize, key: usize, blanks: usize) -> Option<Outline> {
    if value.is_empty() {
        let span = Span { line, column: key + 1, length: 1 };
        return Some(Outline { span, shape: Shape::Scalar { empty: true, plain_end: None } });
    }
    // What may begin a plain value and means nothing else; what may not stand inside one.
    let plain = value.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '«' | '(' | '~'))
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.ends_with(':')
        && !value.contains(|c: char| {
            c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}')
        });
    let (column, length) = (key + 2 + blanks, value.chars().count());
    let empty = matches!(value, "~" | "null");
    plain.then_some(Outline {
        span: Span { line, column, length },
        shape: Shape::Scalar { empty, plain_end: Some((line, column + length)) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{Document, outline as events};
    use proptest::prelude::*;

    #[test]
    fn front_matter_of_every_day_is_flat() {
        let text = "# пояснение\nназвание: Турнир по шахматам\n\nдата:  7.12.2022 \nучастники: 21 чел.\nместо:\n";
        let flat = outline(text).unwrap();
        assert_eq!(flat, events::by_events(&Document::whole("a", text)).unwrap());
        for text in [
            "",
            "а: 'б'\n",
            "а: б: в\n",
            "а: б #в\n",
            " а: б\n",
            "а:\n- б\n",
            "а: б\n  в\n",
            "а:б\n",
            "а: -\n",
        ] {
            assert!(outline(text).is_none(), "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn the_lines_tell_what_the_events_tell(text in "([aя7~]{1,2}:? {0,2}[aя7«(~null:#\"'.,&*\\-\u{a0}\t\r\u{feff} ]{0,5}\n{1,2}){0,4}") {
            if let Some(flat) = outline(&text) {
                let events = events::by_events(&Document::whole("a", &text));
                prop_assert_eq!(Ok(flat), events);
            }
        }
    }
}
