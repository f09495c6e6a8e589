//! Front matter of `key: value` lines, the values plain or in quotes: what nearly all posts have.
//!
//! The lines are read directly. Anything else, even a single bracket, is left to the libraries, which
//! take twenty times as long: 11 % more of a build's processor time at 1,000 posts. A test compares
//! both on texts that this module accepts.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr2_iter};

use super::{MapEntry, Node, Span, Value};
use crate::characters::has_controls;

/// The longest key in bytes: the libraries search for its colon up to here.
const MAX_KEY: usize = 1024;

/// Keys of an ordinary post, to allocate for.
const USUAL_KEYS: usize = 8;

/// The map in `text`, if each of its lines is blank, a comment, or a key with a value that needs no
/// interpretation. No value of such a text is followed by a comment.
pub(super) fn parse(text: &str) -> Option<Node<'_>> {
    if has_odd_characters(text) {
        return None;
    }
    let mut entries = Vec::with_capacity(USUAL_KEYS);
    for (index, line) in text.split('\n').enumerate() {
        let content = line.trim_end_matches(' ');
        // The event parser counts trailing blanks as part of a quoted value.
        if content.len() < line.len() && content.ends_with(['"', '\'']) {
            return None;
        }
        if !content.is_empty() && !content.starts_with('#') {
            entries.push(entry(content, index + 1)?);
        }
    }
    let span = Span { length: 1, ..entries.first()?.key_span };
    Some(Node { value: Value::Map(entries), span })
}

/// Whether there may be a character that YAML forbids or takes for a line break, or a byte order mark:
/// U+FEFF, U+FFFE and U+FFFF begin with the byte 0xEF, as few others do.
fn has_odd_characters(text: &str) -> bool {
    has_controls(text) || memchr2(b'\t', 0xef, text.as_bytes()).is_some()
}

/// The key and the value of `line`, which has no trailing blanks.
fn entry(line: &str, number: usize) -> Option<MapEntry<'_>> {
    let colon = memchr(b':', line.as_bytes())?;
    let (key, rest) = (&line[..colon], &line[colon + 1..]);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
    if key.is_empty() || key.len() > MAX_KEY || !key.bytes().all(is_plain) {
        return None;
    }
    let written = rest.trim_start_matches(' ');
    let blanks = rest.len() - written.len();
    let key_span = Span { line: number, column: 1, length: key.chars().count() };
    let span = if rest.is_empty() {
        // A missing value has the position of the colon.
        Span { line: number, column: key_span.length + 1, length: 1 }
    } else if blanks > 0 {
        let column = key_span.length + 2 + blanks;
        Span { line: number, column, length: written.chars().count() }
    } else {
        return None;
    };
    Some(MapEntry {
        key: Cow::Borrowed(key),
        key_span,
        value: Node { value: value(written)?, span },
    })
}

/// The value of `written`, which has no blanks around it.
fn value(written: &str) -> Option<Value<'_>> {
    let text = match written.as_bytes() {
        b"" | b"~" | b"null" => return Some(Value::Empty),
        [quote @ (b'"' | b'\''), ..] => {
            let quote = char::from(*quote);
            let text = written[1..].strip_suffix(quote)?;
            (!text.contains([quote, '\\'])).then_some(text)
        }
        // Characters that begin a plain value and have no other meaning in YAML.
        [b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'(' | b'~' | 0x80.., ..] => {
            (!is_cut(written.as_bytes())).then_some(written)
        }
        _ => None,
    };
    text.map(|text| Value::Text(Cow::Borrowed(text)))
}

