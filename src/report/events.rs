//! The table of events of a report, and the table of planned events that were not held.

use super::document::{Cell, Column, EMPTY_CELL, Row, Table};
use super::scope::{NotHeldReason, ReportEvent, Scope};
use crate::config::EventColumn;
use crate::content::report::{EmptyDirections, Numbering};

/// The name of the table of events.
pub const EVENTS_TABLE: &str = "events";

/// The columns usual for such reports.
const COLUMNS: [EventColumn; 5] = [
    EventColumn::Number,
    EventColumn::Title,
    EventColumn::Attendance,
    EventColumn::Date,
    EventColumn::Link,
];

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
    let heads = COLUMNS.map(|column| Column::new(&column.head(&[]), column.width()));
    Table { name: EVENTS_TABLE.to_owned(), title: String::new(), columns: heads.into(), rows }
}

fn cells<'a>(scope: &Scope<'a>, event: &ReportEvent<'a>, number: Option<u64>) -> Vec<Cell> {
    let cell = |column| match column {
        EventColumn::Number => number.map(Cell::row_number).unwrap_or_default(),
        _ => scope.value(column, event).into(),
    };
    COLUMNS.map(cell).into()
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
