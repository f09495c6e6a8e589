//! The year of dates that have none: from the headings above a table.

mod school_years;
mod sheets;

use std::fmt;

use super::date_text::readings;
use crate::calendar::{
    DateError, EventDate, Precision, SchoolBounds, SchoolYear, Term, fold, month_genitive,
};

use school_years::school_years;
pub(super) use sheets::{month_of_sheet, year_of_sheet};

/// Longer lines are sentences of the narrative, in bytes.
const MAX_HEADING: usize = 400;

/// What headings of tables are about.
const HEADING_WORDS: [&str; 16] = [
    "дорожн",
    "циклограмм",
    "самообследован",
    "справк",
    "план",
    "отчет",
    "график",
    "мониторинг",
    "информаци",
    "сведени",
    "мероприят",
    "календар",
    "полугоди",
    "квартал",
    "анализ",
    "работ",
];

/// The time in which dates without a year lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearOfDates {
    School(SchoolYear),
    Calendar(i16),
}

impl YearOfDates {
    /// The school year, where there is one.
    pub fn school_year(self) -> Option<SchoolYear> {
        match self {
            Self::School(year) => Some(year),
            Self::Calendar(_) => None,
        }
    }
}

impl fmt::Display for YearOfDates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::School(year) => year.fmt(f),
            Self::Calendar(year) => year.fmt(f),
        }
    }
}

/// Reads a date whose year may be that of the heading; what stands around a date in a cell is passed over.
pub(super) fn parse_date(text: &str, year: Option<YearOfDates>) -> Result<EventDate, DateError> {
    let exact = || readings(text).iter().find_map(|text| parse_one_date(text, year).ok());
    match parse_one_date(text, year) {
        Err(error) if error != DateError::NoYear => exact().ok_or(error),
        read => read,
    }
}

/// Reads a text that is a date and nothing else.
pub(super) fn parse_one_date(
    text: &str,
    year: Option<YearOfDates>,
) -> Result<EventDate, DateError> {
    match year {
        None => EventDate::parse(text, None),
        Some(YearOfDates::School(year)) => EventDate::parse(text, Some(year)),
        Some(YearOfDates::Calendar(year)) => {
            // Its months belong to two school years.
            let spring = EventDate::parse(text, Some(SchoolYear::starting(year.saturating_sub(1))));
            let fits = spring.as_ref().is_ok_and(|date| date.first().year() == year);
            if fits {
                return spring;
            }
            // Of a day that neither year has the error tells.
            let autumn = EventDate::parse(text, Some(SchoolYear::starting(year)));
            if autumn.is_ok() { autumn } else { spring }
        }
    }
}

/// Whether `text` is a date or a term, in whatever year.
pub(super) fn is_term(text: &str) -> bool {
    parse_term(text, Some(YearOfDates::Calendar(2000)), &SchoolBounds::default()).is_ok()
}

/// Reads a date, or a term in words as plans have them; its year may be that of the heading.
pub(super) fn parse_term(
    text: &str,
    year: Option<YearOfDates>,
    bounds: &SchoolBounds,
) -> Result<Term, DateError> {
    let read = parse_one_term(text, year, bounds);
    if read.as_ref().is_ok_and(|term| term.is_exact) || read == Err(DateError::NoYear) {
        return read;
    }
    let exact =
        |text: &String| parse_one_term(text, year, bounds).ok().filter(|term| term.is_exact);
    readings(text).iter().find_map(exact).map_or(read, Ok)
}

fn parse_one_term(
    text: &str,
    year: Option<YearOfDates>,
    bounds: &SchoolBounds,
) -> Result<Term, DateError> {
    match year {
        None => Term::parse(text, None, bounds),
        Some(YearOfDates::School(year)) => Term::parse(text, Some(year), bounds),
        Some(YearOfDates::Calendar(year)) => {
            let within = |start| Term::parse(text, Some(SchoolYear::starting(start)), bounds);
            let spring = within(year.saturating_sub(1));
            let fits = spring.as_ref().is_ok_and(|term| term.date.first().year() == year);
            if fits {
                return spring;
            }
            let autumn = within(year);
            if autumn.is_ok() { autumn } else { spring }
        }
    }
}

/// `term` as posts have it. A term in words stays as `text` has it.
pub(super) fn written(term: &Term, text: &str) -> String {
    let day = match &term.words {
        None => term.date.to_string(),
        Some(words) if term.is_exact => words.clone(),
        Some(_) => return text.to_owned(),
    };
    let time = term.date.time().map(|time| format!(", {time}")).unwrap_or_default();
    format!("{day}{time}").replace('\u{a0}', " ")
}

/// The years named above a table.
#[derive(Clone, Debug, Default)]
pub(super) struct NamedYears {
    /// Of the last heading that names one.
    heading: Option<YearOfDates>,
    /// The month that this heading is about: «План на октябрь 2024 года».
    month: Option<EventDate>,
    /// All school years of the text.
    school: Vec<SchoolYear>,
}

impl NamedYears {
    /// Takes note of a line above a table.
    pub(super) fn add_line(&mut self, line: &str) {
        let school = school_years(line);
        if let Some((year, month)) = heading_year(line, &school) {
            (self.heading, self.month) = (Some(year), month);
        }
        self.school.extend(school);
    }

