//! The Atom feed (RFC 4287) of all events or of one direction.

use atom_syndication::{
    Category, Content, Entry, Feed, FixedDateTime, Link, Person, Text, WriteConfig,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use pulldown_cmark_escape::escape_html;

use super::page_error::PageError;
use super::renderer::Renderer;
use crate::diagnostic::Diagnostic;
use crate::http::media_type;
use crate::site::{Event, List};

/// Most events in a feed.
const LENGTH: usize = 20;

/// Bytes of an entry besides its text, roughly.
const ENTRY: usize = 1024;

struct FeedHead<'a> {
    title: &'a str,
    author: &'a str,
    /// The absolute address of the feed.
    url: String,
    /// The absolute address of the page that lists the same events.
    page: String,
    zone: &'a TimeZone,
}

struct FeedItem<'a> {
    title: &'a str,
    /// The absolute address of its page; also its permanent id.
    url: String,
    updated: Date,
    /// The direction's short name.
    direction: &'a str,
    summary: Option<&'a str>,
    /// The text; all its addresses are absolute.
    html: String,
    cover: Option<FeedCover>,
}

/// The cover of an event: above the text for readers of the feed, and as a file for other programs.
struct FeedCover {
    /// The absolute address.
    url: String,
    media_type: &'static str,
    bytes: u64,
    /// The `<img>`; empty if the text shows the picture itself.
    html: String,
}

/// The widest cover in pixels that a feed shows.
const COVER_WIDTH: u32 = 1000;

impl Renderer {
    /// The feed of the latest events of `list`, which readers see on the page at `page`.
    pub(super) fn feed(&self, title: &str, list: &List, page: &str) -> Result<Vec<u8>, PageError> {
        let config = &self.site.config;
        let head = FeedHead {
            title,
            author: &config.title,
            url: config.url(&list.feed()),
            page: config.url(page),
            zone: &config.timezone,
        };
        // Announcements without a day of change are left out: a feed reader would show them as
        // today's for months.
        let latest = list.events.iter().rev().filter_map(|&id| Some((id, self.last_change(id)?)));
        let items = latest.take(LENGTH).map(|(id, updated)| {
            let event = self.site.event(id);
            let post = &event.document;
            let url = config.url(&event.path);
            FeedItem {
                title: &post.title,
                updated,
                direction: &config.direction(post.meta.direction).short,
                summary: post.summary.as_deref(),
                cover: self.feed_cover(event),
                html: {
                    let text = self.splice(&post.body, &event.links.body, &config.base_url, &url);
                    match post.meta.date.time().filter(|_| event.details.announcement) {
                        // Readers of the feed see no date but that of the last change.
                        Some(_) => format!("<p>{}</p>\n{text}", post.meta.date_and_time()),
                        None => text.into_owned(),
                    }
                },
                url,
            }
        });
        Ok(feed(&head, items.collect())?)
    }
}

impl Renderer {
    fn feed_cover(&self, event: &Event) -> Option<FeedCover> {
        let photo = self.cover_photo(event)?;
        let picture = self.picture(&photo.path)?;
        let narrow = picture.uncropped().find(|file| file.width <= COVER_WIDTH);
        let file = narrow.or_else(|| picture.uncropped().last())?;
        let url = self.site.config.url(&file.path);
        let mut html = String::new();
        if event.pictures_in_text().all(|path| path != photo.path) {
            let (width, height) = (file.width, file.height);
            html = format!("<p><img src=\"{url}\" width=\"{width}\" height=\"{height}\" alt=\"");
            // Writing to a string does not fail.
            let _ = escape_html(&mut html, &photo.alt);
            html.push_str("\"></p>\n");
        }
        Some(FeedCover { url, media_type: media_type(&file.path), bytes: file.bytes, html })
    }
}

