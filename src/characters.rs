//! The characters of a text: capitals, boundaries, and the control characters that Word and old code
//! pages leave in texts, with what they mean.

pub(crate) mod scan;

use std::borrow::Cow;

use memchr::memchr3_iter;

/// A line break inside a paragraph, U+2028, as one character: unlike the vertical tab of Word, every
/// format may contain it.
pub const LINE_SEPARATOR: char = '\u{2028}';

/// `text` with a capital letter at its start.
///
/// ```
/// # use rostok::characters::capitalised;
/// assert_eq!(capitalised("всего участников"), "Всего участников");
/// ```
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// The last boundary between characters at or before the byte `at`.
pub(crate) fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Replaces the control characters of `text` by what they mean, so that XML, JSON and YAML can contain
/// it. `line_break` stands for line and page breaks: a space in a title, [`LINE_SEPARATOR`] in prose.
/// Line feeds and tabs stay.
///
/// ```
/// # use rostok::characters::printable;
/// assert_eq!(printable("Раз\u{b}два, Санкт\u{1e}Петербург", ' '), "Раз два, Санкт\u{2011}Петербург");
/// ```
pub fn printable(text: &str, line_break: char) -> Cow<'_, str> {
    if !has_controls(text) {
        return Cow::Borrowed(text);
    }
    let mut printable = String::with_capacity(text.len() + 8);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match meaning(letter) {
            Meaning::Itself => printable.push(letter),
            Meaning::Nothing => {}
            Meaning::Other(other) => printable.push(other),
            // At the start or the end of a line, the line breaks anyway.
            Meaning::LineBreak => {
                let ends_line = letters.peek().is_none_or(|&next| next == '\n');
                let begins_line = printable.is_empty() || printable.ends_with('\n');
                if !ends_line && !begins_line && !printable.ends_with(line_break) {
                    printable.push(line_break);
                }
            }
        }
    }
    Cow::Owned(printable)
}

enum Meaning {
    Itself,
    Nothing,
    LineBreak,
    Other(char),
}

/// What Word means by a control character of C0, and Windows-1252 by one of C1.
fn meaning(letter: char) -> Meaning {
    match letter {
        '\n' | '\t' => Meaning::Itself,
        // Line, page and column breaks, and the separators of Unicode.
        '\u{b}' | '\u{c}' | '\u{e}' | '\u{2028}' | '\u{2029}' => Meaning::LineBreak,
        // The end of a table cell.
        '\u{7}' => Meaning::Other(' '),
        // The hyphen at which no line breaks, and the one that is only shown at the end of a line.
        '\u{1e}' => Meaning::Other('\u{2011}'),
        '\u{1f}' => Meaning::Other('\u{ad}'),
        '\u{85}' => Meaning::Other('…'),
        '\u{91}' => Meaning::Other('‘'),
        '\u{92}' => Meaning::Other('’'),
        '\u{93}' => Meaning::Other('“'),
        '\u{94}' => Meaning::Other('”'),
        '\u{96}' => Meaning::Other('–'),
        '\u{97}' => Meaning::Other('—'),
        '\u{fffe}' | '\u{ffff}' => Meaning::Nothing,
        control if control.is_control() => Meaning::Nothing,
        _ => Meaning::Itself,
    }
}

/// Whether [`printable`] might change `text`.
pub fn has_controls(text: &str) -> bool {
    let bytes = text.as_bytes();
    scan::has_controls(bytes)
        || memchr3_iter(0xc2, 0xe2, 0xef, bytes).any(|at| match bytes[at..] {
            [0xc2, second, ..] => second < 0xa0, // U+0080 to U+009F
            [0xe2, 0x80, third, ..] => third & !1 == 0xa8, // U+2028 and U+2029
            [0xef, 0xbf, third, ..] => third & !1 == 0xbe, // U+FFFE and U+FFFF
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_what_they_mean() {
        for (text, expected) in [
            ("Первая\u{b}вторая", "Первая|вторая"),
            ("Раз\u{c}\nдва\u{b}", "Раз\nдва"),
            ("\u{b}Раз\u{b}\u{b}два", "Раз|два"),
            ("Раз\u{2028}два\u{2029}три", "Раз|два|три"),
            ("пере\u{1f}нос, 5\u{1e}й", "пере\u{ad}нос, 5\u{2011}й"),
            ("\u{93}Да\u{94} \u{96} он\u{85}", "“Да” – он…"),
            ("а\u{1}\u{0}\u{1b}\u{7f}\u{9f}\u{ffff}б\u{7}в\tг", "аб в\tг"),
        ] {
            assert_eq!(printable(text, '|'), expected, "{text:?}");
        }
        let russian: String =
            ('\u{20}'..='~').chain('А'..='я').chain("ёЁ«»—–№…°\u{a0}\n\t".chars()).collect();
        assert!(matches!(printable(&russian, ' '), Cow::Borrowed(_)));
    }

    #[test]
    fn nothing_is_left_that_xml_refuses() {
        let all: String = ('\0'..='\u{2fff}').chain('\u{fff0}'..='\u{ffff}').collect();
        let allowed =
            |letter: char| matches!(letter, '\t' | '\n' | ' '..='\u{7e}' | '\u{a0}'..='\u{fffd}');
        assert!(printable(&all, ' ').chars().all(allowed));
        for letter in ('\0'..=' ').chain(['\u{7f}', '\u{80}', '\u{9f}', '\u{2028}', '\u{fffe}']) {
            let text = format!("а{letter}б");
            let changes = !matches!(letter, '\n' | '\t' | ' ');
            assert_eq!(has_controls(&text), changes, "{letter:?}");
        }
    }
}
