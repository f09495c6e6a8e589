//! Rows with a single text: directions, months, and the rest of a title.

use super::EventExtractor;
use super::above::RowAbove;
use super::row_kinds::is_total;
use crate::calendar::{Precision, fold};
use crate::import::ImportedDirection;
use crate::import::columns::{ColumnKind, Columns, RowContext};
use crate::import::rows::{SourceCell, SourceRow};
use crate::import::split;
use crate::import::years::{YearOfDates, parse_term};

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
            let is_number = columns.kind_at(cell.column) == Some(ColumnKind::Number);
            if !is_number && text.contains(|c: char| c.is_ascii_digit()) {
                self.rest.add_untaken(columns.at(cell.column), cell.column);
            }
            return;
        }
        if is_total(&[cell]) {
            self.rest.totals += 1;
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
            _ if is_section => self.begin_section(row, &text),
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

    /// Begins the section `text` in `row`, a direction that the site may not have.
    pub(super) fn begin_section(&mut self, row: &SourceRow, text: &str) {
        let heading = self.parse_direction(text);
        let heading = heading.unwrap_or_else(|| ImportedDirection::Unknown(text.to_owned()));
        let is_known = matches!(heading, ImportedDirection::Known(_));
        self.begin_direction(heading);
        self.section = (!is_known).then(|| (row.clone(), text.to_owned()));
    }

    /// Keeps the text of a section without events: it is a note.
    pub(super) fn end_section(&mut self) {
        if let Some((row, text)) = self.section.take() {
            self.rest.add_line(&row, &text);
        }
    }

    pub(super) fn begin_direction(&mut self, heading: ImportedDirection) {
        self.direction = match heading {
            ImportedDirection::Unknown(text) => {
                ImportedDirection::Unknown(without_number(&text).to_owned())
            }
            heading => heading,
        };
        self.end_section();
        self.above = RowAbove::default();
        (self.announced_direction, self.last_line, self.can_continue_title) = (None, None, false);
    }

    /// Begins the section of a month or of another part of the year, «Ноябрь 2024 г.», «I полугодие»;
    /// `false` if `text` is none.
    fn begin_month(&mut self, text: &str) -> bool {
        let text = text.trim_end_matches([':', '.', ' ']);
        let year = self.year.or(Some(YearOfDates::Calendar(2000)));
        let is_month = parse_term(text, year, &self.config.bounds)
            .is_ok_and(|term| !term.is_exact || term.date.precision() == Precision::Month);
        if is_month {
            self.month = Some(text.to_owned());
            self.can_continue_title = false;
            self.above = RowAbove::default();
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

/// A heading without the number before it: «I. Техническая направленность», «Раздел 2. Экскурсии».
fn without_number(text: &str) -> &str {
    let text = text.trim();
    let Some((number, rest)) = text.split_once(['.', ')', ':']) else { return text };
    let number = ["Раздел", "раздел", "РАЗДЕЛ", "Блок", "Модуль"]
        .iter()
        .find_map(|word| number.strip_prefix(word))
        .unwrap_or(number)
        .trim();
    let is_number = !number.is_empty()
        && (number.bytes().all(|byte| byte.is_ascii_digit())
            || number.chars().all(|c| "IVXІХ".contains(c)));
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
    if is_number && !rest.is_empty() { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::without_number;

    #[test]
    fn headings_lose_their_numbers() {
        for (text, heading) in [
            ("I. Техническая направленность", "Техническая направленность"),
            ("Раздел 2. Экскурсии", "Экскурсии"),
            ("1.2. Конкурсы", "Конкурсы"),
            ("Направление 7. Шахматы", "Направление 7. Шахматы"),
            ("Работа с родителями", "Работа с родителями"),
            ("IV.", "IV."),
        ] {
            assert_eq!(without_number(text), heading);
        }
    }
}
