//! The formats in which reports and tables are published beside their pages.

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    Csv,
}

impl Format {
    /// The formats of a report.
    pub const DOCUMENT: [Self; 3] = [Self::Docx, Self::Xlsx, Self::Csv];
    /// The formats of a table.
    pub const TABLE: [Self; 2] = [Self::Xlsx, Self::Csv];

    /// Without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}
