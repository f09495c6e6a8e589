//! The date of an event with its precision.

mod print;

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::calendar::DayTime;

pub use print::in_figures;
pub(super) use print::join;

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    Day,
    /// A range of days whose first and last day are known.
    Days,
    /// One month: some of its days, or all of them.
    Month,
    /// Several months: some of their days, or all of them.
    Months,
}

/// The first and the last day of an event, their precision, and the time of day if it is known.
///
/// The order is by the first day, then by the last, then by the time. `Display` prints Russian with non-breaking
/// spaces inside a date: «12–14 мая 2023 г.», «ноябрь — декабрь 2022 г.».
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventDate {
    first: Date,
    last: Date,
    precision: Precision,
    time: Option<DayTime>,
}

impl EventDate {
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day, precision: Precision::Day, time: None }
    }

    /// The month that contains `day`.
    pub fn month_of(day: Date) -> Self {
        let (first, last) = (day.first_of_month(), day.last_of_month());
        Self { first, last, precision: Precision::Month, time: None }
    }

    /// The range from `first` to `last`, with days or only with months; `None` if `first` is after
    /// `last`. A range within one day or month has the precision of a day or month.
    pub(super) fn between(first: Date, last: Date, by_day: bool) -> Option<Self> {
        if first > last {
            return None;
        }
        Some(if by_day {
            let precision = if first == last { Precision::Day } else { Precision::Days };
            Self { first, last, precision, time: None }
        } else {
            let one = first.first_of_month() == last.first_of_month();
            let precision = if one { Precision::Month } else { Precision::Months };
            Self {
                first: first.first_of_month(),
                last: last.last_of_month(),
                precision,
                time: None,
            }
        })
    }

    /// The days of an event of which not even the year is known: all that an event may have.
    pub(super) fn unknown() -> Self {
        let (first, last) = (Date::constant(1900, 1, 1), Date::constant(2099, 12, 31));
        Self { first, last, precision: Precision::Days, time: None }
    }

    /// Whether not even the year is known; see [`Term`](super::Term).
    pub fn is_unknown(&self) -> bool {
        *self == Self::unknown()
    }

    /// The same days with this time.
    pub(crate) fn at(self, time: DayTime) -> Self {
        Self { time: Some(time), ..self }
    }

    /// The same days with this time; `None` if there is a time, or no day that it could belong to.
    pub fn with_time(self, time: DayTime) -> Option<Self> {
        (self.is_by_day() && self.time.is_none()).then(|| self.at(time))
    }

    /// When the event begins on its first day, and when it ends on its last.
    pub fn time(&self) -> Option<DayTime> {
        self.time
    }

    /// Whether both have the same days, whatever the time.
    pub fn is_same_day(&self, other: &Self) -> bool {
        (self.first, self.last, self.precision) == (other.first, other.last, other.precision)
    }

    /// Whether the days are given, not only the months.
    pub(super) fn is_by_day(&self) -> bool {
        matches!(self.precision, Precision::Day | Precision::Days)
    }

    /// The first day; for months, the first day of the first month.
    pub fn first(&self) -> Date {
        self.first
    }

    /// The last day; for months, the last day of the last month.
    pub fn last(&self) -> Date {
        self.last
    }

    pub fn days(&self) -> RangeInclusive<Date> {
        self.first..=self.last
    }

    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Whether the date has a day in common with `days`.
    pub fn overlaps(&self, days: &RangeInclusive<Date>) -> bool {
        self.first <= *days.end() && *days.start() <= self.last
    }

    /// The start in ISO 8601: `2022-10-14`, or `2022-11` for months.
    pub fn iso_first(&self) -> String {
        self.iso(self.first)
    }

    /// The end in ISO 8601: `2022-10-14`, or `2022-12` for months.
    pub fn iso_last(&self) -> String {
        self.iso(self.last)
    }

    fn iso(&self, date: Date) -> String {
        match self.precision {
            Precision::Day | Precision::Days => date.to_string(),
            Precision::Month | Precision::Months => date.strftime("%Y-%m").to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::{any, proptest};

    use super::{EventDate, Precision};
    use crate::calendar::SchoolYear;

    #[test]
    fn the_precision_is_kept() {
        let parse = |text| EventDate::parse(text, None).unwrap();
        let november = parse("ноябрь 2022");
        assert_eq!(november.precision(), Precision::Month);
        assert_eq!(november.first(), date(2022, 11, 1));
        assert_eq!(november.last(), date(2022, 11, 30));
        assert_eq!(
            (november.iso_first(), november.iso_last()),
            ("2022-11".into(), "2022-11".into())
        );
        let days = parse("1–30 ноября 2022");
        assert_eq!(days.precision(), Precision::Days);
        assert_eq!((days.iso_first(), days.iso_last()), ("2022-11-01".into(), "2022-11-30".into()));
        assert_eq!(parse("2022-11..2022-12").precision(), Precision::Months);
        assert_eq!(parse("2022-11..2022-11"), november);
        assert_eq!(parse("12–12 мая 2023"), EventDate::day(date(2023, 5, 12)));
    }

    #[test]
    fn ranges_are_sorted_by_the_first_day_then_by_the_last() {
        let sorted =
            ["2022-10-31", "2022-11-01", "1–5.11.2022", "2022-11", "2022-11..2022-12", "2.11.2022"];
        let dates = sorted.map(|text| EventDate::parse(text, None).unwrap());
        assert!(dates.is_sorted());
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::default() })]
        #[test]
        fn printing_and_reading_gives_the_same(
            start in 0_i32..73_000, length in 0_i32..800, by_day: bool, school_year in 1990_i16..2050,
        ) {
            let first = date(1900, 1, 1).saturating_add(jiff::Span::new().days(start));
            let last = first.saturating_add(jiff::Span::new().days(length)).min(date(2099, 12, 31));
            let event = EventDate::between(first, last, by_day).unwrap();
            let school_year = Some(SchoolYear::starting(school_year));
            let iso = format!("{}..{}", event.iso_first(), event.iso_last());
            for text in [event.to_string(), event.to_string().to_uppercase(), iso] {
                assert_eq!(EventDate::parse(&text, None), Ok(event), "{text}");
                assert_eq!(EventDate::parse(&text, school_year), Ok(event), "{text}");
            }
        }

        #[test]
        fn no_text_makes_it_panic(
            text in any::<String>(),
            near in "([0-9]{1,4}|[-–./ ,с]|\\.\\.|2022|23|май|декабря|январь|г\\.|года| по ){0,10}",
            school_year: i16,
        ) {
            let school_year = SchoolYear::starting(school_year);
            for text in [text, near] {
                for result in
                    [EventDate::parse(&text, None), EventDate::parse(&text, Some(school_year))]
                {
                    match result {
                        Ok(event) => assert!(event.first() <= event.last(), "{text}"),
                        Err(error) => {
                            assert!(!error.message().is_empty() && !error.hint().is_empty());
                        }
                    }
                }
                let _ = SchoolYear::parse(&text);
            }
        }
    }
}
