//! A date in a table: a date as events have it, or a year alone, as on certificates.

use std::fmt;

use jiff::civil::Date;

use crate::calendar::{DateError, EventDate, Precision, in_figures};

/// A day, a range of days, a month or months, or a year. Printed as «10.12.2021», «2022 г.».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrYear {
    Date(EventDate),
    Year(i16),
}

impl DateOrYear {
    /// Reads a date in any form of [`EventDate::parse`], or a year: `2022`, `2022 г.`, `2022 год`.
    ///
    /// # Errors
    /// As [`EventDate::parse`].
    pub fn parse(text: &str) -> Result<Self, DateError> {
        match (EventDate::parse(text, None), parse_year(text)) {
            (Err(DateError::OnlyYear), Some(year)) => Ok(Self::Year(year)),
            (date, _) => date.map(Self::Date),
        }
    }

    /// The last day of the period.
    pub fn last(&self) -> Date {
        match *self {
            Self::Date(date) => date.last(),
            Self::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::MAX),
        }
    }
}

fn parse_year(text: &str) -> Option<i16> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (year, rest) = text.split_at(digits);
    let word = rest.trim().trim_end_matches('.');
    let year = year.parse().ok().filter(|year| (1900..=2099).contains(year));
    year.filter(|_| matches!(word, "" | "г" | "год" | "года"))
}

impl fmt::Display for DateOrYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) if date.precision() == Precision::Day => {
                f.write_str(&in_figures(date.first()))
            }
            Self::Date(date) => date.fmt(f),
            Self::Year(year) => write!(f, "{year}\u{a0}г."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_years_are_printed_in_one_form() {
        for (text, printed) in [
            ("10.12.2021г.", "10.12.2021"),
            ("1 сентября 2022 г.", "01.09.2022"),
            ("2022г.", "2022\u{a0}г."),
            ("2022", "2022\u{a0}г."),
            ("2022 год", "2022\u{a0}г."),
            ("ноябрь 2022", "ноябрь 2022\u{a0}г."),
        ] {
            assert_eq!(DateOrYear::parse(text).unwrap().to_string(), printed, "{text}");
        }
        for wrong in ["", "завтра", "31.02.2022", "1822", "2022 весна"] {
            assert!(DateOrYear::parse(wrong).is_err(), "{wrong}");
        }
    }
}
