//! The words of some texts, packed: each word once, with the texts it stands in.
//!
//! Words are sorted, and of each only the end that differs from the word before is written:
//! `0шахматам|AC 6ист|B` is «шахматам» in the texts 0 and 2, and «шахматист» in text 1. The digit
//! gives the number of letters that are the same (in base 36), the letters after `|` are the texts.
//!
//! 1. [`Tokens`] notes for each piece of text between spaces and signs the texts that have it.
//! 2. Only different pieces are cut into words and put in small letters: most stand in a text
//!    several times.

use super::lower::LowerWords;
use super::tokens::Tokens;
use crate::site::WORDS;

/// A letter for each text.
const NUMBERS: &[u8; WORDS] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGITS: &[u8; SAME + 1] = b"0123456789abcdefghijklmnopqrstuvwxyz";
/// The most letters that can be the same as before.
const SAME: usize = 35;

/// A word in small letters.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Word<'a> {
    /// The first bytes: most comparisons need no more.
    first: u128,
    letters: &'a [u8],
    /// A bit for each text with the word.
    texts: u64,
}

/// Appends the packed words of `tokens` to `out`.
pub(super) fn pack(tokens: &Tokens, out: &mut Vec<u8>) {
    let mut letters = Vec::new();
    let mut ends = Vec::new();
    for (token, texts) in tokens.iter() {
        let mut words = LowerWords::new(token);
        while let Some(word) = words.next_word() {
            letters.extend_from_slice(word);
            ends.push((letters.len(), texts));
        }
    }
    let mut begin = 0;
    let word = |(end, texts)| {
        let letters = &letters[begin..end];
        begin = end;
        Word { first: first_bytes(letters), letters, texts }
    };
    let mut words: Vec<Word<'_>> = ends.into_iter().map(word).collect();
    words.sort_unstable();
    let mut before: &[u8] = b"";
    for same in words.chunk_by(|a, b| a.letters == b.letters) {
        let word = same[0].letters;
        let (count, bytes) = common_letters(word, before);
        if !before.is_empty() {
            out.push(b' ');
        }
        out.push(DIGITS[count]);
        out.extend_from_slice(&word[bytes..]);
        out.push(b'|');
        let mut texts = same.iter().fold(0, |texts, word| texts | word.texts);
        while texts != 0 {
            out.push(NUMBERS[texts.trailing_zeros() as usize]);
            texts &= texts - 1;
        }
        before = word;
    }
}

/// How many letters `word` has in common with the beginning of `before`, at most [`SAME`], and how
/// many bytes these are.
fn common_letters(word: &[u8], before: &[u8]) -> (usize, usize) {
    let begins_letter = |at: usize| word.get(at).is_none_or(|byte| byte & 0xc0 != 0x80);
    let common = word.iter().zip(before).take_while(|(a, b)| a == b).count();
    let (mut letters, mut bytes) = (0, 0);
    for at in 1..=common {
        if begins_letter(at) && letters < SAME {
            (letters, bytes) = (letters + 1, at);
        }
    }
    (letters, bytes)
}

/// The first 16 bytes as a number that sorts as they do.
fn first_bytes(word: &[u8]) -> u128 {
    let mut first = [0; 16];
    let length = word.len().min(first.len());
    first[..length].copy_from_slice(&word[..length]);
    u128::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(texts: &[&str]) -> String {
        let mut tokens = Tokens::new();
        for (number, text) in texts.iter().enumerate() {
            tokens.add(number, text);
        }
        let mut packed = Vec::new();
        pack(&tokens, &mut packed);
        String::from_utf8(packed).unwrap()
    }

    #[test]
    fn words_are_written_once_and_by_what_differs() {
        let texts = ["Шахматам — да, шахматам!", "Шахматист; ёлка и я", "елка, шахматам"];
        assert_eq!(packed(&texts), "0да|A 0елка|BC 0шахматам|AC 6ист|B");
        assert_eq!(packed(&["рано ранопо"]), "0рано|A 4по|A", "one word begins the other");
    }

    #[test]
    fn letters_that_share_a_byte_are_not_the_same() {
        assert_eq!(packed(&["ар ас"]), "0ар|A 1с|A");
        let long = "я".repeat(38);
        assert_eq!(packed(&[&format!("{long}а {long}б")]), format!("0{long}а|A zяяяб|A"));
    }
}
