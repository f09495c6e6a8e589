//! The first sentence of a text, for lists of events that have no summary.

use crate::typography::sentence_end;

/// The most letters of an excerpt: about two lines of a list.
const LONGEST: usize = 180;

/// The first sentence of `text`; cut after a word if it is too long. None of an empty text.
pub(super) fn first_sentence(text: &str) -> Option<String> {
    // What is longer is cut in any case, and no text takes more time than its beginning.
    let text = text.char_indices().nth(2 * LONGEST).map_or(text, |(at, _)| &text[..at]);
    let sentence = &text[..sentence_end(text)];
    let end = sentence.char_indices().nth(LONGEST).map(|(at, _)| at);
    let excerpt = match end {
        None => sentence.to_owned(),
        Some(end) => {
            let end = sentence[..end].rfind(char::is_whitespace).unwrap_or(end);
            let cut = sentence[..end].trim_end_matches(|sign: char| !sign.is_alphanumeric());
            format!("{cut}…")
        }
    };
    (!excerpt.is_empty()).then_some(excerpt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_before_a_capital_letter() {
        for (text, sentence) in [
            ("Прошёл турнир. Победил 7 «Б».", "Прошёл турнир."),
            (
                "Пришли А. С. Иванов и ещё 20 чел. Победила дружба! Ура",
                "Пришли А. С. Иванов и ещё 20 чел. Победила дружба!",
            ),
            ("С 14 октября 2022 г. Центр открыт", "С 14 октября 2022 г. Центр открыт"),
            ("Что это? «Точка роста».", "Что это?"),
            ("Открылся центр «Рост.» Гости довольны.", "Открылся центр «Рост.»"),
            ("Счёт 3.5 на 2.5 в пользу школы", "Счёт 3.5 на 2.5 в пользу школы"),
            ("Итоги 2022. Впереди весна", "Итоги 2022."),
            ("Прошёл день «Точки роста». Все рады.", "Прошёл день «Точки роста»."),
        ] {
            assert_eq!(first_sentence(text).as_deref(), Some(sentence), "{text}");
        }
        assert_eq!(first_sentence(""), None);
    }

    #[test]
    fn a_long_sentence_is_cut_after_a_word() {
        let excerpt = first_sentence(&"слово, ".repeat(60)).unwrap();
        assert!(excerpt.ends_with("слово…") && excerpt.chars().count() <= LONGEST + 1, "{excerpt}");
        let dots = "…".repeat(1_000_000);
        assert!(first_sentence(&dots).is_some_and(|excerpt| excerpt.len() <= 4 * LONGEST));
    }
}
