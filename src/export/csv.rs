//! Writes a table as CSV that a Russian Excel opens on a double click: with a byte order mark,
//! semicolons, and CRLF.
//!
//! Excel evaluates a text that starts like a formula when it opens the file (CWE-1236). Such a text
//! gets a leading apostrophe, by which Excel itself marks text. Everything but numbers is quoted, so
//! that a program that splits at commas finds no extra cells.

use ::csv::{QuoteStyle, Terminator, WriterBuilder};

use super::ExportError;
use crate::report::{Cell, Row, Table};

const FILE_KIND: &str = "файл .csv";
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// The bytes of a CSV file with the head and the rows of `table`. The heading of a section is in the
/// first cell of its row.
///
/// # Errors
/// None known: writing to memory does not fail.
pub fn csv(table: &Table) -> Result<Vec<u8>, ExportError> {
    let mut out = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::NonNumeric)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    let width = table.columns.len();
    let mut write = |cells: &mut dyn Iterator<Item = String>| {
        let padded = cells.chain(std::iter::repeat(String::new())).take(width);
        out.write_record(padded).map_err(|error| ExportError::new(FILE_KIND)(&error))
    };
    write(&mut table.columns.iter().map(|column| escape_formula(&column.title)))?;
    for row in &table.rows {
        match row {
            Row::Section(title) => write(&mut std::iter::once(escape_formula(title)))?,
            Row::Cells(cells) | Row::Total(cells) => write(&mut cells.iter().map(cell_text))?,
        }
    }
    out.into_inner().map_err(|error| ExportError::new(FILE_KIND)(&error))
}

fn cell_text(cell: &Cell) -> String {
    cell.value.map_or_else(|| escape_formula(&cell.text), |value| value.to_string())
}

/// Makes sure that no spreadsheet evaluates `text` as a formula.
fn escape_formula(text: &str) -> String {
    let rest = text.trim_start_matches(|letter: char| letter.is_whitespace() && letter != '\t');
    let is_formula_start = rest.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    if is_formula_start && !is_sign_or_number(text) { format!("'{text}") } else { text.to_owned() }
}

/// Whether `text` is a single sign or a negative number, which are harmless.
fn is_sign_or_number(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-') else { return matches!(text, "+" | "=" | "@") };
    let (integer, fraction) = rest.split_once([',', '.']).unwrap_or((rest, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    rest.is_empty() || (digits(integer) && digits(fraction))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Column;
    use proptest::prelude::*;

    #[test]
    fn no_text_begins_a_formula() {
        let formulas = [
            "=1+1",
            "+7 928 123-45-67",
            "+79281234567",
            "-1+1",
            "-организация групп",
            "- организация групп",
            "@СУММ(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{a0}=1",
            " \t=1",
            "--1",
            "-1,",
            "＝1",
        ];
        for text in formulas {
            assert_eq!(escape_formula(text), format!("'{text}"));
        }
        for text in
            ["", "-", "—", "– нет", "-5", "-0,5", "-1.5", "120", "5-11 классы", "1=1", " ", "а @"]
        {
            assert_eq!(escape_formula(text), text);
        }
    }

    #[test]
    fn a_table_is_what_excel_expects() {
        let table = Table {
            columns: ["№", "Мероприятие", "Участников"]
                .map(|title| Column { title: title.to_owned(), width: 1 })
                .into(),
            rows: vec![
                Row::Section("Проекты".to_owned()),
                Row::Cells(vec![
                    Cell::from("1."),
                    Cell::from("Хакатон \"Био\"; финал"),
                    Cell { text: "6 чел.".to_owned(), value: Some(6), link: None },
                ]),
                Row::Total(vec![Cell::from("Всего")]),
            ],
            ..Table::default()
        };
        let expected = "\u{FEFF}\"№\";\"Мероприятие\";\"Участников\"\r\n\
             \"Проекты\";\"\";\"\"\r\n\
             1.;\"Хакатон \"\"Био\"\"; финал\";6\r\n\
             \"Всего\";\"\";\"\"\r\n";
        assert_eq!(String::from_utf8(csv(&table).unwrap()).unwrap(), expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_text_stays_one_cell(texts in prop::collection::vec("[=+@;,\"'\\-\r\n\t а1]{0,6}", 2)) {
            let column = Column { title: "Имя".to_owned(), width: 1 };
            let table = Table {
                columns: vec![column.clone(), column],
                rows: vec![Row::Cells(texts.iter().map(|text| Cell::from(&**text)).collect())],
                ..Table::default()
            };
            let bytes = csv(&table).unwrap();
            let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(&bytes[3..]);
            let read = reader.records().next().unwrap().unwrap();
            let back: Vec<&str> = read.iter().map(|text| text.strip_prefix('\'').unwrap_or(text)).collect();
            let given: Vec<&str> = texts.iter().map(|text| text.strip_prefix('\'').unwrap_or(text)).collect();
            prop_assert_eq!(back, given);
        }
    }
}
