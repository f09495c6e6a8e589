//! Names of people: a first name with a surname, with or without a patronymic.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;

use super::evidence;
use super::words::{TextWord, TextWords};
use crate::characters::scan;
use crate::typography::is_letter;

/// First names of boys and girls, without the endings that cases change, with «е» for «ё».
static FIRST_NAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("first_names.txt").split_whitespace().collect());

/// The endings of first names in all cases.
const ENDINGS: &[&str] = &[
    "", "а", "у", "ом", "ем", "е", "ы", "и", "ю", "я", "ой", "ей", "ь", "ью", "й", "ии", "ию",
    "ия", "ией", "ья", "ьи", "ью", "ье", "ьей", "ел", "ла", "лу", "лом", "ле", "ил",
];

/// The endings of most surnames in all cases, with «е» for «ё».
const SURNAME_ENDINGS: &[&str] = &[
    "ов",
    "ова",
    "ову",
    "овым",
    "ове",
    "овой",
    "ев",
    "ева",
    "еву",
    "евым",
    "еве",
    "евой",
    "ин",
    "ина",
    "ину",
    "иным",
    "ине",
    "иной",
    "ын",
    "ына",
    "ыну",
    "ыным",
    "ыной",
    "ский",
    "ского",
    "скому",
    "ским",
    "ская",
    "ской",
    "скую",
    "цкий",
    "цкого",
    "цкому",
    "цким",
    "цкая",
    "цкой",
    "цкую",
    "ко",
    "ук",
    "ука",
    "уку",
    "уком",
    "юк",
    "юка",
    "юку",
    "юком",
    "ян",
    "яна",
    "яну",
    "яном",
    "янц",
    "ых",
    "их",
    "дзе",
    "швили",
    "ец",
    "ца",
    "цу",
    "цом",
];

/// A name in the words from `first` to `last`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PersonName {
    pub(super) first: usize,
    pub(super) last: usize,
    /// Grown-ups are named with it, and children in lists of winners.
    pub(super) has_patronymic: bool,
}

impl PersonName {
    /// All names in the text that have a surname.
    pub(super) fn all(words: &TextWords<'_>) -> Vec<Self> {
        let mut names = Vec::new();
        let mut at = 0;
        while at + 1 < words.len() {
            match Self::at(words, at) {
                Some(name) => {
                    at = name.last + 1;
                    names.push(name);
                }
                None => at += 1,
            }
        }
        names
    }

    fn at(words: &TextWords<'_>, first: usize) -> Option<Self> {
        let part = |at: usize| {
            let word = words.get(at)?;
            (word.is_capitalised && (at == first || words.is_close(at))).then_some(word)
        };
        let (one, two) = (part(first)?, part(first + 1)?);
        let three = part(first + 2);
        let name = |last, has_patronymic| Some(Self { first, last, has_patronymic });
        if is_first_name(one) && is_patronymic(two) {
            return three.filter(|three| is_surname(three)).and_then(|_| name(first + 2, true));
        }
        let is_surname_here =
            |word: &TextWord, at| is_surname(word) || !words.begins_sentence(at) && is_plain(word);
        if is_first_name(two) && is_surname_here(one, first) && !is_first_name_only(one) {
            let has_patronymic = three.is_some_and(is_patronymic);
            return name(first + 1 + usize::from(has_patronymic), has_patronymic);
        }
        if is_first_name(one) && is_surname_here(two, first + 1) && !is_first_name_only(two) {
            return name(first + 1, false);
        }
        None
    }

    /// Its bytes.
    pub(super) fn range(&self, words: &TextWords<'_>) -> Range<usize> {
        let at = |at: usize| words.get(at).map(|word| word.range.clone()).unwrap_or_default();
        at(self.first).start..at(self.last).end
    }
}

/// Whether two words with capital letters stand beside each other: without them there are no names.
pub(super) fn may_have_names(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_capital = |letter: char| matches!(letter, 'А'..='Я' | 'Ё');
    let follows_name = |at: usize| {
        let before = text[..at].strip_suffix([' ', '\n']);
        let first =
            |before: &str| before.chars().rev().take_while(|letter| is_letter(*letter)).last();
        before.and_then(first).is_some_and(is_capital)
    };
    let mut capitals = scan::capitals(bytes).chain(memmem::find_iter(bytes, "Ё"));
    capitals.any(follows_name) || memmem::find(bytes, "\u{a0}".as_bytes()).is_some()
}

/// Whether one of the words of `name` is the surname of `person`, in any case: «Ивановой Марии» and
/// «Иванова Мария Петровна».
pub(crate) fn has_surname_of(name: &str, person: &str) -> bool {
    let keys = |text: &str| -> Vec<String> {
        let words = TextWords::new(text);
        let words = (0..words.len()).filter_map(|at| words.get(at));
        words
            .filter(|word| !is_first_name_only(word) && is_plain(word))
            .map(|word| word.key.clone())
            .collect()
    };
    let stem = |key: &str| {
        let ending = SURNAME_ENDINGS
            .iter()
            .filter(|ending| key.ends_with(*ending))
            .map(|ending| ending.len())
            .max();
        key[..key.len() - ending.unwrap_or(0)].to_owned()
    };
    let person: Vec<String> = keys(person).iter().map(|key| stem(key)).collect();
    keys(name).iter().any(|key| person.contains(&stem(key)))
}

fn is_first_name(word: &TextWord) -> bool {
    let key = &*word.key;
    let stem = key.split('-').next().unwrap_or(key);
    ENDINGS.iter().any(|ending| {
        let stem = stem.strip_suffix(ending);
        stem.is_some_and(|stem| stem.len() >= 4 && FIRST_NAMES.contains(stem))
    })
}

/// A first name that is no surname as well, unlike «Роман» beside «Романова».
fn is_first_name_only(word: &TextWord) -> bool {
    is_first_name(word) && !is_surname(word)
}

fn is_patronymic(word: &TextWord) -> bool {
    let stems = [
        "вич",
        "вича",
        "вичу",
        "вичем",
        "виче",
        "вна",
        "вны",
        "вне",
        "вну",
        "вной",
        "ична",
        "ичны",
        "ичне",
        "ичну",
        "ичной",
        "ильич",
        "ильича",
    ];
    word.key.chars().count() > 5 && stems.iter().any(|ending| word.key.ends_with(ending))
}

fn is_surname(word: &TextWord) -> bool {
    is_plain(word) && SURNAME_ENDINGS.iter().any(|ending| word.key.ends_with(ending))
}

fn is_plain(word: &TextWord) -> bool {
    word.key.chars().count() >= 3 && !is_patronymic(word) && !evidence::is_role(&word.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_known_by_the_surname_in_any_case() {
        for name in ["Ивановой Марии", "Мария Иванова", "Иванову Марию", "Иванова М."]
        {
            assert!(has_surname_of(name, "Иванова Мария Петровна"), "{name}");
        }
        assert!(!has_surname_of("Мария Сидорова", "Иванова Мария Петровна"));
    }
}