/// Whether a colon or a comment ends the plain value `written` before its end.
fn is_cut(written: &[u8]) -> bool {
    memchr2_iter(b':', b'#', written).any(|at| match written[at] {
        b':' => written.get(at + 1).is_none_or(|&next| next == b' '),
        _ => at.checked_sub(1).is_some_and(|before| written[before] == b' '),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::outline::Position;
    use crate::yaml::{YamlDocument, outline, read};
    use proptest::prelude::*;

    fn by_libraries(text: &str) -> Option<Node<'_>> {
        let document = YamlDocument::whole("a", text);
        read::along(&outline::outline(&document).ok()?, &document).ok()
    }

    #[test]
    fn ordinary_front_matter_is_flat() {
        let post = include_str!("../starter/post.md").split("---\n").nth(1).unwrap();
        let post = post.replace("{title}", "Турнир").replace("{date}", "7.12.2022");
        let post = post.replace("{directions}", "#   7 — «Шахматы»").replace("{direction}", "7");
        let long = format!("{}: б\n", "к".repeat(MAX_KEY / 2));
        for text in [
            "# пояснение #\nназвание: Турнир по шахматам\n\nдата:  7.12.2022 \nместо:\n",
            "название: 'Игра № 5: финал'\nтема: \"Игра: финал # 5\"\nитоги: ' 7'\nметки: \"\"\n",
            "участники: 21 чел.\nссылка: https://example.org/a:b#c\nпусто: ~\nnull: null\nyes: ~5\n",
            &post,
            &long,
        ] {
            assert!(parse(text).is_some(), "{text:?}");
            assert_eq!(parse(text), by_libraries(text));
        }
    }

    #[test]
    fn other_yaml_is_left_to_the_libraries() {
        let long = format!("{}: б\n", "к".repeat(MAX_KEY / 2 + 1));
        for text in [
            "",
            "# пояснение\n",
            "а: б: в\n",
            "а: б #в\n",
            "а: #в\n",
            "а: б:\n",
            "а: 'б' #в\n",
            "а: 'б''в'\n",
            "а: \"б\\nв\"\n",
            "а: 'б\n",
            "а: 'б' \n",
            "а: \"\n",
            "а: \"б\" и \"в\"\n",
            " а: б\n",
            "а:\n- б\n",
            "а: б\n  в\n",
            "а:б\n",
            "а: -\n",
            "# \u{1}\nа: б\n",
            "# \u{2028}\nа: б\n",
            "а: б\u{85}\n",
            "а: б\u{feff}\n",
            "а: б\u{ffff}\n",
            "а: б\t\n",
            "а: б\r\n",
            &long,
        ] {
            assert!(parse(text).is_none(), "{text:?}");
        }
    }

    fn same(text: &str) -> Result<(), TestCaseError> {
        if let Some(node) = parse(text) {
            prop_assert_eq!(Some(node), by_libraries(text));
            let (mut ends, outline) =
                (Vec::new(), outline::outline(&YamlDocument::whole("a", text)).unwrap());
            outline.plain_ends(&mut ends);
            let lines: Vec<_> = text.lines().collect();
            for Position { line, column } in ends {
                let rest = lines[line - 1].chars().skip(column - 1).collect::<String>();
                prop_assert_eq!(rest.trim_matches(' '), "", "cut");
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 8000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn lines_are_read_as_by_the_libraries(
            text in "((# ?|[aя7~_]{1,2}: {0,2}|null: |yes: |~: )[aя7«(~№:#\"'\\\\.,&*!@%|>\\[\\]{}\\-\u{a0}\t\r\u{feff}\u{85}\u{2028} ]{0,5}( null| ~| yes|\")? {0,2}\n{1,2}){0,4}",
        ) {
            same(&text)?;
        }

        #[test]
        fn any_characters_are_read_as_by_the_libraries(key in "\\PC", value in ".{1,2}", comment in ".") {
            for text in [
                format!("{key}: а\n"),
                format!("а: {value}\n"),
                format!("а: б{value}в\n"),
                format!("а: \"{value}\"\nб: '{value}'\n"),
                format!("а: б\n#{comment}\nв: г\n"),
            ] {
                same(&text)?;
            }
        }
    }

    /// Each character at the start of a value and of a key, inside both, and in a comment.
    #[test]
    fn each_character_is_read_as_by_the_libraries() {
        for character in (0..=0x2fff_u32).chain(0xd700..=0x1_0400).filter_map(char::from_u32) {
            let text =
                format!("{character}: {character}\nа{character}а: б{character}б\n#{character}\n");
            for text in text.split_inclusive('\n').chain([&*text]) {
                same(text).unwrap();
            }
        }
    }
}
