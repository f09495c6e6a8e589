//! The table of events of a report, and the table of planned events that were not held.

use super::document::{Cell, Column, EMPTY_CELL, Row, Table};
use super::scope::{NotHeldReason, ReportEvent, Scope};
use super::totals::Totals;
use super::values::count_in;
use crate::config::EventColumn;
use crate::content::report::{EmptyDirections, Numbering};

/// The name of the table of events.
pub const EVENTS_TABLE: &str = "events";

/// The text for a direction without events.
pub(crate) const NO_EVENTS: &str = "Мероприятий не было";

/// The columns usual for such reports.
pub(super) const USUAL: [EventColumn; 5] = [
    EventColumn::Number,
    EventColumn::Title,
    EventColumn::Attendance,
    EventColumn::Date,
    EventColumn::Link,
];

/// The events that were held, grouped by direction, in the `chosen` columns or those usual for such
/// reports. A table that has a column for the direction is one list.
pub(super) fn events_table(scope: &Scope<'_>, chosen: &[EventColumn]) -> Table {
    let held = scope.held();
    let columns = columns_for(chosen, &held);
    let usual = if chosen.is_empty() { Numbering::Directions } else { Numbering::Running };
    let numbering = scope.options.numbering.unwrap_or(usual);
    let mut rows = Vec::with_capacity(held.len() + scope.site.config.directions.len());
    let (mut directions, mut events) = (0, 0);
    if columns.contains(&EventColumn::Direction) {
        rows.extend(
            (1..).zip(&held).map(|(number, event)| {
                Row::Cells(event_cells(scope, &columns, event, Some(number)))
            }),
        );
    } else {
        for id in scope.site.config.direction_ids() {
            let direction = scope.site.config.direction(id);
            let mut in_direction =
                held.iter().filter(|event| event.post.meta.direction == id).peekable();
            if in_direction.peek().is_none() {
                if scope.options.empty == EmptyDirections::Shown {
                    rows.push(Row::Section(direction.title.clone()));
                    rows.push(Row::Cells(no_events_cells(&columns)));
                }
                continue;
            }
            rows.push(Row::Section(direction.title.clone()));
            directions += 1;
            for (index, event) in in_direction.enumerate() {
                events += 1;
                let number = match numbering {
                    Numbering::Running => Some(events),
                    Numbering::Directions => (index == 0).then_some(directions),
                };
                rows.push(Row::Cells(event_cells(scope, &columns, event, number)));
            }
        }
    }
    rows.extend(sum_row(&columns, &held).filter(|_| !chosen.is_empty()));
    let own = &scope.site.config.own_keys;
    let heads = columns.iter().map(|column| Column::new(&column.head(own), column.width()));
    Table { name: EVENTS_TABLE.to_owned(), title: String::new(), columns: heads.collect(), rows }
}

/// The cells of an event in `columns`; `number` is that of the row.
pub(super) fn event_cells<'a>(
    scope: &Scope<'a>,
    columns: &[EventColumn],
    event: &ReportEvent<'a>,
    number: Option<u64>,
) -> Vec<Cell> {
    let cell = |column: &EventColumn| match column {
        EventColumn::Number => number.map(Cell::row_number).unwrap_or_default(),
        column => scope.value(*column, event).into(),
    };
    columns.iter().map(cell).collect()
}

/// The columns of the table. Where participants are counted by kind alone, those who were counted
/// together get a column too: otherwise they would be lost.
fn columns_for(chosen: &[EventColumn], held: &[ReportEvent<'_>]) -> Vec<EventColumn> {
    if chosen.is_empty() {
        return USUAL.into();
    }
    let mut columns = chosen.to_vec();
    let has_all = columns.iter().any(|column| {
        matches!(
            column,
            EventColumn::Total
                | EventColumn::MixedPeople
                | EventColumn::Participants
                | EventColumn::Attendance
        )
    });
    let last = columns.iter().rposition(|column| column.is_split_count());
    if let Some(last) = last.filter(|_| !has_all && Totals::sum(held).people.mixed > 0) {
        columns.insert(last + 1, EventColumn::MixedPeople);
    }
    columns
}

/// The row of a direction without events.
fn no_events_cells(columns: &[EventColumn]) -> Vec<Cell> {
    let words = words_column(columns);
    let cell = |(at, column): (usize, &EventColumn)| match column {
        _ if Some(at) == words => Cell::from(NO_EVENTS),
        EventColumn::Number => Cell::default(),
        _ => Cell::from(EMPTY_CELL),
    };
    columns.iter().enumerate().map(cell).collect()
}

/// The sums of the columns with numbers of participants; `None` if there is none.
fn sum_row(columns: &[EventColumn], held: &[ReportEvent<'_>]) -> Option<Row> {
    columns.iter().find(|column| column.is_count())?;
    let sums = Totals::sum(held).people;
    let words = words_column(columns);
    let cell = |(at, column): (usize, &EventColumn)| match column {
        column if column.is_count() => Cell::number(count_in(*column, &sums)),
        _ if Some(at) == words => Cell::from("Всего"),
        _ => Cell::default(),
    };
    Some(Row::Total(columns.iter().enumerate().map(cell).collect()))
}

/// The column for words about the whole row: the title, or the first one that has words.
fn words_column(columns: &[EventColumn]) -> Option<usize> {
    let title = columns.iter().position(|column| *column == EventColumn::Title);
    title.or_else(|| {
        columns.iter().position(|column| !column.is_count() && *column != EventColumn::Number)
    })
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
