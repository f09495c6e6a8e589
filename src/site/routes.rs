//! Every address of the output that comes from content.
//!
//! Addresses are permanent, because reports cite them. `collisions` reports those that two sources
//! claim.

mod collisions;

use super::documents::{DocumentId, EventId};
use super::{Format, ListPage, Site, addresses};
use crate::config::DirectionId;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::output::SitePath;

/// What an address shows. Numbers are indices of the lists of [`Site`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Route {
    /// The page of the section itself.
    Front,
    /// A page of the list of all events.
    All(ListPage),
    /// A page of a direction's list.
    Direction(DirectionId, ListPage),
    /// A page of a tag's list.
    Tag(usize, ListPage),
    /// All tags.
    Tags,
    /// All school years.
    Archive,
    /// A school year.
    Year(usize),
    /// The index of the school year, and that of the half-year within it.
    HalfYear(usize, usize),
    /// An event.
    Event(EventId),
    /// A standing page.
    Page(usize),
    /// The photos of an earlier school year, by the page with a gallery and the index of the year.
    Gallery(usize, usize),
    /// All reports.
    Reports,
    /// A report.
    Report(usize),
    /// A report as a file.
    ReportFile(usize, Format),
    /// A former address, by its index within the document: a redirect.
    Alias(DocumentId, usize),
    /// A table of the section as a file.
    Table(usize, Format),
    /// The feed of all events.
    Feed,
    /// The announcements as a calendar file.
    Calendar,
    /// The events for reports over several centres.
    EventsFile,
    /// The feed of a direction.
    DirectionFeed(DirectionId),
    /// The page of the search.
    Search,
    /// Everything that the search of a small section reads.
    SearchWhole,
    /// An index of [`Search::heads`](super::Search::heads).
    SearchHeads(usize),
    /// An index of [`Search::words`](super::Search::words).
    SearchWords(usize),
    /// An index of [`Search::texts`](super::Search::texts).
    SearchTexts(usize),
    /// The icon of the section.
    Icon,
    /// What others show of the pages of a direction, or of pages without one.
    Picture(Option<DirectionId>),
    Sitemap,
    /// A file of the sitemap with [`SITEMAP_EVENTS`] events, by its number from 0.
    SitemapEvents(usize),
    /// The file of the sitemap with all pages but events.
    SitemapOthers,
    /// The page for addresses that do not exist.
    NotFound,
    /// A published file.
    File(usize),
}

/// An address of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteEntry {
    /// The path from the section's root, with `/` between names.
    pub path: SitePath,
    pub route: Route,
}

/// For whom an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteKind {
    /// A page that search engines should know.
    Page,
    /// Another page, a feed or a small file.
    Unlisted,
    /// A file that is made without templates, or takes long: a preview does not try it at each change.
    Data,
}

impl Route {
    pub fn kind(self) -> RouteKind {
        match self {
            Self::Front
            | Self::All(_)
            | Self::Direction(..)
            | Self::Tag(..)
            | Self::Tags
            | Self::Archive
            | Self::Year(_)
            | Self::HalfYear(..)
            | Self::Event(_)
            | Self::Page(_)
            | Self::Gallery(..)
            | Self::Reports
            | Self::Report(_) => RouteKind::Page,
            Self::Alias(..)
            | Self::Table(..)
            | Self::Feed
            | Self::Calendar
            | Self::DirectionFeed(_)
            | Self::Search
            | Self::NotFound => RouteKind::Unlisted,
            Self::ReportFile(..)
            | Self::EventsFile
            | Self::SearchWhole
            | Self::SearchHeads(_)
            | Self::SearchWords(_)
            | Self::SearchTexts(_)
            | Self::Icon
            | Self::Picture(_)
            | Self::Sitemap
            | Self::SitemapEvents(_)
            | Self::SitemapOthers
            | Self::File(_) => RouteKind::Data,
        }
    }
}

/// How many events one file of the sitemap has. With more, `sitemap.xml` lists such files, so that a
/// new event changes a small one.
pub const SITEMAP_EVENTS: usize = 1000;
/// The most addresses that a file of a sitemap may have: <https://www.sitemaps.org/protocol.html>.
const SITEMAP_LIMIT: usize = 50_000;

