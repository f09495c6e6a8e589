//! A table as CSV that a Russian Excel opens by a double click: a byte order mark, semicolons,
//! CRLF.
//!
//! What a text begins with can make a formula of it (CWE-1236), and Excel runs it on opening. Such
//! a text gets an apostrophe before it, the sign by which Excel itself marks text. All but numbers
//! is quoted, so that a program that takes commas for separators finds no new cells in a text.

use ::csv::{QuoteStyle, Terminator, WriterBuilder};

use super::Error;
use crate::report::{Cell, Row, Table};

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// `table` as the bytes of a file: its head, then its rows, a section's heading in the first cell.
///
/// # Errors
/// None that is known of: writing into memory does not fail.
pub fn csv(table: &Table) -> Result<Vec<u8>, Error> {
    let mut out = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::NonNumeric)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    let width = table.columns.len();
    let mut write = |cells: &mut dyn Iterator<Item = String>| {
        let padded = cells.chain(std::iter::repeat(String::new())).take(width);
        out.write_record(padded).map_err(|error| Error::new(KIND)(&error))
    };
    write(&mut table.columns.iter().map(|column| harmless(&column.title)))?;
    for row in &table.rows {
        match row {
            Row::Section(title) => write(&mut std::iter::once(harmless(title)))?,
            Row::Cells(cells) | Row::Total(cells) => write(&mut cells.iter().map(text))?,
        }
    }
    out.into_inner().map_err(|error| Error::new(KIND)(&error))
}

const KIND: &str = "файл .csv";

fn text(cell: &Cell) -> String {
    cell.value.map_or_else(|| harmless(&cell.text), |value| value.to_string())
}

/// `text` so that no spreadsheet takes it for a formula.
fn harmless(text: &str) -> String {
    let rest = text.trim_start_matches(|letter: char| letter.is_whitespace() && letter != '\t');
    let begins = rest.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    if begins && !is_plain(text) { format!("'{text}") } else { text.to_owned() }
}

/// Whether `text` is a sign alone, such as a dash, or a negative number: they are read as they are.
fn is_plain(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-') else { return matches!(text, "+" | "=" | "@") };
    let (whole, part) = rest.split_once([',', '.']).unwrap_or((rest, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    rest.is_empty() || (digits(whole) && digits(part))
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
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in
            ["", "-", "—", "– нет", "-5", "-0,5", "-1.5", "120", "5-11 классы", "1=1", " ", "а @"]
        {
            assert_eq!(harmless(text), text);
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
        fn whatever_a_cell_says_it_is_one_cell(texts in prop::collection::vec("[=+@;,\"'\\-\r\n\t а1]{0,6}", 2)) {
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
