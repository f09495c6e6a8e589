//! The period that a report or a plan covers.

use std::fmt;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::calendar::tokens::fold;
use crate::calendar::{DateError, EventDate, Half, HalfYear, HalfYearBounds, SchoolYear};

/// A half-year, a school year, or a range of days; printed as its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    first: Date,
    last: Date,
    kind: PeriodKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PeriodKind {
    HalfYear(HalfYear),
    SchoolYear(SchoolYear),
    Days(EventDate),
}

impl Period {
    /// Parses «2022/23 I», «I полугодие 2022/23», «2022-23-1», «2022/23», or a range in any form of
    /// [`EventDate::parse`]: «1.09.2022–30.12.2022», «сентябрь-декабрь 2022».
    ///
    /// # Errors
    /// [`DateError::NotAPeriod`], or the error in the range of dates.
    pub fn parse(text: &str, bounds: &HalfYearBounds) -> Result<Self, DateError> {
        if let Ok(year) = SchoolYear::parse(text) {
            return Ok(Self::school_year(year));
        }
        if let Some(half_year) = parse_half_year(&fold(text)) {
            return Ok(Self::half_year(half_year, bounds));
        }
        match EventDate::parse(text, None) {
            Ok(date) => {
                Ok(Self { first: date.first(), last: date.last(), kind: PeriodKind::Days(date) })
            }
            Err(DateError::Missing | DateError::Unreadable { .. } | DateError::OnlyYear) => {
                Err(DateError::NotAPeriod { text: text.trim().to_owned() })
            }
            Err(error) => Err(error),
        }
    }

    /// The half-year within `bounds`.
    pub fn half_year(half_year: HalfYear, bounds: &HalfYearBounds) -> Self {
        let days = bounds.days(half_year);
        Self { first: *days.start(), last: *days.end(), kind: PeriodKind::HalfYear(half_year) }
    }

    pub fn school_year(year: SchoolYear) -> Self {
        Self { first: year.first_day(), last: year.last_day(), kind: PeriodKind::SchoolYear(year) }
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

    /// The name in URLs and file names: `2022-23-1`, `2022-23`, `2022-09-01-2022-12-30`.
    pub fn slug(&self) -> String {
        match self.kind {
            PeriodKind::HalfYear(half_year) => half_year.slug(),
            PeriodKind::SchoolYear(year) => year.slug(),
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
            PeriodKind::SchoolYear(_) | PeriodKind::Days(_) => self.to_string(),
        }
    }

    /// The name with a preposition, to follow a noun: «за I полугодие 2022/23 учебного года».
    pub fn during(&self) -> String {
        match self.kind {
            PeriodKind::HalfYear(_) | PeriodKind::SchoolYear(_) => format!("за\u{a0}{self}"),
            PeriodKind::Days(_) => format!("за\u{a0}период: {self}"),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            PeriodKind::HalfYear(half_year) => half_year.fmt(f),
            PeriodKind::SchoolYear(year) => write!(f, "{year} учебный\u{a0}год"),
            PeriodKind::Days(date) => date.fmt(f),
        }
    }
}

/// Parses a half-year in a text normalised by [`fold`].
fn parse_half_year(folded: &str) -> Option<HalfYear> {
    let mut half = None;
    let mut rest = Vec::new();
    for word in folded.split([' ', ',']).filter(|word| !word.is_empty()) {
        let named = match word {
            "i" | "1" | "1-е" | "1-ое" | "1-го" | "первое" | "первого" => {
                Some(Half::First)
            }
            "ii" | "2" | "2-е" | "2-ое" | "2-го" | "второе" | "второго" => {
                Some(Half::Second)
            }
            _ => None,
        };
        match named {
            Some(_) if half.is_some() => return None,
            Some(_) => half = named,
            None if word.starts_with("полугоди") => {}
            None => rest.push(word),
        }
    }
    let mut year = rest.join(" ");
    if half.is_none() {
        half = match year.rsplit_once('-') {
            Some((_, "1")) => Some(Half::First),
            Some((_, "2")) => Some(Half::Second),
            _ => None,
        };
        year.truncate(year.len().saturating_sub(2));
    }
    Some(HalfYear { year: SchoolYear::parse(&year).ok()?, half: half? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Period, DateError> {
        Period::parse(text, &HalfYearBounds::default())
    }

    #[test]
    fn a_half_year_is_read_as_people_write_it() {
        for text in [
            "2022/23 I",
            "I 2022/23",
            "2022/23, i полугодие",
            "I полугодие 2022/23 учебного года",
            "первое полугодие 2022–2023 уч. года",
            "1-е полугодие 2022/2023",
            "2022-23-1",
            "2022-2023-1",
        ] {
            let period = read(text).unwrap();
            assert_eq!(period.slug(), "2022-23-1", "{text}");
            assert_eq!(
                period.during().replace('\u{a0}', " "),
                "за I полугодие 2022/23 учебного года"
            );
        }
        let second = read("2022/23 II").unwrap();
        assert_eq!(second.slug(), "2022-23-2");
        assert_eq!(second.brief().replace('\u{a0}', " "), "2-е полугодие 2022/23");
        assert_eq!(read(&second.brief()), Ok(second));
        assert_eq!(read("2022/23 II").unwrap().last(), jiff::civil::date(2023, 8, 31));
    }

    #[test]
    fn years_and_days_are_periods_too() {
        assert_eq!(read("2022/23").unwrap().to_string(), "2022/23 учебный\u{a0}год");
        let days = read("1.09.2022-30.12.2022").unwrap();
        assert_eq!(days.slug(), "2022-09-01-2022-12-30");
        assert_eq!(read("сентябрь-декабрь 2022").unwrap().last(), jiff::civil::date(2022, 12, 31));
    }

    #[test]
    fn other_texts_are_rejected() {
        for text in ["", "2022", "I", "I II 2022/23", "2022-23-3", "осень"] {
            let error = read(text).unwrap_err();
            assert!(matches!(error, DateError::NotAPeriod { .. }), "{text}: {error:?}");
        }
        assert!(matches!(read("31.12.2022-1.09.2022"), Err(DateError::Backwards { .. })));
    }
}
