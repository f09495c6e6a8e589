//! Parses dates and school years.
//!
//! 1. [`parse_point`] reads a date, or one end of a range, as written;
//! 2. [`complete`] fills in what the first end lacks from the last one, and a missing year from the
//!    school year;
//! 3. [`first_day`] checks the numbers against the calendar.

mod year;

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::calendar::month::month_from_name;
use crate::calendar::tokens::DateToken::{self, Dash, Dot, Dots, Number, Slash, Word};
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

impl EventDate {
    /// Parses a date as people write it: a day, a range of days, a month or a range of months, in
    /// figures, in words or in ISO 8601. A missing year is taken from `school_year`: its first
    /// calendar year for September to December, its second for the other months.
    ///
    /// A year of two digits is in this century. A range that ends before it begins within the
    /// written year («ноябрь-февраль 2022 г.») is an error, because it may begin in 2021 or end in
    /// 2023; the hint shows how to write both years.
    ///
    /// # Errors
    /// A [`DateError`] says what is wrong with the text and how to write it.
    pub fn parse(text: &str, school_year: Option<SchoolYear>) -> Result<Self, DateError> {
        let folded = fold(text);
        let tokens = tokenize(&folded);
        let unreadable = || match tokens.as_slice() {
            [] => DateError::Missing,
            [Number(_, 4), ..] if parse_point(&tokens).is_none() => DateError::OnlyYear,
            _ => DateError::Unreadable { text: text.trim().to_owned() },
        };
        // «с 12 по 14 мая». The last alternative is the Latin letter.
        let (is_range, rest) = match tokens.as_slice() {
            [Word("с" | "со" | "c"), rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let (first, rest) = parse_point(rest).ok_or_else(unreadable)?;
        let last = match rest {
            [] if !is_range => first,
            [Dash | Dots | Word("по" | "до"), rest @ ..] => match parse_point(rest) {
                Some((last, [])) => last,
                _ => return Err(unreadable()),
            },
            _ => return Err(unreadable()),
        };
        complete(first, last, school_year).unwrap_or_else(|| Err(unreadable()))
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
