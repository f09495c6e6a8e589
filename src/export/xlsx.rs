//! Writes an Excel workbook with one sheet per table.
//!
//! Text is stored as text, never as a formula; text that looks like one is marked to remain text when
//! the cell is edited. Numbers are stored as numbers. The head stays visible when scrolling and is
//! printed on each page. Sheets print on A4 in landscape, fitted to the width of the page.

mod sheet;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use self::sheet::{CellFormats, SheetWriter};
use super::sheets::{SignedLines, sheet_name};
use super::{ExportError, package};
use crate::report::Table;

/// The bytes of a workbook with a sheet for each of `tables`; `date` is its creation date.
///
/// # Errors
/// If a table has more rows or columns than a sheet can hold.
pub fn xlsx(tables: &[&Table], signed: &SignedLines, date: Date) -> Result<Vec<u8>, ExportError> {
    let failed = ExportError::new("файл .xlsx");
    let bytes = write_workbook(tables, signed, date).map_err(|error| failed(&error))?;
    package::repack(&bytes).map_err(|error| failed(&error))
}

fn write_workbook(
    tables: &[&Table],
    signed: &SignedLines,
    date: Date,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // Packed anew below.
    book.set_zip_compression_level(1);
    let mut properties = DocProperties::new().set_creation_datetime(&creation_time(date)?);
    if let Some(table) = tables.first() {
        properties = properties.set_title(&table.title);
    }
    book.set_properties(&properties);
    let formats = CellFormats::new();
    let mut names = Vec::new();
    let unsigned = SignedLines::default();
    for (at, table) in tables.iter().enumerate() {
        let signed = if at == 0 { signed } else { &unsigned };
        let name = sheet_name(table, &names);
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        names.push(name);
        SheetWriter::new(sheet, &formats, table).write(table, signed)?;
    }
    book.save_to_buffer()
}

fn creation_time(date: Date) -> Result<ExcelDateTime, XlsxError> {
    // Excel has no dates before 1900.
    let year = u16::try_from(date.year()).unwrap_or_default().max(1900);
    ExcelDateTime::from_ymd(year, date.month().unsigned_abs(), date.day().unsigned_abs())
}
