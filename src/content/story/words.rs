//! Words of what is to come, and of what was.

use std::ops::RangeInclusive;

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

/// Words of the past tense that have none of the usual endings, or an ending of other words too.
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

pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    // Russian letters first: `is_alphabetic` is slow beyond ASCII.
    let is_letter = |letter| matches!(letter, 'А'..='я' | 'ё' | 'Ё') || letter.is_alphabetic();
    text.split(move |letter: char| !is_letter(letter)).filter(|word| !word.is_ascii())
}

/// The letters of a word as they stand in the lists.
fn folded(word: &str) -> impl Iterator<Item = char> {
    word.chars().map(|letter| match letter {
        'а'..='я' => letter,
        'ё' | 'Ё' => 'е',
        letter => letter.to_lowercase().next().unwrap_or(letter),
    })
}

/// Every word of a short text comes here: most are in small letters already, and begin otherwise.
pub(super) fn is_coming(word: &str) -> bool {
    const BYTES: RangeInclusive<usize> = 8..=30;
    const BEGINNINGS: [&str; 17] = [
        "ан", "бу", "жд", "за", "на", "от", "пл", "по", "пр", "ра", "ре", "см", "со", "ст", "уз",
        "ус", "уч",
    ];

    let is_small = || word.chars().all(|letter| matches!(letter, 'а'..='я'));
    BYTES.contains(&word.len())
        && match is_small() {
            true => {
                word.get(..4).is_some_and(|two| BEGINNINGS.contains(&two))
                    && COMING.binary_search(&word).is_ok()
            }
            false => COMING.binary_search_by(|known| known.chars().cmp(folded(word))).is_ok(),
        }
}

/// Whether a word is a verb of the past tense, as far as its form tells.
pub(super) fn is_past(word: &str) -> bool {
    let word: String = folded(word).collect();
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    // «состоялся», «собрались»
    ends(&["лся", "лась", "лось", "лись"])
        // «узнали», «приняли», but not «родители»
        || word.chars().count() > 4 && word.ends_with("ли") && !word.ends_with("тели") && !NOT_PAST.contains(&&*word)
        // «участвовали» is above; «организовал», «участвовала»
        || ends(&["овал", "овала", "овало"])
        || PAST.contains(&&*word)
}

#[cfg(test)]
mod tests {
    use super::*;

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
