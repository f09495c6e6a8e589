//! The tables of the section: `content/data/*.yaml`, one file for each kind of table.
//!
//! 1. `schemas` declares each kind of table: keys, value types, column titles.
//! 2. `read` reads a file by its schema; `value` reads and checks one value.
//!
//! Whether the files that a table names exist is checked in `site`, which knows all files.

mod amount;
mod date_or_year;
mod kinds;
mod read;
mod schema;
mod schemas;
mod value;

use jiff::civil::Date;

use crate::diagnostic::{Diagnostics, Place};

pub use amount::{Amount, Bound, IndicatorTarget, Measurement};
pub use date_or_year::DateOrYear;
pub use kinds::TableKind;
pub use schema::{ColumnDisplay, ColumnSchema, LinkPolicy, TableSchema, ValueType};

pub(super) use kinds::kind_from_path;

/// The folder of the data files, relative to the site's root.
pub const DATA: &str = "content/data";

/// The contents of one data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataTable {
    pub kind: TableKind,
    /// The file, relative to the site's root.
    pub file: String,
    /// The title given in the file, typeset; it replaces the title of the schema.
    pub title: Option<String>,
    /// The day of the last change, if the file states it.
    pub updated: Option<Date>,
    /// The rows in file order.
    pub rows: Vec<DataRow>,
    /// Whether reading the file reported no errors.
    pub valid: bool,
}

/// One row of a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRow {
    /// One entry for each column of the schema; `None` where the file has no valid value.
    pub values: Vec<Option<CellValue>>,
    pub place: Place,
}

/// A checked value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellValue {
    /// Typeset text.
    Text(String),
    Number(u32),
    Date(DateOrYear),
    /// An absolute URL.
    Url(String),
    Email(String),
    /// A telephone number as written.
    Phone(String),
    /// A file of the site: its path as written, and the place of that path.
    File(String, Place),
    Target(IndicatorTarget),
    /// Measurements of an indicator, the earliest first.
    Measurements(Vec<Measurement>),
}

impl DataTable {
    /// Reads `text`, the contents of `file`. Texts for readers are passed through `typeset`.
    pub fn parse(
        kind: TableKind,
        file: &str,
        text: &str,
        typeset: &dyn Fn(String) -> String,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        read::parse(kind, file, text, typeset, diagnostics)
    }

    /// The title above the table.
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(self.kind.schema().title)
    }

    /// The date for files generated from the table: `updated`, or the latest date in the rows.
    pub fn date(&self) -> Option<Date> {
        let values = self.rows.iter().flat_map(|row| row.values.iter().flatten());
        let dates = values.filter_map(|value| match value {
            CellValue::Date(date) => Some(date.last()),
            CellValue::Measurements(all) => all.iter().map(|measurement| measurement.date).max(),
            _ => None,
        });
        self.updated.or_else(|| dates.max())
    }

    /// The value of `row` under `key`, an English key of the schema.
    pub fn value<'a>(&self, row: &'a DataRow, key: &str) -> Option<&'a CellValue> {
        let at = self.kind.schema().columns.iter().position(|column| column.key.0 == key)?;
        row.values.get(at)?.as_ref()
    }
}
