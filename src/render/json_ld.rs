//! Structured data of an event's page: `NewsArticle` about an `Event`, by schema.org.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

/// The facts that searches are told; all addresses are absolute.
pub(super) struct Facts<'a> {
    /// The title of the article and of the event.
    pub(super) title: &'a str,
    /// The page.
    pub(super) url: &'a str,
    /// A sentence about it.
    pub(super) description: Option<&'a str>,
    /// Its picture.
    pub(super) image: Option<&'a str>,
    /// The first day or month, in the form of ISO 8601.
    pub(super) start: &'a str,
    /// The last day or month.
    pub(super) end: &'a str,
    /// When the article appeared; nothing of an announcement, whose event is still to come.
    pub(super) published: Option<&'a str>,
    /// The day of the last change.
    pub(super) modified: Option<&'a str>,
    /// Where the event takes place.
    pub(super) place: Option<&'a str>,
    /// The centre, as [`centre`] gives it.
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
    about: Event<'a>,
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
struct Event<'a> {
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

/// The centre as JSON: its name, and where the section is published. All events have the same.
pub(super) fn centre(name: &str, url: &str) -> Box<RawValue> {
    // Structs of texts always serialise.
    to_raw_value(&Organization { kind: "Organization", name, url }).unwrap_or_default()
}

/// The data as JSON that may stand inside `<script>`: a `</script>` in a title would end it, so
/// `<` is written as `\u003c`.
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
        about: Event {
            kind: "Event",
            name: facts.title,
            start_date: facts.start,
            end_date: facts.end,
            location: facts.place.map(|name| Location { kind: "Place", name }),
            organizer: facts.centre,
        },
    };
    // Structs of texts always serialise.
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
