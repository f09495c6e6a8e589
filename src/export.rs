//! Documents and tables as files for Word and Excel.
//!
//! `docx`, `xlsx` and `csv` each write one kind of file, `png` draws charts for Word, `package`
//! is the ZIP that Word's and Excel's files are. Values come in, bytes go out: no disk, no clock,
//! the same bytes on every machine. Dates inside the files are those of the content.

mod csv;
mod docx;
mod file;
mod package;
mod png;
mod xlsx;

use std::fmt;

pub use csv::csv;
pub use docx::docx;
pub use file::{file, pictures};
pub use png::png;
pub use xlsx::xlsx;

/// Why a file could not be made. What the content says does not lead here: a table of more rows
/// than a sheet can hold does.
#[derive(Debug)]
pub struct Error {
    kind: &'static str,
    cause: String,
}

impl Error {
    fn new(kind: &'static str) -> impl Fn(&dyn std::error::Error) -> Self {
        move |cause| Self { kind, cause: cause.to_string() }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "не удалось составить {}: {}", self.kind, self.cause)
    }
}
