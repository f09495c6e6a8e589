//! Whether a post about a past event still waits for its story.
//!
//! An announcement whose day has passed is published as news, though it tells what is to come. That
//! it was not touched since is read from its text, not from the time of its file: a copy of the site
//! has other times, and two computers must make the same report.

mod words;

use jiff::civil::Date;

use super::Post;
use super::markdown::Body;
use words::{is_coming, is_past, words};

/// A body of at most this many bytes of HTML, about 700 letters, is examined as a whole, a longer
/// one by its first paragraph: announcements are short.
const SHORT: usize = 1500;

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

impl Post {
    /// Whether the text tells of something that took place.
    pub fn tells_of_the_past(&self) -> bool {
        words(&self.body.html).any(is_past)
    }
}

impl Story {
    pub(super) fn read(body: &Body) -> Self {
        if body.is_empty() {
            return Self::Missing;
        }
        let html = &*body.html;
        let beginning = if html.len() <= SHORT { html } else { &*body.lead };
        // Most stories have a word of the past in their first sentence.
        if !words(html).any(is_past) && words(beginning).any(is_coming) {
            Self::Announced
        } else {
            Self::Told
        }
    }
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
