//! Writes documents and tables as Word, Excel, OpenDocument and CSV files.
//!
//! `format` chooses the writer: `docx`, `xlsx`, `odt`, `ods` or `csv`. `png` draws the charts for texts,
//! `drawing` the pictures and the icon of pages, `package` writes the ZIP packages. `columns`, `page`,
//! `extent` and `sheets` measure what the writers share. The functions return bytes and touch neither the
//! disk nor the clock: the same content gives the same bytes on every machine. Dates inside the files
//! come from the content.

mod address;
mod columns;
mod csv;
mod docx;
mod drawing;
mod ending;
mod extent;
mod format;
mod hyphens;
mod letters;
mod metrics;
mod ods;
mod odt;
mod opendocument;
mod package;
mod page;
mod png;
mod qr;
mod sheets;
mod xlsx;
mod xml;

use std::fmt;

pub(crate) use address::encoded as web_link;
pub use csv::csv;
pub use docx::{Poster, docx, poster};
pub use drawing::{PICTURE_SIZE, PictureSpec};
pub use format::{required_pictures, to_bytes};
pub use ods::ods;
pub use odt::odt;
pub use png::png;
pub(crate) use qr::qr_png;
pub use sheets::SignedLines;
pub use xlsx::xlsx;

/// Why a file could not be written, for example a table with more rows than a sheet can hold. No
/// mistake in the content causes it.
#[derive(Debug)]
pub struct ExportError {
    /// In Russian, in the accusative.
    file_kind: &'static str,
    cause: String,
}

impl ExportError {
    fn new(file_kind: &'static str) -> impl Fn(&dyn std::error::Error) -> Self {
        move |cause| Self { file_kind, cause: cause.to_string() }
    }
}

impl std::error::Error for ExportError {}

impl fmt::Display for ExportError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "не удалось составить {}: {}", self.file_kind, self.cause)
    }
}
