//! Parses dates and school years.
//!
//! 1. [`parse_point`] reads a date, or one end of a range, as written;
//! 2. [`complete`] fills in what the first end lacks from the last one, and a missing year from the
//!    school year;
//! 3. `first_day` checks the numbers against the calendar.
//!
//! What is no date as a whole may be a `list` of dates or a date with a time of day, which `clock`
//! finds.

pub(super) mod clock;
mod list;
mod point;
pub(super) mod year;

use jiff::civil::Date;

use crate::calendar::tokens::DateToken::{self, Bracket, Dash, Dots, Number, Word};
use crate::calendar::tokens::{fold, tokenize};
use crate::calendar::{DateError, EventDate, Precision, SchoolYear};
use point::{Point, complete, parse_point};
use year::{Year, parse_year, skip_year_words};

/// Words beside a date that say nothing new: the day of the week, «начало».
const IDLE_WORDS: [&str; 24] = [
    "понедельник",
    "вторник",
    "среда",
    "среду",
    "четверг",
    "пятница",
    "пятницу",
    "суббота",
    "субботу",
    "воскресенье",
    "пн",
    "вт",
    "ср",
    "чт",
    "пт",
    "сб",
    "вс",
    "начало",
    "в",
    "время",
    "дата",
    "проведения",
    "мск",
    "msk",
];

impl EventDate {
    /// Parses a date as people write it: a day, a range of days, a month or a range of months, in
    /// figures, in words or in ISO 8601, also with a time of day. A missing year is taken from
    /// `school_year`: its first calendar year for September to December, its second for the other
    /// months. Of several dates («10, 12 и 14 марта 2025») the result has the first and the last day.
    ///
    /// A year of two digits is in this century. A range that ends before it begins within the
    /// written year («ноябрь-февраль 2022 г.») is an error, because it may begin in 2021 or end in
    /// 2023; the hint shows how to write both years.
    ///
    /// # Errors
    /// A [`DateError`] says what is wrong with the text and how to write it.
    pub fn parse(text: &str, school_year: Option<SchoolYear>) -> Result<Self, DateError> {
        read(text, school_year).map(|written| written.date)
    }

    /// Parses a date that must be a single day.
    ///
    /// # Errors
    /// As [`EventDate::parse`]; [`DateError::NotADay`] for a longer date.
    pub fn one_day(text: &str) -> Result<Date, DateError> {
        let date = Self::parse(text, None)?;
        if date.precision() == Precision::Day { Ok(date.first()) } else { Err(DateError::NotADay) }
    }
}

/// A date as written.
pub(super) struct DateReading {
    /// From the first day to the last.
    pub(super) date: EventDate,
    /// Each of several dates; empty for a single one.
    pub(super) parts: Vec<EventDate>,
}

impl From<EventDate> for DateReading {
    fn from(date: EventDate) -> Self {
        Self { date, parts: Vec::new() }
    }
}

/// As [`EventDate::parse`].
pub(super) fn read(text: &str, school_year: Option<SchoolYear>) -> Result<DateReading, DateError> {
    let folded = fold(text);
    let tokens = tokenize(&folded);
    let error = match read_range(&tokens, school_year) {
        Some(Ok(date)) => return Ok(date.into()),
        Some(Err(error)) => return Err(error),
        None if tokens.is_empty() => return Err(DateError::Missing),
        None if matches!(tokens[..], [Number(_, 4), ..]) && parse_point(&tokens).is_none() => {
            DateError::OnlyYear
        }
        None => DateError::Unreadable { text: text.trim().to_owned() },
    };
    read_loosely(&tokens, school_year).unwrap_or(Err(error))
}

/// A list of dates, or a date with a time of day or with idle words; `None` if it is neither.
fn read_loosely(
    tokens: &[DateToken<'_>],
    school_year: Option<SchoolYear>,
) -> Option<Result<DateReading, DateError>> {
    let mut error = match list::read(tokens, school_year) {
        Some(Ok(list)) => return Some(Ok(list)),
        Some(Err(error)) => Some(error),
        None => None,
    };
    let is_idle = |token: &DateToken<'_>| match token {
        Word(word) => IDLE_WORDS.contains(word),
        Bracket => true,
        _ => false,
    };
    let plain = |tokens: &[DateToken<'_>]| {
        let kept: Vec<_> = tokens.iter().copied().filter(|token| !is_idle(token)).collect();
        let kept = list::trim_commas(&kept);
        read_range(kept, school_year)
            .map(|date| date.map(DateReading::from))
            .or_else(|| list::read(kept, school_year))
    };
    for clock::Clocked { time, rest } in clock::times(tokens) {
        match plain(&rest) {
            Some(Ok(written)) if written.date.is_by_day() => {
                let date = written.date.at(time);
                return Some(Ok(DateReading { date, ..written }));
            }
            Some(Err(problem)) => error = error.or(Some(problem)),
            _ => {}
        }
    }
    if let Some(error) = error {
        return Some(Err(error));
    }
    tokens.iter().any(is_idle).then(|| plain(tokens)).flatten()
}

/// A date or a range without words around it; `None` for anything else.
pub(super) fn read_tokens(
    tokens: &[DateToken<'_>],
    school_year: Option<SchoolYear>,
) -> Option<EventDate> {
    read_range(tokens, school_year)?.ok()
}

/// A day, a month, or a range of them; `None` if `tokens` are anything else.
fn read_range(
    tokens: &[DateToken<'_>],
    school_year: Option<SchoolYear>,
) -> Option<Result<EventDate, DateError>> {
    let (first, last) = parse_ends(tokens)?;
    complete(first, last, school_year)
}

/// The ends of a range, which are the same for a single date.
fn parse_ends(tokens: &[DateToken<'_>]) -> Option<(Point, Point)> {
    // «с 12 по 14 мая». The last alternative is the Latin letter.
    let (is_range, rest) = match tokens {
        [Word("с" | "со" | "c"), rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let (first, rest) = parse_point(rest)?;
    match rest {
        [] if !is_range => Some((first, first)),
        [Dash | Dots | Word("по" | "до"), rest @ ..] => match parse_point(rest)? {
            (last, []) => Some((first, last)),
            _ => None,
        },
        _ => None,
    }
}

impl SchoolYear {
    /// Parses «2022-23», «2022/23», «2022/2023», «2022–2023», «2022/23 учебный год».
    ///
    /// # Errors
    /// [`DateError::NotASchoolYear`] if the text is not two consecutive years.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let folded = fold(text);
        match parse_year(&tokenize(&folded)) {
            Some((Year::School(school_year), rest)) if skip_year_words(rest).is_empty() => {
                Ok(school_year)
            }
            _ => Err(DateError::NotASchoolYear { text: text.trim().to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests;
