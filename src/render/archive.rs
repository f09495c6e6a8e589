//! The archive: its page, and the pages of school years and half-years.

use std::collections::HashSet;

use tera::Value;

use super::lists::{
    ARCHIVE_LINK, ARCHIVE_TITLE, CARD, PageBytes, count, counted_link, insert_list, plain_link,
};
use super::renderer::Renderer;
use super::views::{HalfYearView, Pagination, YearView};
use crate::calendar::SchoolYear;
use crate::site::{EventId, HalfYearEvents, YearEvents};

impl Renderer {
    pub(super) fn archive_page(&self, path: &str) -> PageBytes {
        let years = self.site.years.iter().map(|year| YearView {
            title: year_title(year.year),
            path: year.path(),
            count: count(year.events.len()),
            half_years: year.halves.iter().rev().map(|half| half_view(half, Vec::new())).collect(),
        });
        let years: Vec<_> = years.collect();
        let view = self.page_view(ARCHIVE_TITLE.to_owned(), ARCHIVE_TITLE, path);
        let reports = self.report_links();
        let reports: Vec<_> = reports.iter().map(Value::from_serializable).collect();
        let mut links: Vec<_> = self
            .site
            .years
            .iter()
            .filter_map(|year| Some(counted_link(self.years.get(&year.year)?, &year.events)))
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
        let rest = year.events.iter().rev().filter(|id| !in_halves.contains(id));
        let rest: Vec<Value> = rest.map(|&id| self.card(id).clone()).collect();
        if !rest.is_empty() {
            groups.push(HalfYearView {
                title: None,
                path: None,
                count: count(rest.len()),
                posts: rest,
            });
        }
        groups.extend(year.halves.iter().rev().map(|half| half_view(half, self.cards_of(half))));
        let title = year_title(year.year);
        let crumbs = [ARCHIVE_LINK];
        let posts = year.events.iter().rev().map(|&id| self.card(id).clone()).collect();
        let halves = year.halves.iter().rev();
        let links: Vec<_> = halves
            .filter_map(|half| {
                Some(counted_link(self.half_years.get(&half.half_year)?, &half.events))
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
                let posts = self.cards_of(half);
                context.insert("half_years", &[half_view(half, posts.clone())]);
                insert_list(context, posts, &[], &Pagination::default());
                context.insert("crumbs", &crumbs);
            },
        )
    }

    fn cards_of(&self, half: &HalfYearEvents) -> Vec<Value> {
        half.events.iter().rev().map(|&id| self.card(id).clone()).collect()
    }
}

/// The full name of a school year.
pub(super) fn year_title(year: SchoolYear) -> String {
    format!("{year} учебный\u{a0}год")
}

fn half_view(half: &HalfYearEvents, posts: Vec<Value>) -> HalfYearView {
    HalfYearView {
        title: Some(half.half_year.short()),
        path: Some(half.path()),
        count: count(half.events.len()),
        posts,
    }
}
