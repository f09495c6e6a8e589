//! Structured data of an event's page: a schema.org `NewsArticle` about an `Event`.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::calendar::EventDate;

/// The values of the structured data; all addresses are absolute.
pub(super) struct Facts<'a> {
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) description: Option<&'a str>,
    pub(super) image: Option<&'a str>,
    /// The first day or month by ISO 8601, or the moment of the beginning; see [`ends`].
    pub(super) start: &'a str,
    /// The last day or month, or the moment of the end.
    pub(super) end: Option<&'a str>,
    /// The day the article appeared; none for an announcement.
    pub(super) published: Option<&'a str>,
    pub(super) modified: Option<&'a str>,
    pub(super) place: Option<&'a str>,
    /// From [`centre`].
    pub(super) centre: &'a RawValue,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Article<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    in_language: &'static str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<&'a str>,
    publisher: &'a RawValue,
    about: EventData<'a>,
}

#[derive(Serialize)]
struct Organization<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventData<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    start_date: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location<'a>>,
    organizer: &'a RawValue,
}

#[derive(Serialize)]
struct Location<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

/// The centre as JSON: its name and the address of the section. It is the same for all events.
pub(super) fn centre(name: &str, url: &str) -> Box<RawValue> {
    // Structs of strings always serialise.
    to_raw_value(&Organization { kind: "Organization", name, url }).unwrap_or_default()
}

/// When an event begins and ends by ISO 8601: days or months, or moments in `zone` where the times are
/// known. No end where only the beginning on the same day is known.
pub(super) fn ends(date: &EventDate, zone: &TimeZone) -> (String, Option<String>) {
    let Some(time) = date.time() else { return (date.iso_first(), Some(date.iso_last())) };
    let moment = |day: Date, time: Time| {
        let zoned = day.to_datetime(time).to_zoned_datetime(zone.clone()).ok()?;
        Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    };
    let start = moment(date.first(), time.start).unwrap_or_else(|| date.iso_first());
    let end = match time.end {
        Some(end) => moment(date.last(), end),
        None => (date.first() < date.last()).then(|| date.iso_last()),
    };
    (start, end)
}

/// The data as JSON for a `<script>` element. `<` is written as `\u003c`, since a `</script>` in a
/// title would end the element.
pub(super) fn json_ld(facts: &Facts<'_>) -> String {
    let article = Article {
        context: "https://schema.org",
        kind: "NewsArticle",
        headline: facts.title,
        description: facts.description,
        in_language: "ru",
        url: facts.url,
        image: facts.image,
        date_published: facts.published,
        date_modified: facts.modified,
        publisher: facts.centre,
        about: EventData {
            kind: "Event",
            name: facts.title,
            start_date: facts.start,
            end_date: facts.end,
            location: facts.place.map(|name| Location { kind: "Place", name }),
            organizer: facts.centre,
        },
    };
    // Structs of strings always serialise.
    let json = serde_json::to_string(&article).unwrap_or_default();
    if json.contains('<') { json.replace('<', "\\u003c") } else { json }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_json_and_cannot_end_its_script() {
        let text = json_ld(&Facts {
            title: "Турнир </script><b>",
            url: "http://a.example/2022/turnir.html",
            description: None,
            image: None,
            start: "2022-11",
            end: Some("2022-12"),
            published: None,
            modified: Some("2022-12-08"),
            place: Some("Спортзал"),
            centre: &centre("Центр", "http://a.example/"),
        });
        assert!(!text.contains('<'));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["headline"], "Турнир </script><b>");
        assert_eq!(value["about"]["startDate"], "2022-11");
        assert_eq!(value["about"]["location"]["name"], "Спортзал");
        assert_eq!(value["about"]["organizer"]["name"], "Центр");
        assert!(value.get("datePublished").is_none());
    }

    #[test]
    fn a_time_of_day_is_a_moment_in_the_zone_of_the_site() {
        let zone = TimeZone::get("Asia/Yekaterinburg").unwrap();
        for (text, start, end) in [
            ("5.12.2024", "2024-12-05", Some("2024-12-05")),
            ("5.12.2024 14:30", "2024-12-05T14:30:00+05:00", None),
            (
                "5.12.2024 с 10 до 12",
                "2024-12-05T10:00:00+05:00",
                Some("2024-12-05T12:00:00+05:00"),
            ),
            ("5-7.12.2024, 10:00", "2024-12-05T10:00:00+05:00", Some("2024-12-07")),
        ] {
            let date = EventDate::parse(text, None).unwrap();
            assert_eq!(ends(&date, &zone), (start.to_owned(), end.map(str::to_owned)), "{text}");
        }
    }
}
