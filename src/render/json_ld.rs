//! Structured data of an event's page: a schema.org `NewsArticle` about an event that was held, an
//! `Event` for an announcement, and the way to the page (`BreadcrumbList`).
//!
//! What search engines ask for: <https://developers.google.com/search/docs/appearance/structured-data/article>,
//! `…/event`, `…/breadcrumb`, and <https://yandex.ru/support/webmaster/schema-org/intro-schema-org.html>.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::calendar::EventDate;

/// The longest headline that Google shows, in characters.
const LONGEST_HEADLINE: usize = 110;

/// The values of the structured data; all addresses are absolute.
pub(super) struct Facts<'a> {
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) description: Option<&'a str>,
    pub(super) image: Option<&'a str>,
    /// The first day, or the moment of the beginning; see [`ends`].
    pub(super) start: &'a str,
    /// The last day, or the moment of the end.
    pub(super) end: Option<&'a str>,
    /// The day the article appeared; none for an announcement.
    pub(super) published: Option<&'a str>,
    pub(super) modified: Option<&'a str>,
    pub(super) place: Option<&'a str>,
    /// Whether an announced event will not take place.
    pub(super) cancelled: bool,
    pub(super) centre: &'a Centre,
    /// The names and addresses of the pages above this one.
    pub(super) above: [(&'a str, &'a str); 2],
}

/// What is the same for all events.
#[derive(Debug)]
pub(super) struct Centre {
    /// The centre with its logo.
    organization: Box<RawValue>,
    /// Its name and address alone.
    author: Box<RawValue>,
    /// Where events without a place of their own take place.
    name: String,
    address: Box<RawValue>,
}

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: (GraphNode<'a>, Breadcrumbs<'a>),
}

