//! The halves of a school year, and the months they are made of.

use std::fmt;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::calendar::month::recognise;
use crate::calendar::tokens::Token::{Dash, Dots, Number, Word};
use crate::calendar::tokens::{fold, tokens};
use crate::calendar::{DateError, SchoolYear};

/// One of the two halves of a school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Half {
    /// «I полугодие».
    First,
    /// «II полугодие».
    Second,
}

/// A half of a certain school year; printed as «I полугодие 2022/23 учебного года».
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfYear {
    /// The school year.
    pub year: SchoolYear,
    /// Which half of it.
    pub half: Half,
}

impl HalfYear {
    /// Its name where the school year is known: «I полугодие».
    pub fn short(self) -> &'static str {
        match self.half {
            Half::First => "I\u{a0}полугодие",
            Half::Second => "II\u{a0}полугодие",
        }
    }

    /// Its name in addresses: `2022-23-1`.
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

/// Months in a row within a school year, the first and the last counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthSpan {
    first: u32,
    last: u32,
}

impl MonthSpan {
    /// Reads «январь-май» or «1-5», with any dash.
    ///
    /// # Errors
    /// [`DateError::NotAMonthSpan`] also where the months run backwards: in a school year August
    /// is the last month and September the first.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let folded = fold(text);
        let span = match *tokens(&folded) {
            [Word(first), Dash | Dots, Word(last)] => recognise(first).zip(recognise(last)),
            [Number(first @ 1..=12, _), Dash | Dots, Number(last @ 1..=12, _)] => {
                Some((first, last))
            }
            _ => None,
        };
        match span {
            Some((first, last)) if place(first) <= place(last) => Ok(Self { first, last }),
            _ => Err(DateError::NotAMonthSpan { text: text.trim().to_owned() }),
        }
    }

    fn days(self, year: SchoolYear) -> RangeInclusive<Date> {
        let start = |month: u32| {
            // A month is in 1..=12; a year at the very end of the calendar is cut to it.
            Date::new(year.year_of(month), i8::try_from(month).unwrap_or(1), 1).unwrap_or(Date::MAX)
        };
        start(self.first)..=start(self.last).last_of_month()
    }
}

/// The place of a month in the school year: 0 for September, 11 for August.
fn place(month: u32) -> u32 {
    (month + 3) % 12
}

/// The months of the two halves of every school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HalfYearBounds {
    first: MonthSpan,
    second: MonthSpan,
}

/// The first from September to December, the second from January to August, so that no month
/// is left out. Reports often end the second with May.
impl Default for HalfYearBounds {
    fn default() -> Self {
        Self { first: MonthSpan { first: 9, last: 12 }, second: MonthSpan { first: 1, last: 8 } }
    }
}

impl HalfYearBounds {
    /// The halves made of these months; months may be left out between and after them.
    ///
    /// # Errors
    /// [`DateError::HalvesOverlap`] where the second does not begin after the end of the first.
    pub fn new(first: MonthSpan, second: MonthSpan) -> Result<Self, DateError> {
        if place(first.last) < place(second.first) {
            Ok(Self { first, second })
        } else {
            Err(DateError::HalvesOverlap)
        }
    }

    /// The half-year that `date` falls in, if any.
    pub fn half_of(&self, date: Date) -> Option<HalfYear> {
        let year = SchoolYear::containing(date);
        [Half::First, Half::Second]
            .map(|half| HalfYear { year, half })
            .into_iter()
            .find(|half_year| self.days(*half_year).contains(&date))
    }

    /// All the days of a half-year.
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
    fn a_half_year_has_a_name_and_an_address() {
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
    fn unsound_bounds_are_refused() {
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
