//! The quarters («четверти») of a school year, and their days.

use std::fmt;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::calendar::{DateError, EventDate, SchoolYear};

/// A quarter of a particular school year; printed as «II четверть 2022/23 учебного года».
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolQuarter {
    pub year: SchoolYear,
    /// From 1 to 4.
    pub number: u8,
}

/// «I», «II», «III», «IV»; other numbers in figures.
pub(super) fn roman(number: u8) -> String {
    match number {
        1 => "I".to_owned(),
        2 => "II".to_owned(),
        3 => "III".to_owned(),
        4 => "IV".to_owned(),
        other => other.to_string(),
    }
}

impl SchoolQuarter {
    /// The name in URLs: `2022-23-ch2`.
    pub fn slug(self) -> String {
        format!("{}-ch{}", self.year.slug(), self.number)
    }
}

impl fmt::Display for SchoolQuarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = roman(self.number);
        write!(f, "{number}\u{a0}четверть {} учебного\u{a0}года", self.year)
    }
}

/// A day of every school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct YearlyDay {
    month: i8,
    day: i8,
}

impl YearlyDay {
    /// This day in `year`; the last of its month where that has fewer days.
    fn of(self, year: SchoolYear) -> Date {
        let calendar_year = year.year_of(self.month.unsigned_abs().into());
        let first = Date::new(calendar_year, self.month, 1).unwrap_or(Date::MAX);
        Date::new(first.year(), first.month(), self.day.min(first.days_in_month())).unwrap_or(first)
    }
}

/// The first and the last day of each quarter of every school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuarterBounds {
    quarters: [(YearlyDay, YearlyDay); 4],
}

const fn whole_months(first: i8, last: i8) -> (YearlyDay, YearlyDay) {
    (YearlyDay { month: first, day: 1 }, YearlyDay { month: last, day: 31 })
}

/// Whole months, so that no event falls into holidays: each region has its own days.
impl Default for QuarterBounds {
    fn default() -> Self {
        Self {
            quarters: [
                whole_months(9, 10),
                whole_months(11, 12),
                whole_months(1, 3),
                whole_months(4, 5),
            ],
        }
    }
}

impl QuarterBounds {
    /// How the settings may name the quarters, in Russian.
    pub const EXAMPLE: &str = "например: первая — «1.09-26.10», вторая — «5.11-28.12», третья — \
                               «9.01-21.03», четвёртая — «31.03-26.05»";

    /// Parses the four quarters, each as «1.09-26.10» or «сентябрь-октябрь».
    ///
    /// # Errors
    /// The number of the first quarter that is no range of days or does not follow the one before,
    /// and what is wrong.
    pub fn parse(texts: [&str; 4]) -> Result<Self, (usize, DateError)> {
        let mut bounds = Self::default();
        // Any school year will do; this one has a 29 February.
        let year = SchoolYear::starting(2023);
        let mut previous: Option<Date> = None;
        for (at, text) in texts.into_iter().enumerate() {
            let date = EventDate::parse(text, Some(year)).map_err(|error| (at, error))?;
            let follows = previous.is_none_or(|previous| previous < date.first());
            if !follows || !year.days().contains(&date.last()) {
                return Err((at, DateError::QuartersOverlap));
            }
            let yearly = |date: Date| YearlyDay { month: date.month(), day: date.day() };
            bounds.quarters[at] = (yearly(date.first()), yearly(date.last()));
            previous = Some(date.last());
        }
        Ok(bounds)
    }

    pub fn days(&self, quarter: SchoolQuarter) -> RangeInclusive<Date> {
        let index = usize::from(quarter.number.clamp(1, 4)) - 1;
        let (first, last) = self.quarters[index];
        first.of(quarter.year)..=last.of(quarter.year)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn quarter(number: u8) -> SchoolQuarter {
        SchoolQuarter { year: SchoolYear::starting(2022), number }
    }

    #[test]
    fn by_default_quarters_are_whole_months() {
        let bounds = QuarterBounds::default();
        assert_eq!(bounds.days(quarter(1)), date(2022, 9, 1)..=date(2022, 10, 31));
        assert_eq!(bounds.days(quarter(2)), date(2022, 11, 1)..=date(2022, 12, 31));
        assert_eq!(bounds.days(quarter(3)), date(2023, 1, 1)..=date(2023, 3, 31));
        assert_eq!(bounds.days(quarter(4)), date(2023, 4, 1)..=date(2023, 5, 31));
        let name = quarter(4).to_string().replace('\u{a0}', " ");
        assert_eq!(name, "IV четверть 2022/23 учебного года");
    }

    #[test]
    fn the_settings_give_their_days() {
        let bounds = QuarterBounds::parse([
            "1.09-26.10",
            "5 ноября – 28 декабря",
            "9.01-21.03",
            "апрель-май",
        ]);
        let bounds = bounds.unwrap();
        assert_eq!(bounds.days(quarter(2)), date(2022, 11, 5)..=date(2022, 12, 28));
        assert_eq!(bounds.days(quarter(4)), date(2023, 4, 1)..=date(2023, 5, 31));
        let swapped = ["5.11-28.12", "1.09-26.10", "9.01-21.03", "1.04-26.05"];
        assert_eq!(QuarterBounds::parse(swapped), Err((1, DateError::QuartersOverlap)));
        assert_eq!(QuarterBounds::parse(["", "", "", ""]), Err((0, DateError::Missing)));
    }
}
