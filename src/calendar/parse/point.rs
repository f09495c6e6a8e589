//! One end of a range as written, and the date that two ends make.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::year::{Year, follows, full_year, parse_year, skip_year_words};
use crate::calendar::month::month_from_name;
use crate::calendar::tokens::DateToken::{self, Dash, Dot, Number, Slash, Word};
use crate::calendar::{DateError, EventDate, SchoolYear};

/// Other years are rejected as typing errors.
const YEARS: RangeInclusive<i16> = 1900..=2099;

/// A date, or one end of a range, with the parts that are written.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub(super) day: Option<u32>,
    pub(super) month: Option<u32>,
    pub(super) year: Option<Year>,
}

/// Parses the date at the start of `tokens`; returns it with the remaining tokens.
pub(super) fn parse_point<'t>(tokens: &'t [DateToken<'t>]) -> Option<(Point, &'t [DateToken<'t>])> {
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
pub(super) fn complete(
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
    let written_year = last.year.or(first.year);
    let Some(last_year) = written_year.or(school_year.map(Year::School)) else {
        return Some(Err(DateError::NoYear));
    };
    let first_year = match (first.year, school_year) {
        (Some(year), _) => year,
        // «25.08 – 5.09» of a plan begins in the summer before its school year.
        (None, Some(year))
            if written_year.is_none()
                && (6..=8).contains(&first_month)
                && (9..=12).contains(&last_month) =>
        {
            Year::Calendar(year.start())
        }
        (None, _) => last_year,
    };
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
