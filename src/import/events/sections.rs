//! Rows with a single text: directions, months, and the rest of a title.

use super::EventExtractor;
use crate::calendar::{Precision, fold};
use crate::import::ImportedDirection;
use crate::import::columns::{ColumnKind, Columns, RowContext};
use crate::import::rows::{SourceCell, SourceRow};
use crate::import::split;
use crate::import::years::{YearOfDates, parse_date};

impl EventExtractor<'_> {
    /// The direction that `text` names; `None` if it does not look like a direction.
    pub(super) fn parse_direction(&self, text: &str) -> Option<ImportedDirection> {
        match self.config.find_direction(text) {
            Some(direction) => Some(ImportedDirection::Known(direction)),
            None if fold(text).starts_with("направление") => {
                Some(ImportedDirection::Unknown(text.to_owned()))
            }
            None => None,
        }
    }

    pub(super) fn read_single_cell(
        &mut self,
        cell: &SourceCell,
        columns: &Columns,
        row: &SourceRow,
    ) {
        let text = cell.text();
        if let Some(heading) = self.parse_direction(&text) {
            self.begin_direction(heading);
            return;
        }
        // An empty row may already have its № or a dash.
        if !text.contains(char::is_alphabetic) {
            return;
        }
        let spans_row = cell.width > 1 && cell.width + 1 >= columns.width;
        let is_numbered = row.cells.iter().any(|cell| cell.numbered);
        let kind = columns.kind_at(cell.column);
        let is_section = spans_row
            || kind == Some(ColumnKind::Number)
            || cell.column == 0 && !matches!(kind, Some(ColumnKind::Title));
        if (is_section || kind == Some(ColumnKind::Title)) && self.begin_month(&text) {
            return;
        }
        match kind {
            _ if is_section => self.begin_direction(ImportedDirection::Unknown(text)),
            None => self.rest.add_untaken(columns.at(cell.column), cell.column),
            Some(ColumnKind::Title) if !is_numbered && self.continue_title(&text, columns) => {}
            Some(ColumnKind::Title) => self.read_event(row, &[cell], columns),
            Some(kind) => {
                let message = format!("не понять, к какому мероприятию относится «{text}»");
                let context = RowContext { location: &row.location, columns };
                self.result.problems.push(context.error(kind, message));
            }
        }
    }

    pub(super) fn begin_direction(&mut self, heading: ImportedDirection) {
        self.direction = heading;
        (self.announced_direction, self.last_line, self.can_continue_title) = (None, None, false);
    }

    /// Begins the section of a month, «Ноябрь 2024 г.»; `false` if `text` is none.
    fn begin_month(&mut self, text: &str) -> bool {
        let is_month = parse_date(text, self.year.or(Some(YearOfDates::Calendar(2000))))
            .is_ok_and(|date| date.precision() == Precision::Month);
        if is_month {
            self.month = Some(text.to_owned());
            self.can_continue_title = false;
        }
        is_month
    }

    /// Appends `text` to the title of the event right above; `false` if there is none, or if `text` may
    /// be a title of its own: where events have no numbers.
    pub(super) fn continue_title(&mut self, text: &str, columns: &Columns) -> bool {
        if !self.can_continue_title {
            return false;
        }
        let is_numbered = columns.position(&[ColumnKind::Number]).is_some();
        let Some(event) = self.result.events.last_mut() else { return false };
        if !is_numbered && !split::continues(&event.title, text) {
            return false;
        }
        event.title = split::clean_title(&format!("{} {text}", event.title));
        true
    }
}
