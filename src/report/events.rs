//! The table of events of a report, and the table of planned events that were not held.

use super::document::{Cell, Column, EMPTY_CELL, Row, Table};
use super::scope::{NotHeldReason, ReportEvent, Scope};
use crate::content::post::Post;
use crate::content::report::{EmptyDirections, Numbering};

/// The name of the table of events.
pub const EVENTS_TABLE: &str = "events";

/// The text for a direction without events.
pub(crate) const NO_EVENTS: &str = "Мероприятий не было";

/// The events that were held, grouped by direction, in the columns usual for such reports.
pub(super) fn events_table(scope: &Scope<'_>) -> Table {
    let held = scope.held();
    let mut rows = Vec::with_capacity(held.len() + scope.site.config.directions.len());
    let (mut directions, mut events) = (0, 0);
    for id in scope.site.config.direction_ids() {
        let direction = scope.site.config.direction(id);
        let mut in_direction =
            held.iter().filter(|event| event.post.meta.direction == id).peekable();
        if in_direction.peek().is_none() {
            if scope.options.empty == EmptyDirections::Shown {
                rows.push(Row::Section(direction.title.clone()));
                let cells = ["", NO_EVENTS, EMPTY_CELL, EMPTY_CELL, EMPTY_CELL];
                rows.push(Row::Cells(cells.map(Cell::from).into()));
            }
            continue;
        }
        rows.push(Row::Section(direction.title.clone()));
        directions += 1;
        for (index, event) in in_direction.enumerate() {
            events += 1;
            let number = match scope.options.numbering {
                Numbering::Running => Some(events),
                Numbering::Directions => (index == 0).then_some(directions),
            };
            rows.push(Row::Cells(cells(scope, event, number)));
        }
    }
    let columns = [
        ("№ п/п", 2),
        ("Мероприятие", 9),
        ("Целевая аудитория, количество участников", 7),
        ("Дата проведения", 5),
        ("Ссылка на сайт с новостью о мероприятии (при наличии)", 7),
    ];
    Table {
        name: EVENTS_TABLE.to_owned(),
        title: String::new(),
        columns: columns.map(|(title, width)| Column::new(title, width)).into(),
        rows,
    }
}

fn cells(scope: &Scope<'_>, event: &ReportEvent<'_>, number: Option<u64>) -> Vec<Cell> {
    let post = event.post;
    let link = scope.event_link(event);
    vec![
        number.map(Cell::row_number).unwrap_or_default(),
        Cell::from(&*post.title),
        Cell::from(&*audience_text(post)),
        Cell::from(&*scope.date(&post.meta)),
        // Shows the whole URL, because reports are printed.
        Cell {
            text: link.as_ref().map_or(EMPTY_CELL.to_owned(), |link| scope.printed_link(link)),
            value: None,
            link,
        },
    ]
}

/// «Обучающиеся центра (21 человек)»
fn audience_text(post: &Post) -> String {
    match (&post.meta.audience, &post.meta.participants) {
        (Some(audience), Some(participants)) => format!("{audience} ({participants})"),
        (Some(audience), None) => audience.clone(),
        (None, Some(participants)) => participants.to_string(),
        (None, None) => EMPTY_CELL.to_owned(),
    }
}

/// The planned events that were not held; `None` if there are none.
pub(super) fn not_held_table(scope: &Scope<'_>) -> Option<Table> {
    let planned = scope.not_held();
    if planned.is_empty() {
        return None;
    }
    let row = |(number, (event, reason)): (usize, &(ReportEvent<'_>, NotHeldReason))| {
        let reason = match reason {
            NotHeldReason::NotHeld => "не проведено",
            NotHeldReason::Draft | NotHeldReason::AwaitsStory => "нет сведений о проведении",
            NotHeldReason::ToCome => "ещё впереди",
        };
        Row::Cells(vec![
            Cell::number(number as u64 + 1),
            Cell::from(&*event.post.title),
            Cell::from(&*scope.site.config.direction(event.post.meta.direction).short),
            Cell::from(&*event.post.meta.date_text()),
            Cell::from(reason),
        ])
    };
    let columns =
        [("№ п/п", 2), ("Мероприятие", 9), ("Направление", 6), ("Срок", 5), ("Что с ним", 5)];
    Some(Table {
        name: "not-held".to_owned(),
        title: "Запланировано, но не проведено".to_owned(),
        columns: columns.map(|(title, width)| Column::new(title, width)).into(),
        rows: planned.iter().enumerate().map(row).collect(),
    })
}
