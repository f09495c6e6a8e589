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

/// Where the token that begins at `at` ends, and its marks.
pub(super) fn end(bytes: &[u8], mut at: usize) -> (usize, Marks) {
    let mut marks = 0;
    while at < bytes.len() {
        if let Some(eight) = bytes[at..].first_chunk() {
            let letters = leading_letters(*eight);
            at += letters;
            if letters == eight.len() {
                continue;
            }
        }
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

/// How many of eight bytes, from the first on, are of Russian letters or the like: beyond ASCII and
/// without a mark.
fn leading_letters(bytes: [u8; 8]) -> usize {
    const EACH: u64 = u64::MAX / 255;
    const HIGHEST: u64 = EACH * 0x80;
    let bytes = u64::from_le_bytes(bytes);
    // C2 and E2 differ in one bit: either becomes zero here, and the first zero is the first byte
    // without its highest bit that gets one when one is taken away from each.
    let marked = (bytes | (EACH * 0x20)) ^ (EACH * 0xe2);
    let marked = marked.wrapping_sub(EACH) & !marked;
    let others = (marked | !bytes) & HIGHEST;
    others.trailing_zeros() as usize / 8
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

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn a_token_is_found_as_byte_by_byte(text in "([а-яёw«»“—. \u{a0}\u{a1}№Ââ0-9-]|[а-я]{1,9}){0,12}") {
            let (found, marks) = end(text.as_bytes(), 0);
            let space = text.find([' ', '\u{a0}']).unwrap_or(text.len());
            let expected = text[..space].bytes().fold(0, |all, byte| all | MARKS[usize::from(byte)].0);
            prop_assert_eq!((found, marks), (space, Marks(expected)));
        }
    }
}
