//! What stands between two spaces of a run: where it ends, and which signs in it may change.

use super::quotes;

/// The dash of a sentence.
pub(super) const DASH: &str = "—";

/// Which of the characters that may change a token holds: a set of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks(u8);

impl Marks {
    /// A quote or another sign beyond the letters.
    pub(super) const QUOTE: Self = Self(1);
    const HYPHEN: Self = Self(2);
    const DOT: Self = Self(4);
    /// A character that each address has one of.
    const ADDRESS: Self = Self(8);
    const SPACE: Self = Self(16);

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn has(self, mark: Self) -> bool {
        self.0 & mark.0 != 0
    }
}

/// The mark of each byte. In UTF-8, « and » and the non-breaking space begin with C2, the other
/// quotes and the dashes with E2, Russian letters with D0 and D1.
const MARKS: [Marks; 256] = {
    let mut marks = [Marks(0); 256];
    let bytes = [b'"', 0xc2, 0xe2, b'-', b'.', b'@', b'/', b'w', b' ', b'\t', b'\n', b'\r'];
    let kinds = [
        Marks::QUOTE,
        Marks::QUOTE,
        Marks::QUOTE,
        Marks::HYPHEN,
        Marks::DOT,
        Marks::ADDRESS,
        Marks::ADDRESS,
        Marks::ADDRESS,
        Marks::SPACE,
        Marks::SPACE,
        Marks::SPACE,
        Marks::SPACE,
    ];
    let mut at = 0;
    while at < bytes.len() {
        marks[bytes[at] as usize] = kinds[at];
        at += 1;
    }
    marks
};

/// How many bytes the space at `at` takes; 0 where none stands.
fn space_len(bytes: &[u8], at: usize) -> usize {
    match bytes[at..] {
        [b' ' | b'\t' | b'\n' | b'\r', ..] => 1,
        [0xc2, 0xa0, ..] => 2,
        _ => 0,
    }
}

/// Where the spaces that begin at `at` end.
pub(super) fn after_spaces(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match space_len(bytes, at) {
            0 => break,
            len => at += len,
        }
    }
    at
}

/// Where the plain words end that begin at `at`, each behind one space at most and before a space or
/// the run's end: four Russian letters or more, and perhaps a sign of the sentence.
pub(super) fn after_plain_words(bytes: &[u8], mut at: usize) -> usize {
    const LEAST: usize = "слов".len();
    let mut start = if bytes[at] == b' ' { at + 1 } else { at };
    loop {
        let end = after_russian_letters(bytes, start);
        if end < start + LEAST {
            return at;
        }
        at = match bytes[end..] {
            [b' ', ..] => end,
            [sign, b' ', ..] if ends_words(sign) => end + 1,
            [] => return end,
            [sign] if ends_words(sign) => return end + 1,
            _ => return at,
        };
        start = at + 1;
    }
}

fn ends_words(sign: u8) -> bool {
    matches!(sign, b',' | b'.' | b':' | b';' | b'!' | b'?' | b')')
}

/// Where the Russian letters end that begin at `at` of a text: two bytes each, the first D0 or D1.
fn after_russian_letters(bytes: &[u8], mut at: usize) -> usize {
    // Four letters are looked at together.
    const EACH: u64 = u64::MAX / 0xffff;
    while let Some(four) = bytes[at..].first_chunk() {
        let others = (u64::from_le_bytes(*four) & (EACH * 0xfe)) ^ (EACH * 0xd0);
        if others != 0 {
            return at + others.trailing_zeros() as usize / 16 * 2;
        }
        at += four.len();
    }
    let rest = bytes[at..].chunks_exact(2);
    at + rest.take_while(|letter| letter[0] & 0xfe == 0xd0).count() * 2
}

