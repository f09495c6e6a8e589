//! Where Russian words may be divided, for columns that are narrower than a word.
//!
//! The rules are those of the school grammar, simplified: a part has a vowel and at least two letters,
//! «й», «ъ» and «ь» stay with the letter before them.

const VOWELS: &str = "аеёиоуыэюя";
const SIGNS: &str = "йъь";

/// The invisible hyphen, shown only where a line ends.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// The bytes of `word` before which it may be divided. Brackets and the like around it do not matter.
pub(super) fn division_points(word: &str) -> Vec<usize> {
    let letters: Vec<_> =
        word.char_indices().map(|(at, letter)| (at, Letter::of(letter))).collect();
    let kind = |at: usize| letters.get(at).and_then(|(_, letter)| *letter);
    let is_part = |part: &[(usize, Option<Letter>)]| {
        part.iter().filter(|(_, letter)| letter.is_some()).count() >= 2
            && part.iter().any(|(_, letter)| *letter == Some(Letter::Vowel))
    };
    let is_point = |at: &usize| {
        use Letter::{Consonant, Sign, Vowel};
        let (before, after) = letters.split_at(*at);
        let fits = match (kind(at - 1), kind(*at), kind(at + 1)) {
            (_, Some(Sign), _) => false,
            (Some(Sign), Some(_), _) | (Some(Vowel), Some(Vowel), _) => true,
            (Some(Vowel | Consonant), Some(Consonant), Some(Vowel)) => true,
            _ => false,
        };
        fits && is_part(before) && is_part(after)
    };
    (1..letters.len()).filter(is_point).map(|at| letters[at].0).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Letter {
    Vowel,
    Consonant,
    Sign,
}

impl Letter {
    /// `None` for what is no Russian letter.
    fn of(letter: char) -> Option<Self> {
        let small = letter.to_lowercase().next()?;
        if VOWELS.contains(small) {
            Some(Self::Vowel)
        } else if SIGNS.contains(small) {
            Some(Self::Sign)
        } else {
            matches!(small, 'а'..='я').then_some(Self::Consonant)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_divided_as_at_school() {
        for (word, divided) in [
            ("Событий", "Со-бы-тий"),
            ("Участий", "Учас-тий"),
            ("мероприятие", "ме-роп-ри-я-тие"),
            ("Ответственный", "От-ветст-вен-ный"),
            ("обучающихся", "обу-ча-ю-щих-ся"),
            ("(педагог)", "(пе-да-гог)"),
            ("подъезд", "подъ-езд"),
            ("район", "рай-он"),
            ("я", "я"),
            ("июня", "ию-ня"),
            ("5–11", "5–11"),
            ("Turnir", "Turnir"),
        ] {
            let mut text = word.to_owned();
            for point in division_points(word).into_iter().rev() {
                text.insert(point, '-');
            }
            assert_eq!(text, divided, "{word}");
        }
    }
}
