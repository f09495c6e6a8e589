//! Writes a document in any of the formats. A new format needs a variant of [`Format`] and an arm in
//! [`to_bytes`].

use super::{ExportError, SignedLines, csv, docx, ods, odt, xlsx};
use crate::photos::EmbeddedImages;
use crate::report::{Block, EVENTS_TABLE, ReportDocument, Table, chart};
use crate::site::Format;

/// The bytes of `document` in `format`. A workbook gets a sheet for each table and chart; CSV, which holds
/// a single table, gets the table of events, or else the first one. `images` are the
/// [`required_pictures`] of the document; a missing one is replaced by its description.
///
/// # Errors
/// If a table has more rows than the format can hold.
pub fn to_bytes(
    document: &ReportDocument,
    format: Format,
    images: &EmbeddedImages,
) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::Docx => docx(document, images),
        Format::Odt => odt(document, images),
        Format::Xlsx | Format::Ods => {
            let charts: Vec<Table> = document.blocks.iter().filter_map(chart_table).collect();
            let tables = document.blocks.iter().filter_map(as_table).chain(&charts);
            let tables: Vec<&Table> = tables.collect();
            let write = if format == Format::Xlsx { xlsx } else { ods };
            write(&tables, &SignedLines::of(document), document.date)
        }
        Format::Csv => {
            let tables = || document.blocks.iter().filter_map(as_table);
            let main =
                tables().find(|table| table.name == EVENTS_TABLE).or_else(|| tables().next());
            csv(main.unwrap_or(&Table::default()))
        }
    }
}

/// The paths of the pictures that a file of this format shows.
pub fn required_pictures(document: &ReportDocument, format: Format) -> Vec<&str> {
    match format {
        Format::Docx | Format::Odt => {
            document.pictures().iter().map(|picture| &*picture.path).collect()
        }
        _ => Vec::new(),
    }
}

fn as_table(block: &Block) -> Option<&Table> {
    match block {
        Block::Table(table) => Some(table),
        _ => None,
    }
}

fn chart_table(block: &Block) -> Option<Table> {
    match block {
        Block::Chart(chart) => Some(chart::to_table(chart)),
        _ => None,
    }
}