/// Where the token that begins at `at` ends, and its marks.
pub(super) fn end(bytes: &[u8], mut at: usize) -> (usize, Marks) {
    let mut marks = 0;
    while at < bytes.len() {
        let mark = MARKS[usize::from(bytes[at])].0;
        if mark != 0 {
            if mark == Marks::SPACE.0 || bytes[at] == 0xc2 && space_len(bytes, at) > 0 {
                break;
            }
            marks |= mark;
        }
        at += 1;
    }
    (at, Marks(marks))
}

/// What stands between two spaces of a run; empty at the end of a run that ends with a space.
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) marks: Marks,
    /// The character before it in the block.
    pub(super) before: Option<char>,
    /// The character after it in the block.
    pub(super) after: Option<char>,
}

impl<'a> Token<'a> {
    /// Whether it holds an address of the net or of a mailbox.
    pub(super) fn is_address(&self) -> bool {
        self.marks.has(Marks::ADDRESS)
            && (self.text.contains('@') || self.text.contains("://") || self.text.contains("www."))
    }

    /// Whether what stands at `offset` of this address is a part of it, not a quote around it.
    /// `in_address`: the address began before the token.
    pub(super) fn is_inside(&self, offset: usize, in_address: bool) -> bool {
        let (left, right) = self.text.split_at(offset);
        let begun = in_address || left.contains(char::is_alphanumeric);
        let goes_on = |letter| !quotes::is_quote(letter) && !".,;:!?)…".contains(letter);
        begun && right.contains(goes_on)
    }

    /// Whether it is a dash of the sentence, however typed.
    pub(super) fn is_dash(&self) -> bool {
        !self.marks.is_empty()
            && matches!(self.text, "-" | "--" | "–" | DASH)
            && self.before.is_none_or(char::is_whitespace)
            && self.after.is_some_and(char::is_whitespace)
    }

    pub(super) fn has_dots(&self) -> bool {
        self.marks.has(Marks::DOT) && self.text.contains("...")
    }

    /// Whether three dots begin at `offset`, no more, and are not a part of a path.
    pub(super) fn is_ellipsis(&self, offset: usize) -> bool {
        self.text[offset..].strip_prefix("...").is_some_and(|rest| {
            let next = rest.chars().next().or(self.after);
            !matches!(next, Some('.' | '/' | '\\'))
        })
    }

    /// Where the hyphen of a range of numbers stands: «5-11», also in «5-11-х». Telephones
    /// (8-800-…), dates (2022-09-01), scores and other codes (0-331) are no ranges: theirs is a
    /// third part, a leading zero or a fall.
    pub(super) fn range(&self) -> Option<usize> {
        if !self.marks.has(Marks::HYPHEN) || !self.begins_word() {
            return None;
        }
        let core = self.core();
        let (from, rest) = digits(core);
        let (to, rest) = digits(rest.strip_prefix('-')?);
        let mut rest = rest.chars().chain(self.after);
        let ends = match (rest.next(), rest.next()) {
            (None, _) => true,
            (Some('-'), next) => next.is_some_and(char::is_alphabetic),
            (Some('.' | ',' | ':'), Some(next)) => !next.is_ascii_digit(),
            (Some('/' | '\\' | '_' | '=' | '#' | '+' | '–' | '—'), _) => false,
            (Some(next), _) => !next.is_alphanumeric(),
        };
        (ends && rises(from, to)).then_some(self.text.len() - core.len() + from.len())
    }

    /// Whether a word begins here, not in the run before.
    pub(super) fn begins_word(&self) -> bool {
        self.before.is_none_or(|before| before.is_whitespace() || quotes::is_opening(before))
    }

    /// The token without the brackets and quotes it begins with.
    pub(super) fn core(&self) -> &'a str {
        match self.text.as_bytes() {
            // A Russian letter, as most begin with.
            [0xd0 | 0xd1, ..] => self.text,
            _ => self.text.trim_start_matches(quotes::is_opening),
        }
    }

    /// The letters it begins with; none where they go on in the next run.
    pub(super) fn letters(&self) -> &'a str {
        match self.text.find(|letter| !is_letter(letter)) {
            Some(end) => &self.text[..end],
            None if self.after.is_some_and(char::is_alphanumeric) => "",
            None => self.text,
        }
    }
}

