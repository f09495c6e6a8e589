//! The time that a sheet is called after.

use super::{YearOfDates, parse_date, school_years};
use crate::calendar::{EventDate, Precision, SchoolYear};

/// The month that a sheet is called after: «Ноябрь», «Сентябрь 2024».
pub(in crate::import) fn month_of_sheet(name: &str) -> Option<String> {
    let date = parse_date(name, Some(YearOfDates::Calendar(2000))).ok()?;
    (date.precision() == Precision::Month).then(|| name.trim().to_owned())
}

/// The year in the name of a sheet: «План 2024-25», «Сентябрь 2024», «2023 год».
pub(in crate::import) fn year_of_sheet(name: &str) -> Option<YearOfDates> {
    if let [year, ..] = school_years(name)[..] {
        return Some(YearOfDates::School(year));
    }
    if let Ok(date) = EventDate::parse(name, None) {
        return Some(YearOfDates::School(SchoolYear::containing(date.first())));
    }
    let mut numbers = name.split(|c: char| !c.is_ascii_digit());
    let year = numbers
        .find_map(|number| number.parse().ok().filter(|year| (2000..2100).contains(year)))?;
    Some(YearOfDates::Calendar(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_may_be_called_after_its_time() {
        let year = |name| year_of_sheet(name).map(|year| year.to_string()).unwrap_or_default();
        assert_eq!(month_of_sheet(" Сентябрь"), Some("Сентябрь".to_owned()));
        assert_eq!(month_of_sheet("Лист1"), None);
        assert_eq!(year("Сентябрь 2024"), "2024/25");
        assert_eq!(year("План 2024-25"), "2024/25");
        assert_eq!(year("за 2023 год"), "2023");
        assert_eq!(year("Лист2"), "");
    }
}
