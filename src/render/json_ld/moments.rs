//! The beginning and the end of an event.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::calendar::EventDate;

/// When an event begins and ends by ISO 8601: moments in `zone` where the times are known, else days, since
/// both ends have one form. No end where only the beginning on the same day is known.
pub(in crate::render) fn ends(date: &EventDate, zone: &TimeZone) -> (String, Option<String>) {
    let (first, last) = (date.first(), date.last());
    let moment = |day: Date, time: Time| {
        let zoned = day.to_datetime(time).to_zoned_datetime(zone.clone()).ok()?;
        Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    };
    let time = date.time().filter(|time| time.end.is_some() || first == last);
    match time.and_then(|time| Some((moment(first, time.start)?, time.end))) {
        Some((start, end)) => (start, end.and_then(|end| moment(last, end))),
        None => (first.to_string(), Some(last.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_a_moment_in_the_zone_of_the_site() {
        let zone = TimeZone::get("Asia/Yekaterinburg").unwrap();
        for (text, start, end) in [
            ("5.12.2024", "2024-12-05", Some("2024-12-05")),
            ("ноябрь 2024", "2024-11-01", Some("2024-11-30")),
            ("5.12.2024 14:30", "2024-12-05T14:30:00+05:00", None),
            (
                "5.12.2024 с 10 до 12",
                "2024-12-05T10:00:00+05:00",
                Some("2024-12-05T12:00:00+05:00"),
            ),
            ("5-7.12.2024, 10:00", "2024-12-05", Some("2024-12-07")),
        ] {
            let date = EventDate::parse(text, None).unwrap();
            assert_eq!(ends(&date, &zone), (start.to_owned(), end.map(str::to_owned)), "{text}");
        }
    }
}
