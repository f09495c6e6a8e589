//! Turns rows into events, following the conventions of reports.
//!
//! 1. A head («№», «Мероприятие», «Дата»…) starts a table of events; the head of another table ends
//!    it.
//! 2. A row with a single text is a direction, a month, or continues the title above.
//! 3. Any other row is an event, even without №, or several events in parallel paragraphs.
//!
//! A grid has months as its columns or rows; a card is one event with the heads on its left; a table
//! without a head is read if its columns are certain. These are read as such rows.
//!
//! What is neither is kept in `rest`, to be named or to go elsewhere.

mod above;
mod cards;
mod event_row;
mod grid;
mod headless;
mod row_kinds;
mod sections;

use self::above::RowAbove;
use self::grid::Grid;
use self::row_kinds::{is_above_head, is_numbered_section, is_signature, is_total};
use super::columns::{ColumnKind, Columns, Expectation, TableColumn, TableHead};
use super::footnotes;
use super::rest::{Rest, RestPart};
use super::rows::{SourceCell, SourceRow};
use super::years::{NamedYears, YearOfDates, month_of_sheet, year_of_sheet};
use super::{ImportedDirection, ImportedReport};
use crate::calendar::{EventDate, SchoolYear, fold};
use crate::config::Config;
use crate::report;

/// Extracts all events of `rows`; dates without a year belong to `year`, else to the year of the
/// headings.
pub(super) fn extract(
    rows: &[SourceRow],
    year: Option<YearOfDates>,
    config: &Config,
) -> (ImportedReport, Rest) {
    let mut extractor = EventExtractor {
        given_year: year,
        year,
        named: NamedYears::default(),
        config,
        table: None,
        grid: None,
        section: None,
        above: RowAbove::default(),
        seen_table: None,
        direction: ImportedDirection::Missing,
        announced_direction: None,
        last_line: None,
        month: None,
        can_continue_title: false,
        latest: None,
        neighbour: None,
        result: ImportedReport::default(),
        rest: Rest::default(),
    };
    let mut at = 0;
    while at < rows.len() {
        at += extractor.read(&rows[at..]);
    }
    extractor.end_section();
    let EventExtractor { mut result, mut rest, .. } = extractor;
    footnotes::attach(&mut result, &mut rest);
    (result, rest)
}

struct EventExtractor<'a> {
    /// The year that the user names.
    given_year: Option<YearOfDates>,
    /// The year of dates without one, in the current table.
    year: Option<YearOfDates>,
    named: NamedYears,
    config: &'a Config,
    /// Number and columns of the current table of events.
    table: Option<(usize, Columns)>,
    /// The current table whose columns or rows are months.
    grid: Option<Grid>,
    /// A row that was taken for a direction, with its text, until an event stands below it.
    section: Option<(SourceRow, String)>,
    /// The cells of the rows above, for cells that mean the same.
    above: RowAbove,
    /// The table of the row above, of whatever kind.
    seen_table: Option<usize>,
    direction: ImportedDirection,
    /// A direction named by a line between tables.
    announced_direction: Option<ImportedDirection>,
    /// The last line between tables. It is a direction after all if the table continues below it.
    last_line: Option<String>,
    /// The month, or another part of the year, of the current section of the table; else that of the
    /// heading.
    month: Option<String>,
    /// Whether the last event is in the row right above.
    can_continue_title: bool,
    /// The latest date read so far.
    latest: Option<EventDate>,
    /// The school year of the last date that names its year.
    neighbour: Option<SchoolYear>,
    result: ImportedReport,
    rest: Rest,
}

