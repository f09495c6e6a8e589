//! Tables whose columns are months or weeks: «Направление | Сентябрь | Октябрь». Each cell holds the
//! titles of its events.

use std::ops::Range;

use super::EventExtractor;
use crate::calendar::{Precision, SchoolBounds, fold};
use crate::import::ImportedDirection;
use crate::import::audience::is_dash;
use crate::import::columns::{ColumnKind, Columns, RowContext, TableColumn};
use crate::import::dated_lines::split_dated_title;
use crate::import::fields::in_genitive;
use crate::import::head_words::{is_number_head, kind_of_head};
use crate::import::rows::{SourceCell, SourceRow};
use crate::import::split::{self, RawEvent};
use crate::import::years::{YearOfDates, parse_term};

/// The head of such a table.
pub(super) struct TimeColumns {
    table: usize,
    /// Columns of the grid, with what their head says.
    columns: Vec<(Range<usize>, String)>,
    /// The first column whose head is no time: directions, or weeks.
    label: Option<usize>,
    /// For messages.
    names: Columns,
}

impl TimeColumns {
    fn detect(row: &SourceRow, year: Option<YearOfDates>) -> Option<Self> {
        let table = row.table?;
        let filled: Vec<&SourceCell> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        let (times, others): (Vec<&SourceCell>, Vec<&SourceCell>) =
            filled.iter().partition(|cell| is_time(&cell.text(), year));
        if times.len() < 2 || others.len() > 2 {
            return None;
        }
        let range = |cell: &SourceCell| cell.column..cell.column + cell.width;
        let column = |cell: &&SourceCell| TableColumn {
            range: range(cell),
            kind: Some(ColumnKind::Title),
            head: cell.text(),
            noun: None,
        };
        let all: Vec<TableColumn> = filled.iter().map(column).collect();
        let width = all.iter().map(|column| column.range.end).max().unwrap_or(0);
        let first_time = times.iter().map(|cell| cell.column).min().unwrap_or(0);
        let label = others
            .iter()
            .filter(|cell| !is_number_head(&fold(&cell.text())))
            .map(|cell| cell.column)
            .min()
            // The head of the first column may be empty.
            .or((first_time > 0).then_some(first_time.saturating_sub(1)));
        Some(Self {
            table,
            columns: times.iter().map(|cell| (range(cell), cell.text())).collect(),
            label,
            names: Columns { all, width },
        })
    }
}

impl EventExtractor<'_> {
    /// Reads a row of such a table, or its head; `false` if `row` is neither.
    pub(super) fn read_time_columns(&mut self, row: &SourceRow) -> bool {
        if self.time_columns.as_ref().is_some_and(|known| Some(known.table) != row.table) {
            self.time_columns = None;
        }
        let in_events = self.table.as_ref().is_some_and(|(table, _)| Some(*table) == row.table);
        let year = self.given_year.or_else(|| self.named.of_table());
        if !in_events && let Some(head) = TimeColumns::detect(row, year) {
            self.start_table(row, head.names.clone());
            self.table = None;
            self.rest.add_head(std::slice::from_ref(row), true);
            self.time_columns = Some(head);
            return true;
        }
        let Some(head) = self.time_columns.take() else { return false };
        self.read_row_of_times(row, &head);
        self.time_columns = Some(head);
        true
    }

    fn read_row_of_times(&mut self, row: &SourceRow, head: &TimeColumns) {
        let context = RowContext { location: &row.location, columns: &head.names };
        let own = || row.cells.iter().filter(|cell| !cell.repeated && !cell.is_empty());
        if let (Some(cell), None) = (own().next(), own().nth(1))
            && cell.width >= head.names.width
        {
            return self.begin_direction(ImportedDirection::Unknown(cell.text()));
        }
        let label = row.cells.iter().find(|cell| Some(cell.column) == head.label);
        let label = label.map(SourceCell::text).unwrap_or_default();
        let is_part = is_part_of_month(&label);
        let direction = match self.parse_direction(&label) {
            Some(direction) => direction,
            None if is_part || label.is_empty() || !label.contains(char::is_alphabetic) => {
                self.direction.clone()
            }
            None => ImportedDirection::Unknown(label.clone()),
        };
        for cell in own() {
            let Some((_, time)) =
                head.columns.iter().find(|(range, _)| range.contains(&cell.column))
            else {
                if Some(cell.column) != head.label && cell.text().contains(char::is_alphabetic) {
                    self.rest.add_untaken(head.names.at(cell.column), cell.column);
                }
                continue;
            };
            let mut date = time.clone();
            if is_part {
                date = format!("{label} {}", in_genitive(time));
            } else if is_part_of_month(time)
                && let Some(month) = self.month.clone()
            {
                date = format!("{time} {month}");
            }
            let titles = split::titles_of_cell(&cell.lines, cell.list_lines);
            let events = titles.into_iter().filter(|title| !is_dash(title)).map(|title| {
                let (title, date) =
                    split_dated_title(&title, self.year_of(&date)).unwrap_or((title, date.clone()));
                RawEvent { title, date, ..RawEvent::default() }
            });
            let events: Vec<RawEvent> = events.collect();
            self.add_events(events, &direction, context);
        }
        if let Some(event) = self.result.events.last_mut() {
            for link in row.cells.iter().flat_map(|cell| &cell.links) {
                if crate::url::is_absolute(link) {
                    event.add_link(link.clone());
                }
            }
        }
    }

    /// The year of dates in the column of `time`, which may name its own: «Сентябрь 2024».
    fn year_of(&self, time: &str) -> Option<YearOfDates> {
        let named = || {
            let term = parse_term(time, None, &self.config.bounds).ok()?;
            Some(YearOfDates::Calendar(term.date.first().year()))
        };
        self.year.or_else(named)
    }
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

/// «2 неделя», «I декада».
fn is_part_of_month(text: &str) -> bool {
    let folded = fold(text);
    ["недел", "декад"].iter().any(|part| folded.contains(part))
}
