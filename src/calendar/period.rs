//! The period that a report or a plan covers.

mod parse;

use std::fmt;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::calendar::school_quarter::roman;
use crate::calendar::{
    EventDate, Half, HalfYear, Precision, SchoolBounds, SchoolQuarter, SchoolYear, fold,
    month_of_heading,
};

/// A school year or a part of it, a calendar year or a quarter of it, or a range of days; printed as
/// its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: Date,
    last: Date,
    kind: PeriodKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum PeriodKind {
    HalfYear(HalfYear),
    SchoolYear(SchoolYear),
    SchoolQuarter(SchoolQuarter),
    Year(i16),
    /// A quarter, from 1 to 4, of a calendar year.
    Quarter(i16, u8),
    Days(EventDate),
}

impl Period {
    /// The half-year within `bounds`.
    pub fn half_year(half_year: HalfYear, bounds: &SchoolBounds) -> Self {
        let days = bounds.half_years.days(half_year);
        Self { first: *days.start(), last: *days.end(), kind: PeriodKind::HalfYear(half_year) }
    }

    pub fn school_year(year: SchoolYear) -> Self {
        Self { first: year.first_day(), last: year.last_day(), kind: PeriodKind::SchoolYear(year) }
    }

    /// The school year, if the period is exactly one.
    pub fn as_school_year(&self) -> Option<SchoolYear> {
        match self.kind {
            PeriodKind::SchoolYear(year) => Some(year),
            _ => None,
        }
    }

    /// The days of the part that a heading within the period names, with or without its year: «I четверть»,
    /// «II полугодие», «IV квартал», «СЕНТЯБРЬ».
    pub fn part(&self, heading: &str, bounds: &SchoolBounds) -> Option<RangeInclusive<Date>> {
        let years = self.first.year()..=self.last.year();
        let is_own =
            |days: &RangeInclusive<Date>| *days.start() <= self.last && self.first <= *days.end();
        if let Some(month) = month_of_heading(heading) {
            let first = |year| Date::new(year, month, 1).ok();
            let days = |first: Date| first..=first.last_of_month();
            return years.filter_map(first).map(days).find(is_own);
        }
        let folded = fold(heading);
        if !["четверт", "полугод", "квартал"].iter().any(|word| folded.contains(word))
        {
            return None;
        }
        let school = SchoolYear::containing(self.first).to_string();
        let with_years = years.map(|year| year.to_string()).chain([school]);
        let texts = with_years.map(|year| format!("{heading} {year}"));
        let parsed = |text: String| Self::parse(&text, bounds).ok().map(|part| part.days());
        texts.chain([heading.to_owned()]).filter_map(parsed).find(is_own)
    }

    pub fn first(&self) -> Date {
        self.first
    }

    pub fn last(&self) -> Date {
        self.last
    }

    pub fn days(&self) -> RangeInclusive<Date> {
        self.first..=self.last
    }

    /// The name in URLs and file names: `2022-23-1`, `2022-23`, `2022-23-ch2`, `2022`, `2022-kv4`,
    /// `2022-09-01-2022-12-30`.
    pub fn slug(&self) -> String {
        match self.kind {
            PeriodKind::HalfYear(half_year) => half_year.slug(),
            PeriodKind::SchoolYear(year) => year.slug(),
            PeriodKind::SchoolQuarter(quarter) => quarter.slug(),
            PeriodKind::Year(year) => year.to_string(),
            PeriodKind::Quarter(year, number) => format!("{year}-kv{number}"),
            PeriodKind::Days(date) => format!("{}-{}", date.first(), date.last()),
        }
    }

    /// The name in a list of periods: «1-е полугодие 2022/23», «2022/23 учебный год».
    pub fn brief(&self) -> String {
        match self.kind {
            PeriodKind::HalfYear(HalfYear { year, half: Half::First }) => {
                format!("1-е\u{a0}полугодие {year}")
            }
            PeriodKind::HalfYear(HalfYear { year, half: Half::Second }) => {
                format!("2-е\u{a0}полугодие {year}")
            }
            _ => self.to_string(),
        }
    }

    /// The name with a preposition, to follow a noun: «за I полугодие 2022/23 учебного года».
    pub fn during(&self) -> String {
        match self.kind {
            PeriodKind::Days(date) if date.precision() != Precision::Month => {
                format!("за\u{a0}период: {self}")
            }
            _ => format!("за\u{a0}{self}"),
        }
    }
}

impl PeriodKind {
    /// The days of the period; `None` for a year that the calendar does not have.
    fn days(self, bounds: &SchoolBounds) -> Option<RangeInclusive<Date>> {
        let months = |year: i16, first: i8, last: i8| {
            let start = |month| Date::new(year, month, 1).ok();
            Some(start(first)?..=start(last)?.last_of_month())
        };
        match self {
            Self::HalfYear(half_year) => Some(bounds.half_years.days(half_year)),
            Self::SchoolYear(year) => Some(year.days()),
            Self::SchoolQuarter(quarter) => Some(bounds.quarters.days(quarter)),
            Self::Year(year) => months(year, 1, 12),
            Self::Quarter(year, number) => {
                let last = i8::try_from(number).ok()?.checked_mul(3)?;
                months(year, last - 2, last)
            }
            Self::Days(date) => Some(date.first()..=date.last()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            PeriodKind::HalfYear(half_year) => half_year.fmt(f),
            PeriodKind::SchoolYear(year) => write!(f, "{year} учебный\u{a0}год"),
            PeriodKind::SchoolQuarter(quarter) => quarter.fmt(f),
            PeriodKind::Year(year) => write!(f, "{year}\u{a0}год"),
            PeriodKind::Quarter(year, number) => {
                write!(f, "{}\u{a0}квартал {year}\u{a0}г.", roman(number))
            }
            PeriodKind::Days(date) => date.fmt(f),
        }
    }
}
