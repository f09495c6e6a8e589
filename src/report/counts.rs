//! What a report counts, in numbers for the person who makes it.

use super::scope::{NotHeldReason, Scope};
use super::totals::Totals;
use crate::calendar::EventDate;
use crate::content::report::Report;
use crate::site::Site;

/// Numbers of events of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReportCounts {
    /// In the report.
    pub held: usize,
    /// In the held ones.
    pub participations: u64,
    /// Left out, because their posts are drafts.
    pub drafts: usize,
    /// Left out, because their posts still are announcements.
    pub awaiting_story: usize,
    /// Left out, because they were cancelled.
    pub cancelled: usize,
    /// Left out, because their day is still to come.
    pub to_come: usize,
}

/// The numbers of `report`.
pub fn count_events(site: &Site, report: &Report) -> ReportCounts {
    let scope = Scope::new(site, report, "");
    let held = scope.held();
    let totals = Totals::sum(&held);
    let mut counts = ReportCounts {
        held: held.len(),
        participations: totals.participations(),
        ..ReportCounts::default()
    };
    for (_, reason) in scope.not_held() {
        let count = match reason {
            NotHeldReason::Draft => &mut counts.drafts,
            NotHeldReason::AwaitsStory => &mut counts.awaiting_story,
            NotHeldReason::NotHeld => &mut counts.cancelled,
            NotHeldReason::ToCome => &mut counts.to_come,
        };
        *count += 1;
    }
    counts
}

/// An event of the period that the report leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOutEvent {
    pub title: String,
    /// The file of its post, relative to the site's root.
    pub file: String,
    pub date: EventDate,
    pub reason: NotHeldReason,
}

/// The events that `report` leaves out, by date.
pub fn left_out(site: &Site, report: &Report) -> Vec<LeftOutEvent> {
    let not_held = Scope::new(site, report, "").not_held().into_iter();
    let left_out = not_held.map(|(event, reason)| LeftOutEvent {
        title: event.post.title.clone(),
        file: event.post.file.clone(),
        date: event.post.meta.date,
        reason,
    });
    left_out.collect()
}
