//! Recognises the heads of such tables.

use super::{Grid, GridColumns};
use crate::calendar::{Precision, SchoolBounds, fold};
use crate::import::columns::{ColumnKind, Columns, TableColumn, column_of};
use crate::import::head_words::{is_number_head, kind_of_head};
use crate::import::rows::{SourceCell, SourceRow};
use crate::import::years::{YearOfDates, parse_term};

/// So many labels have to be times before a table is one of months.
const LABELS: usize = 12;

impl Grid {
    fn new(row: &SourceRow, table: usize, has: GridColumns, columns: &[&SourceCell]) -> Self {
        let filled = row.cells.iter().filter(|cell| !cell.is_empty());
        let range = |cell: &SourceCell| cell.column..cell.column + cell.width;
        let column = |cell: &SourceCell| TableColumn {
            range: range(cell),
            kind: Some(ColumnKind::Title),
            head: cell.text(),
            noun: None,
        };
        let all: Vec<TableColumn> = filled.clone().map(column).collect();
        let width = all.iter().map(|column| column.range.end).max().unwrap_or(0);
        let first = columns.iter().map(|cell| cell.column).min().unwrap_or(0);
        let label = filled
            .filter(|cell| !columns.iter().any(|column| column.column == cell.column))
            .filter(|cell| !is_number_head(&fold(&cell.text())))
            .map(|cell| cell.column)
            .min()
            // The head of the first column may be empty.
            .or((first > 0).then_some(first.saturating_sub(1)));
        Self {
            table,
            columns: columns.iter().map(|cell| (range(cell), cell.text())).collect(),
            label,
            has,
            time: String::new(),
            marked: None,
            names: Columns { all, width },
        }
    }

    /// The head of a table whose columns are times. The first of `rows` is the head.
    pub(super) fn of_times(rows: &[SourceRow], year: Option<YearOfDates>) -> Option<Self> {
        let row = rows.first()?;
        let filled: Vec<&SourceCell> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        let (times, others): (Vec<&SourceCell>, Vec<&SourceCell>) =
            filled.iter().partition(|cell| is_time(&cell.text(), year));
        if times.len() < 2 {
            return None;
        }
        let names_events =
            others.iter().any(|cell| kind_of_head(&cell.text()) == Some(ColumnKind::Title));
        if !names_events && (others.len() > 2 || holds_counts(rows, &times)) {
            return None;
        }
        let mut grid = Self::new(row, row.table?, GridColumns::Times, &times);
        if names_events {
            // The marks stand in for a column with the date.
            let first = grid.columns.iter().map(|(range, _)| range.start).min()?;
            let mut all: Vec<TableColumn> = others.iter().map(|cell| column_of(cell)).collect();
            let date = TableColumn { kind: Some(ColumnKind::Date), ..column_of(times.first()?) };
            all.push(TableColumn { range: first..first + 1, ..date });
            all.sort_by_key(|column| column.range.start);
            grid.marked = Some(Columns { all, width: grid.names.width });
        }
        Some(grid)
    }

    /// The head of a table whose rows are months and whose columns are directions: «Месяц | Техническое
    /// направление | Работа с родителями». The first of `rows` is the head.
    pub(super) fn of_directions(rows: &[SourceRow], year: Option<YearOfDates>) -> Option<Self> {
        let row = rows.first()?;
        let filled: Vec<&SourceCell> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        let mut heads = filled.iter().map(|cell| (*cell, kind_of_head(&cell.text())));
        let is_label = |kind| matches!(kind, Some(ColumnKind::Date | ColumnKind::Time));
        let is_numbered = heads.clone().next()?.1 == Some(ColumnKind::Number);
        let label = heads.nth(usize::from(is_numbered)).filter(|(_, kind)| is_label(*kind))?.0;
        let columns: Vec<_> = heads.collect();
        let is_event = |cell: &SourceCell| {
            let head = fold(&cell.text());
            ["мероприят", "событи", "работ"].iter().any(|word| head.contains(word))
        };
        let is_direction = |(cell, kind): &(&SourceCell, Option<ColumnKind>)| match kind {
            None => !fold(&cell.text()).contains("примечан"),
            Some(ColumnKind::Direction | ColumnKind::People) => true,
            Some(ColumnKind::Title) => is_event(cell),
            _ => false,
        };
        if columns.len() < 2 || !columns.iter().all(is_direction) {
            return None;
        }
        // Below stand months, or other terms.
        let below = rows.get(1..)?.iter().take_while(|next| next.table == row.table);
        let label_of = |row: &SourceRow| {
            let cell = row.cells.iter().find(|cell| cell.column == label.column);
            cell.map(SourceCell::text).filter(|text| !text.is_empty())
        };
        let times: Vec<String> = below.filter_map(label_of).take(LABELS).collect();
        let year = year.or(Some(YearOfDates::Calendar(2000)));
        let is_term = |text: &String| {
            parse_term(text.trim_matches([' ', '.', ':']), year, &SchoolBounds::default()).is_ok()
        };
        if times.is_empty() || !times.iter().all(is_term) {
            return None;
        }
        let columns: Vec<&SourceCell> = columns.iter().map(|(cell, _)| *cell).collect();
        if holds_counts(rows, &columns) {
            return None;
        }
        Some(Self::new(row, row.table?, GridColumns::Directions, &columns))
    }
}

/// Whether most of what stands below `columns` are numbers: a table of totals, where nothing is a title.
fn holds_counts(rows: &[SourceRow], columns: &[&SourceCell]) -> bool {
    let table = rows.first().and_then(|head| head.table);
    let below = rows.iter().skip(1).take_while(|row| row.table == table).take(LABELS);
    let cells = below.flat_map(|row| &row.cells).filter(|cell| {
        columns.iter().any(|head| (head.column..head.column + head.width).contains(&cell.column))
    });
    let (mut counts, mut titles) = (0, 0);
    for text in cells.map(SourceCell::text) {
        if text.contains(char::is_alphabetic) {
            titles += 1;
        } else if text.contains(|letter: char| letter.is_ascii_digit()) {
            counts += 1;
        }
    }
    counts > titles
}

/// Whether the head of a column is a month, or a numbered part of a month or a year.
fn is_time(text: &str, year: Option<YearOfDates>) -> bool {
    const PARTS: [&str; 6] = ["недел", "декад", "четверт", "полугод", "квартал", "триместр"];
    let year = year.or(Some(YearOfDates::Calendar(2000)));
    let text = text.trim_matches([' ', '.', ':']);
    let Ok(term) = parse_term(text, year, &SchoolBounds::default()) else { return false };
    let folded = fold(text);
    let is_part = || {
        let first = folded.split([' ', '-']).next().unwrap_or_default();
        folded.contains(' ')
            && !PARTS.iter().any(|part| first.starts_with(part))
            && PARTS.iter().any(|part| folded.contains(part))
    };
    let is_month = term.is_exact
        && term.date.precision() == Precision::Month
        && text.contains(char::is_alphabetic);
    text.chars().count() < 30
        && kind_of_head(text).is_none()
        && (is_month || !term.is_exact && is_part())
}
