//! Which events a report speaks of.
//!
//! An event is in the report if any of its days is in the period: one that lies in two periods is
//! in both. It has to have been held: it is neither cancelled (`held: no`) nor a draft (unless it
//! says `held: yes`), and began by the day of signing or, where that is past, of the build.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::calendar::{EventDate, Period};
use crate::content::post::Post;
use crate::content::report::{Report, ReportLinks, ReportOptions};
use crate::site::Site;

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The site with all events.
    pub(super) site: &'a Site,
    /// The time that the report is about.
    pub(super) period: Period,
    /// What the report chooses of its table.
    pub(super) options: ReportOptions,
    /// What goes before an address of the section.
    pub(super) base: &'a str,
    /// The last day on which an event may have begun to count as held.
    day: Date,
}

/// An event of a period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listed<'a> {
    /// What its post says.
    pub(super) post: &'a Post,
    /// Its page, if it has a published one.
    pub(super) path: Option<&'a str>,
}

/// What is known of an event that was planned and is not in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// It was not held, the post says.
    NotHeld,
    /// Its day has passed, and nobody has said what came of it.
    Unknown,
    /// It is still to come.
    ToCome,
}

/// The order of events in reports and plans.
pub(super) fn by_date(a: &Post, b: &Post) -> Ordering {
    (a.date, &a.slug, &a.file).cmp(&(b.date, &b.slug, &b.file))
}

impl<'a> Scope<'a> {
    /// What `report` speaks of; addresses inside the section get `base` before them: nothing for
    /// pages, the section's own address for files, which travel.
    pub fn new(site: &'a Site, report: &Report, base: &'a str) -> Self {
        Self {
            site,
            period: report.period,
            options: report.options,
            base,
            day: report.signed.map_or(site.today, |signed| signed.max(site.today)),
        }
    }

    /// The posts that reports take in and that have a day among `days`, by their dates.
    fn posts(&self, days: RangeInclusive<Date>) -> Vec<Listed<'a>> {
        let published = self.site.events.iter();
        let published =
            published.map(|event| Listed { post: &event.post, path: Some(&*event.path) });
        let left_out = self.site.left_out.iter().map(|post| Listed { post, path: None });
        let wanted = |listed: &Listed<'_>| listed.post.report && listed.post.date.overlaps(&days);
        let mut posts: Vec<_> = published.chain(left_out).filter(wanted).collect();
        posts.sort_by(|a, b| by_date(a.post, b.post));
        posts
    }

    fn is_held(&self, post: &Post) -> bool {
        let told = post.held.unwrap_or(!post.draft);
        told && post.date.first() <= self.day
    }

    /// The events that were held, by their dates.
    pub(super) fn held(&self) -> Vec<Listed<'a>> {
        self.held_in(self.period.days())
    }

    /// Those of all time up to the end of the period.
    pub(super) fn held_before_the_end(&self) -> Vec<Listed<'a>> {
        self.held_in(Date::MIN..=self.period.last())
    }

    fn held_in(&self, days: RangeInclusive<Date>) -> Vec<Listed<'a>> {
        self.posts(days).into_iter().filter(|listed| self.is_held(listed.post)).collect()
    }

    /// The events that were planned and not held, by their dates.
    pub(super) fn not_held(&self) -> Vec<(Listed<'a>, Fate)> {
        let fate = |listed: Listed<'a>| {
            let fate = match listed.post.held {
                _ if self.is_held(listed.post) => return None,
                Some(false) => Fate::NotHeld,
                _ if listed.post.date.first() > self.day => Fate::ToCome,
                _ => Fate::Unknown,
            };
            Some((listed, fate))
        };
        self.posts(self.period.days()).into_iter().filter_map(fate).collect()
    }

    /// Where the report links an event to; none where it has no page.
    pub(super) fn address(&self, listed: &Listed<'_>) -> Option<String> {
        let outside =
            listed.post.link.as_ref().filter(|_| self.options.links == ReportLinks::Outside);
        outside.cloned().or_else(|| Some(format!("{}{}", self.base, listed.path?)))
    }

    /// A link as it is read on paper.
    pub(super) fn absolute(&self, link: &str) -> String {
        if link.contains("://") { link.to_owned() } else { self.site.config.url(link) }
    }

    /// The date of an event, with a mark where a part of it lies outside the period.
    pub(super) fn date(&self, date: &EventDate) -> String {
        let before = date.first() < self.period.first();
        let after = date.last() > self.period.last();
        let mark = match (before, after) {
            (false, false) => "",
            (true, false) => " (продолжение)",
            (false, true) => " (продолжается)",
            (true, true) => " (продолжение, продолжается)",
        };
        format!("{date}{mark}")
    }
}
