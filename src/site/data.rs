//! The section's tables with their places in the site: which pages show them, which files their
//! rows link to, and which are missing.

use std::sync::Arc;

use jiff::civil::Date;

use super::bundles::Bundles;
use super::documents::Documents;
use super::{Event, Format, addresses, links};
use crate::content::data::{CellValue, DataTable, TableKind};
use crate::content::markdown::Body;
use crate::content::short_code::{Part, ShortCode};
use crate::content::{Content, Page};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// A table of the section.
#[derive(Debug)]
pub struct SectionTable {
    pub records: Arc<DataTable>,
    /// For each row, the file of the site that it links to.
    pub files: Vec<Option<SectionFile>>,
    /// Whether a published page shows it; otherwise neither it nor its files are published.
    pub shown: bool,
}

/// A file that a row of a table links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionFile {
    /// Its address, from the section's root.
    pub path: String,
    /// In bytes.
    pub size: u64,
}

impl SectionTable {
    pub fn kind(&self) -> TableKind {
        self.records.kind
    }

    /// Its address as a file.
    pub fn path(&self, format: Format) -> String {
        addresses::table(self.kind().name(), format)
    }

    /// The date in the metadata of its files: that of the content, so that builds give equal bytes.
    pub fn date(&self) -> Date {
        // The earliest date that a ZIP, and so a spreadsheet, can have.
        const EARLIEST: Date = jiff::civil::date(1980, 1, 1);
        self.records.date().unwrap_or(EARLIEST)
    }
}

/// Whether `page` shows nothing: its body is short codes alone, and none of them has content. A table
/// whose file is missing is an error, not an empty table.
pub(super) fn is_empty(
    page: &Page,
    content: &Content,
    bundles: &Bundles<'_>,
    events: &[Event],
) -> bool {
    let is_empty = |part: &Part| match part {
        Part::Table(kind) => {
            let records = content.data.iter().find(|records| records.kind == *kind);
            records.is_some_and(|records| records.rows.is_empty())
        }
        Part::Gallery => !has_photos(content, bundles, events),
        _ => false,
    };
    page.body.has_only_short_codes() && page.body.codes.iter().all(|code| is_empty(&code.part))
}

/// Reports the short codes of published documents that have nothing to show.
pub(super) fn check_codes(
    documents: &Documents,
    content: &Content,
    bundles: &Bundles<'_>,
    diagnostics: &mut Diagnostics,
) {
    let events = &documents.events;
    for body in documents.static_bodies() {
        // Without words or a heading about the table, readers do not miss it until it has rows.
        let is_unannounced = body.has_only_short_codes() && body.headings.is_empty();
        let problem_of = |code: &ShortCode| match code.part {
            Part::Table(kind) => missing(&content.data, kind, &code.place),
            Part::Gallery if !has_photos(content, bundles, events) => Some(
                Diagnostic::warning("галерея пуста: ни у одного события нет фотографий")
                    .at(code.place.clone())
                    .hint("добавьте фотографии к событиям или уберите эту строку"),
            ),
            _ => None,
        };
        let found = body.codes.iter().filter_map(problem_of);
        diagnostics.extend(found.filter(|problem| problem.is_error() || !is_unannounced));
    }
}

/// Whether any event will have a gallery.
fn has_photos(content: &Content, bundles: &Bundles<'_>, events: &[Event]) -> bool {
    events.iter().any(|event| links::has_gallery(content, bundles, &event.document))
}

/// The kinds of tables that the short codes of `bodies` show.
pub(super) fn shown<'b>(bodies: impl Iterator<Item = &'b Body>) -> Vec<TableKind> {
    let kinds = bodies.flat_map(|body| &body.codes).filter_map(|code| match code.part {
        Part::Table(kind) => Some(kind),
        _ => None,
    });
    kinds.collect()
}

/// The problem of a code at `place` for a table of `kind`: its file is missing or has no rows.
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

/// The file that row `row` of `records` names, and where.
pub(super) fn file_of_row(records: &DataTable, row: usize) -> Option<(&str, &Place)> {
    records.rows.get(row)?.values.iter().flatten().find_map(|value| match value {
        CellValue::File(file, place) => Some((file.as_str(), place)),
        _ => None,
    })
}
