//! Several dates of one event: «10, 12 и 14 марта 2025», «сентябрь, октябрь».

use jiff::ToSpan;

use super::{DateReading, Point, complete, parse_ends};
use crate::calendar::tokens::DateToken::{self, Comma, Word};
use crate::calendar::{DateError, EventDate, SchoolYear};

/// Reads dates with commas or «и» between them. A date takes the month and the year that it lacks from
/// the next one, or the year from the one before. `None` if they are no dates, or less than two.
pub(super) fn read(
    tokens: &[DateToken<'_>],
    school_year: Option<SchoolYear>,
) -> Option<Result<DateReading, DateError>> {
    let is_between = |token: &DateToken<'_>| matches!(token, Comma | Word("и"));
    if !tokens.iter().any(is_between) {
        return None;
    }
    let parts = tokens.split(is_between).filter(|part| !part.is_empty());
    let mut ends: Vec<(Point, Point)> = parts.map(parse_ends).collect::<Option<_>>()?;
    if ends.len() < 2 {
        return None;
    }
    fill_gaps(&mut ends);
    let dates = ends.into_iter().map(|(first, last)| complete(first, last, school_year));
    let dates: Vec<Result<EventDate, DateError>> = dates.collect::<Option<_>>()?;
    let dates: Vec<EventDate> = match dates.into_iter().collect() {
        Ok(dates) => dates,
        Err(error) => return Some(Err(error)),
    };
    let (first, last) = (dates.first()?, dates.last()?);
    let by_day = first.is_by_day();
    if dates.iter().any(|date| date.is_by_day() != by_day) {
        return None;
    }
    let broken = dates.windows(2).find(|pair| pair[1].first() <= pair[0].last());
    if let Some([earlier, later]) = broken {
        let (first, last) = (earlier.first(), later.last());
        return Some(Err(DateError::Backwards { first, last, by_day }));
    }
    let date = EventDate::between(first.first(), last.last(), by_day)?;
    let follows = |pair: &[EventDate]| pair[0].last().saturating_add(1.day()) == pair[1].first();
    // «сентябрь, октябрь» is a range.
    let is_range = dates.windows(2).all(follows);
    Some(Ok(DateReading { date, parts: if is_range { Vec::new() } else { dates } }))
}

fn fill_gaps(ends: &mut [(Point, Point)]) {
    let (mut month, mut year) = (None, None);
    for (first, last) in ends.iter_mut().rev() {
        if last.day.is_some() {
            last.month = last.month.or(month);
        }
        last.year = last.year.or(first.year).or(year);
        first.month = first.month.or(last.month);
        first.year = first.year.or(last.year);
        (month, year) = (first.month, first.year);
    }
    for (first, last) in ends.iter_mut() {
        first.year = first.year.or(year);
        last.year = last.year.or(first.year);
        year = last.year;
    }
}

/// `tokens` without commas at their ends.
pub(super) fn trim_commas<'t, 's>(mut tokens: &'s [DateToken<'t>]) -> &'s [DateToken<'t>] {
    while let [Comma, rest @ ..] | [rest @ .., Comma] = tokens {
        tokens = rest;
    }
    tokens
}
