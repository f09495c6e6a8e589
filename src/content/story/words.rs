//! Words of what is to come, and of what was.

use crate::typography::{is_letter, russian_letters};

/// Words that tell of what is to come, sorted, with «е» for «ё».
const COMING: [&str; 48] = [
    "анонс",
    "будет",
    "будут",
    "ждем",
    "ждет",
    "ждут",
    "записывайтесь",
    "запланирован",
    "запланирована",
    "запланировано",
    "запланированы",
    "начало",
    "начнется",
    "начнутся",
    "откроется",
    "планируем",
    "планируется",
    "планируются",
    "поговорим",
    "познакомимся",
    "познакомитесь",
    "покажем",
    "пригласим",
    "приглашаем",
    "приглашает",
    "приглашаете",
    "приглашается",
    "приглашаю",
    "приглашают",
    "приглашаются",
    "приглашены",
    "примут",
    "приходите",
    "проведем",
    "проведет",
    "проведут",
    "пройдет",
    "пройдут",
    "расскажем",
    "регистрируйтесь",
    "смогут",
    "сможете",
    "состоится",
    "состоятся",
    "стартует",
    "узнаете",
    "успейте",
    "участвуйте",
];

/// Words of the past tense that have none of the usual endings, or an ending of other words too, sorted.
const PAST: [&str; 62] = [
    "был",
    "была",
    "были",
    "было",
    "взял",
    "взяла",
    "вручил",
    "вручила",
    "выиграл",
    "выиграла",
    "выступил",
    "выступила",
    "дал",
    "дала",
    "дали",
    "завершил",
    "завершила",
    "занял",
    "заняла",
    "летели",
    "наградил",
    "наградила",
    "написал",
    "написала",
    "начал",
    "начала",
    "объединил",
    "объединила",
    "открыл",
    "открыла",
    "победил",
    "победила",
    "подвел",
    "подвела",
    "подготовил",
    "подготовила",
    "поздравил",
    "поздравила",
    "показал",
    "показала",
    "получил",
    "получила",
    "посетил",
    "посетила",
    "представил",
    "представила",
    "привлек",
    "принял",
    "приняла",
    "провел",
    "провела",
    "прошел",
    "прошла",
    "прошло",
    "рассказал",
    "рассказала",
    "собрал",
    "собрала",
    "стал",
    "стала",
    "узнал",
    "узнала",
];

/// Words that end like the past tense of several people.
const NOT_PAST: [&str; 16] = [
    "автомобили",
    "боли",
    "детали",
    "доли",
    "если",
    "земли",
    "капли",
    "медали",
    "модели",
    "мысли",
    "недели",
    "нежели",
    "педали",
    "роли",
    "соли",
    "цели",
];

/// The words of `text` that are not Latin.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let words = std::iter::from_fn(move || {
        rest = &rest[rest.find(is_letter)?..];
        let mut end = russian_letters(rest);
        while let Some(letter) = rest[end..].chars().next().filter(|letter| is_letter(*letter)) {
            end += letter.len_utf8();
            end += russian_letters(&rest[end..]);
        }
        let word;
        (word, rest) = rest.split_at(end);
        Some(word)
    });
    words.filter(|word| !word.is_ascii())
}

/// A letter as it stands in the lists.
fn folded(letter: char) -> char {
    match letter {
        'а'..='я' => letter,
        // Faster than `to_lowercase`, which handles all scripts.
        'А'..='Я' => char::from_u32(u32::from(letter) + 0x20).unwrap_or(letter),
        'ё' | 'Ё' => 'е',
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

/// Whether a word tells of what is to come.
pub(super) fn is_coming(word: &str) -> bool {
    // Every word of a short text comes here, and most begin otherwise.
    let mut letters = word.chars();
    let (first, second) = (letters.next().map(folded), letters.next().map(folded));
    let may_be = match first {
        Some('а') => second == Some('н'),
        Some('б') => second == Some('у'),
        Some('ж') => second == Some('д'),
        Some('з' | 'н') => second == Some('а'),
        Some('о') => second == Some('т'),
        Some('п') => matches!(second, Some('л' | 'о' | 'р')),
        Some('р') => matches!(second, Some('а' | 'е')),
        Some('с') => matches!(second, Some('м' | 'о' | 'т')),
        Some('у') => matches!(second, Some('з' | 'с' | 'ч')),
        _ => false,
    };
    may_be && {
        COMING.binary_search_by(|coming| coming.chars().cmp(word.chars().map(folded))).is_ok()
    }
}

/// Whether a word is a verb of the past tense, as far as its form tells.
pub(super) fn is_past(word: &str) -> bool {
    // All these words end so, and few others: the words of the list with «л» in some place, or in «ек».
    let mut letters = word.chars().rev().map(folded);
    let may_be = matches!(
        (letters.next(), letters.next()),
        (Some('л'), _)
            | (Some('а' | 'и' | 'о'), Some('л'))
            | (Some('я' | 'ь'), Some('с'))
            | (Some('к'), Some('е'))
    );
    if !may_be {
        return false;
    }
    let word: String = word.chars().map(folded).collect();
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    // «состоялся», «собрались»
    ends(&["лся", "лась", "лось", "лись"])
        // «узнали», «приняли», but not «родители»
        || word.chars().count() > 4 && word.ends_with("ли") && !word.ends_with("тели") && !NOT_PAST.contains(&&*word)
        // «участвовали» is above; «организовал», «участвовала»
        || ends(&["овал", "овала", "овало"])
        || PAST.binary_search(&&*word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_signs_and_digits() {
        let text = "IT-клуб: «ёлка», 3Dпринтер\u{a0}и Øресурс2";
        assert_eq!(words(text).collect::<Vec<_>>(), ["клуб", "ёлка", "Dпринтер", "и", "Øресурс"]);
    }

    #[test]
    fn every_word_of_what_was_is_found() {
        for word in PAST {
            assert!(is_past(word), "{word}");
        }
        assert!(is_past("Прошёл") && !is_past("пройдёт") && !is_past("недели"));
    }

    #[test]
    fn every_word_of_what_is_to_come_is_found() {
        assert!(COMING.is_sorted());
        for word in COMING {
            assert!(is_coming(word), "{word}");
            assert!(is_coming(&word.to_uppercase()), "{word}");
        }
        assert!(is_coming("Ждём") && is_coming("пройдёт") && !is_coming("был"));
    }
}
