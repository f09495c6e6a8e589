//! The section's tables with their places in the site: which pages show them, which files their
//! rows lead to, and what is missing.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Event, Format, links};
use crate::content::data::{CellValue, DataTable, TableKind};
use crate::content::markdown::Body;
use crate::content::short_code::{Part, ShortCode};
use crate::content::{Content, Page};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// A table of the section.
#[derive(Debug)]
pub struct SectionTable {
    /// What its file says.
    pub records: Arc<DataTable>,
    /// For each row, the file of the site that it leads to.
    pub files: Vec<Option<SectionFile>>,
    /// Whether a published page shows it: only then it and its files can be had.
    pub shown: bool,
}

/// A file that a row of a table leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionFile {
    /// Its address, from the section's root.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
}

impl SectionTable {
    /// What it is about.
    pub fn kind(&self) -> TableKind {
        self.records.kind
    }

    /// Its address as a file.
    pub fn path(&self, format: Format) -> String {
        format!("{FOLDER}/{}.{}", self.kind().name(), format.extension())
    }

    /// The date inside its files: no build may change them.
    pub fn date(&self) -> Date {
        // A spreadsheet's date cannot be earlier.
        const NONE: Date = jiff::civil::date(1980, 1, 1);
        self.records.date().unwrap_or(NONE)
    }
}

/// The folder of the tables' files in the output.
const FOLDER: &str = "data";

/// Whether `page` shows nothing: it is made of codes alone, and there is nothing for any of them.
/// A table whose file is missing is a mistake, and no empty table.
pub(super) fn is_empty(page: &Page, content: &Content, events: &[Event]) -> bool {
    let without = |part: &Part| match part {
        Part::Table(kind) => {
            let known = content.data.iter().find(|records| records.kind == *kind);
            known.is_some_and(|records| records.rows.is_empty())
        }
        Part::Gallery => !has_photos(content, events),
        _ => false,
    };
    page.body.has_only_short_codes() && page.body.codes.iter().all(|code| without(&code.part))
}

/// Reports the short codes of published texts that have nothing to show.
pub(super) fn check_codes<'b>(
    bodies: impl Iterator<Item = &'b Body>,
    content: &Content,
    events: &[Event],
    diagnostics: &mut Diagnostics,
) {
    for body in bodies {
        // Where nothing speaks of a table, nothing is missed until it has rows.
        let unannounced = body.has_only_short_codes() && body.headings.is_empty();
        let of_code = |code: &ShortCode| match code.part {
            Part::Table(kind) => missing(&content.data, kind, &code.place),
            Part::Gallery if !has_photos(content, events) => Some(
                Diagnostic::warning("галерея пуста: ни у одного события нет фотографий")
                    .at(code.place.clone())
                    .hint("добавьте фотографии к событиям или уберите эту строку"),
            ),
            _ => None,
        };
        let found = body.codes.iter().filter_map(of_code);
        diagnostics.extend(found.filter(|problem| problem.is_error() || !unannounced));
    }
}

/// Whether any event will have a gallery.
fn has_photos(content: &Content, events: &[Event]) -> bool {
    events.iter().any(|event| links::has_gallery(&content.attachments, &event.post))
}

/// The kinds of tables that `bodies` show.
pub(super) fn shown<'b>(bodies: impl Iterator<Item = &'b Body>) -> Vec<TableKind> {
    let kinds = bodies.flat_map(|body| &body.codes).filter_map(|code| match code.part {
        Part::Table(kind) => Some(kind),
        _ => None,
    });
    kinds.collect()
}

/// What is wrong with a code at `place` that asks for a table of `kind`, if anything is.
pub fn missing(data: &[Arc<DataTable>], kind: TableKind, place: &Place) -> Option<Diagnostic> {
    let file = kind.file();
    match data.iter().find(|records| records.kind == kind) {
        None => Some(
            Diagnostic::error(format!("нет данных для таблицы: нет файла `{file}`"))
                .at(place.clone())
                .hint(
                    "создайте его или уберите эту строку; что в нём писать, сказано в руководстве",
                ),
        ),
        Some(records) if records.rows.is_empty() && records.valid => Some(
            Diagnostic::warning(format!("таблицы не будет: в файле `{file}` нет ни одной строки"))
                .at(place.clone())
                .hint("добавьте в него строки или уберите код со страницы"),
        ),
        Some(_) => None,
    }
}

/// The file that the row number `row` of `records` names, if it names one.
pub(super) fn named(records: &DataTable, row: usize) -> Option<(&str, &Place)> {
    records.rows.get(row)?.values.iter().flatten().find_map(|value| match value {
        CellValue::File(file, place) => Some((file.as_str(), place)),
        _ => None,
    })
}
