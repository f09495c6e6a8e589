//! What words there are.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use encoding_rs::Encoding;

use crate::slug::composed;

/// Endings and beginnings with a hyphen that are no words by themselves.
const PARTICLES: [&str; 7] = ["то", "ка", "либо", "нибудь", "таки", "кое", "по"];

/// Words of schools that the usual dictionaries do not have yet, with any ending.
const SCHOOL_WORDS: [&str; 20] = [
    "биотехнолог*",
    "блогер*",
    "буллинг*",
    "воркшоп*",
    "геймификаци*",
    "интенсив*",
    "квадрокоптер*",
    "квест*",
    "квиз*",
    "коворкинг*",
    "метапредметн*",
    "нацпроект*",
    "профориентаци*",
    "профориентацион*",
    "робототехни*",
    "спикер*",
    "технопарк*",
    "флешмоб*",
    "хакатон*",
    "челлендж*",
];

/// The most suggestions for a word.
const MAX_SIMILAR: usize = 3;

/// A dictionary of Hunspell, and words that are known beside it.
pub struct SpellingDictionary {
    hunspell: spellbook::Dictionary,
    words: HashSet<String>,
    /// Of words that may end in any way.
    beginnings: Vec<String>,
}

/// A file is no dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadDictionary(String);

impl fmt::Display for BadDictionary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl SpellingDictionary {
    /// Reads the two files of a dictionary, and `own` words: one a line, `*` for any ending, `#` for remarks.
    ///
    /// # Errors
    /// If the files are no dictionary.
    pub fn new(aff: &[u8], dic: &[u8], own: &str) -> Result<Self, BadDictionary> {
        let encoding = encoding(aff);
        let (aff, dic) = (decode(aff, encoding), decode(dic, encoding));
        let hunspell = spellbook::Dictionary::new(&aff, &dic)
            .map_err(|error| BadDictionary(error.to_string()))?;
        let mut dictionary = Self { hunspell, words: HashSet::new(), beginnings: Vec::new() };
        dictionary.add(SCHOOL_WORDS);
        let lines = own.lines().map(|line| line.split('#').next().unwrap_or_default());
        dictionary.add(lines.flat_map(str::split_whitespace));
        Ok(dictionary)
    }

    /// Adds words that are known.
    pub fn add<'w>(&mut self, words: impl IntoIterator<Item = &'w str>) {
        for word in words {
            let word = normal(word).to_lowercase();
            match word.strip_suffix('*') {
                Some("") => {}
                Some(beginning) => self.beginnings.push(beginning.to_owned()),
                None => drop(self.words.insert(word)),
            }
        }
    }

    /// Whether `word` is known, itself or all of its parts around hyphens.
    pub(super) fn knows(&self, word: &str) -> bool {
        let word = normal(word);
        self.knows_whole(&word)
            || word.contains('-')
                && word.split('-').all(|part| {
                    part.is_empty()
                        || PARTICLES.contains(&&*part.to_lowercase())
                        || self.knows_whole(part)
                })
    }

    fn knows_whole(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let is_own = || {
            self.words.contains(&lower)
                || self.beginnings.iter().any(|known| lower.starts_with(&**known))
        };
        // A dictionary may have «ё» only, or only «е» in its place.
        let plain = || {
            word.contains(['ё', 'Ё']) && {
                self.hunspell.check(&word.replace('ё', "е").replace('Ё', "Е"))
            }
        };
        self.hunspell.check(word) || plain() || is_own()
    }

    /// Words that are similar to an unknown one, the most similar first.
    pub(super) fn similar(&self, word: &str) -> Vec<String> {
        let mut similar = Vec::new();
        let word = normal(word);
        self.hunspell.suggest(&word, &mut similar);
        let sound = sound(&word);
        similar.sort_by_key(|one| self::sound(one) != sound);
        similar.truncate(MAX_SIMILAR);
        similar
    }
}

/// Equal for words that are most often written one for the other: their unstressed vowels sound the same, and
/// one has two consonants where the other has one.
fn sound(word: &str) -> String {
    let mut sound: Vec<char> = Vec::with_capacity(word.len() / 2);
    for letter in word.to_lowercase().chars() {
        let letter = match letter {
            'о' => 'а',
            'е' | 'ё' | 'э' | 'я' => 'и',
            other => other,
        };
        if sound.last() != Some(&letter) {
            sound.push(letter);
        }
    }
    sound.into_iter().collect()
}

/// The word with each letter as one character, plain hyphens and no marks of stress.
fn normal(word: &str) -> Cow<'_, str> {
    let word = composed(word);
    if !word.contains(['\u{301}', '\u{ad}', '\u{2011}', '\u{2010}']) {
        return word;
    }
    let letters = word.chars().filter(|letter| !matches!(letter, '\u{301}' | '\u{ad}'));
    Cow::Owned(
        letters
            .map(|letter| if matches!(letter, '\u{2010}' | '\u{2011}') { '-' } else { letter })
            .collect(),
    )
}

/// The encoding that an affix file names: `SET KOI8-R`.
fn encoding(aff: &[u8]) -> &'static Encoding {
    let lines = aff.split(|byte| *byte == b'\n');
    let named = lines.filter_map(|line| line.trim_ascii().strip_prefix(b"SET ")).next();
    named.and_then(|name| Encoding::for_label(name.trim_ascii())).unwrap_or(encoding_rs::UTF_8)
}

fn decode<'t>(bytes: &'t [u8], encoding: &'static Encoding) -> Cow<'t, str> {
    encoding.decode(bytes).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dictionary_in_another_encoding_is_read() {
        let (dic, ..) = encoding_rs::KOI8_R.encode("2\nёж\nвсе-таки\n");
        let dictionary = SpellingDictionary::new(b"SET KOI8-R\n", &dic, "Робо* # свои").unwrap();
        for word in ["ёж", "Ёж", "ёж-то", "робоквантум", "Робо"] {
            assert!(dictionary.knows(word), "{word}");
        }
        assert!(!dictionary.knows("еж") && !dictionary.knows("ёж-ёжик"));
        assert!(SpellingDictionary::new(b"\xff\xfe", b"\0", "").is_err());
    }

    #[test]
    fn what_sounds_the_same_is_suggested_first() {
        let dic = "5\nревет\nпреет\nповет\nпривет\nпрограмм\nпрограмма\n";
        let aff = "SET UTF-8\nTRY оаеинтсрвлкмдпугяыьбзчйхжшюцщэфё\n";
        let dictionary = SpellingDictionary::new(aff.as_bytes(), dic.as_bytes(), "").unwrap();
        assert_eq!(dictionary.similar("Превет")[0], "Привет");
        assert_eq!(dictionary.similar("програма")[0], "программа");
    }
}
