//! Reads OpenDocument texts and spreadsheets, as LibreOffice and MyOffice write them.

use quick_xml::events::BytesStart;

use super::ImportError;
use super::archive::{Archive, attribute};
use super::rows::{MAX_COLUMNS, SourceCell, SourceRow};
use super::tables::TableBuilder;
use super::xml::{ElementContent, XmlHandler, read_xml};
use crate::calendar::EventDate;

/// How often a filled row or cell may be repeated: a sheet without content goes on for a million rows.
const MAX_REPEATED: usize = 1000;

/// The rows of a text or of the sheets of a spreadsheet.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Vec<SourceRow>, ImportError> {
    let xml = content(archive)?;
    let mut parser = Parser::default();
    read_xml(&xml, &mut parser)?;
    parser.tables.finish()
}

/// The part with the content, unless a password protects it.
pub(super) fn content(archive: &mut Archive<'_>) -> Result<String, ImportError> {
    let manifest = archive.read_text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(ImportError::Protected);
    }
    archive.read_text("content.xml")?.ok_or(ImportError::Broken)
}

#[derive(Default)]
struct Parser {
    tables: TableBuilder,
    /// Open paragraphs: text stands in them alone.
    paragraphs: usize,
    is_sheet: bool,
    /// The day that the open cell holds, in ISO 8601.
    date: Option<String>,
    /// How often the open cell and the open row are repeated.
    cell_repeated: usize,
    row_repeated: usize,
}

impl XmlHandler for Parser {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<ElementContent, ImportError> {
        let number = |name| attribute(tag, name).and_then(|value| value.parse::<usize>().ok());
        match tag.local_name().as_ref() {
            "spreadsheet" => self.is_sheet = true,
            "table" => {
                self.tables.start_table()?;
                if self.is_sheet {
                    self.tables.name_sheet(&attribute(tag, "name").unwrap_or_default());
                }
            }
            "table-row" => {
                self.tables.start_row()?;
                self.row_repeated = number("number-rows-repeated").unwrap_or(1);
            }
            "table-cell" => {
                self.tables.start_cell()?;
                self.tables
                    .set_span(number("number-columns-spanned"), number("number-rows-spanned"));
                self.cell_repeated = number("number-columns-repeated").unwrap_or(1);
                self.date = attribute(tag, "date-value");
            }
            "p" | "h" => self.paragraphs += 1,
            "list-item" => self.tables.mark_numbered(),
            "s" => {
                let spaces = number("c").unwrap_or(1).min(MAX_COLUMNS);
                self.tables.push_text(&" ".repeat(spaces));
            }
            "tab" => self.tables.push_text(" "),
            "line-break" => self.tables.end_line()?,
            "a" => {
                if let Some(target) = attribute(tag, "href") {
                    self.tables.push_link(&target);
                }
            }
            // Deleted text, notes, headers that repeat on each page, and what is no content.
            "tracked-changes" | "annotation" | "note" | "automatic-styles" | "font-face-decls"
            | "forms" | "named-expressions" | "database-ranges" | "validation" | "shapes" => {
                return Ok(ElementContent::Skip);
            }
            _ => {}
        }
        Ok(ElementContent::Read)
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        match name {
            "table" => self.tables.end_table()?,
            "table-row" => {
                self.tables.end_row()?;
                self.tables.repeat_row(self.row_repeated, MAX_REPEATED)?;
            }
            "table-cell" => {
                self.tables.end_line()?;
                if let Some(date) = self.date.take() {
                    self.tables.change_cell(|cell| write_date(cell, &date));
                }
                self.tables.end_cell()?;
                self.tables.repeat_cell(self.cell_repeated, MAX_REPEATED)?;
            }
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.tables.end_line()?;
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), ImportError> {
        if self.paragraphs > 0 {
            self.tables.push_text(text);
        }
        Ok(())
    }
}

/// Replaces a date that is shown in an unusual way. «дек.22» and «14:30» are as they are shown.
fn write_date(cell: &mut SourceCell, date: &str) {
    let shown = cell.text();
    if EventDate::parse(&shown, None).is_err() && !shown.contains(':') {
        let day = date.split('T').next().unwrap_or_default();
        let year = day.split('-').next().unwrap_or_default();
        // «November 2023» shows no day.
        let numbers = shown.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty());
        let has_month = shown.contains(char::is_alphabetic)
            && numbers.clone().count() == 1
            && numbers.clone().all(|number| number.len() > 1 && year.ends_with(number));
        let end = if has_month { 7 } else { day.len() };
        cell.lines = vec![day.get(..end).unwrap_or(day).to_owned()];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_stays_a_month_and_other_dates_are_days() {
        for (shown, date, written) in [
            ("November 2023", "2023-11-01", "2023-11"),
            ("Mar.24", "2024-03-01", "2024-03"),
            ("понедельник", "2022-12-05", "2022-12-05"),
            ("Mon 5", "2022-12-05T00:00:00", "2022-12-05"),
            ("5.12.2022", "2022-12-05", "5.12.2022"),
        ] {
            let mut cell = SourceCell { lines: vec![shown.to_owned()], ..SourceCell::new(0, 1) };
            write_date(&mut cell, date);
            assert_eq!(cell.text(), written, "{shown}");
        }
    }
}
