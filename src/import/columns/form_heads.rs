//! The tables of a form that somebody wants filled: their heads, recognised as those of a report are.

use super::detect::promote;
use super::head_rows::{combined, is_second_row, single};
use super::{ColumnKind, Columns, TableColumn};
use crate::import::rows::{RowLocation, SourceCell, SourceRow};

/// The most rows of a head.
const MAX_HEIGHT: usize = 4;

/// A head in the rows of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormHead {
    /// The index of its first row.
    pub(crate) at: usize,
    /// Its rows, the one that numbers the columns included.
    pub(crate) height: usize,
    pub(crate) columns: Columns,
}

/// The best head of each table in `rows`, in their order. One without a column for the title is no head
/// of a form.
pub(crate) fn form_heads(rows: &[SourceRow]) -> Vec<FormHead> {
    let mut heads: Vec<(Option<usize>, FormHead)> = Vec::new();
    for at in 0..rows.len() {
        let Some(head) = head_at(rows, at) else { continue };
        match heads.iter_mut().find(|(table, _)| *table == rows[at].table) {
            Some((_, known)) if score(&known.columns) >= score(&head.columns) => {}
            Some((_, known)) => *known = head,
            None => heads.push((rows[at].table, head)),
        }
    }
    heads.into_iter().map(|(_, head)| head).collect()
}

/// How much of a table is understood: the number of its known columns.
pub(crate) fn score(columns: &Columns) -> usize {
    columns.all.iter().filter(|column| column.kind.is_some()).count()
}

/// The head that begins with the row `at`.
fn head_at(rows: &[SourceRow], at: usize) -> Option<FormHead> {
    let row = &rows[at];
    row.table?;
    let filled = row.cells.iter().filter(|cell| !cell.is_empty() && !cell.repeated);
    if filled.count() < 2 {
        return None;
    }
    let mut all = single(row);
    let mut above = row.clone();
    let mut height = 1;
    let mut found = understood(&all).map(|columns| (columns, height));
    while height < MAX_HEIGHT
        && let Some(next) = next_row(rows, at + height - 1)
        && is_second_row(&above, next)
    {
        all = combined(&above, next);
        height += 1;
        found = understood(&all).map(|columns| (columns, height)).or(found);
        // The rows so far as one, for a third.
        above.cells = all
            .iter()
            .map(|column| SourceCell {
                lines: vec![column.head.clone()],
                ..SourceCell::new(column.range.start, column.range.len())
            })
            .collect();
    }
    let (columns, mut height) = found?;
    if next_row(rows, at + height - 1).is_some_and(numbers_columns) {
        height += 1;
    }
    Some(FormHead { at, height, columns })
}

/// The columns, if they are those of a table of events.
fn understood(all: &[TableColumn]) -> Option<Columns> {
    let mut all = all.to_vec();
    promote(&mut all);
    let has_title = all.iter().any(|column| column.kind == Some(ColumnKind::Title));
    let more = all.iter().filter(|column| {
        !matches!(column.kind, None | Some(ColumnKind::Title | ColumnKind::Number))
    });
    let width = all.iter().map(|column| column.range.end).max().unwrap_or(0);
    (has_title && more.count() > 0).then_some(Columns { all, width })
}

/// The row right below, in the same table.
fn next_row(rows: &[SourceRow], at: usize) -> Option<&SourceRow> {
    let (row, next) = (&rows[at], rows.get(at + 1)?);
    let is_next = match (&row.location, &next.location) {
        (RowLocation::Sheet { row, .. }, RowLocation::Sheet { row: next, .. }) => row + 1 == *next,
        _ => true,
    };
    (row.table == next.table && is_next).then_some(next)
}

/// «1 2 3 4» below a head.
fn numbers_columns(row: &SourceRow) -> bool {
    let cells = row.cells.iter().filter(|cell| !cell.is_empty() && !cell.repeated);
    let numbers: Vec<Option<usize>> =
        cells.map(|cell| cell.text().trim_end_matches('.').parse().ok()).collect();
    numbers.len() > 1 && numbers.iter().copied().eq((1..=numbers.len()).map(Some))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u32, cells: &[&str]) -> SourceRow {
        let cell = |(column, text): (usize, &&str)| SourceCell {
            lines: vec![(*text).to_owned()],
            ..SourceCell::new(column, 1)
        };
        let filled = cells.iter().enumerate().filter(|(_, text)| !text.is_empty());
        let name = "Лист".to_owned();
        let location = RowLocation::Sheet { name, row: number };
        SourceRow { location, table: Some(1), cells: filled.map(cell).collect() }
    }

    #[test]
    fn a_row_that_numbers_the_columns_belongs_to_the_head() {
        let head = row(3, &["№", "Мероприятие", "Дата", "Всего"]);
        let height = |below: SourceRow| form_heads(&[head.clone(), below])[0].height;
        assert_eq!(height(row(4, &["1", "2", "3", "4"])), 2);
        assert_eq!(height(row(4, &["1.", "2.", "", "3."])), 2);
        // The number of an empty row, and the value of its formula.
        assert_eq!(height(row(4, &["1", "", "", "0"])), 1);
        assert_eq!(height(row(5, &["1", "2", "3", "4"])), 1, "a row lies between");
    }

    #[test]
    fn a_head_needs_a_title_and_another_column() {
        let rows = [row(1, &["№", "ФИО", "Должность"]), row(2, &["№", "Мероприятие"])];
        assert_eq!(form_heads(&rows), []);
        let best = [row(1, &["Мероприятие", "Дата"]), row(9, &["Мероприятие", "Дата", "Место"])];
        assert_eq!(form_heads(&best)[0].at, 1);
    }
}
