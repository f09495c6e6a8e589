//! The words of some texts, packed: each word once, with the texts it stands in.
//!
//! Words are sorted, and of each only what differs from the one before is written:
//! `0шахматам|AC 6ист|B` is «шахматам» in the texts 0 and 2, and «шахматист» in text 1. The digit
//! says how many letters are the same (in base 36), the letters after `|` number the texts.

use std::collections::BTreeMap;

use crate::site::WORDS;

/// A letter for each text.
const NUMBERS: &[u8; WORDS] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// The most letters that can be the same as before.
const SAME: usize = 35;
/// What is longer is no word that anybody would type.
const LONGEST: usize = 40;

/// The words of `texts`, at most [`WORDS`] of them. Letters are small, ё is е; single letters are
/// left out.
pub(super) fn pack(texts: impl Iterator<Item = String>) -> String {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (text, number) in texts.zip(NUMBERS) {
        let number = char::from(*number);
        for word in text.split(|letter: char| !letter.is_alphanumeric()) {
            let letters = word.chars().take(LONGEST + 1).count();
            if !(2..=LONGEST).contains(&letters) {
                continue;
            }
            let in_texts = found.entry(word.to_lowercase().replace('ё', "е")).or_default();
            if !in_texts.ends_with(number) {
                in_texts.push(number);
            }
        }
    }
    let mut packed = String::new();
    let mut before = "";
    for (word, in_texts) in &found {
        let same = word.chars().zip(before.chars()).take_while(|(a, b)| a == b).count().min(SAME);
        if !packed.is_empty() {
            packed.push(' ');
        }
        packed.extend(char::from_digit(same as u32, 36));
        packed.extend(word.chars().skip(same));
        packed.push('|');
        packed.push_str(in_texts);
        before = word;
    }
    packed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_written_once_and_by_what_differs() {
        let texts = ["Шахматам — да, шахматам!", "Шахматист; ёлка и я", "елка, шахматам"];
        let packed = pack(texts.iter().map(|&text| text.to_owned()));
        assert_eq!(packed, "0да|A 0елка|BC 0шахматам|AC 6ист|B");
    }
}
