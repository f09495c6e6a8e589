//! The first sentence of a text, for lists of events that have no summary.

/// The most letters of an excerpt: about two lines of a list.
const LONGEST: usize = 180;

/// Abbreviations of three letters and more that are followed by a name or a number.
const ABBREVIATIONS: [&str; 8] = ["руб", "чел", "тыс", "стр", "обл", "дер", "пос", "проф"];

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

/// Where the first sentence ends: after a sign that ends one, before a capital letter.
fn sentence_end(text: &str) -> usize {
    for (at, sign) in text.char_indices().filter(|(_, sign)| matches!(sign, '.' | '!' | '?' | '…'))
    {
        let after =
            text[at + sign.len_utf8()..].trim_start_matches(['.', '!', '?', '…', '»', '“', ')']);
        let rest = after.trim_start();
        let begins =
            rest.chars().next().is_none_or(|next| next.is_uppercase() || "«„—".contains(next));
        if rest.len() < after.len() && begins && !(sign == '.' && is_abbreviated(&text[..at])) {
            return text.len() - after.len();
        }
    }
    text.len()
}

/// Whether a full stop after `before` belongs to an abbreviation or to initials.
fn is_abbreviated(before: &str) -> bool {
    let start = before.rfind(|sign: char| !sign.is_alphanumeric());
    let word = start
        .map_or(before, |at| &before[at..])
        .trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty();
    !is_number && (word.chars().count() < 3 || ABBREVIATIONS.contains(&&*word.to_lowercase()))
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
