//! The archive: its page, and the pages of school years and half-years.

use std::collections::HashSet;

use tera::Value;

use super::lists::{ARCHIVE_LINK, ARCHIVE_TITLE, CARD, PageBytes, insert_list, plain_link};
use super::renderer::Renderer;
use super::views::{HalfYearView, Pagination, YearView};
use crate::calendar::SchoolYear;
use crate::site::{EventId, HalfYearEvents, YearEvents};

impl Renderer {
    pub(super) fn archive_page(&self, path: &str) -> PageBytes {
        let years = self.site.years.iter().map(|year| YearView {
            title: year_title(year.year),
            path: year.path(),
            count: self.count(&year.events),
            half_years: year.halves.iter().rev().map(|half| self.half(half, Vec::new())).collect(),
        });
        let years: Vec<_> = years.collect();
        let view = self.page_view(ARCHIVE_TITLE.to_owned(), ARCHIVE_TITLE, path);
        let reports = self.report_links();
        let reports: Vec<_> = reports.iter().map(Value::from_serializable).collect();
        let mut links: Vec<_> = self
            .site
            .years
            .iter()
            .filter_map(|year| Some(self.counted_link(self.years.get(&year.year)?, &year.events)))
            .collect();
        links.extend(reports.iter().map(plain_link));
        self.html("archive.html", &view, 0, |context| {
            context.insert("years", &years);
            context.insert("reports", &reports);
            insert_list(context, Vec::new(), &links, &Pagination::default());
        })
    }

    pub(super) fn year_page(&self, year: &YearEvents, path: &str) -> PageBytes {
        let mut groups = Vec::new();
        // Months outside both half-years are the last of the school year.
        let in_halves: HashSet<EventId> =
            year.halves.iter().flat_map(|half| &half.events).copied().collect();
        let rest = year.events.iter().filter(|id| !in_halves.contains(id));
        let rest: Vec<EventId> = rest.copied().collect();
        if !rest.is_empty() {
            let (count, posts) = (self.count(&rest), self.cards_of(&rest));
            groups.push(HalfYearView { title: None, path: None, count, posts });
        }
        let halves = year.halves.iter().rev();
        groups.extend(halves.map(|half| self.half(half, self.cards_of(&half.events))));
        let title = year_title(year.year);
        let crumbs = [ARCHIVE_LINK];
        let posts = self.cards_of(&year.events);
        let halves = year.halves.iter().rev();
        let links: Vec<_> = halves
            .filter_map(|half| {
                Some(self.counted_link(self.half_years.get(&half.half_year)?, &half.events))
            })
            .collect();
        self.html(
            "year.html",
            &self.page_view(title.clone(), &title, path),
            year.events.len() * CARD,
            |context| {
                context.insert("half_years", &groups);
                insert_list(context, posts, &links, &Pagination::default());
                context.insert("crumbs", &crumbs);
            },
        )
    }

    pub(super) fn half_year_page(&self, year: &YearEvents, half: usize, path: &str) -> PageBytes {
        let half = &year.halves[half];
        let title = half.half_year.to_string();
        let crumbs = [
            Value::from_serializable(&ARCHIVE_LINK),
            self.years.get(&year.year).cloned().unwrap_or_else(Value::none),
        ];
        self.html(
            "year.html",
            &self.page_view(title.clone(), &title, path),
            half.events.len() * CARD,
            |context| {
                let posts = self.cards_of(&half.events);
                context.insert("half_years", &[self.half(half, posts.clone())]);
                insert_list(context, posts, &[], &Pagination::default());
                context.insert("crumbs", &crumbs);
            },
        )
    }

    /// The cards of these events, the newest first.
    fn cards_of(&self, events: &[EventId]) -> Vec<Value> {
        events.iter().rev().map(|&id| self.card(id).clone()).collect()
    }

    fn half(&self, half: &HalfYearEvents, posts: Vec<Value>) -> HalfYearView {
        HalfYearView {
            title: Some(half.half_year.short()),
            path: Some(half.path()),
            count: self.count(&half.events),
            posts,
        }
    }
}

/// The full name of a school year.
pub(super) fn year_title(year: SchoolYear) -> String {
    format!("{year} учебный\u{a0}год")
}
