//! The words of prose that a dictionary may know.

use super::prose::{INNER, Prose};

/// A Russian word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordToken<'t> {
    pub(super) text: &'t str,
    /// Its first byte in the text.
    pub(super) start: usize,
    pub(super) is_capital: bool,
    /// Whether a sentence begins with it.
    is_first: bool,
    /// Whether another word with a capital stands beside it: «Иванова Варя».
    is_in_pair: bool,
}

impl WordToken<'_> {
    /// Whether the word is a name, by its place.
    pub(super) fn is_name(&self) -> bool {
        self.is_capital && (!self.is_first || self.is_in_pair)
    }
}

/// The words in their order; without abbreviations, single letters, and what is no Russian word alone.
pub(super) fn words(prose: &Prose) -> impl Iterator<Item = WordToken<'_>> {
    let Prose { text, starts } = prose;
    tokens(text).filter_map(move |(start, token)| {
        let word = token.trim_matches(['-', '\u{2010}', '\u{2011}', '\'', '’']);
        let start = start + token.find(word)?;
        let end = start + word.len();
        let letters = || word.chars().filter(|letter| letter.is_alphabetic());
        let is_russian = word.chars().all(|letter| is_russian(letter) || is_joint(letter));
        let capitals = letters().filter(|letter| letter.is_uppercase()).count();
        let is_capital = letters().next().is_some_and(char::is_uppercase);
        let count = letters().count();
        // «МКОУ» and «ТочкаРоста» are no words of a dictionary; «Санкт-Петербург» has a capital in each part.
        let parts = word.split(['-', '\u{2010}', '\u{2011}']).count();
        let is_odd = capitals > usize::from(is_capital) && (capitals > parts || capitals == count);
        if !is_russian || count < 2 || is_odd || is_address(text, start, end) {
            return None;
        }
        let is_short = count <= 4 && text[end..].starts_with('.') && !is_capital;
        if is_short {
            return None;
        }
        let is_in_pair = is_capital && has_capital_beside(prose, start, end);
        Some(WordToken {
            text: word,
            start,
            is_capital,
            is_first: is_first(text, starts, start),
            is_in_pair,
        })
    })
}

/// Stretches of letters, digits and what joins them, with their first bytes.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |letter: char| {
        letter.is_alphanumeric() || is_joint(letter) || letter == INNER || letter == '_'
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_part)?;
        let rest = &text[start..];
        let end = start + rest.find(|letter: char| !is_part(letter)).unwrap_or(rest.len());
        at = end;
        Some((start, &text[start..end]))
    })
}

fn is_russian(letter: char) -> bool {
    matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')
}

/// Hyphens, marks of stress and of й and ё, soft hyphens.
fn is_joint(letter: char) -> bool {
    matches!(
        letter,
        '-' | '\u{2010}' | '\u{2011}' | '\u{301}' | '\u{306}' | '\u{308}' | '\u{ad}' | '\'' | '’'
    )
}

/// Whether the word is a part of an address: «школа.рф», «a@школа.рф».
fn is_address(text: &str, start: usize, end: usize) -> bool {
    let is_joined = |before: Option<char>, sign: Option<char>, after: Option<char>| {
        let is_part = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        matches!(sign, Some('.' | '@' | '/' | ':' | '_')) && is_part(before) && is_part(after)
    };
    let mut back = text[..start].chars().rev();
    let (sign, before) = (back.next(), back.next());
    let mut on = text[end..].chars();
    let (next, after) = (on.next(), on.next());
    is_joined(before, sign, text[start..].chars().next())
        || is_joined(text[..end].chars().next_back(), next, after)
        || matches!(sign, Some('/' | '@'))
        || matches!(next, Some('@'))
}

/// Whether a sentence, or a block, begins at `at`.
fn is_first(text: &str, starts: &[usize], at: usize) -> bool {
    let block = starts.partition_point(|start| *start <= at).checked_sub(1);
    let block = block.and_then(|index| starts.get(index)).copied().unwrap_or(0);
    let before = text[block..at].trim_end_matches(|letter: char| {
        letter.is_whitespace()
            || matches!(letter, '«' | '„' | '“' | '"' | '(' | '–' | '—' | '-' | '*')
    });
    before.is_empty() || before.ends_with(['.', '!', '?', '…', ':', ';'])
}

/// Whether the word after it begins with a capital, or initials stand before it, in the same block.
fn has_capital_beside(prose: &Prose, start: usize, end: usize) -> bool {
    let Prose { text, starts } = prose;
    let blocks_until = |at: usize| starts.partition_point(|block| *block <= at);
    let after = text[end..].trim_start_matches([' ', '\u{a0}', '\n']);
    let next = text.len() - after.len();
    let is_capital = |letter: char| letter.is_uppercase() && is_russian(letter);
    if next > end && after.starts_with(is_capital) && blocks_until(next) == blocks_until(end) {
        return true;
    }
    let before = text[..start].trim_end_matches([' ', '\u{a0}', '\n']);
    if blocks_until(before.len()) != blocks_until(start) {
        return false;
    }
    // «А. С. Иванов».
    let mut back = before.strip_suffix('.').unwrap_or_default().chars().rev();
    let initial = back.next().is_some_and(is_capital);
    initial && back.next().is_none_or(|letter| !letter.is_alphabetic())
}
