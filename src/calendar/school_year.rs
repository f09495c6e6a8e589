//! The school year: from 1 September to 31 August.

use std::fmt;
use std::ops::RangeInclusive;

use jiff::civil::Date;

/// A school year, stored as the calendar year in which it begins; printed as «2022/23».
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear(i16);

impl SchoolYear {
    /// The school year that begins in the calendar year `start`.
    pub fn starting(start: i16) -> Self {
        Self(start)
    }

    /// The school year that contains `date`. It begins on 1 September.
    pub fn containing(date: Date) -> Self {
        Self(if date.month() >= 9 { date.year() } else { date.year().saturating_sub(1) })
    }

    /// The calendar year in which it begins: 2022 for 2022/23.
    pub fn start(self) -> i16 {
        self.0
    }

    /// 1 September.
    pub fn first_day(self) -> Date {
        Date::new(self.0, 9, 1).unwrap_or(Date::MIN)
    }

    /// 31 August.
    pub fn last_day(self) -> Date {
        Date::new(self.0.saturating_add(1), 8, 31).unwrap_or(Date::MAX)
    }

    pub fn days(self) -> RangeInclusive<Date> {
        self.first_day()..=self.last_day()
    }

    /// The days of the school year and the August before it, in which it is prepared.
    pub fn with_august(self) -> RangeInclusive<Date> {
        Date::new(self.0, 8, 1).unwrap_or(Date::MIN)..=self.last_day()
    }

    /// The name in URLs and folders: `2022-23`.
    pub fn slug(self) -> String {
        format!("{}-{:02}", self.0, self.second_two_digits())
    }

    /// The calendar year of `month`, counted from 1, in this school year.
    pub(super) fn year_of(self, month: u32) -> i16 {
        if month >= 9 { self.0 } else { self.0.saturating_add(1) }
    }

    fn second_two_digits(self) -> i16 {
        self.0.saturating_add(1).rem_euclid(100)
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, self.second_two_digits())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::SchoolYear;

    #[test]
    fn a_school_year_is_read_as_people_write_it() {
        for text in [
            "2022-23",
            "2022/23",
            "2022/2023",
            "2022–2023",
            " 2022 – 2023 ",
            "22/23",
            "2022/23 учебный год",
            "2022/2023 Учебного года",
            "2022‑23 уч. год",
            "2022/23 уч.г.",
        ] {
            assert_eq!(SchoolYear::parse(text), Ok(SchoolYear::starting(2022)), "{text}");
        }
        assert_eq!(SchoolYear::parse("2011-12"), Ok(SchoolYear::starting(2011)));
        assert_eq!(SchoolYear::parse("1999/00"), Ok(SchoolYear::starting(1999)));
        for text in ["", "2022", "2022-24", "2022/21", "2022-023", "2022-23-1", "год 2022/23"] {
            assert!(SchoolYear::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn it_begins_on_the_first_of_september() {
        let year = SchoolYear::containing(date(2023, 8, 31));
        assert_eq!(year, SchoolYear::starting(2022));
        assert_eq!(SchoolYear::containing(date(2022, 9, 1)), year);
        assert_eq!((year.first_day(), year.last_day()), (date(2022, 9, 1), date(2023, 8, 31)));
        assert_eq!(SchoolYear::containing(date(2023, 9, 1)), SchoolYear::starting(2023));
    }

    #[test]
    fn it_is_printed_with_two_digits_of_the_second_year() {
        assert_eq!(SchoolYear::starting(2022).to_string(), "2022/23");
        assert_eq!(SchoolYear::starting(2022).slug(), "2022-23");
        assert_eq!(SchoolYear::starting(2099).to_string(), "2099/00");
        assert_eq!(SchoolYear::starting(2008).slug(), "2008-09");
    }
}
