//! Makes a [`Table`] from a data table in `content/data/`, for pages, spreadsheets and reports.

mod indicators;

use jiff::civil::Date;

use super::document::{Cell, Column, EMPTY_CELL, Row, Table};
use crate::calendar::HalfYearBounds;
use crate::content::data::{CellValue, ColumnDisplay, DataRow, TableKind};
use crate::quantity;
use crate::site::{SectionFile, SectionTable};
use crate::url;

pub(super) use indicators::value_text as indicator_value;

#[derive(Clone, Copy, Debug)]
pub struct TableOptions<'a> {
    /// The prefix of links to files of the section: nothing on its pages, the section's URL in
    /// files, which are passed on.
    pub url_prefix: &'a str,
    /// The last day taken into account: the end of a report's period.
    pub until: Option<Date>,
    /// The half-years by which indicators are compared.
    pub half_years: &'a HalfYearBounds,
}

pub fn table(data: &SectionTable, options: &TableOptions<'_>) -> Table {
    match data.kind() {
        TableKind::Indicators => indicators::table(&data.records, options),
        _ => plain_table(data, options),
    }
}

/// One row per record, and one column per key that any record has.
fn plain_table(data: &SectionTable, options: &TableOptions<'_>) -> Table {
    let records = &data.records;
    let schema = records.kind.schema();
    let has = |at: usize| records.rows.iter().any(|row| row.values[at].is_some());
    let shown: Vec<usize> = (0..schema.columns.len())
        .filter(|&at| schema.columns[at].display == ColumnDisplay::Column && (at == 0 || has(at)))
        .collect();
    let target_column = (0..schema.columns.len())
        .find(|&at| schema.columns[at].display == ColumnDisplay::Link)
        .filter(|_| {
            records
                .rows
                .iter()
                .zip(&data.files)
                .any(|(record, file)| row_target(record, file.as_ref()).is_some())
        });
    let mut columns = Vec::new();
    if schema.numbered {
        columns.push(Column::new("№", 1));
    }
    for at in shown.iter().copied().chain(target_column) {
        let column = &schema.columns[at];
        columns.push(Column::new(column.title, column.width));
    }
    let row = |(number, (record, file)): (usize, (&DataRow, &Option<SectionFile>))| {
        let target = row_target(record, file.as_ref());
        let mut cells = Vec::new();
        if schema.numbered {
            cells.push(Cell::number(number as u64 + 1));
        }
        for &at in &shown {
            let mut cell = data_cell(data, record, at);
            if at == 0 {
                cell.link = target.as_ref().map(|target| target.url(options));
            }
            cells.push(cell);
        }
        if target_column.is_some() {
            let label = target.map_or(EMPTY_CELL.to_owned(), |target| target.label());
            cells.push(Cell::from(label.as_str()));
        }
        Row::Cells(cells)
    };
    let rows = records.rows.iter().zip(&data.files).enumerate().map(row).collect();
    let title = records.title().to_owned();
    Table { name: records.kind.name().to_owned(), title, columns, rows }
}

/// What a row links to.
enum RowTarget<'a> {
    File(&'a SectionFile),
    External(&'a str),
}

fn row_target<'a>(record: &'a DataRow, file: Option<&'a SectionFile>) -> Option<RowTarget<'a>> {
    if let Some(file) = file {
        return Some(RowTarget::File(file));
    }
    // Only tables whose rows have a link have a link column; see [`plain_table`].
    record.values.iter().flatten().find_map(|value| match value {
        CellValue::Url(url) => Some(RowTarget::External(url)),
        _ => None,
    })
}

impl RowTarget<'_> {
    fn url(&self, options: &TableOptions<'_>) -> String {
        match self {
            Self::File(file) => format!("{}{}", options.url_prefix, file.path),
            Self::External(url) => (*url).to_owned(),
        }
    }

    /// «PDF, 240 КБ», or the host of the other site.
    fn label(&self) -> String {
        match self {
            Self::File(file) => {
                let size = quantity::size(file.size);
                match file.path.rsplit_once('.') {
                    Some((_, extension)) => format!("{}, {size}", extension.to_uppercase()),
                    None => size,
                }
            }
            Self::External(url) => url::host(url).to_owned(),
        }
    }
}

/// The cell of column `at`, with the value of a bracketed column behind it.
fn data_cell(data: &SectionTable, record: &DataRow, at: usize) -> Cell {
    let columns = data.records.kind.schema().columns;
    let mut cell = match &record.values[at] {
        None => Cell::from(EMPTY_CELL),
        Some(CellValue::Text(text)) => Cell::from(text.as_str()),
        Some(CellValue::Number(number)) => Cell::number(u64::from(*number)),
        Some(CellValue::Date(date)) => Cell::from(date.to_string().as_str()),
        Some(CellValue::Url(url)) => Cell {
            text: url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).to_owned(),
            link: Some(url.clone()),
            ..Cell::default()
        },
        Some(CellValue::Email(mail)) => {
            Cell { text: mail.clone(), link: Some(format!("mailto:{mail}")), ..Cell::default() }
        }
        Some(CellValue::Phone(phone)) => {
            Cell { text: phone.clone(), link: Some(url::phone(phone)), ..Cell::default() }
        }
        // Shown as a link, or in the table of indicators.
        Some(CellValue::File(..) | CellValue::Target(_) | CellValue::Measurements(_)) => {
            Cell::default()
        }
    };
    if let (Some(CellValue::Number(number)), Some(ColumnDisplay::Brackets(noun))) = (
        record.values.get(at + 1).and_then(Option::as_ref),
        columns.get(at + 1).map(|column| column.display),
    ) {
        let noun = noun.for_count(u64::from(*number));
        cell.text.push_str(&format!(" ({number}\u{a0}{noun})"));
    }
    cell
}
