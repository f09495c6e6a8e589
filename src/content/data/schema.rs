//! How a kind of table is declared: its names, its columns, and what each column accepts.

use super::TableKind;
use crate::calendar::NounForms;
use crate::yaml::Key;

/// The declaration of a kind of table.
#[derive(Debug)]
pub struct TableSchema {
    pub kind: TableKind,
    /// English and Russian name. Both are names of the short code; the English one also names the
    /// data file and the table's own files.
    pub name: Key,
    /// The title above the table, unless the data file gives another one.
    pub title: &'static str,
    /// Whether the table has a column of row numbers.
    pub numbered: bool,
    pub links: LinkPolicy,
    /// The columns. The first one names the subject of the row and is required.
    pub columns: &'static [ColumnSchema],
}

/// Whether a row links to a file of the site or to a page of another site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPolicy {
    /// The schema has no column for a link.
    None,
    Optional,
    Required,
}

/// One key of a row, and its column in the table.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSchema {
    pub key: Key,
    /// The column heading.
    pub title: &'static str,
    /// The width, as a share of the sum of all widths.
    pub width: u16,
    pub value_type: ValueType,
    /// An example value. A column with an example is required; the error message shows it.
    pub example: Option<&'static str>,
    pub display: ColumnDisplay,
}

/// What a column accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// One line of text.
    Text,
    Number,
    /// A day, a range of days, a month, or a year.
    Date,
    /// An absolute URL.
    Url,
    Email,
    Phone,
    /// The path of a file beside the data file.
    File,
    /// The target of an indicator.
    Target,
    /// Dated measurements of an indicator.
    Measurements,
}

/// How a value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnDisplay {
    /// In its own column, which is left out if no row has a value.
    Column,
    /// In brackets after the previous column, with a noun: «(24 часа)».
    Brackets(NounForms),
    /// As the link target of the first column, and described in one column that all link columns
    /// share.
    Link,
}

impl ColumnSchema {
    pub(super) const fn new(
        key: Key,
        title: &'static str,
        width: u16,
        value_type: ValueType,
    ) -> Self {
        Self { key, title, width, value_type, example: None, display: ColumnDisplay::Column }
    }

    pub(super) const fn text(key: Key, title: &'static str, width: u16) -> Self {
        Self::new(key, title, width, ValueType::Text)
    }

    pub(super) const fn number(key: Key, title: &'static str, width: u16) -> Self {
        Self::new(key, title, width, ValueType::Number)
    }

    pub(super) const fn date(key: Key, title: &'static str, width: u16) -> Self {
        Self::new(key, title, width, ValueType::Date)
    }

    /// Makes the column required; `example` is shown where the value is missing.
    pub(super) const fn required(self, example: &'static str) -> Self {
        Self { example: Some(example), ..self }
    }

    /// Shows the value in brackets after the previous column.
    pub(super) const fn in_brackets(self, noun: NounForms) -> Self {
        Self { display: ColumnDisplay::Brackets(noun), ..self }
    }

    /// The file that a row links to.
    pub(super) const FILE: Self = Self {
        display: ColumnDisplay::Link,
        ..Self::new(("file", "файл"), "Файл", 3, ValueType::File)
    };

    /// The page of another site that a row links to.
    pub(super) const LINK: Self = Self {
        display: ColumnDisplay::Link,
        ..Self::new(("link", "ссылка"), "Файл", 3, ValueType::Url)
    };
}
