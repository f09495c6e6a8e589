//! The term of an event: a date, or words as plans have them: «в течение года», «3 неделя ноября».

mod words;

use crate::calendar::event_date::join;
use crate::calendar::parse::{DateReading, read};
use crate::calendar::{DateError, EventDate, HalfYearBounds, QuarterBounds, SchoolYear};

/// The days of the parts of a school year, from the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SchoolBounds {
    pub half_years: HalfYearBounds,
    pub quarters: QuarterBounds,
}

/// When an event takes place, or shall take place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The days of a date; the days within which a term lies, as far as it tells them.
    pub date: EventDate,
    /// The date in words where `date` does not say it: several days, or a term.
    pub words: Option<String>,
    /// Each of several dates: «10, 12 и 14 марта»; empty for a single one.
    pub parts: Vec<EventDate>,
    /// Whether these are the days of the event. A term is not exact.
    pub is_exact: bool,
}

impl Term {
    /// Parses a date in any form of [`EventDate::parse`], or a term in words. A term without a year
    /// belongs to `school_year`; without that it is [`Term::undated`].
    ///
    /// # Errors
    /// As [`EventDate::parse`].
    pub fn parse(
        text: &str,
        school_year: Option<SchoolYear>,
        bounds: &SchoolBounds,
    ) -> Result<Self, DateError> {
        let error = match read(text, school_year) {
            Ok(written) => {
                let words = (!written.parts.is_empty()).then(|| join(&written.parts));
                let DateReading { date, parts } = written;
                return Ok(Self { date, words, parts, is_exact: true });
            }
            Err(error @ (DateError::Unreadable { .. } | DateError::OnlyYear)) => error,
            Err(error) => return Err(error),
        };
        let date = words::read(text, school_year, bounds).ok_or(error)?;
        let words = Some(text.trim().to_owned());
        Ok(Self { date, words, parts: Vec::new(), is_exact: false })
    }

    /// A term of which not even the year is known.
    pub fn undated(text: &str) -> Self {
        let words = Some(text.trim().to_owned());
        Self { date: EventDate::unknown(), words, parts: Vec::new(), is_exact: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, year: Option<SchoolYear>) -> Term {
        Term::parse(text, year, &SchoolBounds::default())
            .unwrap_or_else(|error| panic!("{text}: {}", error.message()))
    }

    #[test]
    fn a_term_in_words_has_the_days_within_which_it_lies() {
        let year = Some(SchoolYear::starting(2024));
        for (days, texts) in [
            (
                "2024-09-01 2025-08-31",
                &[
                    "в течение года",
                    "В течение учебного года",
                    "в теч. года",
                    "в течение всего 2024/25 учебного года",
                    "весь период",
                    "Постоянно",
                    "каждый вторник",
                    "по вторникам и четвергам",
                    "ежемесячно",
                    "ежеквартально",
                    "еженедельно, по пятницам",
                    "1 раз в четверть",
                    "не реже 1 раза в месяц",
                    "2 раза в год",
                    "раз в 2 недели",
                    "2024-2025 учебный год",
                    "по расписанию",
                    "по отдельному графику",
                    "по плану управления образования",
                    "согласно положению о конкурсе",
                    "в соответствии с графиком проведения олимпиады",
                    "по мере необходимости",
                    "дата уточняется",
                    "в каникулярное время",
                    "систематически",
                ] as &[&str],
            ),
            (
                "2024-11-15 2024-11-21",
                &[
                    "3 неделя ноября",
                    "3-я неделя ноября",
                    "III неделя ноября",
                    "третья неделя ноября",
                    "ноябрь (3 неделя)",
                    "ноябрь, 3 неделя 2024",
                ],
            ),
            ("2024-11-24 2024-11-30", &["последняя неделя ноября"]),
            (
                "2024-11-11 2024-11-20",
                &[
                    "вторая декада ноября",
                    "II декада ноября 2024 г.",
                    "II-я декада ноября",
                    "середина ноября",
                ],
            ),
            (
                "2025-06-01 2025-06-15",
                &["I половина июня", "1-я половина июня 2025", "первая половина июня"],
            ),
            ("2025-05-21 2025-05-31", &["конец мая", "в конце мая 2025", "до конца мая"]),
            ("2025-05-05 2025-05-05", &["до 5 мая 2025", "не позднее 5 мая", "к 5 мая"]),
            ("2025-05-01 2025-05-01", &["до мая", "к маю 2025"]),
            ("2025-02-10 2025-08-31", &["с 10 февраля", "после 10 февраля 2025"]),
            (
                "2025-01-01 2025-03-31",
                &["I квартал 2025", "1 кв. 2025 г.", "первый квартал 2025 года", "I квартал"],
            ),
            ("2024-10-01 2024-12-31", &["IV квартал", "4 квартал 2024"]),
            ("2024-11-01 2024-12-31", &["2 четверть", "II четверть 2024/25 учебного года"]),
            (
                "2024-09-01 2024-12-31",
                &["I полугодие", "первое полугодие", "I–II четверть", "1 и 2 четверть"],
            ),
            ("2025-01-01 2025-08-31", &["II полугодие"]),
            (
                "2024-11-01 2024-11-30",
                &["в течение ноября", "в ноябре", "каждую среду ноября", "ноябрь (по средам)"],
            ),
            (
                "2024-09-01 2025-05-31",
                &["сентябрь – май, ежемесячно", "с сентября по май (по графику)"],
            ),
            ("2024-10-25 2024-11-10", &["осенние каникулы", "в период осенних каникул"]),
            ("2024-12-25 2025-01-12", &["зимние каникулы"]),
            ("2025-06-01 2025-08-31", &["лето 2025", "летние каникулы", "летом"]),
            ("2024-09-01 2024-11-30", &["осень", "осенью 2024 года"]),
            ("2024-12-01 2025-02-28", &["зима"]),
            ("2025-01-01 2025-12-31", &["в течение 2025 года", "2025 год"]),
        ] {
            for text in texts {
                let term = read(text, year);
                let found = format!("{} {}", term.date.first(), term.date.last());
                assert_eq!(found, days, "{text}");
                assert!(!term.is_exact, "{text}");
                assert_eq!(term.words.as_deref(), Some(*text));
            }
        }
    }

    #[test]
    fn a_date_is_exact_and_several_days_keep_their_words() {
        let year = Some(SchoolYear::starting(2024));
        let days = read("10, 12 и 14 марта", year);
        assert!(days.is_exact);
        assert_eq!(days.words.unwrap().replace('\u{a0}', " "), "10, 12 и 14 марта 2025 г.");
        assert_eq!(read("сентябрь, октябрь", year).words, None);
        assert_eq!(read("5 декабря 2024 в 14:30", None).words, None);
    }

    #[test]
    fn a_term_without_any_year_is_undated() {
        for text in ["в течение года", "3 неделя ноября", "по расписанию", "II полугодие"]
        {
            let term = read(text, None);
            assert_eq!(term, Term::undated(text));
            assert!(term.date.is_unknown());
        }
        assert!(!read("3 неделя ноября 2024", None).date.is_unknown());
    }

    #[test]
    fn other_words_are_no_term() {
        let year = Some(SchoolYear::starting(2024));
        for text in
            ["скоро", "турнир", "14", "2025", "Ноутбук, 10 шт.", "когда-нибудь", "5 – 6", "?"]
        {
            assert!(Term::parse(text, year, &SchoolBounds::default()).is_err(), "{text}");
        }
    }
}
