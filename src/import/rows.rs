//! The common result of all readers: the rows of tables and the lines of text between them.

use std::fmt;

use super::ImportError;

/// More than any report has.
const MAX_CELLS: usize = 200_000;
/// In bytes, with the repeated content of merged cells; more than any report has.
pub(super) const MAX_TEXT: usize = 32 << 20;
/// No table of events is wider.
pub(super) const MAX_COLUMNS: usize = 1000;

/// Where a row stands, as messages name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RowLocation {
    /// A line of a text file, from 1.
    Line(usize),
    /// A row of a table in a document, both from 1.
    TableRow { table: usize, row: usize },
    /// A row of a sheet, from 1.
    Sheet { name: String, row: u32 },
    /// Several rows that are one event: «таблица 1, строки 2–7».
    Several(String),
}

impl RowLocation {
    /// The rows from this one to `last`.
    pub(super) fn to(&self, last: &Self) -> Self {
        let (first, last) = (self.to_string(), last.to_string());
        let number = last.rsplit(' ').next().unwrap_or_default();
        if first == last {
            return self.clone();
        }
        Self::Several(match first.rsplit_once("строка ") {
            Some((table, first)) => format!("{table}строки {first}–{number}"),
            None => first,
        })
    }

    /// The name of its sheet.
    pub(super) fn sheet(&self) -> Option<&str> {
        match self {
            Self::Sheet { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Names a cell by its column, counted from 0, if the format has names for cells.
    pub(super) fn cell(&self, column: usize) -> String {
        match self {
            Self::Line(_) | Self::Several(_) => self.to_string(),
            Self::TableRow { .. } => format!("{self}, столбец {}", column + 1),
            Self::Sheet { name, row } => {
                format!("лист «{name}», ячейка {}{row}", column_letters(column))
            }
        }
    }
}

/// The letters of a sheet's column: A, B, … Z, AA.
fn column_letters(column: usize) -> String {
    let letter = char::from(b'A' + (column % 26) as u8);
    let before = (column / 26).checked_sub(1).map(column_letters).unwrap_or_default();
    format!("{before}{letter}")
}

impl fmt::Display for RowLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "строка {line}"),
            Self::Several(rows) => f.write_str(rows),
            Self::TableRow { table, row } => write!(f, "таблица {table}, строка {row}"),
            Self::Sheet { name, row } => write!(f, "лист «{name}», строка {row}"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceRow {
    pub(crate) location: RowLocation,
    /// The number of its table; `None` for a line between tables.
    pub(crate) table: Option<usize>,
    /// From the left; a line between tables is one cell.
    pub(crate) cells: Vec<SourceCell>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SourceCell {
    /// Its first column, counted from 0.
    pub(crate) column: usize,
    /// Number of columns.
    pub(crate) width: usize,
    /// Whether it repeats a cell above that is merged over several rows.
    pub(crate) repeated: bool,
    /// Whether the word processor numbers it automatically.
    pub(crate) numbered: bool,
    /// How many of its paragraphs are items of a list.
    pub(crate) list_lines: usize,
    /// Its non-empty paragraphs, with single spaces.
    pub(crate) lines: Vec<String>,
    /// Link targets, if the format stores them apart from the text.
    pub(crate) links: Vec<String>,
    /// Names of picture files.
    pub(crate) pictures: Vec<String>,
}

impl SourceCell {
    pub(super) fn new(column: usize, width: usize) -> Self {
        Self { column, width, ..Self::default() }
    }

    /// The text as one line.
    pub(crate) fn text(&self) -> String {
        self.lines.join(" ")
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.links.is_empty()
    }

    /// The repetition of this merged cell in the row below.
    pub(super) fn repeated_below(&self) -> Self {
        Self { repeated: true, numbered: false, ..self.clone() }
    }
}

/// Limits the size of the result: a small file may expand into a large table.
#[derive(Debug, Default)]
pub(super) struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    /// Counts a cell and its text.
    pub(super) fn add_cell(&mut self, cell: &SourceCell) -> Result<(), ImportError> {
        self.cells += 1;
        self.add_text(cell.lines.iter().chain(&cell.links).map(String::len).sum())
    }

    /// Counts `bytes` of text.
    pub(super) fn add_text(&mut self, bytes: usize) -> Result<(), ImportError> {
        self.text = self.text.saturating_add(bytes);
        if self.cells > MAX_CELLS || self.text > MAX_TEXT {
            return Err(ImportError::TooLarge);
        }
        Ok(())
    }
}

/// Collapses white space and removes invisible characters.
pub(super) fn normalize_spaces(text: &str) -> String {
    let is_visible = |c: &char| {
        let is_invisible =
            matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        !is_invisible && (!c.is_control() || c.is_whitespace())
    };
    let text: String = text.chars().filter(is_visible).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_as_its_program_does() {
        let sheet = RowLocation::Sheet { name: "Лист1".to_owned(), row: 12 };
        assert_eq!(sheet.cell(1), "лист «Лист1», ячейка B12");
        assert_eq!(sheet.cell(26), "лист «Лист1», ячейка AA12");
        assert_eq!(sheet.cell(16_383), "лист «Лист1», ячейка XFD12");
        assert_eq!(
            RowLocation::TableRow { table: 2, row: 5 }.cell(3),
            "таблица 2, строка 5, столбец 4"
        );
        assert_eq!(RowLocation::Line(7).cell(3), "строка 7");
    }
}