/// Whether `letter` is one. The standard library takes long to tell beyond ASCII.
fn is_letter(letter: char) -> bool {
    matches!(letter, 'А'..='я' | 'ё' | 'Ё') || letter.is_alphabetic()
}

/// `text` parted where its leading digits end.
fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// Whether `from` and `to` are numbers of a range, or the years of a school year (2022-23).
fn rises(from: &str, to: &str) -> bool {
    let number = |digits: &str| match digits.len() {
        1..=4 if !digits.starts_with('0') => digits.parse::<u32>().ok(),
        _ => None,
    };
    let (Some(first), Some(last)) = (number(from), number(to)) else { return false };
    let telephone = from == "8" && to.len() == 3;
    let school_year = from.len() == 4 && (first + 1) % 100 == last;
    (first < last && !telephone) || school_year
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::typography::word::Word;

    /// A text of words that are plain and words that are not quite.
    fn words() -> impl Strategy<Value = String> {
        let word = "[а-яЁѿ]{0,12}([а-яѐ]{0,3}[0-9w«№Ωѱ\u{301}\u{a0}-])?[,.!)]{0,2}";
        (" {0,2}", prop::collection::vec((word, " {1,2}"), 0..6), "[а-я]{0,9}[.:]?").prop_map(
            |(before, words, last)| {
                let words = words.into_iter().map(|(word, gap)| word + &gap);
                before + &words.collect::<String>() + &last
            },
        )
    }

    /// Whether `word` is plain, told letter by letter.
    fn is_plain(word: &str) -> bool {
        let letters = word.strip_suffix([',', '.', ':', ';', '!', '?', ')']).unwrap_or(word);
        letters.chars().count() > 3 && letters.chars().all(|c| ('\u{400}'..='\u{47f}').contains(&c))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn a_token_is_found_as_byte_by_byte(text in "([а-яёw«»“—. \u{a0}\u{a1}№Ââ0-9-]|[а-я]{1,9}){0,12}") {
            let (found, marks) = end(text.as_bytes(), 0);
            let space = text.find([' ', '\u{a0}']).unwrap_or(text.len());
            let expected = text[..space].bytes().fold(0, |all, byte| all | MARKS[usize::from(byte)].0);
            prop_assert_eq!((found, marks), (space, Marks(expected)));
        }

        #[test]
        fn plain_words_are_found_as_letter_by_letter(text in words()) {
            prop_assume!(!text.is_empty());
            let mut end = 0;
            for word in text.strip_prefix(' ').unwrap_or(&text).split(' ') {
                if !is_plain(word) {
                    break;
                }
                end += usize::from(text[end..].starts_with(' ')) + word.len();
            }
            prop_assert_eq!(after_plain_words(text.as_bytes(), 0), end);
        }

        #[test]
        fn plain_words_change_nothing(word in "[\u{400}-\u{47f}]{4,9}[,.:;!?)]?", after in any::<Option<char>>()) {
            let len = word.len();
            prop_assert_eq!(after_plain_words(word.as_bytes(), 0), len);
            let (_, marks) = end(word.as_bytes(), 0);
            for before in [Some(' '), Some('8'), Some('«'), None] {
                let token = Token { text: &word, marks, before, after };
                prop_assert!(!token.is_address() && !token.is_dash() && !token.has_dots());
                prop_assert!(token.range().is_none() && !marks.has(Marks::QUOTE));
                prop_assert!(!Word::Other.holds(&token) && Word::Short.holds(&token));
                for left in [Word::Other, Word::Short, Word::Number, Word::Sign, Word::Initial, Word::That] {
                    prop_assert_eq!(Word::of(&token, left), Word::Other);
                }
            }
        }
    }
}
