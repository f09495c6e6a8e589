//! Reads terms in words: finds the words that tell a part of the year, and the days of that part.
//!
//! Each word must be known, or follow one that says that the rest is somebody else's plan («по графику
//! управления образования»). So a title or a typing error is no term.

mod vocabulary;

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::SchoolBounds;
use crate::calendar::parse::read_tokens;
use crate::calendar::parse::year::{Year, parse_year, skip_year_words};
use crate::calendar::tokens::DateToken::{self, Number, Word};
use crate::calendar::tokens::{fold, tokenize};
use crate::calendar::{EventDate, Half, HalfYear, SchoolQuarter, SchoolYear};
use vocabulary::{MonthPart, Season, TermUnit, WordMeaning, meaning};

/// The days within which the term `text` lies; `None` if it is no term.
pub(super) fn read(
    text: &str,
    school_year: Option<SchoolYear>,
    bounds: &SchoolBounds,
) -> Option<EventDate> {
    let folded = fold(text);
    let tokens = tokenize(&folded);
    if let Some(date) = deadline(&tokens, school_year) {
        return Some(date);
    }
    let mut found = TermWords::new(&tokens)?;
    found.year = found.year.or(school_year.map(Year::School));
    match found.days(bounds)? {
        Days::Unknown => Some(EventDate::unknown()),
        Days::Known(first, last) => EventDate::between(first, last, true),
    }
}

