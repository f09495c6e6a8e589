//! Finds the direction that a person names: whole, or by a part that only one direction has.

use super::{Config, Direction, DirectionId};
use crate::slug;

/// Words with fewer letters («и», «по», «для») do not tell directions apart.
const MIN_LETTERS: usize = 4;

/// Letters in which Russian words vary at their end: «конференции», «конференциях».
const ENDINGS: [char; 15] =
    ['а', 'в', 'е', 'и', 'й', 'м', 'о', 'у', 'х', 'ы', 'ь', 'э', 'ю', 'я', 'ъ'];

/// The largest share of letters in which a misspelt name may differ.
const MISSPELT: usize = 4;

/// Why a name does not lead to a direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownDirection {
    /// What is wrong, in Russian.
    pub message: String,
    /// What to write instead, in Russian.
    pub hint: String,
}

impl Config {
    /// The direction that `text` names: as [`Config::find_direction`], by its id in Russian letters, or
    /// by words that the names of only one direction have, in any form: «конференции», «проектная».
    ///
    /// # Errors
    /// If no direction fits, or several.
    pub fn resolve_direction(&self, text: &str) -> Result<DirectionId, UnknownDirection> {
        let by_address = || {
            let address = slug::slugify(text);
            self.direction_ids().find(|id| self.direction(*id).id == address)
        };
        if let Some(direction) = self.find_direction(text).or_else(by_address) {
            return Ok(direction);
        }
        let fitting = self.directions_with(text);
        if let [one] = *fitting {
            return Ok(one);
        }
        let listed = self.list_directions();
        if !fitting.is_empty() {
            let names = fitting.iter().map(|id| named(self.direction(*id)));
            let names = names.collect::<Vec<_>>().join(", ");
            return Err(UnknownDirection {
                message: format!("под «{text}» подходит не одно направление"),
                hint: format!("напишите подробнее, какое из них: {names}"),
            });
        }
        let hint = match self.nearest_direction(text) {
            Some(direction) => format!("похоже на {}; {listed}", named(direction)),
            None => listed,
        };
        let message = if text.trim().is_empty() {
            "не указано направление".to_owned()
        } else {
            unknown_direction(text)
        };
        Err(UnknownDirection { message, hint })
    }

    /// «направления этого сайта: …», for hints.
    pub fn list_directions(&self) -> String {
        let names: Vec<_> = self.directions.iter().map(named).collect();
        format!("направления этого сайта: {}", names.join(", "))
    }

    /// The directions whose names have all words of `text`.
    fn directions_with(&self, text: &str) -> Vec<DirectionId> {
        let words: Vec<String> = words(text).filter(|word| is_telling(word)).collect();
        let has = |direction: &Direction, word: &str| {
            direction.words.iter().any(|known| known.starts_with(stem(word)))
        };
        let fits = |id: &DirectionId| words.iter().all(|word| has(self.direction(*id), word));
        self.direction_ids().filter(|id| !words.is_empty() && fits(id)).collect()
    }

    /// The direction that `text` misspells.
    fn nearest_direction(&self, text: &str) -> Option<&Direction> {
        let key = slug::fold(text);
        let distance = |direction: &&Direction| {
            let distances = direction.keys.iter().map(|known| strsim::osa_distance(&key, known));
            distances.min().unwrap_or(usize::MAX)
        };
        let nearest = self.directions.iter().min_by_key(distance)?;
        (distance(&nearest) <= key.chars().count() / MISSPELT).then_some(nearest)
    }
}

/// The message about a direction that is not in the settings.
pub fn unknown_direction(name: &str) -> String {
    format!("неизвестное направление «{name}»")
}

/// «Конференции и форумы (`konferentsii`)».
fn named(direction: &Direction) -> String {
    format!("{} (`{}`)", direction.short, direction.id)
}

/// The words of a name, without case, ё and signs.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + use<'_> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(|word| word.to_lowercase().replace('ё', "е"))
}

/// Whether a word tells directions apart: «конференции», not «и», «5» or «направление».
fn is_telling(word: &str) -> bool {
    word.chars().count() >= MIN_LETTERS
        && word.contains(char::is_alphabetic)
        && stem(word) != "направлен"
}

/// The word without its ending, but with at least [`MIN_LETTERS`].
fn stem(word: &str) -> &str {
    let mut stem = word;
    for _ in MIN_LETTERS..word.chars().count() {
        stem = stem.strip_suffix(ENDINGS).unwrap_or(stem);
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::FILE;
    use crate::diagnostic::Diagnostics;

    fn config() -> Config {
        let settings = include_str!("../starter/content/site.yaml");
        Config::parse(FILE, settings, &mut Diagnostics::new()).unwrap()
    }

    #[test]
    fn a_part_that_one_direction_has_is_its_name() {
        let config = config();
        for (text, id) in [
            ("конференции", "konferentsii"),
            ("Конференциях", "konferentsii"),
            ("форум", "konferentsii"),
            ("совместные", "sovmestnye"),
            ("Направление: наставничества", "nastavnichestvo"),
            ("профориентация", "proforientatsiya"),
            ("проектная", "proekty"),
            ("Проекты", "proekty"),
            ("направление 3. популяризация", "populyarizatsiya"),
        ] {
            let found = config.resolve_direction(text).map(|found| &*config.direction(found).id);
            assert_eq!(found, Ok(id), "{text}");
        }
    }

    #[test]
    fn a_part_of_several_names_asks_which() {
        let config = config();
        let error = config.resolve_direction("Обучающихся").unwrap_err();
        assert_eq!(error.message, "под «Обучающихся» подходит не одно направление");
        assert!(error.hint.contains("Наставничество (`nastavnichestvo`)"), "{}", error.hint);
        assert!(!error.hint.contains("konferentsii"), "{}", error.hint);
    }

    #[test]
    fn an_unknown_name_lists_the_names() {
        let config = config();
        for text in ["Шахматы", "и", "5", "чат", "конференции по шахматам"]
        {
            let error = config.resolve_direction(text).unwrap_err();
            assert_eq!(error.message, format!("неизвестное направление «{text}»"));
            let hint = &error.hint;
            assert!(hint.starts_with("направления этого сайта: Совместные меро"), "{hint}");
            assert!(hint.contains("Конференции и\u{a0}форумы (`konferentsii`)"), "{hint}");
        }
        let misspelt = config.resolve_direction("Конфиренции и форумы").unwrap_err().hint;
        assert!(misspelt.starts_with("похоже на Конференции и\u{a0}форумы (`konf"), "{misspelt}");
        assert_eq!(config.resolve_direction(" ").unwrap_err().message, "не указано направление");
    }
}
