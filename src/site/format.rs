//! What reports and tables can be had as, beside their pages.

/// A format of files for other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// A document for Word.
    Docx,
    /// A spreadsheet.
    Xlsx,
    /// Values with signs between them.
    Csv,
}

impl Format {
    /// Those of a document.
    pub const DOCUMENT: [Self; 3] = [Self::Docx, Self::Xlsx, Self::Csv];
    /// Those of a table alone.
    pub const TABLE: [Self; 2] = [Self::Xlsx, Self::Csv];

    /// The ending of its files' names.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}
