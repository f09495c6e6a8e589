//! Writes an Excel workbook with one sheet per table.
//!
//! Text is stored as text, never as a formula; text that looks like one is marked to remain text when
//! the cell is edited. Numbers are stored as numbers. The head stays visible when scrolling and is
//! printed on each page. Sheets print on A4 in landscape, fitted to the width of the page.

mod sheet;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use self::sheet::{CellFormats, SheetWriter};
use super::{ExportError, package};
use crate::report::{Approval, Signature, Table};

/// Excel's limit for the name of a sheet, in UTF-16 units.
const MAX_NAME_LENGTH: usize = 31;

/// The lines around the first table of a document that is signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedLines {
    /// «УТВЕРЖДАЮ» with its lines.
    above: Vec<String>,
    /// The signature and its date.
    below: Vec<String>,
}

impl SignedLines {
    pub(super) fn add_approval(&mut self, approval: &Approval) {
        let Approval { position, name, order } = approval;
        let line = format!("______________ {name}").trim_end().to_owned();
        self.above.extend(["УТВЕРЖДАЮ".to_owned(), position.clone(), line, order.clone()]);
    }

    pub(super) fn add_signature(&mut self, signature: &Signature) {
        let Signature { position, name, date } = signature;
        self.below.push(format!("{position} ______________ {name}").trim().to_owned());
        self.below.extend(Some(date.clone()).filter(|date| !date.is_empty()));
    }
}

/// The bytes of a workbook with a sheet for each of `tables`; `date` is its creation date.
///
/// # Errors
/// If a table has more rows or columns than a sheet can hold.
pub fn xlsx(tables: &[&Table], signed: &SignedLines, date: Date) -> Result<Vec<u8>, ExportError> {
    let failed = ExportError::new("файл .xlsx");
    let bytes = write_workbook(tables, signed, date).map_err(|error| failed(&error))?;
    package::repack(bytes).map_err(|error| failed(&error))
}

fn write_workbook(
    tables: &[&Table],
    signed: &SignedLines,
    date: Date,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_creation_datetime(&creation_time(date)?);
    if let Some(table) = tables.first() {
        properties = properties.set_title(&table.title);
    }
    book.set_properties(&properties);
    let formats = CellFormats::new();
    let mut names = Vec::new();
    let unsigned = SignedLines::default();
    for (at, table) in tables.iter().enumerate() {
        let signed = if at == 0 { signed } else { &unsigned };
        let name = sheet_name(table, &names);
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        names.push(name);
        SheetWriter::new(sheet, &formats, table).write(table, signed)?;
    }
    book.save_to_buffer()
}

fn creation_time(date: Date) -> Result<ExcelDateTime, XlsxError> {
    // Excel has no dates before 1900.
    let year = u16::try_from(date.year()).unwrap_or_default().max(1900);
    ExcelDateTime::from_ymd(year, date.month().unsigned_abs(), date.day().unsigned_abs())
}

/// The name of the sheet of `table`: its title, cut after a word, without characters that Excel
/// forbids, and different from `others`.
fn sheet_name(table: &Table, others: &[String]) -> String {
    let title = if table.title.trim().is_empty() { &table.name } else { &table.title };
    let allowed: String = title
        .chars()
        .map(|letter| if "[]:*?/\\'".contains(letter) { ' ' } else { letter })
        .filter(|letter| !letter.is_control() || *letter == '\n')
        .collect();
    let words: Vec<&str> = allowed.split_whitespace().collect();
    let mut name = String::new();
    for word in words {
        // Excel counts UTF-16 units.
        let longer = format!("{name} {word}");
        if longer.trim_start().encode_utf16().count() > MAX_NAME_LENGTH - 3 {
            break;
        }
        name = longer.trim_start().to_owned();
    }
    if name.is_empty() {
        "Таблица".clone_into(&mut name);
    }
    let is_taken =
        |name: &str| others.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(title: &str) -> Table {
        Table { name: "events".to_owned(), title: title.to_owned(), ..Table::default() }
    }

    #[test]
    fn sheets_are_named_as_excel_allows() {
        let cases = [
            ("Мероприятия", "Мероприятия"),
            ("", "events"),
            ("?/\\", "Таблица"),
            ("Итоги: 2022/23 [I]", "Итоги 2022 23 I"),
            ("Информация о повышении квалификации", "Информация о повышении"),
            ("Сверхдлинноесловокоторогонебываетвовсе", "Таблица"),
        ];
        for (title, name) in cases {
            assert_eq!(sheet_name(&table(title), &[]), name);
        }
        let others = ["Мероприятия".to_owned(), "мероприятия 2".to_owned()];
        assert_eq!(sheet_name(&table("мероприятия"), &others), "мероприятия 3");
    }
}
