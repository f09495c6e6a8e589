//! A text as words, numbers and what stands between them.

use std::ops::Range;

use crate::typography::is_letter;

/// A word, a number, or a number with a letter, as classes have it: «8а».
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TextWord {
    pub(super) range: Range<usize>,
    /// In lower case, with «е» for «ё».
    pub(super) key: String,
    pub(super) is_capitalised: bool,
}

#[derive(Debug)]
pub(super) struct TextWords<'t> {
    text: &'t str,
    words: Vec<TextWord>,
}

impl<'t> TextWords<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut words: Vec<TextWord> = Vec::new();
        let mut start = None;
        for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
            // «Анна-Мария» is one word, «8-900» is not.
            let is_inner = letter == '-'
                && text[at + 1..].starts_with(char::is_alphabetic)
                && text[..at].ends_with(char::is_alphabetic);
            match start {
                None if is_part(letter) => start = Some(at),
                Some(from) if !is_part(letter) && !is_inner => {
                    words.push(TextWord::new(&text[from..at], from));
                    start = None;
                }
                _ => {}
            }
        }
        Self { text, words }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&TextWord> {
        self.words.get(at)
    }

    /// The key of a word; empty outside the text.
    pub(super) fn key(&self, at: usize) -> &str {
        self.get(at).map_or("", |word| &word.key)
    }

    /// What stands before the word at `at`, after the one before it.
    pub(super) fn gap(&self, at: usize) -> &'t str {
        let start = at.checked_sub(1).and_then(|before| self.get(before));
        let start = start.map_or(0, |word| word.range.end);
        let end = self.get(at).map_or(self.text.len(), |word| word.range.start);
        &self.text[start..end]
    }

    /// Whether nothing but spaces stands before the word at `at`.
    pub(super) fn is_close(&self, at: usize) -> bool {
        let gap = self.gap(at);
        !gap.is_empty() && gap.chars().all(char::is_whitespace) && gap.matches('\n').count() < 2
    }

    /// Whether a sentence, an item or a paragraph begins with the word at `at`.
    pub(super) fn begins_sentence(&self, at: usize) -> bool {
        let gap = self.gap(at);
        let is_short = at.checked_sub(1).is_some_and(|before| {
            let word = self.key(before);
            matches!(word, "кл" | "г" | "им" | "ул" | "д" | "р") || word.chars().count() == 1
        });
        at == 0
            || gap.contains(['!', '?', '…'])
            || gap.contains('.') && !is_short
            || gap.contains('\n') && !gap.trim().is_empty()
            || gap.matches('\n').count() > 1
    }
}

impl TextWord {
    fn new(text: &str, start: usize) -> Self {
        Self {
            range: start..start + text.len(),
            key: key(text),
            is_capitalised: text.starts_with(char::is_uppercase)
                && text.chars().nth(1).is_some_and(char::is_lowercase),
        }
    }
}

/// As `is_alphanumeric`; every letter of every text is asked about.
fn is_part(letter: char) -> bool {
    is_letter(letter) || letter.is_numeric()
}

fn key(word: &str) -> String {
    let is_known = |letter| matches!(letter, 'А'..='я' | 'ё' | 'Ё') || letter.is_ascii();
    if !word.chars().all(is_known) {
        return word.to_lowercase().replace('ё', "е");
    }
    let folded = word.chars().map(|letter| match letter {
        'А'..='Я' => char::from_u32(u32::from(letter) + 0x20).unwrap_or(letter),
        'ё' | 'Ё' => 'е',
        _ => letter.to_ascii_lowercase(),
    });
    folded.collect()
}
