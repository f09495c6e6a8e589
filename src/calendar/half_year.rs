//! The halves of a school year, and their months.

use std::fmt;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::calendar::month::month_from_name;
use crate::calendar::tokens::DateToken::{Dash, Dots, Number, Word};
use crate::calendar::tokens::{fold, tokenize};
use crate::calendar::{DateError, SchoolYear};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Half {
    /// «I полугодие».
    First,
    /// «II полугодие».
    Second,
}

/// A half of a particular school year; printed as «I полугодие 2022/23 учебного года».
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfYear {
    pub year: SchoolYear,
    pub half: Half,
}

impl HalfYear {
    /// The name without the school year: «I полугодие».
    pub fn short(self) -> &'static str {
        match self.half {
            Half::First => "I\u{a0}полугодие",
            Half::Second => "II\u{a0}полугодие",
        }
    }

    /// The name in URLs: `2022-23-1`.
    pub fn slug(self) -> String {
        let number = match self.half {
            Half::First => 1,
            Half::Second => 2,
        };
        format!("{}-{number}", self.year.slug())
    }
}

impl fmt::Display for HalfYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} учебного\u{a0}года", self.short(), self.year)
    }
}

/// Consecutive months within a school year, numbered from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthSpan {
    first: u32,
    last: u32,
}

impl MonthSpan {
    /// Parses «январь-май» or «1-5», with any dash.
    ///
    /// # Errors
    /// [`DateError::NotAMonthSpan`], also for months in the wrong order: in a school year September
    /// is the first month and August the last.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let folded = fold(text);
        let span = match *tokenize(&folded) {
            [Word(first), Dash | Dots, Word(last)] => {
                month_from_name(first).zip(month_from_name(last))
            }
            [Number(first @ 1..=12, _), Dash | Dots, Number(last @ 1..=12, _)] => {
                Some((first, last))
            }
            _ => None,
        };
        match span {
            Some((first, last)) if position(first) <= position(last) => Ok(Self { first, last }),
            _ => Err(DateError::NotAMonthSpan { text: text.trim().to_owned() }),
        }
    }

    fn days(self, year: SchoolYear) -> RangeInclusive<Date> {
        let start = |month: u32| {
            // `month` is in 1..=12; a year beyond the calendar is clamped.
            Date::new(year.year_of(month), i8::try_from(month).unwrap_or(1), 1).unwrap_or(Date::MAX)
        };
        start(self.first)..=start(self.last).last_of_month()
    }
}

/// The position of a month in the school year: 0 for September, 11 for August.
fn position(month: u32) -> u32 {
    (month + 3) % 12
}

/// The months of the two halves of every school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HalfYearBounds {
    first: MonthSpan,
    second: MonthSpan,
}

/// September to December and January to August, so that no month is left out. Reports often end the
/// second half with May.
impl Default for HalfYearBounds {
    fn default() -> Self {
        Self { first: MonthSpan { first: 9, last: 12 }, second: MonthSpan { first: 1, last: 8 } }
    }
}

impl HalfYearBounds {
    /// The halves with these months. Months between and after them may be left out.
    ///
    /// # Errors
    /// [`DateError::HalvesOverlap`] if the second does not begin after the end of the first.
    pub fn new(first: MonthSpan, second: MonthSpan) -> Result<Self, DateError> {
        if position(first.last) < position(second.first) {
            Ok(Self { first, second })
        } else {
            Err(DateError::HalvesOverlap)
        }
    }

    /// The half-year that contains `date`, if any.
    pub fn half_of(&self, date: Date) -> Option<HalfYear> {
        let year = SchoolYear::containing(date);
        [Half::First, Half::Second]
            .map(|half| HalfYear { year, half })
            .into_iter()
            .find(|half_year| self.days(*half_year).contains(&date))
    }

    pub fn days(&self, half_year: HalfYear) -> RangeInclusive<Date> {
        match half_year.half {
            Half::First => self.first.days(half_year.year),
            Half::Second => self.second.days(half_year.year),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Half, HalfYear, HalfYearBounds, MonthSpan};
    use crate::calendar::{DateError, EventDate, SchoolYear};

    fn half(start: i16, half: Half) -> HalfYear {
        HalfYear { year: SchoolYear::starting(start), half }
    }

    fn bounds(first: &str, second: &str) -> Result<HalfYearBounds, DateError> {
        HalfYearBounds::new(MonthSpan::parse(first)?, MonthSpan::parse(second)?)
    }

    #[test]
    fn a_half_year_has_a_name_and_a_slug() {
        let first = half(2022, Half::First);
        assert_eq!(first.to_string(), "I\u{a0}полугодие 2022/23 учебного\u{a0}года");
        assert_eq!(half(2022, Half::Second).short(), "II\u{a0}полугодие");
        assert_eq!(first.slug(), "2022-23-1");
        assert_eq!(half(2022, Half::Second).slug(), "2022-23-2");
    }

    #[test]
    fn by_default_every_day_is_in_a_half_year() {
        let bounds = HalfYearBounds::default();
        assert_eq!(bounds.half_of(date(2022, 8, 31)), Some(half(2021, Half::Second)));
        assert_eq!(bounds.half_of(date(2022, 9, 1)), Some(half(2022, Half::First)));
        assert_eq!(bounds.half_of(date(2022, 12, 31)), Some(half(2022, Half::First)));
        assert_eq!(bounds.half_of(date(2023, 1, 1)), Some(half(2022, Half::Second)));
        for day in date(2022, 1, 1).series(jiff::Span::new().days(1)).take(800) {
            assert!(bounds.half_of(day).is_some(), "{day}");
        }
    }

    #[test]
    fn the_bounds_can_leave_the_summer_out() {
        let bounds = bounds("сентябрь–декабрь", "1-5").unwrap();
        assert_eq!(bounds.half_of(date(2023, 5, 31)), Some(half(2022, Half::Second)));
        assert_eq!(bounds.half_of(date(2023, 6, 1)), None);
    }

    #[test]
    fn an_event_of_several_months_can_belong_to_both_halves() {
        let bounds = HalfYearBounds::default();
        let date = EventDate::parse("декабрь-январь 2022/23 учебного года", None).unwrap();
        for (half_year, belongs) in [
            (half(2022, Half::First), true),
            (half(2022, Half::Second), true),
            (half(2021, Half::Second), false),
            (half(2023, Half::First), false),
        ] {
            assert_eq!(date.overlaps(&bounds.days(half_year)), belongs, "{half_year}");
        }
        assert!(date.overlaps(&SchoolYear::starting(2022).days()));
        assert!(!date.overlaps(&SchoolYear::starting(2023).days()));
    }

    #[test]
    fn invalid_bounds_are_rejected() {
        for text in ["", "май", "5-13", "0-5", "август-сентябрь", "1-5-6", "12-9"]
        {
            let text = text.to_owned();
            assert_eq!(MonthSpan::parse(&text), Err(DateError::NotAMonthSpan { text }));
        }
        assert_eq!(bounds("9-1", "1-5"), Err(DateError::HalvesOverlap));
        assert_eq!(bounds("1-5", "9-12"), Err(DateError::HalvesOverlap));
        assert!(bounds("9-1", "2-5").is_ok());
    }
}
