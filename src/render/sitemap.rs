//! The sitemap: every page that a search may find, by the protocol of sitemaps.org.

use std::io::Write as _;

use jiff::civil::Date;

use super::renderer::Renderer;
use crate::site::{List, ListPage, Route, SITEMAP_EVENTS};

impl Renderer<'_> {
    /// The sitemap of the section: its pages, or the files that list them.
    pub(super) fn sitemap(&self) -> Vec<u8> {
        let is_part = |route| matches!(route, Route::SitemapEvents(_) | Route::SitemapOthers);
        let parts = self.site.routes.iter().filter(|routed| is_part(routed.route));
        let mut parts = parts.map(|routed| (routed.path.as_str(), None)).peekable();
        match parts.peek() {
            Some(_) => self.xml(("sitemapindex", "sitemap"), parts),
            None => self.sitemap_of(|_| true),
        }
    }

    /// The file of the sitemap with the events of this number.
    pub(super) fn sitemap_events(&self, part: usize) -> Vec<u8> {
        let events = self.site.events.iter().enumerate();
        let mut found: Vec<_> = events
            .skip(part * SITEMAP_EVENTS)
            .take(SITEMAP_EVENTS)
            .map(|(id, event)| (event.path.as_str(), self.changed(id)))
            .collect();
        // As the others; all addresses are not looked through for each part.
        found.sort_unstable_by_key(|(path, _)| *path);
        self.xml(("urlset", "url"), found.into_iter())
    }

    /// The file of the sitemap with all pages but events.
    pub(super) fn sitemap_others(&self) -> Vec<u8> {
        self.sitemap_of(|route| !matches!(route, Route::Event(_)))
    }

    fn sitemap_of(&self, wanted: impl Fn(Route) -> bool) -> Vec<u8> {
        let newest = |ids: &[usize]| ids.iter().filter_map(|&id| self.changed(id)).max();
        let listed = |list: &List, page: ListPage| {
            (!list.repeats_newest(page))
                .then(|| list.on(page).filter_map(|id| self.changed(id)).max())
        };
        let all = || (0..self.site.events.len()).filter_map(|id| self.changed(id)).max();
        let routes = self.site.routes.iter().filter(|routed| wanted(routed.route));
        let found = routes.filter_map(|routed| {
            let changed = match routed.route {
                Route::All(page) => listed(&self.site.all, page)?,
                Route::Direction(direction, page) => {
                    listed(&self.site.directions[direction], page)?
                }
                Route::Tag(tag, page) => listed(&self.site.tags[tag].list, page)?,
                Route::Tags | Route::Archive => all(),
                Route::Year(year) => newest(&self.site.years[year].events),
                Route::HalfYear(year, half) => newest(&self.site.years[year].halves[half].events),
                Route::Event(id) => self.changed(id),
                Route::Page(id) => self.site.pages[id].page.updated,
                Route::Report(id) => {
                    let report = &self.site.reports[id].report;
                    report.updated.or(report.signed)
                }
                Route::Reports => None,
                Route::ReportFile(..)
                | Route::EventAlias(..)
                | Route::PageAlias(..)
                | Route::Table(..)
                | Route::Feed
                | Route::DirectionFeed(_)
                | Route::Search
                | Route::SearchWhole
                | Route::SearchHeads(_)
                | Route::SearchWords(_)
                | Route::SearchTexts(_)
                | Route::Sitemap
                | Route::SitemapEvents(_)
                | Route::SitemapOthers
                | Route::NotFound
                | Route::File(_) => return None,
            };
            Some((routed.path.as_str(), changed))
        });
        self.xml(("urlset", "url"), found)
    }

    fn xml<'p>(
        &self,
        names: (&str, &str),
        found: impl Iterator<Item = (&'p str, Option<Date>)>,
    ) -> Vec<u8> {
        xml(&self.site.config.base_url, names, found)
    }
}

/// A list, and its items: addresses below `base_url`, and the days of the last changes where known.
fn xml<'p>(
    base_url: &str,
    (list, item): (&str, &str),
    found: impl IntoIterator<Item = (&'p str, Option<Date>)>,
) -> Vec<u8> {
    let mut base = Vec::new();
    let mut xml = br#"<?xml version="1.0" encoding="utf-8"?>"#.to_vec();
    // Writing to memory cannot fail.
    let _ = tera::escape_html(base_url, &mut base);
    let _ = write!(xml, "\n<{list} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (path, changed) in found {
        let _ = write!(xml, "<{item}><loc>");
        xml.extend_from_slice(&base);
        // Names of files hold no sign that is to be escaped.
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
        let found = [("a.html", None), ("b.html", Some(date(2022, 9, 1)))];
        let xml = xml("http://a.example/q&a/", ("urlset", "url"), found);
        let xml = String::from_utf8(xml).unwrap();
        assert!(xml.contains("<loc>http://a.example/q&amp;a/a.html</loc></url>"));
        assert!(xml.contains("b.html</loc><lastmod>2022-09-01</lastmod>"));
    }
}