/// The feed as a file. Its time is the last change in it, so that the same content gives the same
/// bytes; a feed without events has the beginning of 1970.
fn feed(head: &FeedHead<'_>, items: Vec<FeedItem<'_>>) -> Result<Vec<u8>, Diagnostic> {
    let updated = items.iter().map(|item| item.updated).max();
    // Escaping the tags of paragraphs makes a text about an eighth longer.
    let length = items.iter().map(|item| item.html.len() * 9 / 8 + ENTRY).sum();
    let feed = Feed {
        title: Text::plain(head.title),
        id: head.url.clone(),
        updated: updated.map_or_else(FixedDateTime::default, |day| midnight(day, head.zone)),
        authors: vec![Person { name: head.author.to_owned(), ..Person::default() }],
        links: vec![
            link("self", "application/atom+xml", &head.url),
            link("alternate", "text/html", &head.page),
        ],
        lang: Some("ru".to_owned()),
        entries: items.into_iter().map(|item| entry(item, head.zone)).collect(),
        ..Feed::default()
    };
    let config = WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    feed.write_with_config(Vec::with_capacity(length), config)
        .map_err(|error| Diagnostic::error(format!("ленту новостей не удалось собрать: {error}")))
}

fn entry(item: FeedItem<'_>, zone: &TimeZone) -> Entry {
    let mut links = vec![link("alternate", "text/html", &item.url)];
    let mut html = item.html;
    if let Some(cover) = item.cover {
        html.insert_str(0, &cover.html);
        let file = link("enclosure", cover.media_type, &cover.url);
        links.push(Link { length: Some(cover.bytes.to_string()), ..file });
    }
    Entry {
        title: Text::plain(item.title),
        links,
        id: item.url,
        updated: midnight(item.updated, zone),
        categories: vec![Category { term: item.direction.to_owned(), ..Category::default() }],
        summary: item.summary.map(Text::plain),
        content: Some(Content {
            value: Some(html),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

fn link(rel: &str, mime_type: &str, href: &str) -> Link {
    Link {
        href: href.to_owned(),
        rel: rel.to_owned(),
        mime_type: Some(mime_type.to_owned()),
        ..Link::default()
    }
}

/// The beginning of `day`: where clocks skip midnight, the first moment after it.
fn midnight(day: Date, zone: &TimeZone) -> FixedDateTime {
    day.to_zoned_datetime(zone.clone())
        .ok()
        .and_then(|zoned| zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string().parse().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn item(title: &'static str, updated: Date) -> FeedItem<'static> {
        FeedItem {
            title,
            url: format!("http://school.example/tochka/{}.html", updated),
            updated,
            direction: "Проекты",
            summary: Some("Кто & что"),
            html: "<p>Текст</p>".to_owned(),
            cover: None,
        }
    }

    #[test]
    fn times_come_from_the_content_in_the_zone_of_the_site() {
        let zone = TimeZone::get("Europe/Moscow").unwrap();
        let head = FeedHead {
            title: "Новости",
            author: "Центр",
            url: "http://school.example/tochka/feed.xml".to_owned(),
            page: "http://school.example/tochka/index.html".to_owned(),
            zone: &zone,
        };
        let items = vec![item("Раньше", date(2022, 9, 1)), item("Позже", date(2022, 12, 7))];
        let bytes = feed(&head, items).unwrap();
        let read = Feed::read_from(bytes.as_slice()).unwrap();
        assert_eq!(read.updated().to_rfc3339(), "2022-12-07T00:00:00+03:00");
        assert_eq!(read.entries()[0].updated().to_rfc3339(), "2022-09-01T00:00:00+03:00");
        assert_eq!(read.entries()[0].content().unwrap().value(), Some("<p>Текст</p>"));
        assert_eq!(read.entries()[0].summary().unwrap().value, "Кто & что");
        assert_eq!(read.lang(), Some("ru"));
        let empty = feed(&head, Vec::new()).unwrap();
        assert_eq!(empty, feed(&head, Vec::new()).unwrap());
    }
}