/// All addresses, sorted. Of two routes to one address, the later is reported and left out.
pub(super) fn routes(site: &Site, diagnostics: &mut Diagnostics) -> Vec<RouteEntry> {
    let mut routes = Vec::with_capacity(site.events.len() * 5 / 4 + 64);
    let mut add = |route, path: String| match SitePath::parse(path) {
        Ok(path) => routes.push(RouteEntry { path, route }),
        Err(error) => {
            let problem = Diagnostic::error(error.to_string());
            diagnostics.push(Diagnostic { place: collisions::source(site, route), ..problem });
        }
    };
    add(Route::Front, addresses::INDEX.to_owned());
    for page in site.all.pages().filter(|_| site.has_news_list()) {
        add(Route::All(page), site.all.path(page));
    }
    let takes_xml = site.config.hosting.takes("xml");
    if takes_xml {
        add(Route::Feed, site.all.feed());
        add(Route::Sitemap, addresses::SITEMAP.to_owned());
        if site.events.len() > SITEMAP_EVENTS {
            for part in 0..site.events.len().div_ceil(SITEMAP_EVENTS) {
                add(Route::SitemapEvents(part), addresses::sitemap_events(part + 1));
            }
            add(Route::SitemapOthers, addresses::SITEMAP_OTHERS.to_owned());
        }
    }
    if site.has_calendar() {
        add(Route::Calendar, addresses::CALENDAR.to_owned());
    }
    if site.config.hosting.takes("json") {
        add(Route::EventsFile, addresses::EVENTS_FILE.to_owned());
    }
    for (direction, list) in site.config.direction_ids().zip(site.directions.iter()) {
        for page in list.pages() {
            add(Route::Direction(direction, page), list.path(page));
        }
        if takes_xml {
            add(Route::DirectionFeed(direction), list.feed());
        }
    }
    for (id, tag) in site.tags.iter().enumerate() {
        for page in tag.list.pages() {
            add(Route::Tag(id, page), tag.list.path(page));
        }
    }
    if !site.tags.is_empty() {
        add(Route::Tags, addresses::TAGS.to_owned());
    }
    add(Route::Archive, addresses::ARCHIVE.to_owned());
    for (id, year) in site.years.iter().enumerate() {
        add(Route::Year(id), year.path());
        for (half_id, half) in year.halves.iter().enumerate() {
            add(Route::HalfYear(id, half_id), half.path());
        }
    }
    for (id, event) in site.events_by_id() {
        add(Route::Event(id), event.path.clone());
    }
    for (id, page) in site.pages.iter().enumerate() {
        add(Route::Page(id), page.path.clone());
        if page.document.body.has_gallery() {
            for year in site.gallery_years().skip(1) {
                add(Route::Gallery(id, year), site.gallery_path(page, year));
            }
        }
    }
    for (id, table) in site.tables.iter().enumerate() {
        if table.shown && !table.records.rows.is_empty() {
            for format in Format::TABLE {
                add(Route::Table(id, format), table.path(format));
            }
        }
    }
    for (id, report) in site.reports.iter().enumerate() {
        add(Route::Report(id), report.path.clone());
        for format in Format::DOCUMENT {
            add(Route::ReportFile(id, format), report.file(format));
        }
    }
    if site.reports.len() > 1 {
        add(Route::Reports, addresses::REPORTS.to_owned());
    }
    for (id, file) in site.files.iter().enumerate() {
        add(Route::File(id), file.path.clone());
    }
    if site.config.has_search() {
        add(Route::Search, addresses::SEARCH.to_owned());
    }
    if site.search.is_whole {
        add(Route::SearchWhole, addresses::SEARCH_WHOLE.to_owned());
    } else {
        for (id, part) in site.search.heads.iter().enumerate() {
            add(Route::SearchHeads(id), part.path("nazvaniya"));
        }
        for (id, part) in site.search.words.iter().enumerate() {
            add(Route::SearchWords(id), part.path("slova"));
        }
        for (id, part) in site.search.texts.iter().enumerate() {
            add(Route::SearchTexts(id), part.path("teksty"));
        }
    }
    for direction in std::iter::once(None).chain(site.config.direction_ids().map(Some)) {
        if let Some(path) = site.picture_path(direction) {
            add(Route::Picture(direction), path);
        }
    }
    if site.config.hosting.takes("png") {
        add(Route::Icon, addresses::ICON.to_owned());
    }
    add(Route::NotFound, addresses::NOT_FOUND.to_owned());
    for document in site.documents() {
        for (alias, (path, _)) in document.aliases.iter().enumerate() {
            add(Route::Alias(document.id, alias), path.clone());
        }
    }
    if takes_xml && routes.len() > SITEMAP_LIMIT {
        let is_listed = |route| !matches!(route, Route::Event(_) | Route::Alias(..));
        let pages = routes.iter().filter(|entry| entry.path.ends_with(".html"));
        diagnostics.extend(oversized_sitemap(pages.filter(|entry| is_listed(entry.route)).count()));
    }
    collisions::remove(site, routes, diagnostics)
}

/// The warning for a section whose sitemap has too many pages for search engines.
fn oversized_sitemap(pages: usize) -> Option<Diagnostic> {
    let message = format!(
        "страниц, кроме событий, больше {SITEMAP_LIMIT}: карту сайта поисковики не прочитают"
    );
    let problem = Diagnostic::warning(message)
        .at(Place::file(crate::config::FILE))
        .hint("страниц списков станет меньше, если увеличить `на_странице`");
    (pages > SITEMAP_LIMIT).then_some(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_that_searches_refuse_is_told() {
        assert_eq!(oversized_sitemap(SITEMAP_LIMIT), None);
        assert!(oversized_sitemap(SITEMAP_LIMIT + 1).is_some_and(|problem| !problem.is_error()));
    }
}
