//! The plan: every event of a period, held or not, with a mark of what became of it.
//!
//! A plan is approved once and kept for a year, so it is the same on any day: what an event became is
//! read from its post. Only a text that tells nothing is judged by the day.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::document::{Cell, Column, EMPTY_CELL, Row, Table};
use super::scope::Scope;
use crate::calendar::Period;
use crate::content::post::Post;

/// The name of the table of a plan.
pub const PLAN_TABLE: &str = "plan";

/// An event of a plan.
struct PlanEvent<'a> {
    post: &'a Post,
    /// Its page; `None` if the page is not published.
    path: Option<&'a str>,
    /// Whether its page has photos.
    has_photos: bool,
}

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

/// The plan for the period of `scope`, grouped by direction.
pub(super) fn plan_table(scope: &Scope<'_>) -> Table {
    let mut events = planned_events(scope);
    events.sort_by(|a, b| order(a.post).cmp(&order(b.post)));
    let mut rows = Vec::new();
    let mut number = 0;
    for id in scope.site.config.direction_ids() {
        let direction = scope.site.config.direction(id);
        let mut in_direction =
            events.iter().filter(|event| event.post.meta.direction == id).peekable();
        if in_direction.peek().is_some() {
            rows.push(Row::Section(direction.title.clone()));
        }
        for event in in_direction {
            number += 1;
            rows.push(Row::Cells(cells(scope, event, number)));
        }
    }
    let columns = [
        ("№ п/п", 2),
        ("Мероприятие", 8),
        ("Краткое содержание", 9),
        ("Участники", 5),
        ("Срок", 5),
        ("Ответственный", 5),
        ("Отметка о выполнении", 6),
    ];
    Table {
        name: PLAN_TABLE.to_owned(),
        title: String::new(),
        columns: columns.map(|(title, width)| Column::new(title, width)).into(),
        rows,
    }
}

fn planned_events<'a>(scope: &Scope<'a>) -> Vec<PlanEvent<'a>> {
    let published = scope.site.events.iter().map(|event| PlanEvent {
        post: &event.document,
        path: Some(&*event.path),
        has_photos: !event.links.photos.is_empty(),
    });
    let left_out = scope.site.left_out.iter();
    let left_out = left_out.map(|post| PlanEvent { post, path: None, has_photos: false });
    published.chain(left_out).filter(|event| belongs(event.post, &scope.period)).collect()
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

fn cells(scope: &Scope<'_>, event: &PlanEvent<'_>, number: u64) -> Vec<Cell> {
    let post = event.post;
    let text =
        |text: Option<&str>| Cell::from(text.filter(|text| !text.is_empty()).unwrap_or(EMPTY_CELL));
    let outcome = outcome(scope, event);
    // The beginning of a story tells how the event was, not what is planned.
    let lead = Some(&*post.body.lead).filter(|_| outcome != PlanMark::Held);
    let teachers = (!post.meta.teachers.is_empty()).then(|| post.meta.teachers.join(", "));
    let participants = post.meta.participants.as_ref().map(|all| all.to_string());
    let term = post.meta.planned.as_ref().map(|planned| planned.text.clone());
    vec![
        Cell::row_number(number),
        Cell::from(&*post.title),
        text(post.summary.as_deref().or(lead)),
        text(post.meta.audience.as_deref().or(participants.as_deref())),
        Cell::from(&*term.unwrap_or_else(|| post.meta.date_and_time())),
        text(post.meta.responsible.as_deref().or(teachers.as_deref())),
        mark(scope, event, outcome),
    ]
}

fn mark(scope: &Scope<'_>, event: &PlanEvent<'_>, outcome: PlanMark) -> Cell {
    let post = event.post;
    match outcome {
        PlanMark::Held => {
            let moved = if is_moved(post) { " (перенесено)" } else { "" };
            let text = format!("проведено {}{moved}", post.meta.date_text());
            let Some(path) = event.path else { return Cell::from(&*text) };
            // A plan is printed, so its files show the whole address.
            let link = format!("{}{path}", scope.url_prefix);
            let is_file = !scope.url_prefix.is_empty();
            let text = if is_file { format!("{text}\n{link}") } else { text };
            Cell { text, value: None, link: Some(link) }
        }
        PlanMark::Moved => Cell::from(&*format!("перенесено на {}", post.meta.date_text())),
        PlanMark::NotHeld => Cell::from("не проведено"),
        PlanMark::Open => Cell::default(),
    }
}

fn outcome(scope: &Scope<'_>, event: &PlanEvent<'_>) -> PlanMark {
    let post = event.post;
    let was_held = match post.meta.held {
        Some(held) => held,
        None => {
            let is_over = || post.meta.date.first() <= scope.site.today;
            !post.draft
                && !post.awaits_story(Date::MAX, || event.has_photos)
                && (event.has_photos || post.tells_of_the_past() || is_over())
        }
    };
    match post.meta.held {
        _ if was_held => PlanMark::Held,
        Some(false) => PlanMark::NotHeld,
        _ if is_moved(post) => PlanMark::Moved,
        _ => PlanMark::Open,
    }
}

/// Whether the event has another date than that of the plan.
fn is_moved(post: &Post) -> bool {
    let term = post.meta.planned.as_ref();
    term.is_some_and(|term| !term.date.is_unknown() && !term.date.overlaps(&post.meta.date.days()))
}
