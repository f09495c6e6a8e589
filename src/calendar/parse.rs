//! The shapes of a date.
//!
//! 1. [`point`] reads a date, or one end of a range, as far as it is written;
//! 2. [`complete`] gives the first end what only the last one says, and the year that the school
//!    year stands for;
//! 3. [`first_day`] checks the figures against the calendar.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::calendar::month::recognise;
use crate::calendar::school_year::Year;
use crate::calendar::tokens::Token::{self, Dash, Dot, Dots, Number, Slash, Word};
use crate::calendar::tokens::{fold, tokens};
use crate::calendar::{DateError, EventDate, SchoolYear};

/// Years outside are taken for slips of the pen: no event of a school is that old or that far.
const YEARS: RangeInclusive<i16> = 1900..=2099;

/// The words that may follow a year; the last is torn off in «7.12.2022г ода».
const YEAR_WORDS: [&str; 10] =
    ["г", "гг", "год", "года", "году", "уч", "учебный", "учебного", "учебном", "ода"];

/// A date, or one end of a range, as far as it is written.
#[derive(Clone, Copy)]
struct Point {
    day: Option<u32>,
    month: Option<u32>,
    year: Option<Year>,
}

pub(super) fn event_date(
    text: &str,
    school_year: Option<SchoolYear>,
) -> Result<EventDate, DateError> {
    let folded = fold(text);
    let tokens = tokens(&folded);
    let unreadable = || match tokens.as_slice() {
        [] => DateError::Missing,
        [Number(_, 4), ..] if point(&tokens).is_none() => DateError::OnlyYear,
        _ => DateError::Unreadable { text: text.trim().to_owned() },
    };
    // «с 12 по 14 мая»; the last is the Latin letter.
    let (is_range, rest) = match tokens.as_slice() {
        [Word("с" | "со" | "c"), rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let (first, rest) = point(rest).ok_or_else(unreadable)?;
    let last = match rest {
        [] if !is_range => first,
        [Dash | Dots | Word("по" | "до"), rest @ ..] => match point(rest) {
            Some((last, [])) => last,
            _ => return Err(unreadable()),
        },
        _ => return Err(unreadable()),
    };
    complete(first, last, school_year).unwrap_or_else(|| Err(unreadable()))
}

/// The point at the start of `tokens`, and the tokens behind it.
fn point<'t>(tokens: &'t [Token<'t>]) -> Option<(Point, &'t [Token<'t>])> {
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
        // 2022-11, but not the school year 2022-23. No «г.» follows, so that
        // «2011-12 учебный год» is not taken for December.
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
        [Number(d, 1 | 2), Word(word), ref rest @ ..] if recognise(word).is_some() => {
            (written(Some(d), recognise(word), None), rest)
        }
        // 12 of «12–14 мая»
        [Number(d, 1 | 2), ref rest @ ..] => return Some((written(Some(d), None, None), rest)),
        // ноябрь
        [Word(word), ref rest @ ..] => (written(None, Some(recognise(word)?), None), rest),
        _ => return None,
    };
    let rest = skip_year_words(rest);
    match year(rest) {
        Some((year, rest)) if point.year.is_none() => {
            Some((Point { year: Some(year), ..point }, skip_year_words(rest)))
        }
        _ => Some((point, rest)),
    }
}

/// The year at the start of `tokens`, and the tokens behind it. A dash after a year makes it
/// a school year only where a date ends there: «28 декабря 2022 – 23 января 2023» has one too.
pub(super) fn year<'t>(tokens: &'t [Token<'t>]) -> Option<(Year, &'t [Token<'t>])> {
    match *tokens {
        [Number(y, n @ (2 | 4)), sign, Number(z, m @ (2 | 4)), ref rest @ ..]
            if follows(z, m, y, n)
                && (sign == Slash || sign == Dash && skip_year_words(rest).is_empty()) =>
        {
            Some((Year::School(SchoolYear::starting(full_year(y, n))), rest))
        }
        [Number(y, n @ (2 | 4)), ref rest @ ..] => Some((Year::Calendar(full_year(y, n)), rest)),
        _ => None,
    }
}

/// A year written with two or four digits, in full. Two are of this century.
fn full_year(year: u32, digits: usize) -> i16 {
    let year = if digits == 2 { 2000 + year } else { year };
    i16::try_from(year).unwrap_or(i16::MAX)
}

/// Whether the year `next` of `next_digits` digits is the one after `year`.
fn follows(next: u32, next_digits: usize, year: u32, digits: usize) -> bool {
    let expected = full_year(year, digits).saturating_add(1);
    i16::try_from(next) == Ok(if next_digits == 2 { expected % 100 } else { expected })
}

/// The tokens after «г.», «года», «учебного года» and the like, and after single full stops.
pub(super) fn skip_year_words<'t>(mut tokens: &'t [Token<'t>]) -> &'t [Token<'t>] {
    loop {
        match tokens {
            [Dot, rest @ ..] => tokens = rest,
            [Word(word), rest @ ..] if YEAR_WORDS.contains(word) => tokens = rest,
            rest => return rest,
        }
    }
}

/// The date from `first` to `last`; nothing where they do not go together: «14», «5 мая – июнь».
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

/// The day, or the first day of the month where no day is given.
fn first_day(day: Option<u32>, month: u32, year: Year) -> Result<Date, DateError> {
    let year = year.of(month);
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