impl EventExtractor<'_> {
    /// Reads the first of `rows`, or a head of two; returns their number.
    fn read(&mut self, rows: &[SourceRow]) -> usize {
        let Some(row) = rows.first() else { return 1 };
        if let Some(height) = self.read_cards(rows) {
            self.seen_table = rows.get(height - 1).and_then(|row| row.table);
            return height;
        }
        if self.read_grid(rows) {
            self.seen_table = row.table;
            return 1;
        }
        let in_events = row.table.is_some()
            && self.table.as_ref().is_some_and(|(table, _)| Some(*table) == row.table);
        let expected = if in_events { Expectation::Row } else { Expectation::Head };
        let read = match TableHead::detect_with(rows, expected, &self.config.own_keys) {
            Some((TableHead::Events(columns), height)) if self.is_of_things(&columns) => {
                self.table = None;
                self.rest.add_head(&rows[..height], false);
                height
            }
            Some((TableHead::Events(columns), height)) => {
                self.start_table(row, columns);
                self.rest.add_head(&rows[..height], true);
                height
            }
            Some((TableHead::Other, height)) => {
                self.table = None;
                self.rest.add_head(&rows[..height], false);
                height
            }
            None if is_above_head(rows) && !in_events => {
                self.table = None;
                self.read_heading(row);
                1
            }
            None => {
                self.start_headless_table(rows);
                self.read_row(row);
                1
            }
        };
        self.seen_table = row.table;
        read
    }

    fn start_table(&mut self, row: &SourceRow, columns: Columns) {
        let same_table = self.table.as_ref().is_some_and(|(table, _)| Some(*table) == row.table);
        self.end_section();
        if let Some(heading) = self.announced_direction.take() {
            self.direction = heading;
        } else if !same_table {
            self.direction = ImportedDirection::Missing;
        }
        let sheet = row.location.sheet();
        if !same_table {
            let month = sheet.and_then(month_of_sheet).or_else(|| self.named.month());
            (self.month, self.latest, self.neighbour) = (month, None, None);
        }
        self.above = RowAbove::default();
        (self.last_line, self.can_continue_title) = (None, false);
        let named = || self.named.of_table().or_else(|| year_of_sheet(sheet?));
        self.year = self.given_year.or_else(named);
        if self.result.year.is_none() {
            self.result.year = self.year;
        }
        self.table = row.table.map(|table| (table, columns));
    }

    fn read_row(&mut self, row: &SourceRow) {
        let filled: Vec<&SourceCell> =
            row.cells.iter().filter(|cell| !cell.repeated && !cell.is_empty()).collect();
        let Some(table) = row.table else {
            return self.read_heading(row);
        };
        let Some(columns) = self.columns_of(row, table) else {
            // The title of a sheet stands in its first cell.
            if let [cell] = filled[..] {
                self.named.add_line(&cell.text());
            }
            match filled[..] {
                [cell] if !self.rest.is_in_table(table) => self.rest.add_line(row, &cell.text()),
                _ => self.rest.add_row(row),
            }
            return;
        };
        // A direction may have its own №.
        let with_text =
            filled.iter().filter(|cell| columns.kind_at(cell.column) != Some(ColumnKind::Number));
        let with_text: Vec<_> = with_text.map(|cell| cell.text()).collect();
        if let [text] = &with_text[..]
            && let Some(heading) = self.parse_direction(text)
        {
            return self.begin_direction(heading);
        }
        // «Мероприятий не было» with dashes in the other columns: a direction without events.
        let has_words = |text: &&String| text.contains(char::is_alphabetic);
        if with_text.iter().filter(has_words).eq([report::NO_EVENTS]) {
            self.can_continue_title = false;
            return;
        }
        match filled[..] {
            [] => {}
            [cell] => self.read_single_cell(cell, &columns, row),
            _ if is_total(&filled) => self.rest.totals += 1,
            _ if is_signature(&filled) => {
                let texts: Vec<_> = filled.iter().map(|cell| cell.text()).collect();
                self.rest.add_line(row, &texts.join(" "));
            }
            [number, cell] if is_numbered_section(number, cell, &columns) => {
                self.begin_section(row, &cell.text());
            }
            _ => self.read_event(row, &filled, &columns),
        }
    }

    /// Whether a table with such columns lists things, because the line above it says so: «Оборудование»
    /// above «Наименование» and «Дата».
    fn is_of_things(&self, columns: &Columns) -> bool {
        const THINGS: [&str; 8] = [
            "оборудован",
            "программ",
            "мебел",
            "инвентар",
            "квалификац",
            "документ",
            "литератур",
            "пособи",
        ];
        let is_bare = |column: &TableColumn| {
            column.kind == Some(ColumnKind::Title)
                && ["назван", "наименован"].iter().any(|word| fold(&column.head).starts_with(word))
                && !column.head.trim().contains(' ')
        };
        let Some(RestPart::Text(line)) = self.rest.parts.last() else { return false };
        let line = fold(&line.text);
        line.len() < 200
            && !["мероприят", "событи"].iter().any(|word| line.contains(word))
            && THINGS.iter().any(|word| line.contains(word))
            && columns.all.iter().any(is_bare)
    }

    /// Reads a line between tables, or the title of a sheet.
    fn read_heading(&mut self, row: &SourceRow) {
        let text = row.cells.iter().map(SourceCell::text).collect::<Vec<_>>().join(" ");
        self.named.add_line(&text);
        self.rest.add_line(row, text.trim());
        match self.parse_direction(&text) {
            Some(heading) => self.announced_direction = Some(heading),
            None if row.table.is_none() => self.last_line = Some(text),
            None => {}
        }
    }

    /// The columns of the table that `row` belongs to, if it is one of events. A table without a head
    /// continues the one above if it is as wide and goes on with events.
    fn columns_of(&mut self, row: &SourceRow, table: usize) -> Option<Columns> {
        let (current, columns) = self.table.as_mut()?;
        if *current != table {
            let width = row.cells.last().map_or(0, |cell| cell.column + cell.width);
            let has_value = row.cells.iter().any(|cell| {
                let is_due = matches!(
                    columns.kind_at(cell.column),
                    Some(ColumnKind::Number | ColumnKind::Date | ColumnKind::PlannedDate)
                );
                is_due && cell.text().contains(|c: char| c.is_ascii_digit())
            });
            let is_wide_row = row.cells.iter().filter(|cell| !cell.is_empty()).count() == 1;
            if width != columns.width || !has_value && !is_wide_row {
                self.table = None;
                return None;
            }
            *current = table;
        }
        Some(columns.clone())
    }
}