/// «до 5 мая»: that day; «с 5 мая»: from that day to the end of the school year.
fn deadline(tokens: &[DateToken<'_>], school_year: Option<SchoolYear>) -> Option<EventDate> {
    let (is_end, rest) = match tokens {
        [Word("до" | "к"), rest @ ..] | [Word("не"), Word("позднее" | "позже"), rest @ ..] => {
            (true, rest)
        }
        [Word("с" | "со" | "c" | "после" | "начиная"), rest @ ..] => (false, rest),
        _ => return None,
    };
    let date = read_tokens(rest, school_year).or_else(|| {
        // «к маю»: the dative.
        let [Word(month), rest @ ..] = rest else { return None };
        let WordMeaning::Month(number) = meaning(month)? else { return None };
        let number = [&[Word(vocabulary::month_name(number))][..], rest].concat();
        read_tokens(&number, school_year)
    })?;
    let first = date.first();
    if is_end {
        return Some(EventDate::day(first));
    }
    EventDate::between(first, SchoolYear::containing(first).last_day(), true)
}

enum Days {
    /// Not even the year.
    Unknown,
    Known(Date, Date),
}

/// What the words of a term say.
#[derive(Default)]
struct TermWords {
    /// «1-2 неделя», «I и II»; 0 is the last.
    ordinals: Vec<u32>,
    unit: Option<TermUnit>,
    months: Vec<u32>,
    year: Option<Year>,
    part: Option<MonthPart>,
    season: Option<Season>,
    is_holidays: bool,
    /// «каждый», «раз в»: all the time.
    is_recurring: bool,
    /// Whether any word tells a time.
    is_term: bool,
}

impl TermWords {
    fn new(tokens: &[DateToken<'_>]) -> Option<Self> {
        let mut found = Self::default();
        let mut rest = tokens;
        let mut is_free = false;
        while let [token, after @ ..] = rest {
            rest = after;
            match *token {
                Number(_, 4) => {
                    let (year, after) = parse_year(&tokens[tokens.len() - after.len() - 1..])?;
                    found.year = Some(year);
                    let unit = |token: &DateToken<'_>| matches!(token, Word(word) if meaning(word) == Some(WordMeaning::TermUnit(TermUnit::Year)));
                    found.is_term |= after.first().is_some_and(unit);
                    rest = skip_year_words(after);
                    if rest.len() < after.len() && found.unit.is_none() {
                        found.unit = Some(TermUnit::Year);
                    }
                }
                Number(number, _) => found.ordinals.push(number),
                Word(word) => match meaning(word) {
                    Some(meaning) => is_free |= found.add(meaning),
                    None if is_free => {}
                    None => return None,
                },
                DateToken::Other if !is_free => return None,
                _ => {}
            }
        }
        found.is_term.then_some(found)
    }

    /// Notes the meaning of a word; `true` if any words may follow.
    fn add(&mut self, meaning: WordMeaning) -> bool {
        self.is_term |= meaning != WordMeaning::Idle && !matches!(meaning, WordMeaning::Ordinal(_));
        match meaning {
            WordMeaning::Idle => {}
            WordMeaning::Ordinal(number) => self.ordinals.push(number),
            // «раз в четверть», «половина июня 2025 года»: the first unit is meant.
            WordMeaning::TermUnit(TermUnit::Year) => self.unit = self.unit.or(Some(TermUnit::Year)),
            WordMeaning::TermUnit(unit) => {
                if self.unit.is_none_or(|known| known == TermUnit::Year) {
                    self.unit = Some(unit);
                }
            }
            WordMeaning::Month(month) => self.months.push(month),
            WordMeaning::MonthPart(part) => self.part = Some(part),
            WordMeaning::Season(season) => self.season = Some(season),
            WordMeaning::Holidays => self.is_holidays = true,
            WordMeaning::Recurring => self.is_recurring = true,
            WordMeaning::SomebodysPlan => return true,
        }
        false
    }

    /// The days; `None` for a number that does not exist: «7 четверть».
    fn days(&self, bounds: &SchoolBounds) -> Option<Days> {
        let Some(year) = self.year else { return Some(Days::Unknown) };
        let known = |(first, last): (Date, Date)| Some(Days::Known(first, last));
        if let (Some(&first), Some(&last)) = (self.months.first(), self.months.last()) {
            let is_part = !self.is_recurring && first == last;
            let part = is_part.then(|| self.part_of_month(month_start(year, first)?)).flatten();
            return known(part.or_else(|| months(year, first, last))?);
        }
        if let Some(season) = self.season {
            return known(self.season_days(season, year)?);
        }
        if !self.is_recurring
            && let (Some(&first), Some(&last), Some(unit)) =
                (self.ordinals.first(), self.ordinals.last(), self.unit)
            && let Some(days) = unit_days(unit, first, last, year, bounds)
        {
            return known(days?);
        }
        known(match year {
            Year::School(year) => (year.first_day(), year.last_day()),
            Year::Calendar(_) => months(year, 1, 12)?,
        })
    }

    /// «3 неделя», «II декада», «I половина», «начало» of the month that begins with `start`.
    fn part_of_month(&self, start: Date) -> Option<(Date, Date)> {
        let end = start.days_in_month();
        let days = |first: i8, last: i8| {
            let first = first.clamp(1, end);
            let day = |day: i8| Date::new(start.year(), start.month(), day).ok();
            Some((day(first)?, day(last.clamp(first, end))?))
        };
        let (first, last) = match (self.unit, self.part) {
            (Some(unit @ (TermUnit::Week | TermUnit::TenDays | TermUnit::HalfMonth)), _) => {
                let count = match unit {
                    TermUnit::Week => 7,
                    TermUnit::TenDays => 10,
                    _ => 15,
                };
                let number = |number: &u32| i8::try_from(*number).ok().filter(|n| *n <= 5);
                let first = self.ordinals.first().and_then(number)?;
                let last = self.ordinals.last().and_then(number)?;
                if first == 0 || last == 0 {
                    return days(end - count.min(end - 1) + 1, end);
                }
                // The last part takes the days that are left.
                let is_last = unit != TermUnit::Week && last * count >= 28;
                ((first - 1) * count + 1, if is_last { end } else { last * count })
            }
            (_, Some(MonthPart::Start)) => (1, 10),
            (_, Some(MonthPart::Middle)) => (11, 20),
            (_, Some(MonthPart::End)) => (21, end),
            _ => return None,
        };
        days(first, last)
    }

    fn season_days(&self, season: Season, year: Year) -> Option<(Date, Date)> {
        let day = |month: u32, day: i8| {
            let start = month_start(year, month)?;
            Date::new(start.year(), start.month(), day).ok()
        };
        if self.is_holidays {
            // Each region has its own days: these hold all of them.
            let (first, last) = match season {
                Season::Autumn => (day(10, 25)?, day(11, 10)?),
                Season::Winter => (day(12, 25)?, day(1, 12)?),
                Season::Spring => (day(3, 20)?, day(4, 5)?),
                Season::Summer => return months(year, 6, 8),
            };
            return Some(in_order(first, last));
        }
        match season {
            Season::Autumn => months(year, 9, 11),
            Season::Winter => months(year, 12, 2),
            Season::Spring => months(year, 3, 5),
            Season::Summer => months(year, 6, 8),
        }
    }
}

/// The days of «II четверть», «I полугодие» and the like; the outer `None` for other units, the inner
/// one for a number that does not exist.
fn unit_days(
    unit: TermUnit,
    first: u32,
    last: u32,
    year: Year,
    bounds: &SchoolBounds,
) -> Option<Option<(Date, Date)>> {
    // A calendar year has the second part of one school year and the first part of the next.
    let school_year = |is_spring: bool| match year {
        Year::School(year) => year,
        Year::Calendar(year) if is_spring => SchoolYear::starting(year.saturating_sub(1)),
        Year::Calendar(year) => SchoolYear::starting(year),
    };
    let quarter = |number: u32| {
        let year = school_year(number > 2);
        let number = u8::try_from(number).ok().filter(|number| (1..=4).contains(number))?;
        Some(bounds.quarters.days(SchoolQuarter { year, number }))
    };
    let half = |number: u32| {
        let half = match number {
            1 => Half::First,
            2 => Half::Second,
            _ => return None,
        };
        let year = school_year(half == Half::Second);
        Some(bounds.half_years.days(HalfYear { year, half }))
    };
    let join = |first: Option<RangeInclusive<Date>>, last: Option<RangeInclusive<Date>>| {
        Some(in_order(*first?.start(), *last?.end()))
    };
    let trimester = |number: u32| [9, 12, 3].get(usize::try_from(number).ok()?.checked_sub(1)?);
    match unit {
        TermUnit::SchoolQuarter => Some(join(quarter(first), quarter(last))),
        TermUnit::HalfYear => Some(join(half(first), half(last))),
        TermUnit::Trimester => {
            let days = || months(year, *trimester(first)?, (*trimester(last)? + 1) % 12 + 1);
            Some(days())
        }
        TermUnit::CalendarQuarter => {
            let exist = (1..=4).contains(&first) && (1..=4).contains(&last);
            Some(exist.then(|| months(year, first * 3 - 2, last * 3)).flatten())
        }
        TermUnit::Year
        | TermUnit::Month
        | TermUnit::Week
        | TermUnit::TenDays
        | TermUnit::HalfMonth => None,
    }
}

fn month_start(year: Year, month: u32) -> Option<Date> {
    Date::new(year.calendar_year(month), i8::try_from(month).ok()?, 1).ok()
}

/// Whole months, across a New Year if they must be.
fn months(year: Year, first: u32, last: u32) -> Option<(Date, Date)> {
    let (first, last) = (month_start(year, first)?, month_start(year, last)?);
    Some(in_order(first, last.last_of_month()))
}

/// A term that seems to end before it begins goes over New Year.
fn in_order(first: Date, last: Date) -> (Date, Date) {
    if first <= last {
        return (first, last);
    }
    let earlier = first.saturating_sub(jiff::Span::new().years(1));
    (earlier.min(last), last)
}
