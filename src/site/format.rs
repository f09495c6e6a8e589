//! The formats in which reports and tables are published beside their pages.

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    Csv,
    /// The text of LibreOffice, МойОфис and Р7.
    Odt,
    /// Their spreadsheet.
    Ods,
}

impl Format {
    /// The formats of a report that are published.
    pub const DOCUMENT: [Self; 3] = [Self::Docx, Self::Xlsx, Self::Csv];
    /// The formats in which a single report or plan can be written.
    pub const FILE: [Self; 5] = [Self::Docx, Self::Xlsx, Self::Odt, Self::Ods, Self::Csv];
    /// The formats of a table that are published.
    pub const TABLE: [Self; 2] = [Self::Xlsx, Self::Csv];

    /// Without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Odt => "odt",
            Self::Ods => "ods",
        }
    }
}