    /// The month of the last heading, as dates name it: «октября 2024».
    pub(super) fn month(&self) -> Option<String> {
        let first = self.month?.first();
        Some(format!("{} {}", month_genitive(first.month()), first.year()))
    }

    /// The year of the dates in a table below; `None` if it is not clear.
    pub(super) fn of_table(&self) -> Option<YearOfDates> {
        self.heading.or_else(|| {
            let first = *self.school.first()?;
            let is_only = self.school.iter().all(|year| *year == first);
            is_only.then_some(YearOfDates::School(first))
        })
    }
}

/// The year that a heading names, and the month that it is about.
fn heading_year(line: &str, school: &[SchoolYear]) -> Option<(YearOfDates, Option<EventDate>)> {
    let folded = fold(line);
    let first_word = HEADING_WORDS.iter().filter_map(|word| folded.find(word)).min()?;
    if folded.len() > MAX_HEADING || has_sentences(line) {
        return None;
    }
    match school {
        [] => {}
        [first, rest @ ..] => {
            let is_only = rest.iter().all(|year| year == first);
            return is_only.then_some((YearOfDates::School(*first), None));
        }
    }
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric() && c != '.')
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty())
        .collect();
    words.iter().enumerate().find_map(|(at, word)| {
        // «2025г.»
        let digits = ["года", "год", "г"].iter().find_map(|unit| word.strip_suffix(unit));
        let has_unit = digits.is_some();
        let year: i16 =
            digits.unwrap_or(word).parse().ok().filter(|year| (2000..2100).contains(year))?;
        let before = at.checked_sub(1).map_or("", |at| words[at]);
        let is_day = |word: &str| word.len() < 3 && word.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(month) = month(before, year) {
            let is_date = at >= 2 && is_day(words[at - 2]);
            // «Приказ от 30 августа 2024 г.» is no plan for August.
            if is_date && (folded.contains("приказ") || words[..at].contains(&"от")) {
                return None;
            }
            let year = YearOfDates::School(SchoolYear::containing(month.first()));
            return Some((year, (!is_date).then_some(month)));
        }
        let after = words.get(at + 1).copied().unwrap_or_default();
        // «Центр открыт в 2021 году» tells of the centre.
        let is_year = has_unit
            || matches!(after, "г" | "год" | "года" | "годы")
            || after == "году" && folded.find(word).is_some_and(|year| first_word < year);
        is_year.then_some((YearOfDates::Calendar(year), None))
    })
}

/// Whether `line` has more than one sentence.
fn has_sentences(line: &str) -> bool {
    line.match_indices(". ").any(|(at, _)| {
        let last = line[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
        last.chars().count() > 3 && line[at + 2..].trim_start().starts_with(char::is_uppercase)
    })
}

/// The month that `word` names in any case: «ноябрь», «ноября», «ноябре».
fn month(word: &str, year: i16) -> Option<EventDate> {
    let stem = word.strip_suffix('е').unwrap_or(word);
    let date = EventDate::parse(&format!("{stem} {year}"), None).ok()?;
    (date.precision() == Precision::Month).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_names_the_year_of_its_dates() {
        let year = |lines: &[&str]| {
            let mut named = NamedYears::default();
            lines.iter().for_each(|line| named.add_line(line));
            named.of_table().map(|year| year.to_string()).unwrap_or_default()
        };
        for (lines, expected) in [
            (&["План на 2024–2025"][..], "2024/25"),
            (&["План работы центра на ноябрь 2024 года"], "2024/25"),
            (&["План мероприятий на апрель 2025 г."], "2024/25"),
            (&["Отчёт о работе в апреле 2025 года"], "2024/25"),
            (&["Отчёт за IV квартал 2024 года"], "2024"),
            (&["Отчёт за 2023 год"], "2023"),
            (&["Самообследование за 2023 год"], "2023"),
            (&["План на 2023/24", "Приказ № 112 от «30» августа 2024 г."], "2023/24"),
            (&["План на 2022/23", "План на 2023/24 учебный год"], "2023/24"),
            (&["Отчёт", "В 2022 году был открыт Центр"], ""),
            (&["Задачи на 2022 – 2023 уч. год", "На 30.09.2022 г. занимаются 237"], "2022/23"),
            (&["Показатели на 31.12.2024"], ""),
            (&["Мероприятия центра на декабрь 2025г."], "2025/26"),
            (&["План на неделю с 11 по 15 ноября 2024 г."], "2024/25"),
            (&["Дорожная карта развития центра на 2024 год"], "2024"),
            (&["Отчёт за 2023 год", "Центр открыт в 2021 году. Педагоги работают давно."], "2023"),
            (&["Отчёт за 2023 год", "Центр открыт в 2021 году на базе школы, работает"], "2023"),
        ] {
            assert_eq!(year(lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_told_with_the_year_of_the_heading() {
        let error = parse_date("30 февраля", Some(YearOfDates::Calendar(2023))).unwrap_err();
        assert!(error.message().contains("2023"), "{}", error.message());
    }

    #[test]
    fn a_date_in_a_calendar_year_belongs_to_either_half() {
        let date = |text| parse_date(text, Some(YearOfDates::Calendar(2024))).unwrap().iso_first();
        assert_eq!(date("12.04"), "2024-04-12");
        assert_eq!(date("12 ноября"), "2024-11-12");
        assert_eq!(date("5.11.2023"), "2023-11-05");
    }
}
