//! Tokens: the text between two spaces of a run, and the special characters in it.

use std::ops::Range;

use super::quotes;

pub(super) const DASH: &str = "—";

/// A bit set of the special characters in a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CharFlags(u8);

impl CharFlags {
    /// A quote, or another character that starts with the same byte.
    pub(super) const QUOTE: Self = Self(1);
    const HYPHEN: Self = Self(2);
    const DOT: Self = Self(4);
    /// A character that occurs in every URL or e-mail address.
    const ADDRESS: Self = Self(8);
    const SPACE: Self = Self(16);

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn contains(self, flag: Self) -> bool {
        self.0 & flag.0 != 0
    }
}

/// The flag of each byte. In UTF-8, « » and the non-breaking space start with C2, the other quotes
/// and the dashes with E2, Russian letters with D0 and D1.
const FLAGS: [CharFlags; 256] = {
    let mut flags = [CharFlags(0); 256];
    let bytes = [b'"', 0xc2, 0xe2, b'-', b'.', b'@', b'/', b'w', b' ', b'\t', b'\n', b'\r'];
    let kinds = [
        CharFlags::QUOTE,
        CharFlags::QUOTE,
        CharFlags::QUOTE,
        CharFlags::HYPHEN,
        CharFlags::DOT,
        CharFlags::ADDRESS,
        CharFlags::ADDRESS,
        CharFlags::ADDRESS,
        CharFlags::SPACE,
        CharFlags::SPACE,
        CharFlags::SPACE,
        CharFlags::SPACE,
    ];
    let mut at = 0;
    while at < bytes.len() {
        flags[bytes[at] as usize] = kinds[at];
        at += 1;
    }
    flags
};

/// The length in bytes of the space at `at`; 0 if there is none.
fn space_len(bytes: &[u8], at: usize) -> usize {
    match bytes[at..] {
        [b' ' | b'\t' | b'\n' | b'\r', ..] => 1,
        [0xc2, 0xa0, ..] => 2,
        _ => 0,
    }
}

/// The end of the spaces that start at `at`.
pub(super) fn skip_spaces(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match space_len(bytes, at) {
            0 => break,
            len => at += len,
        }
    }
    at
}

/// The end of the plain words that start at `at`. A plain word has four or more Russian letters and
/// at most one punctuation mark; before it is at most one space, after it a space or the end of the
/// run.
pub(super) fn skip_plain_words(bytes: &[u8], mut at: usize) -> usize {
    const MIN_LEN: usize = "слов".len();
    let mut start = if bytes[at] == b' ' { at + 1 } else { at };
    loop {
        let end = skip_russian_letters(bytes, start);
        if end < start + MIN_LEN {
            return at;
        }
        at = match bytes[end..] {
            [b' ', ..] => end,
            [sign, b' ', ..] if may_end_word(sign) => end + 1,
            [] => return end,
            [sign] if may_end_word(sign) => return end + 1,
            _ => return at,
        };
        start = at + 1;
    }
}

fn may_end_word(sign: u8) -> bool {
    matches!(sign, b',' | b'.' | b':' | b';' | b'!' | b'?' | b')')
}

/// The end of the Russian letters that start at `at`: two bytes each, the first one D0 or D1.
pub(super) fn skip_russian_letters(bytes: &[u8], mut at: usize) -> usize {
    // Tests four letters at once.
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

/// The end and the flags of the token that starts at `at`.
pub(super) fn split_token(bytes: &[u8], mut at: usize) -> (usize, CharFlags) {
    let mut flags = 0;
    while at < bytes.len() {
        let flag = FLAGS[usize::from(bytes[at])].0;
        if flag != 0 {
            if flag == CharFlags::SPACE.0 || bytes[at] == 0xc2 && space_len(bytes, at) > 0 {
                break;
            }
            flags |= flag;
        }
        at += 1;
    }
    (at, CharFlags(flags))
}

/// The text between two spaces of a run; empty after a space at the end of a run.
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) flags: CharFlags,
    /// The character before it in the block.
    pub(super) before: Option<char>,
    /// The character after it in the block.
    pub(super) after: Option<char>,
}

