//! Parses dates and school years.
//!
//! 1. [`parse_point`] reads a date, or one end of a range, as written;
//! 2. [`complete`] fills in what the first end lacks from the last one, and a missing year from the
//!    school year;
//! 3. [`first_day`] checks the numbers against the calendar.
//!
//! What is no date as a whole may be a `list` of dates or a date with a time of day, which `clock`
//! finds.

pub(super) mod clock;
mod list;
pub(super) mod year;

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::calendar::month::month_from_name;
use crate::calendar::tokens::DateToken::{self, Bracket, Dash, Dot, Dots, Number, Slash, Word};
use crate::calendar::tokens::{fold, tokenize};
use crate::calendar::{DateError, EventDate, Precision, SchoolYear};
use year::{Year, follows, full_year, parse_year, skip_year_words};

/// Other years are rejected as typing errors.
const YEARS: RangeInclusive<i16> = 1900..=2099;

/// A date, or one end of a range, with the parts that are written.
#[derive(Clone, Copy)]
struct Point {
    day: Option<u32>,
    month: Option<u32>,
    year: Option<Year>,
}

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

/// Parses the date at the start of `tokens`; returns it with the remaining tokens.
fn parse_point<'t>(tokens: &'t [DateToken<'t>]) -> Option<(Point, &'t [DateToken<'t>])> {
    let written = |day, month, year| Point { day, month, year };
    let calendar = |year, digits| Some(Year::Calendar(full_year(year, digits)));
    let (point, rest) = match *tokens {
        // 2022-11-05
        [Number(y, 4), Dash, Number(m, 2), Dash, Number(d, 2), ref rest @ ..] => {
            return Some((written(Some(d), Some(m), calendar(y, 4)), rest));
        }
        // 2022/11/05
        [Number(y, 4), Slash, Number(m, 2), Slash, Number(d, 2), ref rest @ ..] => {
            return Some((written(Some(d), Some(m), calendar(y, 4)), rest));
        }
        // 2022-11, but not the school year 2022-23. Year words are not skipped, so that
        // «2011-12 учебный год» is not December 2011.
        [Number(y, 4), Dash, Number(m, 2), ref rest @ ..] if m <= 12 || !follows(m, 2, y, 4) => {
            return Some((written(None, Some(m), calendar(y, 4)), rest));
        }
        // 12.05.2023, 5.10.22
        [Number(d, 1 | 2), Dot, Number(m, 1 | 2), Dot, Number(y, n @ (2 | 4)), ref rest @ ..] => {
            (written(Some(d), Some(m), calendar(y, n)), rest)
        }
        // 26/04/2024
        [
            Number(d, 1 | 2),
            Slash,
            Number(m, 1 | 2),
            Slash,
            Number(y, n @ (2 | 4)),
            ref rest @ ..,
        ] => (written(Some(d), Some(m), calendar(y, n)), rest),
        // 11.2022
        [Number(m, 1 | 2), Dot, Number(y, 4), ref rest @ ..] => {
            (written(None, Some(m), calendar(y, 4)), rest)
        }
        // 12.05 of «12.05-14.05.2023»
        [Number(d, 1 | 2), Dot, Number(m, 1 | 2), ref rest @ ..] => {
            (written(Some(d), Some(m), None), rest)
        }
        // 14 мая
        [Number(d, 1 | 2), Word(word), ref rest @ ..] if month_from_name(word).is_some() => {
            (written(Some(d), month_from_name(word), None), rest)
        }
        // 12 of «12–14 мая»
        [Number(d, 1 | 2), ref rest @ ..] => return Some((written(Some(d), None, None), rest)),
        // ноябрь
        [Word(word), ref rest @ ..] => (written(None, Some(month_from_name(word)?), None), rest),
        _ => return None,
    };
    let rest = skip_year_words(rest);
    match parse_year(rest) {
        Some((year, rest)) if point.year.is_none() => {
            Some((Point { year: Some(year), ..point }, skip_year_words(rest)))
        }
        _ => Some((point, rest)),
    }
}

/// The date from `first` to `last`; `None` if they do not fit together: «14», «5 мая – июнь».
fn complete(
    first: Point,
    last: Point,
    school_year: Option<SchoolYear>,
) -> Option<Result<EventDate, DateError>> {
    let last_month = last.month?;
    let first_month = first.month.unwrap_or(last_month);
    let by_day = last.day.is_some();
    if first.day.is_some() != by_day {
        return None;
    }
    let Some(last_year) = last.year.or(first.year).or(school_year.map(Year::School)) else {
        return Some(Err(DateError::NoYear));
    };
    let first_year = first.year.unwrap_or(last_year);
    let ends = first_day(first.day, first_month, first_year)
        .and_then(|first| Ok((first, first_day(last.day, last_month, last_year)?)));
    Some(ends.and_then(|(first, last)| {
        EventDate::between(first, last, by_day).ok_or(DateError::Backwards { first, last, by_day })
    }))
}

/// The given day, or the first day of the month.
fn first_day(day: Option<u32>, month: u32, year: Year) -> Result<Date, DateError> {
    let year = year.calendar_year(month);
    if !YEARS.contains(&year) {
        return Err(DateError::UnlikelyYear { year });
    }
    let small = |number| i8::try_from(number).unwrap_or(i8::MAX);
    let month_start =
        Date::new(year, small(month), 1).map_err(|_| DateError::NoSuchMonth { number: month })?;
    day.map_or(Ok(month_start), |day| {
        Date::new(year, month_start.month(), small(day))
            .map_err(|_| DateError::NoSuchDay { day, month: month_start })
    })
}

#[cfg(test)]
mod tests;
