//! Prints dates in Russian.

use std::fmt::{self, Write as _};

use jiff::civil::Date;

use super::{EventDate, Precision};
use crate::calendar::month::{genitive, nominative};

/// Formats a day in figures, for tables and signatures: «10.12.2021».
pub fn in_figures(day: Date) -> String {
    day.strftime("%d.%m.%Y").to_string()
}

impl EventDate {
    /// Writes the date; its last year only if `with_year`.
    fn write(&self, f: &mut dyn fmt::Write, with_year: bool) -> fmt::Result {
        let Self { first, last, precision, .. } = *self;
        let name = |f: &mut dyn fmt::Write, date: Date| match precision {
            Precision::Day | Precision::Days => {
                write!(f, "{}\u{a0}{}", date.day(), genitive(date.month()))
            }
            Precision::Month | Precision::Months => f.write_str(nominative(date.month())),
        };
        match precision {
            Precision::Day | Precision::Month => {}
            Precision::Days if first.first_of_month() == last.first_of_month() => {
                write!(f, "{}–", first.day())?;
            }
            _ => {
                name(f, first)?;
                if first.year() != last.year() {
                    write!(f, " {}\u{a0}г.", first.year())?;
                }
                f.write_str("\u{a0}— ")?;
            }
        }
        name(f, last)?;
        if with_year { write!(f, " {}\u{a0}г.", last.year()) } else { Ok(()) }
    }
}

/// Joins dates in their order, without repeating months and years: «10, 12 и 14 марта 2025 г.».
pub(in crate::calendar) fn join(dates: &[EventDate]) -> String {
    let mut text = String::new();
    for (at, date) in dates.iter().enumerate() {
        let next = dates.get(at + 1);
        let is_in_month = |next: &EventDate| {
            date.precision == Precision::Day
                && next.first.first_of_month() == date.first.first_of_month()
        };
        // Writing to a string does not fail.
        let _ = match next {
            Some(next) if is_in_month(next) => write!(text, "{}", date.first.day()),
            Some(next) => date.write(&mut text, next.first.year() != date.last.year()),
            None => date.write(&mut text, true),
        };
        match dates.len() - at {
            1 => {}
            2 => text.push_str(" и\u{a0}"),
            _ => text.push_str(", "),
        }
    }
    text
}

impl fmt::Display for EventDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, true)
    }
}

#[cfg(test)]
mod tests {
    use crate::calendar::EventDate;

    fn printed(text: &str) -> String {
        EventDate::parse(text, None).unwrap().to_string()
    }

    #[test]
    fn a_date_is_printed_as_a_typographer_would() {
        for (text, expected) in [
            ("2022-10-14", "14_октября 2022_г."),
            ("2023-05-12..2023-05-14", "12–14_мая 2023_г."),
            ("2023-04-28..2023-05-03", "28_апреля_— 3_мая 2023_г."),
            ("2022-12-28..2023-01-03", "28_декабря 2022_г._— 3_января 2023_г."),
            ("2022-05-12..2023-05-14", "12_мая 2022_г._— 14_мая 2023_г."),
            ("2022-11", "ноябрь 2022_г."),
            ("2022-11..2022-12", "ноябрь_— декабрь 2022_г."),
            ("2022-12..2023-01", "декабрь 2022_г._— январь 2023_г."),
        ] {
            assert_eq!(printed(text), expected.replace('_', "\u{a0}"));
        }
    }
}
