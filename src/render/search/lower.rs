//! The words of a text in small letters, ё as е, without signs that nobody types: stress marks, soft
//! hyphens, signs without width. `words` of `search.js` cuts texts in the same way; a test compares
//! them.
//!
//! Russian and Latin letters and digits are read byte by byte from tables. A word with any other
//! letter goes through the Unicode tables of the standard library, which takes ten times as long.

use std::ops::RangeInclusive;

/// How many letters a word has; nobody types a longer one.
const LETTERS: RangeInclusive<usize> = 2..=40;
/// The most bytes of a word whose letters are in the tables.
const MOST_BYTES: usize = 80;

/// The small form of each letter and digit of ASCII; 0 for all else.
const ASCII: [u8; 128] = {
    let mut small = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            small[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    small
};

/// The small forms of the letters from U+0400 to U+047F, in UTF-8; zeros for those that are not
/// Russian.
const CYRILLIC: [[u8; 2]; 128] = {
    const FIRST: u32 = 0x400;
    let mut small = [[0; 2]; 128];
    let mut place = 0;
    while place < 128 {
        let letter = match FIRST + place {
            capital @ 0x410..=0x42f => capital + 0x20,
            letter @ 0x430..=0x44f => letter,
            0x401 | 0x451 => 'е' as u32,
            _ => 0,
        };
        if letter > 0 {
            small[place as usize] = [0xc0 | (letter >> 6) as u8, 0x80 | (letter & 0x3f) as u8];
        }
        place += 1;
    }
    small
};

/// Reads the words of a text one after another.
pub(super) struct LowerWords<'t> {
    text: &'t str,
    /// The byte of the text that is read next.
    at: usize,
    /// The last word, if its letters are in the tables.
    word: [u8; MOST_BYTES],
    /// The last word, if not.
    rare: String,
}

impl<'t> LowerWords<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, word: [0; MOST_BYTES], rare: String::new() }
    }

    /// The next word, in UTF-8; single letters and what is too long are left out.
    pub(super) fn next_word(&mut self) -> Option<&[u8]> {
        loop {
            self.skip_gap();
            let begin = self.at;
            if begin == self.text.len() {
                return None;
            }
            match self.read_word() {
                Some((letters, bytes)) => {
                    if LETTERS.contains(&letters) {
                        return Some(&self.word[..bytes]);
                    }
                }
                None => {
                    if self.read_rare_word(begin) {
                        return Some(self.rare.as_bytes());
                    }
                }
            }
        }
    }

    /// Goes on to the next letter or to the end.
    fn skip_gap(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(&first) = bytes.get(self.at) {
            if first.is_ascii() {
                if ASCII[usize::from(first)] != 0 {
                    return;
                }
                self.at += 1;
            } else {
                match gap(self.text, self.at) {
                    Some(width) => self.at += width,
                    None => return,
                }
            }
        }
    }

    /// Reads a word from the tables, up to its end: how many letters it has, and how many of the
    /// bytes of `self.word`. None if it has a letter that is not in the tables.
    fn read_word(&mut self) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let (mut letters, mut length) = (0, 0);
        while let Some(&first) = bytes.get(self.at) {
            if first.is_ascii() {
                let small = ASCII[usize::from(first)];
                if small == 0 {
                    break;
                }
                if letters < *LETTERS.end() {
                    self.word[length] = small;
                    length += 1;
                }
                self.at += 1;
            } else if first & 0xfe == 0xd0 {
                let place = usize::from(first & 1) << 6 | usize::from(bytes[self.at + 1] & 0x3f);
                let small = CYRILLIC[place];
                if small[0] == 0 {
                    return None;
                }
                if letters < *LETTERS.end() {
                    self.word[length..length + 2].copy_from_slice(&small);
                    length += 2;
                }
                self.at += 2;
            } else if gap(self.text, self.at).is_some() {
                let hides = self.text[self.at..].chars().next().is_some_and(is_hidden);
                if hides {
                    return None;
                }
                break;
            } else {
                return None;
            }
            letters += 1;
        }
        Some((letters, length))
    }

    /// Reads the word at `begin` with the standard library; false if its length is not that of a
    /// word.
    fn read_rare_word(&mut self, begin: usize) -> bool {
        let rest = &self.text[begin..];
        let belongs = |letter: char| letter.is_alphanumeric() || is_hidden(letter);
        let end = rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
        self.at = begin + end;
        let word = without_hidden(&rest[..end]);
        self.rare = word.to_lowercase().replace('ё', "е");
        LETTERS.contains(&word.chars().take(LETTERS.end() + 1).count())
    }
}

/// Whether `letter` is a sign that stands in words unseen: soft hyphens and signs without width, or
/// a mark above a letter. Marks stand for stress; й and ё have them too where a Mac wrote the text.
pub(super) fn is_hidden(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// `word` without hidden signs, but for the mark that makes й of и.
fn without_hidden(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    let mut before = ' ';
    for letter in word.chars() {
        match (before, letter) {
            ('и', '\u{306}') => {
                plain.pop();
                plain.push('й');
            }
            ('И', '\u{306}') => {
                plain.pop();
                plain.push('Й');
            }
            _ if is_hidden(letter) => {}
            _ => plain.push(letter),
        }
        before = letter;
    }
    plain
}

/// The bytes of the character at `at`, which is not ASCII, if it belongs to no word.
fn gap(text: &str, at: usize) -> Option<usize> {
    match text.as_bytes()[at..] {
        [0xd0 | 0xd1, ..] => None,
        // «» and U+2000–U+203F, dashes among them: no need for large tables.
        [0xc2, 0xab | 0xbb, ..] => Some(2),
        [0xe2, 0x80, ..] => Some(3),
        _ => {
            let letter = text[at..].chars().next()?;
            (!letter.is_alphanumeric()).then(|| letter.len_utf8())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = LowerWords::new(text);
        let next = || words.next_word().map(|word| String::from_utf8(word.to_vec()).unwrap());
        std::iter::from_fn(next).collect()
    }

    /// The same, slowly.
    fn words_by_unicode(text: &str) -> Vec<String> {
        without_hidden(text)
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| LETTERS.contains(&word.chars().count()))
            .map(|word| word.to_lowercase().replace('ё', "е"))
            .collect()
    }

    #[test]
    fn words_are_small_and_have_no_yo() {
        let text = "«Ёлка» — ОБЪЁМ\u{a0}3D-принтера, я и II; №5 Київ 1½ ÉTÉ";
        let wanted = ["елка", "объем", "3d", "принтера", "ii", "київ", "1½", "été"];
        assert_eq!(words(text), wanted);
        let hidden = "за\u{301}мок шах\u{ad}маты мо\u{200b}й чаи\u{306} все\u{308} \u{feff}Да";
        assert_eq!(words(hidden), ["замок", "шахматы", "мой", "чай", "все", "да"]);
        let long = "ё".repeat(40);
        assert_eq!(words(&format!("{long} {long}ж")), ["е".repeat(40)]);
    }

    #[test]
    fn every_letter_is_read_as_by_unicode() {
        for letter in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let text = format!("а{letter}Б {letter}ё\u{2014}{letter}{letter}");
            assert_eq!(words(&text), words_by_unicode(&text), "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_by_unicode(text in "[а-яА-ЯёЁa-zA-Z0-9 .,«»—\u{a0}іéΣß½\u{ad}\u{301}\u{306}\u{200b}-]{0,200}") {
            prop_assert_eq!(words(&text), words_by_unicode(&text));
        }
    }
}
