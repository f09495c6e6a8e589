//! Structured data of an event's page: a schema.org `NewsArticle` about an `Event`.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

/// The values of the structured data; all addresses are absolute.
pub(super) struct Facts<'a> {
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) description: Option<&'a str>,
    pub(super) image: Option<&'a str>,
    /// The first day or month by ISO 8601.
    pub(super) start: &'a str,
    /// The last day or month.
    pub(super) end: &'a str,
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
    end_date: &'a str,
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
            end: "2022-12",
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
}