#[derive(Serialize)]
#[serde(untagged)]
enum GraphNode<'a> {
    Article(Box<Article<'a>>),
    Event(Box<EventData<'a>>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Article<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    headline: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    in_language: &'static str,
    url: &'a str,
    main_entity_of_page: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<[&'a str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<&'a str>,
    author: &'a RawValue,
    publisher: &'a RawValue,
    about: EventData<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventData<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<[&'a str; 1]>,
    start_date: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<&'a str>,
    event_status: &'static str,
    location: Location<'a>,
    organizer: &'a RawValue,
}

#[derive(Serialize)]
struct Location<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    address: &'a RawValue,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Organization<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<Image<'a>>,
}

#[derive(Serialize)]
struct Image<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PostalAddress<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    street_address: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Breadcrumbs<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: [Breadcrumb<'a>; 3],
}

#[derive(Serialize)]
struct Breadcrumb<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: u8,
    name: &'a str,
    item: &'a str,
}

impl Centre {
    /// `address` is the postal address or what else says where the centre is; `logo` the address of a picture.
    pub(super) fn new(name: &str, url: &str, address: &str, logo: Option<&str>) -> Self {
        let kind = "EducationalOrganization";
        let author = Organization { kind, name, url, logo: None };
        let logo = logo.map(|url| Image { kind: "ImageObject", url });
        let organization = Organization { kind, name, url, logo };
        let street_address = if address.is_empty() { name } else { address };
        let address = PostalAddress { kind: "PostalAddress", street_address };
        // Structs of strings always serialise.
        Self {
            author: to_raw_value(&author).unwrap_or_default(),
            organization: to_raw_value(&organization).unwrap_or_default(),
            address: to_raw_value(&address).unwrap_or_default(),
            name: name.to_owned(),
        }
    }
}

/// When an event begins and ends by ISO 8601: days, or moments in `zone` where the times are known. No
/// end where only the beginning on the same day is known.
pub(super) fn ends(date: &EventDate, zone: &TimeZone) -> (String, Option<String>) {
    let (first, last) = (date.first(), date.last());
    let Some(time) = date.time() else { return (first.to_string(), Some(last.to_string())) };
    let moment = |day: Date, time: Time| {
        let zoned = day.to_datetime(time).to_zoned_datetime(zone.clone()).ok()?;
        Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    };
    let start = moment(first, time.start).unwrap_or_else(|| first.to_string());
    let end = match time.end {
        Some(end) => moment(last, end),
        None => (first < last).then(|| last.to_string()),
    };
    (start, end)
}

/// The data as JSON for a `<script>` element. `<` is written as `\u003c`, since a `</script>` in a
/// title would end the element.
pub(super) fn json_ld(facts: &Facts<'_>) -> String {
    let event = EventData {
        kind: "Event",
        name: facts.title,
        description: None,
        url: None,
        image: None,
        start_date: facts.start,
        end_date: facts.end,
        event_status: match facts.cancelled {
            true => "https://schema.org/EventCancelled",
            false => "https://schema.org/EventScheduled",
        },
        location: Location {
            kind: "Place",
            name: facts.place.unwrap_or(&facts.centre.name),
            address: &facts.centre.address,
        },
        organizer: &facts.centre.organization,
    };
    let image = facts.image.map(|url| [url]);
    let node = match facts.published {
        Some(published) => GraphNode::Article(Box::new(Article {
            kind: "NewsArticle",
            headline: headline(facts.title),
            description: facts.description,
            in_language: "ru",
            url: facts.url,
            main_entity_of_page: facts.url,
            image,
            date_published: Some(published),
            date_modified: facts.modified.or(Some(published)),
            author: &facts.centre.author,
            publisher: &facts.centre.organization,
            about: EventData { organizer: &facts.centre.author, ..event },
        })),
        None => GraphNode::Event(Box::new(EventData {
            description: facts.description,
            url: Some(facts.url),
            image,
            ..event
        })),
    };
    let [section, direction] = facts.above;
    let mut position = 0;
    let item_list_element = [section, direction, (facts.title, facts.url)].map(|(name, item)| {
        position += 1;
        Breadcrumb { kind: "ListItem", position, name, item }
    });
    let breadcrumbs = Breadcrumbs { kind: "BreadcrumbList", item_list_element };
    let graph = Graph { context: "https://schema.org", graph: (node, breadcrumbs) };
    // Structs of strings always serialise.
    let json = serde_json::to_string(&graph).unwrap_or_default();
    if json.contains('<') { json.replace('<', "\\u003c") } else { json }
}

/// The title, without its last words where it is too long.
fn headline(title: &str) -> String {
    let end = title.char_indices().nth(LONGEST_HEADLINE - 1).map(|(at, _)| at);
    match end {
        Some(end) if title.chars().count() > LONGEST_HEADLINE => {
            let end = title[..end].rfind(' ').unwrap_or(end);
            format!("{}…", &title[..end])
        }
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn data(published: Option<&str>, centre: &Centre, title: &str) -> (String, Value) {
        let text = json_ld(&Facts {
            title,
            url: "http://a.example/2022/turnir.html",
            description: Some("Двенадцать партий"),
            image: Some("http://a.example/a.jpg"),
            start: "2022-11-01",
            end: Some("2022-12-31"),
            published,
            modified: None,
            place: Some("Спортзал"),
            cancelled: false,
            centre,
            above: [("Центр", "http://a.example/"), ("Проекты", "http://a.example/p.html")],
        });
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["@context"], "https://schema.org");
        let crumbs = &value["@graph"][1];
        assert_eq!(crumbs["@type"], "BreadcrumbList");
        assert_eq!(crumbs["itemListElement"][1]["position"], 2);
        assert_eq!(crumbs["itemListElement"][1]["item"], "http://a.example/p.html");
        (text, value["@graph"][0].clone())
    }

    fn centre() -> Centre {
        Centre::new("Центр", "http://a.example/", "ул. Школьная, 1", Some("http://a.example/l.png"))
    }

    /// The properties that Google requires and recommends, the latter as far as the content has them.
    #[test]
    fn an_announcement_is_an_event_at_the_top_level() {
        let (_, event) = data(None, &centre(), "Турнир");
        assert_eq!(event["@type"], "Event");
        assert_eq!(event["startDate"], "2022-11-01");
        assert_eq!(event["endDate"], "2022-12-31");
        assert_eq!(event["eventStatus"], "https://schema.org/EventScheduled");
        assert_eq!(event["location"]["@type"], "Place");
        assert_eq!(event["location"]["name"], "Спортзал");
        assert_eq!(event["location"]["address"]["streetAddress"], "ул. Школьная, 1");
        assert_eq!(event["organizer"]["@type"], "EducationalOrganization");
        assert_eq!(event["organizer"]["url"], "http://a.example/");
        assert_eq!(event["image"][0], "http://a.example/a.jpg");
        assert_eq!(event["description"], "Двенадцать партий");
    }

    #[test]
    fn what_was_held_is_an_article_with_its_author_and_publisher() {
        let (_, article) = data(Some("2022-12-07"), &centre(), "Турнир");
        assert_eq!(article["@type"], "NewsArticle");
        assert_eq!(article["headline"], "Турнир");
        assert_eq!(article["datePublished"], "2022-12-07");
        assert_eq!(article["dateModified"], "2022-12-07");
        assert_eq!(article["author"]["name"], "Центр");
        assert_eq!(article["publisher"]["logo"]["url"], "http://a.example/l.png");
        assert_eq!(article["mainEntityOfPage"], article["url"]);
        assert_eq!(article["about"]["location"]["name"], "Спортзал");
        let long = "слово ".repeat(40);
        let (_, article) = data(Some("2022-12-07"), &centre(), &long);
        assert!(article["headline"].as_str().unwrap().chars().count() <= LONGEST_HEADLINE);
    }

    #[test]
    fn the_data_cannot_end_its_script() {
        let (text, article) = data(Some("2022-12-07"), &centre(), "Турнир </script><b>");
        assert!(!text.contains('<'));
        assert_eq!(article["headline"], "Турнир </script><b>");
    }

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
            ("5-7.12.2024, 10:00", "2024-12-05T10:00:00+05:00", Some("2024-12-07")),
        ] {
            let date = EventDate::parse(text, None).unwrap();
            assert_eq!(ends(&date, &zone), (start.to_owned(), end.map(str::to_owned)), "{text}");
        }
    }
}
