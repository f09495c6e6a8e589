//! The words that addresses are made of, in one table. Addresses are permanent: reports cite them.

use std::fmt::Display;

use crate::calendar::{EventDate, HalfYear, SchoolYear};
use crate::site::Format;

/// The front page.
pub const INDEX: &str = "index.html";
/// The list of all events, without an extension.
pub(super) const NEWS: &str = "stranica/index";
/// The archive.
pub const ARCHIVE: &str = "god/index.html";
/// The list of tags.
pub const TAGS: &str = "metka/index.html";
/// The list of reports.
pub const REPORTS: &str = "reports/index.html";
/// The page of the search.
pub const SEARCH: &str = "poisk.html";
/// The only file of the search of a small section.
pub(super) const SEARCH_WHOLE: &str = "poisk.js";
/// The announcements as a calendar file.
pub const CALENDAR: &str = "calendar.ics";
/// The events for reports over several centres.
pub const EVENTS_FILE: &str = "events.json";
/// The icon of the section.
pub const ICON: &str = "znak.png";
/// What others show of pages without a picture of their own.
const PICTURE: &str = "oblozhka.png";
/// The page for addresses that do not exist.
pub(super) const NOT_FOUND: &str = "404.html";
pub(super) const FEED: &str = "feed.xml";
pub(super) const SITEMAP: &str = "sitemap.xml";
/// The file of the sitemap with all pages but events.
pub(super) const SITEMAP_OTHERS: &str = "sitemap-stranitsy.xml";
/// The address whose folder has the documents beside the section's tables.
pub(super) const DOCUMENTS: &str = "data/documents.html";
/// The folder of the theme's files.
pub(super) const STATIC: &str = "static";

/// `2022/turnir-po-shakhmatam.html`.
pub(super) fn event(date: &EventDate, slug: &str) -> String {
    format!("{:04}/{slug}.html", date.first().year())
}

/// `zadachi.html`.
pub(super) fn page(slug: &str) -> String {
    format!("{slug}.html")
}

/// The photos of a school year on a page with a gallery: `galereya/2022-23.html`.
pub(super) fn gallery(page: &str, year: SchoolYear) -> String {
    format!("{}/{}.html", stem(page), year.slug())
}

/// `reports/2022-2023-1.html`.
pub(super) fn report(slug: &str) -> String {
    format!("reports/{slug}.html")
}

/// A page of the list of all events but its first screen: `stranica/2.html`.
pub(super) fn numbered(number: usize) -> String {
    format!("stranica/{number}.html")
}

/// The list of a direction, without an extension: `napravlenie/proekty`.
pub(super) fn direction(id: &str) -> String {
    format!("napravlenie/{id}")
}

/// What others show of the pages of a direction, or of pages without one: `napravlenie/proekty.png`.
pub(super) fn picture(direction: Option<&str>) -> String {
    direction.map_or_else(|| PICTURE.to_owned(), |id| format!("napravlenie/{id}.png"))
}

/// The list of a tag, without an extension: `metka/shakhmaty`.
pub(super) fn tag(slug: &str) -> String {
    format!("metka/{slug}")
}

/// `god/2022-2023.html`.
pub(super) fn school_year(year: SchoolYear) -> String {
    format!("god/{}.html", year.slug())
}

/// `god/2022-2023-1.html`.
pub(super) fn half_year(half_year: HalfYear) -> String {
    format!("god/{}.html", half_year.slug())
}

/// A table of the section as a file: `data/training.xlsx`.
pub(super) fn table(kind: &str, format: Format) -> String {
    format!("data/{kind}.{}", format.extension())
}

/// File `number`, from 1, of the sitemap of events.
pub(super) fn sitemap_events(number: usize) -> String {
    format!("sitemap-{number}.xml")
}

/// A file of the search: `poisk/slova-64.js`.
pub(super) fn search(name: impl Display) -> String {
    format!("poisk/{name}.js")
}

/// `path` without `.html`: what the files of a page lie under.
pub(super) fn stem(path: &str) -> &str {
    path.strip_suffix(".html").unwrap_or(path)
}
