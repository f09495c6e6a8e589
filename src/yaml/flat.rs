//! Front matter as nearly all of it is written: `key: value` lines, the values plain or in quotes.
//!
//! It is read off the lines. Anything else, be it one bracket, is left to the libraries, which take
//! twenty times as long; where both can tell, they tell the same (a test holds them to it).

use std::borrow::Cow;

use memchr::{memchr, memchr2_iter};

use super::{Entry, Node, Span, Value};

/// The longest key, in bytes: the libraries look so far for its colon.
const LONGEST_KEY: usize = 1024;

/// How many keys a post has, as a rule.
const USUAL_KEYS: usize = 8;

/// What `text` says, if every line of it is blank, a comment, or a key with a value that stands
/// there as it is. No comment stands behind a value of such a text.
pub(super) fn map(text: &str) -> Option<Node<'_>> {
    if has_odd_characters(text) {
        return None;
    }
    let mut entries = Vec::with_capacity(USUAL_KEYS);
    for (index, line) in text.split('\n').enumerate() {
        let content = line.trim_end_matches(' ');
        // For the event parser, what is in quotes is as long as the blanks behind it reach.
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

/// Whether a character may be forbidden by YAML or end a line for it: controls, byte order marks,
/// U+2028 and the like. All bytes are looked at, without stopping at the first that is found,
/// because a processor then looks at many at once.
fn has_odd_characters(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_control = |byte: u8| (byte < b' ') & (byte != b'\n') | (byte == 0x7f);
    let is_odd = |[first, second]: [u8; 2]| {
        (first == 0xc2) & (second < 0xa0) // U+0080 to U+009F
            | (first == 0x80) & (second & !1 == 0xa8) // the end of U+2028 and U+2029
            | (first == 0xef) & (second >= 0xbb) // from U+FEC0 on: U+FEFF, U+FFFE, U+FFFF
    };
    let controls = bytes.iter().fold(0, |found, &byte| found | u8::from(is_control(byte)));
    let odd = bytes.windows(2).fold(0, |found, pair| found | u8::from(is_odd([pair[0], pair[1]])));
    controls | odd != 0
}

/// The key and the value of `line`, which is not blank at its end.
fn entry(line: &str, number: usize) -> Option<Entry<'_>> {
    let colon = memchr(b':', line.as_bytes())?;
    let (key, rest) = (&line[..colon], &line[colon + 1..]);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
    if key.is_empty() || key.len() > LONGEST_KEY || !key.bytes().all(is_plain) {
        return None;
    }
    let written = rest.trim_start_matches(' ');
    let blanks = rest.len() - written.len();
    let key_span = Span { line: number, column: 1, length: key.chars().count() };
    let span = if rest.is_empty() {
        // A value that is not there stands at the colon.
        Span { line: number, column: key_span.length + 1, length: 1 }
    } else if blanks > 0 {
        let column = key_span.length + 2 + blanks;
        Span { line: number, column, length: written.chars().count() }
    } else {
        return None;
    };
    Some(Entry { key: Cow::Borrowed(key), key_span, value: Node { value: value(written)?, span } })
}

/// The value that is written so, without blanks at either end.
fn value(written: &str) -> Option<Value<'_>> {
    let text = match written.as_bytes() {
        b"" | b"~" | b"null" => return Some(Value::Empty),
        [quote @ (b'"' | b'\''), ..] => {
            let quote = char::from(*quote);
            let text = written[1..].strip_suffix(quote)?;
            (!text.contains([quote, '\\'])).then_some(text)
        }
        // What may begin a plain value and means nothing else.
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
    use crate::yaml::{Document, outline, read};
    use proptest::prelude::*;

    /// What the libraries tell.
    fn by_libraries(text: &str) -> Option<Node<'_>> {
        let document = Document::whole("a", text);
        read::along(&outline::of(&document).ok()?, &document).ok()
    }

    #[test]
    fn front_matter_of_every_day_is_flat() {
        let post = include_str!("../starter/post.md").split("---\n").nth(1).unwrap();
        let post = post.replace("{title}", "Турнир").replace("{date}", "7.12.2022");
        let post = post.replace("{directions}", "#   7 — «Шахматы»").replace("{direction}", "7");
        let long = format!("{}: б\n", "к".repeat(LONGEST_KEY / 2));
        for text in [
            "# пояснение #\nназвание: Турнир по шахматам\n\nдата:  7.12.2022 \nместо:\n",
            "название: 'Игра № 5: финал'\nтема: \"Игра: финал # 5\"\nитоги: ' 7'\nметки: \"\"\n",
            "участники: 21 чел.\nссылка: https://example.org/a:b#c\nпусто: ~\nnull: null\nyes: ~5\n",
            &post,
            &long,
        ] {
            assert!(map(text).is_some(), "{text:?}");
            assert_eq!(map(text), by_libraries(text));
        }
    }

    #[test]
    fn what_is_not_flat_is_left_to_the_libraries() {
        let long = format!("{}: б\n", "к".repeat(LONGEST_KEY / 2 + 1));
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
            assert!(map(text).is_none(), "{text:?}");
        }
    }

    fn same(text: &str) -> Result<(), TestCaseError> {
        if let Some(node) = map(text) {
            prop_assert_eq!(Some(node), by_libraries(text));
            let (mut ends, outline) =
                (Vec::new(), outline::of(&Document::whole("a", text)).unwrap());
            outline.plain_ends(&mut ends);
            let lines: Vec<_> = text.lines().collect();
            for (line, column) in ends {
                let rest = lines[line - 1].chars().skip(column - 1).collect::<String>();
                prop_assert_eq!(rest.trim_matches(' '), "", "cut");
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 8000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn the_lines_tell_what_the_libraries_tell(
            text in "((# ?|[aя7~_]{1,2}: {0,2}|null: |yes: |~: )[aя7«(~№:#\"'\\\\.,&*!@%|>\\[\\]{}\\-\u{a0}\t\r\u{feff}\u{85}\u{2028} ]{0,5}( null| ~| yes|\")? {0,2}\n{1,2}){0,4}",
        ) {
            same(&text)?;
        }

        #[test]
        fn whatever_the_characters_are(key in "\\PC", value in ".{1,2}", comment in ".") {
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

    /// Each character there is, at the start of a value and of a key, inside both, and in a comment.
    #[test]
    fn no_character_is_told_otherwise() {
        for character in (0..=0x2fff_u32).chain(0xd700..=0x1_0400).filter_map(char::from_u32) {
            let text =
                format!("{character}: {character}\nа{character}а: б{character}б\n#{character}\n");
            for text in text.split_inclusive('\n').chain([&*text]) {
                same(text).unwrap();
            }
        }
    }
}
