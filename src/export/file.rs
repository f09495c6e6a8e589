//! A document in any of the formats.

use super::{Error, csv, docx, xlsx};
use crate::photos::Prints;
use crate::report::{Block, Document, EVENTS, Table, chart};
use crate::site::Format;

/// `document` in this format. A spreadsheet has a sheet for each table and chart; CSV, which can
/// hold but one, has the table of events, else the first. `prints` are its [`pictures`]; one that is
/// not among them is told in words.
///
/// # Errors
/// Where a table has more rows than the format can hold.
pub fn file(document: &Document, format: Format, prints: &Prints) -> Result<Vec<u8>, Error> {
    match format {
        Format::Docx => docx(document, prints),
        Format::Xlsx => {
            let charts: Vec<Table> = document.blocks.iter().filter_map(numbers).collect();
            let tables = document.blocks.iter().filter_map(table).chain(&charts);
            xlsx(&tables.collect::<Vec<_>>(), document.date)
        }
        Format::Csv => {
            let tables = || document.blocks.iter().filter_map(table);
            let main = tables().find(|table| table.name == EVENTS).or_else(|| tables().next());
            csv(main.unwrap_or(&Table::default()))
        }
    }
}

/// Where the pictures are that a file of this format shows.
pub fn pictures(document: &Document, format: Format) -> Vec<&str> {
    match format {
        Format::Docx => document.pictures().iter().map(|picture| &*picture.path).collect(),
        _ => Vec::new(),
    }
}

fn table(block: &Block) -> Option<&Table> {
    match block {
        Block::Table(table) => Some(table),
        _ => None,
    }
}

fn numbers(block: &Block) -> Option<Table> {
    match block {
        Block::Chart(chart) => Some(chart::table(chart)),
        _ => None,
    }
}
