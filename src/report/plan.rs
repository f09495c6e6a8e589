//! The plan: every event of a period, held or not, with a mark of what became of it.
//!
//! A plan is approved once and kept for a year, so it is the same on any day: what an event became is
//! read from its post. Only a text that tells nothing is judged by the day.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::document::{Block, Column, ReportDocument, Row, Table};
use super::events::event_cells;
use super::scope::{ReportEvent, Scope};
use super::values::ColumnValue;
use crate::calendar::Period;
use crate::config::EventColumn;
use crate::content::post::Post;
use crate::content::report::Report;
use crate::site::Site;

/// The name of the table of a plan.
pub const PLAN_TABLE: &str = "plan";

/// What became of a planned event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PlanMark {
    Held,
    /// To another date than that of the plan.
    Moved,
    NotHeld,
    /// Nothing is known yet: the mark is left for a pen.
    Open,
}

/// The columns of a plan, with heads and widths of their own.
pub(super) const COLUMNS: [(EventColumn, &str, u16); 7] = [
    (EventColumn::Number, "№ п/п", 2),
    (EventColumn::Title, "Мероприятие", 8),
    (EventColumn::Summary, "Краткое содержание", 9),
    (EventColumn::Audience, "Участники", 5),
    (EventColumn::Term, "Срок", 5),
    (EventColumn::Responsible, "Ответственный", 5),
    (EventColumn::Mark, "Отметка о выполнении", 6),
];

/// The plan for the period of `scope`, grouped by direction, in the `chosen` columns or the usual ones.
pub(super) fn plan_table(scope: &Scope<'_>, chosen: &[EventColumn]) -> Table {
    let scope = &scope.for_plan();
    let mut events: Vec<_> =
        scope.all_events().filter(|event| belongs(event.post, &scope.period)).collect();
    events.sort_by(|a, b| order(a.post).cmp(&order(b.post)));
    let own = &scope.site.config.own_keys;
    let (columns, heads): (Vec<_>, Vec<_>) = if chosen.is_empty() {
        COLUMNS.map(|(column, head, width)| (column, Column::new(head, width))).into_iter().unzip()
    } else {
        let head = |column: &EventColumn| Column::new(&column.head(own), column.width());
        chosen.iter().map(|column| (*column, head(column))).unzip()
    };
    let mut rows = Vec::new();
    let mut number = 0;
    let mut row = |event| {
        number += 1;
        Row::Cells(event_cells(scope, &columns, event, Some(number)))
    };
    if columns.contains(&EventColumn::Direction) {
        rows.extend(events.iter().map(row));
        return Table { name: PLAN_TABLE.to_owned(), title: String::new(), columns: heads, rows };
    }
    for id in scope.site.config.direction_ids() {
        let direction = scope.site.config.direction(id);
        let mut in_direction =
            events.iter().filter(|event| event.post.meta.direction == id).peekable();
        if in_direction.peek().is_some() {
            rows.push(Row::Section(direction.title.clone()));
        }
        rows.extend(in_direction.map(&mut row));
    }
    Table { name: PLAN_TABLE.to_owned(), title: String::new(), columns: heads, rows }
}

/// How many events the plans in a document have.
pub fn planned_events(document: &ReportDocument) -> usize {
    let of_plan = |block: &Block| match block {
        Block::Table(table) if table.name == PLAN_TABLE => {
            table.rows.iter().filter(|row| matches!(row, Row::Cells(_))).count()
        }
        _ => 0,
    };
    document.blocks.iter().map(of_plan).sum()
}

/// Whether the plan has the event: a plan for a school year those of its folder, also those in the
/// August before it, in which the year is prepared.
fn belongs(post: &Post, period: &Period) -> bool {
    if let (Some(year), Some(of_post)) = (period.as_school_year(), post.meta.school_year) {
        return year == of_post;
    }
    let days: RangeInclusive<Date> = period.days();
    let is_planned = post.meta.planned.as_ref().is_some_and(|term| term.date.overlaps(&days));
    is_planned || post.meta.date.overlaps(&days)
}

/// The order of events in plans, and of reports that follow the plan.
pub(super) fn order(post: &Post) -> (Date, Date, &str, &str) {
    let (due, last) = match &post.meta.planned {
        Some(planned) => (planned.due(), planned.date.last()),
        None => (post.meta.due(), post.meta.date.last()),
    };
    (due, last, &post.slug, &post.file)
}

/// The mark of what became of an event.
pub(super) fn mark(scope: &Scope<'_>, event: &ReportEvent<'_>) -> ColumnValue {
    let post = event.post;
    match outcome(scope, event) {
        PlanMark::Held => {
            let moved = if is_moved(post) { " (перенесено)" } else { "" };
            let text = format!("проведено {}{moved}", post.meta.date_text());
            let Some(path) = event.path else { return ColumnValue::Text(text) };
            // A plan is printed, so its files show the whole address.
            let url = format!("{}{path}", scope.url_prefix);
            let is_file = !scope.url_prefix.is_empty();
            let text = if is_file { format!("{text}\n{url}") } else { text };
            ColumnValue::Link { url, text }
        }
        PlanMark::Moved => ColumnValue::Text(format!("перенесено на {}", post.meta.date_text())),
        PlanMark::NotHeld => ColumnValue::Text("не проведено".to_owned()),
        PlanMark::Open => ColumnValue::Text(String::new()),
    }
}

/// Whether the event counts as held in a plan.
pub(super) fn is_held(scope: &Scope<'_>, event: &ReportEvent<'_>) -> bool {
    outcome(scope, event) == PlanMark::Held
}

fn outcome(scope: &Scope<'_>, event: &ReportEvent<'_>) -> PlanMark {
    let post = event.post;
    let was_held = match post.meta.held {
        Some(held) => held,
        None => {
            let is_over = || post.meta.date.first() <= scope.site.today;
            !post.draft
                && !post.awaits_story(Date::MAX, || event.has_photos)
                && (!is_judged_by_day(event) || is_over())
        }
    };
    match post.meta.held {
        _ if was_held => PlanMark::Held,
        Some(false) => PlanMark::NotHeld,
        _ if is_moved(post) => PlanMark::Moved,
        _ => PlanMark::Open,
    }
}

/// Whether neither the post nor its photos tell whether the event was held, so that the day decides.
fn is_judged_by_day(event: &ReportEvent<'_>) -> bool {
    let post = event.post;
    post.meta.held.is_none()
        && !post.draft
        && !post.awaits_story(Date::MAX, || event.has_photos)
        && !event.has_photos
        && !post.tells_of_the_past()
}

/// The posts of a plan whose mark depends on the day on which it is made.
pub fn judged_by_day<'s>(site: &'s Site, report: &'s Report) -> Vec<&'s Post> {
    let scope = Scope::new(site, report, "");
    let scope = scope.for_plan();
    let events = scope.all_events().filter(|event| belongs(event.post, &scope.period));
    events.filter(is_judged_by_day).map(|event| event.post).collect()
}

/// Whether the event has another date than that of the plan.
fn is_moved(post: &Post) -> bool {
    let term = post.meta.planned.as_ref();
    term.is_some_and(|term| !term.date.is_unknown() && !term.date.overlaps(&post.meta.date.days()))
}
