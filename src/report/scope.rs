//! Selects the events of a report.
//!
//! An event belongs to the report if any of its days is in the period; an event in two periods
//! belongs to both reports. It must have been held: it is neither cancelled (`held: no`) nor a
//! draft or an announcement whose day has passed (unless it says `held: yes`), and it began by the
//! day of signing, or by the day of the build if that is later.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::plan;
use crate::calendar::Period;
use crate::config::DirectionId;
use crate::content::post::{Post, PostMeta};
use crate::content::report::{EventOrder, Report, ReportKind, ReportLinks, ReportOptions};
use crate::site::Site;

#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    pub(super) site: &'a Site,
    /// The period of the report.
    pub(super) period: Period,
    pub(super) kind: ReportKind,
    /// The options in the report's front matter.
    pub(super) options: &'a ReportOptions,
    /// The prefix of links to pages of the section.
    pub(super) url_prefix: &'a str,
    /// An event that began after this day does not count as held.
    held_until: Date,
    /// Whether a plan is made, in which events are still to come.
    pub(super) in_plan: bool,
}

/// An event as reports and plans see it.
#[derive(Clone, Copy, Debug)]
pub struct ReportEvent<'a> {
    pub(super) post: &'a Post,
    /// Its page; `None` if the page is not published.
    pub(super) path: Option<&'a str>,
    /// Whether its post still is an announcement, though its day has passed.
    pub(super) awaits_story: bool,
    /// Whether its page has photos.
    pub(super) has_photos: bool,
}

/// Why a planned event is not in the table of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotHeldReason {
    /// The post says that it was not held.
    NotHeld,
    /// Its day has passed, but the post is still a draft.
    Draft,
    /// Its day has passed, but the post is still an announcement.
    AwaitsStory,
    ToCome,
}

/// The order of events in reports and plans.
pub(super) fn by_date(a: &Post, b: &Post) -> Ordering {
    (a.meta.date, &a.slug, &a.file).cmp(&(b.meta.date, &b.slug, &b.file))
}

impl<'a> ReportEvent<'a> {
    pub fn title(&self) -> &'a str {
        &self.post.title
    }

    pub fn direction(&self) -> DirectionId {
        self.post.meta.direction
    }
}

impl<'a> Scope<'a> {
    /// The scope of `report`. `url_prefix` precedes links to pages of the section: nothing for
    /// pages, the section's URL for files, which are passed on.
    pub fn new(site: &'a Site, report: &'a Report, url_prefix: &'a str) -> Self {
        Self {
            site,
            period: report.meta.period,
            kind: report.meta.kind,
            options: &report.meta.options,
            url_prefix,
            in_plan: false,
            held_until: report.meta.signed.map_or(site.today, |signed| signed.max(site.today)),
        }
    }

    /// The same scope for another period.
    pub(super) fn during(self, period: Period) -> Self {
        Self { period, ..self }
    }

    /// The same scope for a plan.
    pub(super) fn for_plan(self) -> Self {
        Self { in_plan: true, ..self }
    }

    /// All events, held or not.
    pub(super) fn all_events(&self) -> impl Iterator<Item = ReportEvent<'a>> + use<'a> {
        let published = self.site.events.iter().map(|event| ReportEvent {
            post: &event.document,
            path: Some(&*event.path),
            awaits_story: event.details.awaits_story,
            has_photos: !event.links.photos.is_empty(),
        });
        let left_out = self.site.left_out.iter().map(|post| ReportEvent {
            post,
            path: None,
            awaits_story: false,
            has_photos: false,
        });
        published.chain(left_out)
    }

    /// The posts included in reports that have a day in `days`, by date.
    fn events_in(&self, days: RangeInclusive<Date>) -> Vec<ReportEvent<'a>> {
        let is_included = |event: &ReportEvent<'_>| {
            event.post.meta.report && event.post.meta.date.overlaps(&days)
        };
        let mut events: Vec<_> = self.all_events().filter(is_included).collect();
        match self.options.order {
            EventOrder::Date => events.sort_by(|a, b| by_date(a.post, b.post)),
            EventOrder::Plan => {
                events.sort_by(|a, b| plan::order(a.post).cmp(&plan::order(b.post)));
            }
        }
        events
    }

    fn is_held(&self, event: &ReportEvent<'_>) -> bool {
        let ReportEvent { post, awaits_story, .. } = event;
        let counts_as_held = post.meta.held.unwrap_or(!post.draft && !awaits_story);
        counts_as_held && post.meta.date.first() <= self.held_until
    }

    /// The events that were held, by date.
    pub fn held(&self) -> Vec<ReportEvent<'a>> {
        self.held_in(self.period.days())
    }

    /// All held events up to the end of the period, by date.
    pub(super) fn held_up_to_end(&self) -> Vec<ReportEvent<'a>> {
        self.held_in(Date::MIN..=self.period.last())
    }

    fn held_in(&self, days: RangeInclusive<Date>) -> Vec<ReportEvent<'a>> {
        self.events_in(days).into_iter().filter(|event| self.is_held(event)).collect()
    }

    /// The first day of an event in the period.
    pub fn first_day(&self, event: &ReportEvent<'_>) -> Date {
        event.post.meta.date.first().max(self.period.first())
    }

    /// The planned events that were not held, by date.
    pub(super) fn not_held(&self) -> Vec<(ReportEvent<'a>, NotHeldReason)> {
        let with_reason = |event: ReportEvent<'a>| {
            let reason = match event.post.meta.held {
                _ if self.is_held(&event) => return None,
                Some(false) => NotHeldReason::NotHeld,
                // A term may still be kept until its last day.
                _ if !event.post.meta.has_days() && event.post.meta.due() > self.period.last() => {
                    return None;
                }
                _ if event.post.meta.due() > self.held_until => NotHeldReason::ToCome,
                _ if event.post.draft => NotHeldReason::Draft,
                _ => NotHeldReason::AwaitsStory,
            };
            Some((event, reason))
        };
        self.events_in(self.period.days()).into_iter().filter_map(with_reason).collect()
    }

    /// The link to an event; `None` if the event has no page.
    pub(super) fn event_link(&self, event: &ReportEvent<'_>) -> Option<String> {
        let external =
            event.post.meta.link.as_ref().filter(|_| self.options.links == ReportLinks::Outside);
        external.cloned().or_else(|| Some(format!("{}{}", self.url_prefix, event.path?)))
    }

    /// The absolute form of a link, for printing.
    pub(super) fn printed_link(&self, link: &str) -> String {
        if link.contains("://") { link.to_owned() } else { self.site.config.url(link) }
    }

    /// The date of an event; it says so if the event extends beyond the period.
    pub(super) fn date(&self, post: &PostMeta) -> String {
        let date = &post.date;
        let before = date.first() < self.period.first();
        let after = date.last() > self.period.last();
        let mark = match (before, after) {
            (false, false) => "",
            (true, false) => " (продолжение)",
            (false, true) => " (продолжается)",
            (true, true) => " (продолжение, продолжается)",
        };
        format!("{}{mark}", post.date_text())
    }
}
