//! Every address of the output that comes from content.
//!
//! Addresses are stable, because reports cite them. `collisions` finds those that two sources want.

mod collisions;

use super::search::{SEARCH, WHOLE};
use super::{Format, ListPage, REPORTS, Site};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// What stands at an address. Numbers are places in the lists of [`Site`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Route {
    /// A page of the list of all events.
    All(ListPage),
    /// A page of a direction's list.
    Direction(usize, ListPage),
    /// A page of a tag's list.
    Tag(usize, ListPage),
    /// All tags.
    Tags,
    /// All school years.
    Archive,
    /// A school year.
    Year(usize),
    /// A half-year: the place of its year, and its own within that.
    HalfYear(usize, usize),
    /// An event.
    Event(usize),
    /// A standing page.
    Page(usize),
    /// All reports.
    Reports,
    /// A report.
    Report(usize),
    /// A report as a file.
    ReportFile(usize, Format),
    /// A former address of an event: its place, and that of the alias within the post.
    EventAlias(usize, usize),
    /// A former address of a page.
    PageAlias(usize, usize),
    /// A table of the section as a file.
    Table(usize, Format),
    /// The feed of all events.
    Feed,
    /// The feed of a direction.
    DirectionFeed(usize),
    /// The page of the search.
    Search,
    /// Everything that the search of a small section reads.
    SearchWhole,
    /// Titles: a place in [`Search::heads`](super::Search::heads).
    SearchHeads(usize),
    /// Words of texts: a place in [`Search::words`](super::Search::words).
    SearchWords(usize),
    /// Texts: a place in [`Search::texts`](super::Search::texts).
    SearchTexts(usize),
    /// The map of the site for search engines.
    Sitemap,
    /// A file of the sitemap with so many events that come before it, by its number.
    SitemapEvents(usize),
    /// The file of the sitemap with all pages but events.
    SitemapOthers,
    /// The page for addresses that do not exist.
    NotFound,
    /// A file that is copied.
    File(usize),
}

/// An address of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routed {
    /// The path from the section's root, with `/` between names.
    pub path: String,
    /// What stands there.
    pub route: Route,
}

/// The address of the archive.
pub const ARCHIVE: &str = "god/index.html";
/// The address of the list of tags.
pub const TAGS: &str = "metka/index.html";
/// The addresses of the sitemap and of the page for lost addresses.
const SITEMAP: &str = "sitemap.xml";
const SITEMAP_OTHERS: &str = "sitemap-stranitsy.xml";
const NOT_FOUND: &str = "404.html";

/// How many events stand in one file of the sitemap. With more, `sitemap.xml` names files, so that a
/// new event changes a small one.
pub const SITEMAP_EVENTS: usize = 1000;
/// How many addresses a file of a sitemap may hold: <https://www.sitemaps.org/protocol.html>.
const MOST_FOUND: usize = 50_000;

/// All addresses, sorted; collisions go to `diagnostics`, and the later of two is left out.
pub(super) fn of(site: &Site, diagnostics: &mut Diagnostics) -> Vec<Routed> {
    let mut routes = Vec::with_capacity(site.events.len() * 5 / 4 + 64);
    let mut add = |route, path: String| routes.push(Routed { path, route });
    for page in site.all.pages() {
        add(Route::All(page), site.all.path(page));
    }
    let takes_xml = site.config.hosting.takes("xml");
    if takes_xml {
        add(Route::Feed, site.all.feed());
        add(Route::Sitemap, SITEMAP.to_owned());
        if site.events.len() > SITEMAP_EVENTS {
            for part in 0..site.events.len().div_ceil(SITEMAP_EVENTS) {
                add(Route::SitemapEvents(part), format!("sitemap-{}.xml", part + 1));
            }
            add(Route::SitemapOthers, SITEMAP_OTHERS.to_owned());
        }
    }
    for (direction, list) in site.directions.iter().enumerate() {
        for page in list.pages() {
            add(Route::Direction(direction, page), list.path(page));
        }
        if takes_xml {
            add(Route::DirectionFeed(direction), list.feed());
        }
    }
    for (tag, of) in site.tags.iter().enumerate() {
        for page in of.list.pages() {
            add(Route::Tag(tag, page), of.list.path(page));
        }
    }
    if !site.tags.is_empty() {
        add(Route::Tags, TAGS.to_owned());
    }
    add(Route::Archive, ARCHIVE.to_owned());
    for (year, of) in site.years.iter().enumerate() {
        add(Route::Year(year), of.path());
        for (half, of) in of.halves.iter().enumerate() {
            add(Route::HalfYear(year, half), of.path());
        }
    }
    for (id, event) in site.events.iter().enumerate() {
        add(Route::Event(id), event.path.clone());
    }
    for (id, page) in site.pages.iter().enumerate() {
        add(Route::Page(id), page.path.clone());
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
        add(Route::Reports, REPORTS.to_owned());
    }
    for (id, file) in site.files.iter().enumerate() {
        add(Route::File(id), file.path.clone());
    }
    if site.config.has_search() {
        add(Route::Search, SEARCH.to_owned());
    }
    if site.search.is_whole {
        add(Route::SearchWhole, WHOLE.to_owned());
    } else {
        for (place, part) in site.search.heads.iter().enumerate() {
            add(Route::SearchHeads(place), part.path("nazvaniya"));
        }
        for (place, part) in site.search.words.iter().enumerate() {
            add(Route::SearchWords(place), part.path("slova"));
        }
        for (place, part) in site.search.texts.iter().enumerate() {
            add(Route::SearchTexts(place), part.path("teksty"));
        }
    }
    add(Route::NotFound, NOT_FOUND.to_owned());
    for (id, event) in site.events.iter().enumerate() {
        for (alias, (path, _)) in event.post.aliases.iter().enumerate() {
            add(Route::EventAlias(id, alias), path.clone());
        }
    }
    for (id, page) in site.pages.iter().enumerate() {
        for (alias, (path, _)) in page.page.aliases.iter().enumerate() {
            add(Route::PageAlias(id, alias), path.clone());
        }
    }
    if takes_xml {
        let listed = |route| {
            !matches!(route, Route::Event(_) | Route::EventAlias(..) | Route::PageAlias(..))
        };
        let pages = routes.iter().filter(|routed| routed.path.ends_with(".html"));
        diagnostics.extend(too_many(pages.filter(|routed| listed(routed.route)).count()));
    }
    collisions::without(site, routes, diagnostics)
}

/// What is said of a section with so many pages that searches refuse its sitemap.
fn too_many(pages: usize) -> Option<Diagnostic> {
    let message =
        format!("страниц, кроме событий, больше {MOST_FOUND}: карту сайта поисковики не прочитают");
    let problem = Diagnostic::warning(message)
        .at(Place::file(crate::config::FILE))
        .hint("страниц списков станет меньше, если увеличить `на_странице`");
    (pages > MOST_FOUND).then_some(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_that_searches_refuse_is_told() {
        assert_eq!(too_many(MOST_FOUND), None);
        assert!(too_many(MOST_FOUND + 1).is_some_and(|problem| !problem.is_error()));
    }
}
