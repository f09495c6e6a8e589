//! The report's table of events, and that of what was planned and not held.

use super::document::{Cell, Column, NOTHING, Row, Table};
use super::scope::{Fate, Listed, Scope};
use crate::content::post::Post;
use crate::content::report::{Empty, Numbering};

/// The name of the table of events.
pub const EVENTS: &str = "events";

/// What stands in place of a direction's events where there were none.
pub(crate) const NO_EVENTS: &str = "Мероприятий не было";

/// The table of the events that were held, by direction, with the columns that such reports have.
pub(super) fn events(scope: &Scope<'_>) -> Table {
    let held = scope.held();
    let mut rows = Vec::with_capacity(held.len() + scope.site.config.directions.len());
    let (mut directions, mut events) = (0, 0);
    for (id, direction) in scope.site.config.directions.iter().enumerate() {
        let mut own = held.iter().filter(|listed| listed.post.direction == id).peekable();
        if own.peek().is_none() {
            if scope.options.empty == Empty::Shown {
                rows.push(Row::Section(direction.title.clone()));
                let cells = ["", NO_EVENTS, NOTHING, NOTHING, NOTHING];
                rows.push(Row::Cells(cells.map(Cell::from).into()));
            }
            continue;
        }
        rows.push(Row::Section(direction.title.clone()));
        directions += 1;
        for (place, listed) in own.enumerate() {
            events += 1;
            let number = match scope.options.numbering {
                Numbering::Running => Some(events),
                Numbering::Directions => (place == 0).then_some(directions),
            };
            rows.push(Row::Cells(cells(scope, listed, number)));
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
        name: EVENTS.to_owned(),
        title: String::new(),
        columns: columns.map(|(title, width)| Column::new(title, width)).into(),
        rows,
    }
}

fn cells(scope: &Scope<'_>, listed: &Listed<'_>, number: Option<u64>) -> Vec<Cell> {
    let post = listed.post;
    let link = scope.address(listed);
    vec![
        number.map(Cell::place).unwrap_or_default(),
        Cell::from(&*post.title),
        Cell::from(&*audience(post)),
        Cell::from(&*scope.date(&post.date)),
        // What is read is the whole address, wherever it stands: a report is printed.
        Cell {
            text: link.as_ref().map_or(NOTHING.to_owned(), |link| scope.absolute(link)),
            value: None,
            link,
        },
    ]
}

/// Who it was for, and how many took part: «Обучающиеся центра (21 человек)».
fn audience(post: &Post) -> String {
    match (&post.audience, &post.participants) {
        (Some(audience), Some(participants)) => format!("{audience} ({participants})"),
        (Some(audience), None) => audience.clone(),
        (None, Some(participants)) => participants.to_string(),
        (None, None) => NOTHING.to_owned(),
    }
}

/// The table of what was planned and not held; none where all was.
pub(super) fn not_held(scope: &Scope<'_>) -> Option<Table> {
    let planned = scope.not_held();
    if planned.is_empty() {
        return None;
    }
    let row = |(number, (listed, fate)): (usize, &(Listed<'_>, Fate))| {
        let fate = match fate {
            Fate::NotHeld => "не проведено",
            Fate::Unknown => "нет сведений о проведении",
            Fate::ToCome => "ещё впереди",
        };
        Row::Cells(vec![
            Cell::number(number as u64 + 1),
            Cell::from(&*listed.post.title),
            Cell::from(&*scope.site.config.directions[listed.post.direction].short),
            Cell::from(&*listed.post.date.to_string()),
            Cell::from(fate),
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
