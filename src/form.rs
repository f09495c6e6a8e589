//! Fills forms of others: writes a row for each event into the table of a Word or Excel file.
//!
//! 1. [`FoundForm::find`] reads the file as `import` does and finds the table by its head.
//! 2. `values` says what each column takes of an event.
//! 3. `body` tells the empty rows, headings and totals below the head, and where the new rows go.
//! 4. `docx` or `xlsx` writes the rows in the formatting of the form's own; `xml` changes texts by
//!    places and `package` copies the other parts as they are packed, so that all else stays as it was.

mod body;
mod docx;
mod error;
mod package;
mod values;
mod xlsx;
mod xml;

use jiff::civil::Date;

use crate::calendar::{Period, SchoolBounds};
use crate::import::{self, FormHead, RowLocation, SourceRow, TableColumn};
use package::FormPackage;

pub use error::FormError;
pub use values::{CentreRows, Unfilled, UnfilledReason, rows_of, rows_of_centres};

/// A form whose table is found.
#[derive(Debug)]
pub struct FoundForm {
    rows: Vec<SourceRow>,
    head: FormHead,
    /// The main part of the package.
    part: String,
    /// The names of other tables that would do as well.
    pub ties: Vec<String>,
    /// The name of the table: «таблица 2», «лист „Отчёт“».
    pub name: String,
}

/// What stands in one cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FormValue {
    #[default]
    Empty,
    /// The number of the row.
    Ordinal,
    Number(u64),
    /// A day, and the date as readers see it.
    Day(Date, String),
    /// A `\n` is a line break.
    Text(String),
    /// An absolute URL.
    Link(String),
}

/// A row of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormRow {
    /// The title of its event, for messages.
    pub title: String,
    /// The number of its direction, by which headings are recognised.
    pub direction: usize,
    /// Its first day in the period.
    pub day: Date,
    /// One for each column of the head.
    pub values: Vec<FormValue>,
}

/// The heading of a group of rows in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsHeading {
    /// Of a direction, by its number.
    Direction(usize),
    /// Of a part of the period, by its days.
    Days(Date, Date),
}

impl RowsHeading {
    /// What `text` names: the direction with this number, or a part of `period`.
    pub fn find(
        text: &str,
        direction: Option<usize>,
        period: &Period,
        bounds: &SchoolBounds,
    ) -> Option<Self> {
        let part = || period.part(text, bounds);
        let days = || part().map(|days| Self::Days(*days.start(), *days.end()));
        direction.map(Self::Direction).or_else(days)
    }

    fn has(self, row: &FormRow) -> bool {
        match self {
            Self::Direction(direction) => row.direction == direction,
            Self::Days(first, last) => (first..=last).contains(&row.day),
        }
    }
}

/// A filled form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilledForm {
    pub bytes: Vec<u8>,
    /// How many rows were written.
    pub written: usize,
    /// How many rows the table had already; they are kept.
    pub kept: usize,
    /// The titles of events whose direction or time has no heading in the form.
    pub without_heading: Vec<String>,
    /// The columns whose cells are formulas, by their places in the head.
    pub formulas: Vec<usize>,
    /// Further remarks, in Russian.
    pub notes: Vec<String>,
}

/// What is said of rows that showed an example.
fn example_note(kinds: &[body::BodyRow], layout: &body::FormLayout<'_>) -> Option<String> {
    let is_example = |kind: &&body::BodyRow| **kind == body::BodyRow::Example;
    let used = layout.segments.iter().filter(|segment| !segment.rows.is_empty());
    let replaced: usize =
        used.map(|segment| kinds[segment.blanks.clone()].iter().filter(is_example).count()).sum();
    let note = match kinds.iter().filter(is_example).count() {
        0 => return None,
        all if all > replaced => "строка с примером осталась: удалите её",
        _ => "вместо строки с примером записаны события",
    };
    Some(note.to_owned())
}

impl FormValue {
    /// The value in words.
    fn text(&self) -> String {
        match self {
            Self::Empty | Self::Ordinal => String::new(),
            Self::Number(number) => number.to_string(),
            Self::Day(_, text) | Self::Text(text) | Self::Link(text) => text.clone(),
        }
    }
}

impl FoundForm {
    /// Finds the table of events in a Word or Excel file: the one that `wanted` names (a number, or the
    /// name of a sheet), else the one whose head is understood best.
    ///
    /// # Errors
    /// If the file cannot be read or filled, or has no such table.
    pub fn find(bytes: &[u8], wanted: Option<&str>) -> Result<Self, FormError> {
        let (rows, part) = import::read_form(bytes)?;
        let mut heads = import::form_heads(&rows);
        let all: Vec<String> = heads.iter().map(|head| describe(&rows, head)).collect();
        if let Some(wanted) = wanted {
            heads.retain(|head| is_wanted(&rows[head.at].location, wanted));
        }
        let best = heads.iter().map(|head| import::score(&head.columns)).max();
        let mut best_heads =
            heads.into_iter().filter(|head| Some(import::score(&head.columns)) == best);
        let Some(head) = best_heads.next() else {
            return Err(match wanted {
                Some(wanted) => FormError::NoSuchTable { wanted: wanted.to_owned(), found: all },
                None => FormError::no_table(&rows),
            });
        };
        let ties = best_heads.map(|head| describe(&rows, &head)).collect();
        let name = describe(&rows, &head);
        Ok(Self { rows, head, part, ties, name })
    }

    /// The columns of the table.
    pub(crate) fn columns(&self) -> &[TableColumn] {
        &self.head.columns.all
    }

    /// Writes `rows` into a copy of the form `bytes`. `find_heading` recognises the headings in the table,
    /// below which their events go.
    ///
    /// # Errors
    /// If the form is damaged.
    pub fn fill(
        &self,
        bytes: &[u8],
        rows: &[FormRow],
        find_heading: &dyn Fn(&str) -> Option<RowsHeading>,
    ) -> Result<FilledForm, FormError> {
        let mut package = FormPackage::open(bytes)?;
        let mut filled = match &self.rows[self.head.at].location {
            RowLocation::Sheet { .. } => xlsx::fill(&mut package, self, rows, find_heading)?,
            _ => docx::fill(&mut package, self, rows, find_heading)?,
        };
        if package.names().iter().any(|name| name.starts_with("_xmlsignatures/")) {
            filled.notes.push(
                "форма была подписана электронной подписью: после заполнения она недействительна"
                    .to_owned(),
            );
        }
        filled.bytes = package.finish()?;
        Ok(filled)
    }
}

/// «таблица 2», «лист „Отчёт“».
fn describe(rows: &[SourceRow], head: &FormHead) -> String {
    match &rows[head.at].location {
        RowLocation::Sheet { name, .. } => format!("лист „{name}“"),
        RowLocation::TableRow { table, .. } => format!("таблица {table}"),
        RowLocation::Line(_) | RowLocation::Several(_) => String::new(),
    }
}

fn is_wanted(location: &RowLocation, wanted: &str) -> bool {
    match location {
        RowLocation::Sheet { name, .. } => name.to_lowercase() == wanted.trim().to_lowercase(),
        RowLocation::TableRow { table, .. } => wanted.trim() == table.to_string(),
        RowLocation::Line(_) | RowLocation::Several(_) => false,
    }
}
