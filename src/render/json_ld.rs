//! Structured data of an event's page: a schema.org `NewsArticle` about an event that was held, an
//! `Event` for an announcement, and the way to the page (`BreadcrumbList`).
//!
//! What search engines ask for: <https://developers.google.com/search/docs/appearance/structured-data/article>,
//! `…/event`, `…/breadcrumb`, and <https://yandex.ru/support/webmaster/schema-org/intro-schema-org.html>.
//!
//! It is written by hand: with serde it took 3 % of a build's instructions.

mod moments;
mod object;

use std::borrow::Cow;

use memchr::memchr;

pub(super) use moments::ends;
use object::Object;

/// More bytes than most data have.
const USUAL_SIZE: usize = 3 * 1024;

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

/// What is the same for all events, as JSON but for the name.
#[derive(Debug)]
pub(super) struct Centre {
    /// The centre with its logo.
    organization: String,
    /// Its name and address alone.
    author: String,
    /// Where events without a place of their own take place.
    name: String,
    address: String,
}

impl Centre {
    /// `address` is the postal address or what else says where the centre is; `logo` the address of a picture.
    pub(super) fn new(name: &str, url: &str, address: &str, logo: Option<&str>) -> Self {
        let object = |kind, fill: &dyn Fn(&mut Object<'_>)| {
            let mut json = String::new();
            let mut object = Object::open(&mut json, kind);
            fill(&mut object);
            object.close();
            json
        };
        let organization = |logo: Option<&str>| {
            object("EducationalOrganization", &|object| {
                object.text("name", name);
                object.text("url", url);
                if let Some(logo) = logo {
                    object.object("logo", "ImageObject", |image| image.text("url", logo));
                }
            })
        };
        let street = if address.is_empty() { name } else { address };
        Self {
            organization: organization(logo),
            author: organization(None),
            name: name.to_owned(),
            address: object("PostalAddress", &|object| object.text("streetAddress", street)),
        }
    }
}

/// The data as JSON for a `<script>` element. `<` is written as `\u003c`, since a `</script>` in a
/// title would end the element.
pub(super) fn json_ld(facts: &Facts<'_>) -> String {
    let mut json = String::with_capacity(USUAL_SIZE);
    json.push_str("{\"@context\":\"https://schema.org\",\"@graph\":[");
    match facts.published {
        Some(published) => push_article(&mut json, facts, published),
        None => {
            let mut event = Object::open(&mut json, "Event");
            event.text("name", facts.title);
            event.optional("description", facts.description);
            event.text("url", facts.url);
            event.image(facts.image);
            fill_event(&mut event, facts, &facts.centre.organization);
            event.close();
        }
    }
    json.push(',');
    push_breadcrumbs(&mut json, facts);
    json.push_str("]}");
    match memchr(b'<', json.as_bytes()) {
        Some(_) => json.replace('<', "\\u003c"),
        None => json,
    }
}

fn push_article(json: &mut String, facts: &Facts<'_>, published: &str) {
    let mut article = Object::open(json, "NewsArticle");
    article.text("headline", &headline(facts.title));
    article.optional("description", facts.description);
    article.text("inLanguage", "ru");
    article.text("url", facts.url);
    article.text("mainEntityOfPage", facts.url);
    article.image(facts.image);
    article.text("datePublished", published);
    article.text("dateModified", facts.modified.unwrap_or(published));
    article.value("author", &facts.centre.author);
    article.value("publisher", &facts.centre.organization);
    article.object("about", "Event", |event| {
        event.text("name", facts.title);
        fill_event(event, facts, &facts.centre.author);
    });
    article.close();
}

/// When and where the event is. `organizer` is JSON.
fn fill_event(event: &mut Object<'_>, facts: &Facts<'_>, organizer: &str) {
    event.text("startDate", facts.start);
    event.optional("endDate", facts.end);
    let status = match facts.cancelled {
        true => "https://schema.org/EventCancelled",
        false => "https://schema.org/EventScheduled",
    };
    event.text("eventStatus", status);
    event.object("location", "Place", |place| {
        place.text("name", facts.place.unwrap_or(&facts.centre.name));
        place.value("address", &facts.centre.address);
    });
    event.value("organizer", organizer);
}

fn push_breadcrumbs(json: &mut String, facts: &Facts<'_>) {
    let [section, direction] = facts.above;
    let pages = [("1", section), ("2", direction), ("3", (facts.title, facts.url))];
    let mut breadcrumbs = Object::open(json, "BreadcrumbList");
    breadcrumbs.value("itemListElement", "[");
    for (position, (name, url)) in pages {
        if position != "1" {
            breadcrumbs.json.push(',');
        }
        let mut breadcrumb = Object::open(breadcrumbs.json, "ListItem");
        breadcrumb.value("position", position);
        breadcrumb.text("name", name);
        breadcrumb.text("item", url);
        breadcrumb.close();
    }
    breadcrumbs.json.push(']');
    breadcrumbs.close();
}

/// The title, without its last words where it is too long.
fn headline(title: &str) -> Cow<'_, str> {
    let end = title.char_indices().nth(LONGEST_HEADLINE - 1).map(|(at, _)| at);
    match end {
        Some(end) if title.chars().count() > LONGEST_HEADLINE => {
            let end = title[..end].rfind(' ').unwrap_or(end);
            format!("{}…", &title[..end]).into()
        }
        _ => title.into(),
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
}
