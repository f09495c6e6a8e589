//! Whether a post about a past event still waits for its story.
//!
//! An announcement whose day has passed is published as news, though it tells what is to come. That
//! it was not touched since is read from its text, not from the time of its file: a copy of the site
//! has other times, and two computers must make the same report.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::Post;
use super::markdown::Body;

/// A body of at most this many bytes of HTML, about 700 letters, is examined as a whole, a longer
/// one by its first paragraph: announcements are short.
const SHORT: usize = 1500;

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

/// What the text of a post tells of its event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Story {
    /// There is no text.
    #[default]
    Missing,
    /// That the event will take place, and nothing of how it was.
    Announced,
    Told,
}

impl Post {
    /// Whether the event is over, and the post neither says that it took place nor tells of it: it
    /// has no text, or that of an announcement. Pictures count as a text, since they were taken there.
    pub fn awaits_story(&self, today: Date, has_photos: impl FnOnce() -> bool) -> bool {
        let end = self.meta.date.last();
        let is_settled = self.meta.held.is_some()
            || !self.meta.results.is_empty()
            || self.updated.is_some_and(|day| day > end);
        if end >= today || is_settled {
            return false;
        }
        match self.meta.story {
            Story::Missing => !has_photos(),
            Story::Announced => true,
            Story::Told => false,
        }
    }
}

impl Story {
    pub(super) fn read(body: &Body) -> Self {
        if body.is_empty() {
            return Self::Missing;
        }
        let html = &*body.html;
        let beginning = if html.len() <= SHORT { html } else { &*body.lead };
        if words(beginning).any(is_coming) && !words(html).any(is_past) {
            Self::Announced
        } else {
            Self::Told
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
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
fn is_coming(word: &str) -> bool {
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
fn is_past(word: &str) -> bool {
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
    use crate::config::Config;
    use crate::diagnostic::Diagnostics;
    use jiff::civil::date;

    fn post(keys: &str, text: &str) -> Post {
        let settings = "название: Центр\nадрес_сайта: http://a.example/\nнаправления:\n- код: a\n  название: А\n";
        let mut problems = Diagnostics::new();
        let config = Config::parse("site.yaml", settings, &mut problems).unwrap();
        let text =
            format!("---\nназвание: Игра\nдата: 5.12.2024\nнаправление: a\n{keys}---\n{text}\n");
        let post = Post::parse("content/posts/a.md", &text, &config, &mut problems);
        assert_eq!(*problems, []);
        post.unwrap()
    }

    fn awaits(keys: &str, text: &str) -> bool {
        post(keys, text).awaits_story(date(2024, 12, 6), || false)
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

    #[test]
    fn an_announcement_of_a_past_day_awaits_its_story() {
        for text in [
            "",
            "Приглашаем всех 5 декабря в 14:30 в кабинет информатики.",
            "5 декабря состоится турнир по шахматам.",
            "В школе пройдёт неделя науки. Родители, приходите!",
            "## Турнир\n\n- начало в 14:30\n- кабинет 12",
            "**Ждём** всех, кто любит модели и детали!",
        ] {
            assert!(awaits("", text), "{text}");
        }
        assert!(!post("", "").awaits_story(date(2024, 12, 5), || false), "it is today");
        assert!(!post("", "").awaits_story(date(2024, 12, 6), || true), "photos were taken there");
        let poster = post("", "Приглашаем всех!");
        assert!(poster.awaits_story(date(2024, 12, 6), || true), "a poster is no story");
    }

    #[test]
    fn a_story_or_a_word_about_the_event_is_enough() {
        for text in [
            "5 декабря прошёл турнир. Приглашаем всех в кружок!",
            "Состоялся турнир; победителей ждёт областной этап.",
            "Ребята узнали, как будет устроен лунный город.",
            "Педагоги организовали встречу. Начало положено.",
            "Рассказ о событии.",
            "Сотрудник музея провёл экскурсию, дети смогут прийти ещё.",
        ] {
            assert!(!awaits("", text), "{text}");
        }
        let long = "Ребята собрали модель. ".repeat(80);
        assert!(!awaits("", &format!("{long}\n\nПриглашаем на занятия.")));
        for keys in
            ["проведено: да\n", "проведено: нет\n", "итоги: Победил 7а\n", "обновлено: 6.12.2024\n"]
        {
            assert!(!awaits(keys, "Приглашаем всех!"), "{keys}");
        }
        assert!(awaits("обновлено: 1.12.2024\n", "Приглашаем всех!"));
    }

    #[test]
    fn a_long_announcement_is_known_by_its_first_paragraph() {
        let rules = "Команда из пяти человек решает задачи. ".repeat(60);
        assert!(awaits("", &format!("Приглашаем команды на турнир.\n\n{rules}")));
    }
}
