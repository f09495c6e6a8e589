//! The sitemap by the protocol of sitemaps.org: every page for search engines.

use std::io::Write as _;

use jiff::civil::Date;

use super::renderer::Renderer;
use crate::site::{EventId, List, Route, RouteKind, SITEMAP_EVENTS};

/// The names of the elements of a sitemap file.
struct ElementNames {
    list: &'static str,
    item: &'static str,
}

const URLS: ElementNames = ElementNames { list: "urlset", item: "url" };
const INDEX: ElementNames = ElementNames { list: "sitemapindex", item: "sitemap" };

/// A page, or a file of pages.
struct SitemapEntry<'p> {
    /// Below the section's address.
    path: &'p str,
    /// The day of the last change, where known.
    changed: Option<Date>,
}

impl Renderer {
    /// `sitemap.xml`: all pages, or an index of the other sitemap files.
    pub(super) fn sitemap(&self) -> Vec<u8> {
        let is_part = |route| matches!(route, Route::SitemapEvents(_) | Route::SitemapOthers);
        let parts = self.site.routes.iter().filter(|routed| is_part(routed.route));
        let mut parts =
            parts.map(|routed| SitemapEntry { path: &routed.path, changed: None }).peekable();
        match parts.peek() {
            Some(_) => self.xml(&INDEX, parts),
            None => self.urls(|_| true),
        }
    }

    /// The sitemap file number `part`, of events.
    pub(super) fn sitemap_events(&self, part: usize) -> Vec<u8> {
        let events = self.site.events_by_id();
        let mut entries: Vec<_> = events
            .skip(part * SITEMAP_EVENTS)
            .take(SITEMAP_EVENTS)
            .map(|(id, event)| SitemapEntry { path: &event.path, changed: self.last_change(id) })
            .collect();
        // Routes are sorted too; looking for these events among them would take longer.
        entries.sort_unstable_by_key(|entry| entry.path);
        self.xml(&URLS, entries)
    }

    /// The sitemap file of all pages but events.
    pub(super) fn sitemap_others(&self) -> Vec<u8> {
        self.urls(|route| !matches!(route, Route::Event(_)))
    }

    fn urls(&self, is_listed: impl Fn(Route) -> bool) -> Vec<u8> {
        let newest = |ids: &[EventId]| ids.iter().filter_map(|&id| self.last_change(id)).max();
        let newest_on =
            |list: &List, page| list.on(page).filter_map(|id| self.last_change(id)).max();
        let all = || newest(&self.site.all.events);
        let is_listed = |route: Route| route.kind() == RouteKind::Page && is_listed(route);
        let routes = self.site.routes.iter().filter(|routed| is_listed(routed.route));
        let entries = routes.map(|routed| {
            let changed = match routed.route {
                Route::All(page) => newest_on(&self.site.all, page),
                Route::Direction(direction, page) => {
                    newest_on(self.site.direction_list(direction), page)
                }
                Route::Tag(tag, page) => newest_on(&self.site.tags[tag].list, page),
                Route::Front | Route::Tags | Route::Archive => all(),
                Route::Year(year) => newest(&self.site.years[year].events),
                Route::HalfYear(year, half) => newest(&self.site.years[year].halves[half].events),
                Route::Event(id) => self.last_change(id),
                Route::Page(id) => self.site.pages[id].document.updated,
                Route::Gallery(_, year) => newest(&self.site.years[year].events),
                Route::Report(id) => {
                    let report = &self.site.reports[id].document;
                    report.updated.or(report.meta.signed)
                }
                _ => None,
            };
            SitemapEntry { path: &routed.path, changed }
        });
        self.xml(&URLS, entries)
    }

    fn xml<'p>(
        &self,
        names: &ElementNames,
        entries: impl IntoIterator<Item = SitemapEntry<'p>>,
    ) -> Vec<u8> {
        xml(&self.site.config.base_url, names, entries)
    }
}

/// A sitemap file; the paths of its entries are below `base_url`.
fn xml<'p>(
    base_url: &str,
    names: &ElementNames,
    entries: impl IntoIterator<Item = SitemapEntry<'p>>,
) -> Vec<u8> {
    let ElementNames { list, item } = names;
    let mut base = Vec::new();
    let mut xml = br#"<?xml version="1.0" encoding="utf-8"?>"#.to_vec();
    // Writing to memory cannot fail.
    let _ = tera::escape_html(base_url, &mut base);
    let _ = write!(xml, "\n<{list} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for SitemapEntry { path, changed } in entries {
        let _ = write!(xml, "<{item}><loc>");
        xml.extend_from_slice(&base);
        // Paths of the output have no characters to escape.
        xml.extend_from_slice(path.as_bytes());
        xml.extend_from_slice(b"</loc>");
        if let Some(day) = changed {
            let _ = write!(xml, "<lastmod>{day}</lastmod>");
        }
        let _ = writeln!(xml, "</{item}>");
    }
    let _ = writeln!(xml, "</{list}>");
    xml
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn addresses_are_escaped_and_days_are_given_where_known() {
        let entries = [
            SitemapEntry { path: "a.html", changed: None },
            SitemapEntry { path: "b.html", changed: Some(date(2022, 9, 1)) },
        ];
        let xml = xml("http://a.example/q&a/", &URLS, entries);
        let xml = String::from_utf8(xml).unwrap();
        assert!(xml.contains("<loc>http://a.example/q&amp;a/a.html</loc></url>"));
        assert!(xml.contains("b.html</loc><lastmod>2022-09-01</lastmod>"));
    }
}
