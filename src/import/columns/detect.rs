//! Recognises the head of a table of events, or of another table.

use super::head_rows::{combined, combined_with_third, is_second_row, single};
use super::{ColumnKind, Columns, PostKey, TableColumn};
use crate::calendar::fold;
use crate::config::OwnKey;
use crate::import::rows::SourceRow;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum TableHead {
    /// The head of a table of events.
    Events(Columns),
    /// The head of another table.
    Other,
}

/// How much has to speak for a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Expectation {
    /// At the start of a table.
    Head,
    /// Among the rows of a table of events, where an event may look like a head.
    Row,
}

impl TableHead {
    /// The head that begins with the first of `rows`, and the number of its rows; `None` if that is an
    /// ordinary row.
    pub(in crate::import) fn detect(
        rows: &[SourceRow],
        expected: Expectation,
    ) -> Option<(Self, usize)> {
        Self::detect_with(rows, expected, &[])
    }

    /// As [`Self::detect`]; a column that is called like one of the `own` keys of the site goes there.
    pub(in crate::import) fn detect_with(
        rows: &[SourceRow],
        expected: Expectation,
        own: &[OwnKey],
    ) -> Option<(Self, usize)> {
        let row = rows.first()?;
        let filled: Vec<_> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        if row.table.is_none() || filled.len() < 2 {
            return None;
        }
        let second = rows.get(1).filter(|next| next.table == row.table && is_second_row(row, next));
        let both = second.and_then(|next| Some((Self::of(combined(row, next), expected, own)?, 2)));
        let three = second.zip(rows.get(2)).and_then(|(next, third)| {
            let columns = combined_with_third(combined(row, next), third, row.table)?;
            Some((Self::of(columns, expected, own)?, 3))
        });
        match both {
            _ if matches!(three, Some((Self::Events(_), _))) => three,
            Some((Self::Events(_), _)) => both,
            other => Self::of(single(row), expected, own).map(|head| (head, 1)).or(other),
        }
    }

    fn of(mut columns: Vec<TableColumn>, expected: Expectation, own: &[OwnKey]) -> Option<Self> {
        promote(&mut columns);
        claim_own_keys(&mut columns, own);
        if columns.first().is_some_and(|first| begins_with_digit(&first.head)) {
            return None;
        }
        // Heads have no digits, rows do; a head may have them in words around the first.
        let is_plain = |column: &&TableColumn| {
            !column.head.contains(|c: char| c.is_ascii_digit())
                || expected == Expectation::Head && !begins_with_digit(&column.head)
        };
        let has = |wanted: ColumnKind| {
            columns.iter().filter(is_plain).any(|column| column.kind == Some(wanted))
        };
        let known = columns.iter().filter(|column| column.kind.is_some()).count();
        let named = columns.iter().filter(|column| !column.head.is_empty()).count();
        let has_date =
            has(ColumnKind::Date) || has(ColumnKind::PlannedDate) || has(ColumnKind::DateEnd);
        let has_participants =
            [ColumnKind::Audience, ColumnKind::Count, ColumnKind::People].into_iter().any(has);
        let is_numbered = has(ColumnKind::Number);
        let says_events = columns.iter().filter(is_plain).any(|column| {
            let head = fold(&column.head);
            column.kind == Some(ColumnKind::Title)
                && ["мероприят", "событи"].iter().any(|word| head.contains(word))
        });
        let is_events = has(ColumnKind::Title)
            && match expected {
                Expectation::Head => {
                    has_date && (is_numbered || says_events || known * 2 > named)
                        || says_events && (is_numbered && known > 2 || known == named && known > 1)
                        || says_events && is_numbered && has_participants
                }
                Expectation::Row => {
                    let digits =
                        |column: &TableColumn| column.head.contains(|c: char| c.is_ascii_digit());
                    !columns.iter().any(digits)
                        && (has_date && (known == named || is_numbered)
                            || says_events && is_numbered && has_participants)
                }
            };
        if is_events && (says_events || !is_inventory(&columns)) {
            let width = columns.iter().map(|column| column.range.end).max().unwrap_or(0);
            return Some(Self::Events(Columns { all: columns, width }));
        }
        is_numbered.then_some(Self::Other)
    }
}

/// Whether the columns describe things: «Инв. номер», «Цена».
fn is_inventory(columns: &[TableColumn]) -> bool {
    const MARKS: [&str; 12] = [
        "инв",
        "стоимост",
        "цена",
        "марка",
        "модель",
        "поставщик",
        "ед. изм",
        "единиц",
        "серийн",
        "заводск",
        "изготовит",
        "производит",
    ];
    columns.iter().any(|column| {
        let head = fold(&column.head);
        MARKS.iter().any(|mark| head.starts_with(mark))
    })
}

/// Gives the columns that name own keys to these. The title and the date stay: without them there are
/// no events.
fn claim_own_keys(columns: &mut [TableColumn], own: &[OwnKey]) {
    let needed = [ColumnKind::Title, ColumnKind::Date].map(Some);
    for column in columns.iter_mut().filter(|column| !needed.contains(&column.kind)) {
        let last = || column.head.rsplit_once(": ").map(|(_, part)| part);
        let id = OwnKey::find(&column.head, own).or_else(|| OwnKey::find(last()?, own));
        if let Some(id) = id {
            column.kind = Some(ColumnKind::PostKey(PostKey::Own(id)));
            column.noun = None;
        }
    }
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// What stands in for a missing column: «Содержание работы» for the title, «Время» for the date.
pub(super) fn promote(columns: &mut [TableColumn]) {
    let has =
        |columns: &[TableColumn], kind| columns.iter().any(|column| column.kind == Some(kind));
    let mut replace = |wanted: ColumnKind, instead: &[ColumnKind]| {
        if !has(columns, wanted)
            && let Some(column) = instead
                .iter()
                .find_map(|kind| columns.iter().position(|column| column.kind == Some(*kind)))
        {
            columns[column].kind = Some(wanted);
        }
    };
    let field = ColumnKind::PostKey;
    replace(ColumnKind::Date, &[ColumnKind::PlannedDate, ColumnKind::Time]);
    replace(ColumnKind::Title, &[field(PostKey::Summary)]);
    // Of several titles the one that names events counts: «Название» beside «Тема», «Наименование
    // мероприятия» beside «Название».
    let is_title = |column: &&mut TableColumn| column.kind == Some(ColumnKind::Title);
    let rank = |column: &TableColumn| {
        let head = fold(&column.head);
        let names = ["назван", "наименован", "мероприят"].iter().any(|word| head.starts_with(word));
        let of_events = ["мероприят", "событи"].iter().any(|word| head.contains(word));
        usize::from(names) + 2 * usize::from(of_events)
    };
    let titles = || columns.iter().filter(|column| column.kind == Some(ColumnKind::Title));
    let highest = titles().map(rank).max();
    let best = titles().find(|column| Some(rank(column)) == highest);
    let Some(best) = best.map(|column| column.range.clone()) else { return };
    for column in columns.iter_mut().filter(is_title) {
        if column.range != best {
            column.kind = None;
        }
    }
    // Those who were expected are nobody beside those who came.
    let is_count_of = |column: &TableColumn, version: &str| {
        matches!(column.kind, Some(ColumnKind::Count | ColumnKind::Audience | ColumnKind::People))
            && fold(&column.head).contains(version)
    };
    if columns.iter().any(|column| is_count_of(column, "факт")) {
        for column in columns.iter_mut().filter(|column| is_count_of(column, "план")) {
            column.kind = None;
        }
    }
}