impl<'a> Token<'a> {
    /// Whether the token contains a URL or an e-mail address.
    pub(super) fn is_address(&self) -> bool {
        self.flags.contains(CharFlags::ADDRESS)
            && (self.text.contains('@') || self.text.contains("://") || self.text.contains("www."))
    }

    /// The part of this address in which quotes belong to the address, not to the text around it: from
    /// its first letter to its last character that is no punctuation. With `continues_address`, the
    /// address started before the token.
    pub(super) fn address_core(&self, continues_address: bool) -> Range<usize> {
        let is_part = |letter| !quotes::is_quote(letter) && !".,;:!?)…".contains(letter);
        let start = if continues_address { Some(0) } else { self.text.find(char::is_alphanumeric) };
        start.unwrap_or(self.text.len())..self.text.rfind(is_part).unwrap_or(0)
    }

    /// Whether the token is a dash between words, in any spelling.
    pub(super) fn is_dash(&self) -> bool {
        !self.flags.is_empty()
            && matches!(self.text, "-" | "--" | "–" | DASH)
            && self.before.is_none_or(char::is_whitespace)
            && self.after.is_some_and(char::is_whitespace)
    }

    pub(super) fn has_dots(&self) -> bool {
        self.flags.contains(CharFlags::DOT) && self.text.contains("...")
    }

    /// Whether exactly three dots start at `offset`, and are not part of a path.
    pub(super) fn is_ellipsis(&self, offset: usize) -> bool {
        self.text[offset..].strip_prefix("...").is_some_and(|rest| {
            let next = rest.chars().next().or(self.after);
            !matches!(next, Some('.' | '/' | '\\'))
        })
    }

    /// The position of the hyphen in a range of numbers: «5-11», also «5-11-х». Telephone numbers
    /// (8-800-…), dates (2022-09-01), scores and codes (0-331) are no ranges: they have a third
    /// part, a leading zero or a second number that is not larger.
    pub(super) fn range(&self) -> Option<usize> {
        if !self.flags.contains(CharFlags::HYPHEN) || !self.begins_word() {
            return None;
        }
        let core = self.without_opening();
        let (from, rest) = split_digits(core);
        let (to, rest) = split_digits(rest.strip_prefix('-')?);
        let mut rest = rest.chars().chain(self.after);
        let ends = match (rest.next(), rest.next()) {
            (None, _) => true,
            (Some('-'), next) => next.is_some_and(char::is_alphabetic),
            (Some('.' | ',' | ':'), Some(next)) => !next.is_ascii_digit(),
            (Some('/' | '\\' | '_' | '=' | '#' | '+' | '–' | '—'), _) => false,
            (Some(next), _) => !next.is_alphanumeric(),
        };
        (ends && is_range(from, to)).then_some(self.text.len() - core.len() + from.len())
    }

    /// Whether the token starts a word, rather than continuing one of the previous run.
    pub(super) fn begins_word(&self) -> bool {
        self.before.is_none_or(|before| before.is_whitespace() || quotes::is_opening(before))
    }

    /// The token without leading brackets and quotes.
    pub(super) fn without_opening(&self) -> &'a str {
        match self.text.as_bytes() {
            // Most tokens start with a Russian letter.
            [0xd0 | 0xd1, ..] => self.text,
            _ => self.text.trim_start_matches(quotes::is_opening),
        }
    }

    /// The leading letters; empty if they continue in the next run.
    pub(super) fn leading_letters(&self) -> &'a str {
        match self.text.find(|letter| !is_letter(letter)) {
            Some(end) => &self.text[..end],
            None if self.after.is_some_and(char::is_alphanumeric) => "",
            None => self.text,
        }
    }
}

/// As `is_alphabetic`, which is slow beyond ASCII: tests first what Russian texts are full of.
pub(crate) fn is_letter(letter: char) -> bool {
    match letter {
        'А'..='я' | 'ё' | 'Ё' => true,
        '«' | '»' | '\u{a0}' | '№' | '\u{2000}'..='\u{206f}' => false,
        _ => letter.is_alphabetic(),
    }
}

/// Splits `text` after its leading digits.
fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// Whether `from` and `to` are a range of numbers or a school year (2022-23).
fn is_range(from: &str, to: &str) -> bool {
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
mod tests;
