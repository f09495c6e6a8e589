//! What the workbooks of Excel and OpenDocument share: the names and columns of sheets, and the lines
//! around the first table of a document that is signed.

use super::metrics::{FontWeight, widest_part, with_breakable_spaces};
use crate::report::{Approval, Block, ReportDocument, Row, Signature, Table, wrap_lines};

/// Excel's limit for the name of a sheet, in UTF-16 units.
const MAX_NAME_LENGTH: usize = 31;
/// The width of all columns together, in digits of the default font: A4 in landscape.
pub(super) const SHEET_WIDTH: f64 = 140.0;
/// In digits of the default font.
const MIN_COLUMN_WIDTH: f64 = 6.0;
/// The width of a digit of the default font, Calibri of 11 points.
pub(super) const TWIPS_PER_DIGIT: f64 = 105.0;
/// Sheets have letters of 12 points, and the metrics are those of tables in texts.
const LARGER: f64 = 12.0 / 11.0;
/// What Excel leaves free beside a text, in digits.
const CELL_PADDING: f64 = 1.5;

/// How many letters of our font fit into the width of ten digits of the default font.
const LETTERS_PER_TEN_DIGITS: f64 = 10.5;
/// The height of a line, in points.
pub(super) const LINE_HEIGHT: f64 = 16.0;

/// The lines around the first table of a document that is signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedLines {
    /// «УТВЕРЖДАЮ» with its lines.
    pub(super) above: Vec<String>,
    /// The signature and its date.
    pub(super) below: Vec<String>,
}

impl SignedLines {
    pub(super) fn of(document: &ReportDocument) -> Self {
        let mut signed = Self::default();
        for block in &document.blocks {
            match block {
                Block::Approval(approval) => signed.add_approval(approval),
                Block::Signature(signature) => signed.add_signature(signature),
                _ => {}
            }
        }
        signed
    }

    fn add_approval(&mut self, approval: &Approval) {
        let Approval { position, name, order } = approval;
        let line = format!("______________ {name}").trim_end().to_owned();
        self.above.extend(["УТВЕРЖДАЮ".to_owned(), position.clone(), line, order.clone()]);
    }

    fn add_signature(&mut self, signature: &Signature) {
        let Signature { position, name, date } = signature;
        self.below.push(format!("{position} ______________ {name}").trim().to_owned());
        self.below.extend(Some(date.clone()).filter(|date| !date.is_empty()));
    }
}

/// The widths of the columns of `table`, in digits of the default font: in its proportions, and none
/// narrower than its longest word.
pub(super) fn column_widths(table: &Table) -> Vec<f64> {
    let total: u32 = table.columns.iter().map(|column| u32::from(column.width)).sum();
    let share = |width| SHEET_WIDTH * f64::from(width) / f64::from(total.max(1));
    let widths =
        table.columns.iter().enumerate().map(|(at, column)| {
            share(column.width).max(MIN_COLUMN_WIDTH).max(longest_word(table, at))
        });
    widths.collect()
}

/// The number of lines of `text` in a column of `width`; long URLs are broken anywhere.
pub(super) fn count_lines(text: &str, width: f64) -> usize {
    let letters = ((width * LETTERS_PER_TEN_DIGITS / 10.0) as usize).max(1);
    wrap_lines(text, letters).iter().map(|line| line.chars().count().div_ceil(letters)).sum()
}

/// The width of the longest word of a column, in digits of the default font; URLs are broken anywhere.
fn longest_word(table: &Table, column: usize) -> f64 {
    let cells = table.rows.iter().filter_map(|row| match row {
        Row::Section(_) => None,
        Row::Cells(cells) => cells.get(column).map(|cell| (&*cell.text, FontWeight::Regular)),
        Row::Total(cells) => cells.get(column).map(|cell| (&*cell.text, FontWeight::Bold)),
    });
    let head = (&*table.columns[column].title, FontWeight::Bold);
    let lines = cells.chain([head]).flat_map(|(text, weight)| {
        text.lines().filter(|line| !line.contains("://")).map(move |line| (line, weight))
    });
    let widths = lines.map(|(line, weight)| {
        widest_part(&with_breakable_spaces(line), weight, &[' ', '\t', '-', '–'])
    });
    widths.max().unwrap_or_default() as f64 * LARGER / TWIPS_PER_DIGIT + CELL_PADDING
}

/// The name of the sheet of `table`: its title, cut after a word, without characters that Excel
/// forbids, and different from `others`.
pub(super) fn sheet_name(table: &Table, others: &[String]) -> String {
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
    fn a_row_is_as_high_as_its_text() {
        assert_eq!(count_lines("", 20.0), 0);
        assert_eq!(count_lines("Турнир по шахматам", 30.0), 1);
        assert_eq!(count_lines("Турнир по шахматам", 15.0), 2);
        assert_eq!(count_lines("https://school.example/2022/turnir.html", 20.0), 2);
        assert_eq!(count_lines("один\nдва", 20.0), 2);
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
