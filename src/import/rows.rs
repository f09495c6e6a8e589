//! What every reader gives: the rows of a file's tables and the lines of text between them.

use std::fmt;

use super::Refusal;

/// No report has that many cells.
const MOST_CELLS: usize = 200_000;
/// Nor that much text, in bytes; what merged cells repeat counts too.
const MOST_TEXT: usize = 32 << 20;
/// Wider tables are no tables of events.
pub(super) const MOST_COLUMNS: usize = 1000;

/// Where a row stands, as its reader would be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// A line of a text file.
    Line(usize),
    /// A row of a table of a document.
    Row { table: usize, row: usize },
    /// A row of a sheet.
    Sheet { name: String, row: u32 },
}

impl At {
    /// The same of one cell, by its column from 0, where the reader would be told of cells.
    pub(super) fn cell(&self, column: usize) -> String {
        match self {
            Self::Line(_) => self.to_string(),
            Self::Row { .. } => format!("{self}, столбец {}", column + 1),
            Self::Sheet { name, row } => format!("лист «{name}», ячейка {}{row}", letters(column)),
        }
    }
}

/// The name of a column of a sheet: A, B, … Z, AA.
fn letters(column: usize) -> String {
    let letter = char::from(b'A' + (column % 26) as u8);
    let before = (column / 26).checked_sub(1).map(letters).unwrap_or_default();
    format!("{before}{letter}")
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "строка {line}"),
            Self::Row { table, row } => write!(f, "таблица {table}, строка {row}"),
            Self::Sheet { name, row } => write!(f, "лист «{name}», строка {row}"),
        }
    }
}

/// A row of a table, or a line of text between tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Where it stands.
    pub(super) at: At,
    /// Which table it belongs to; none for a line between tables.
    pub(super) table: Option<usize>,
    /// Its cells, from the left; a line between tables is one cell.
    pub(super) cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// The first column that it takes, counted from 0.
    pub(super) column: usize,
    /// How many columns it takes.
    pub(super) width: usize,
    /// Whether it is the lower part of a cell that is merged over several rows; it then holds what
    /// that cell holds.
    pub(super) repeated: bool,
    /// Whether the word processor numbers it by itself.
    pub(super) numbered: bool,
    /// Its paragraphs: no empty ones, single spaces.
    pub(super) lines: Vec<String>,
    /// Where its links lead, as far as the format tells them apart from the text.
    pub(super) links: Vec<String>,
}

impl Cell {
    /// An empty cell.
    pub(super) fn new(column: usize, width: usize) -> Self {
        Self { column, width, ..Self::default() }
    }

    /// Its text in one line.
    pub(super) fn text(&self) -> String {
        self.lines.join(" ")
    }

    /// Whether it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.links.is_empty()
    }

    /// The lower part of this cell, in the row below.
    pub(super) fn below(&self) -> Self {
        Self { repeated: true, numbered: false, ..self.clone() }
    }
}

/// Keeps what is read within bounds: a small file may unfold into a large table.
#[derive(Debug, Default)]
pub(super) struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    /// Takes one more cell.
    pub(super) fn cell(&mut self, cell: &Cell) -> Result<(), Refusal> {
        self.cells += 1;
        self.text(cell.lines.iter().chain(&cell.links).map(String::len).sum())
    }

    /// Takes `bytes` more of text.
    pub(super) fn text(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.text = self.text.saturating_add(bytes);
        if self.cells > MOST_CELLS || self.text > MOST_TEXT {
            return Err(Refusal::TooLarge);
        }
        Ok(())
    }
}

/// `text` with single spaces, without the characters that nobody sees.
pub(super) fn tidy(text: &str) -> String {
    let seen = |c: &char| {
        let unseen = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        !unseen && (!c.is_control() || c.is_whitespace())
    };
    let text: String = text.chars().filter(seen).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_as_its_program_does() {
        let sheet = At::Sheet { name: "Лист1".to_owned(), row: 12 };
        assert_eq!(sheet.cell(1), "лист «Лист1», ячейка B12");
        assert_eq!(sheet.cell(26), "лист «Лист1», ячейка AA12");
        assert_eq!(sheet.cell(16_383), "лист «Лист1», ячейка XFD12");
        assert_eq!(At::Row { table: 2, row: 5 }.cell(3), "таблица 2, строка 5, столбец 4");
        assert_eq!(At::Line(7).cell(3), "строка 7");
    }
}
