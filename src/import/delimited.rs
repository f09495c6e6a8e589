//! Reads text with tabs, semicolons or commas between the cells.

use csv::{ReaderBuilder, StringRecord};

use super::ImportError;
use super::html;
use super::rows::{Budget, MAX_COLUMNS, RowLocation, SourceCell, SourceRow, normalize_spaces};

/// The rows of `text`; a line with a single cell is a line between tables.
pub(super) fn read(text: &str) -> Result<Vec<SourceRow>, ImportError> {
    let (separator, body) = detect_separator(text).ok_or(ImportError::Unknown)?;
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .quoting(has_csv_quoting(body, separator))
        .from_reader(body.as_bytes());
    let mut lines = LineCounter { text, at: 0, line: 1 };
    let mut rows = Vec::new();
    let mut budget = Budget::default();
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| ImportError::Broken)? {
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let location = RowLocation::Line(lines.line_at(text.len() - body.len() + start));
        if record.len() > MAX_COLUMNS {
            return Err(ImportError::TooLarge);
        }
        let cells = record.iter().enumerate().map(|(column, text)| read_cell(column, text));
        let cells = cells.collect::<Result<Vec<_>, _>>()?;
        cells.iter().try_for_each(|cell| budget.add_cell(cell))?;
        let table = (cells.len() > 1).then_some(0);
        rows.push(SourceRow { location, table, cells });
    }
    Ok(rows)
}

fn read_cell(column: usize, text: &str) -> Result<SourceCell, ImportError> {
    let cell = SourceCell::new(column, 1);
    if html::has_tags(text) {
        return html::read_cell(text, cell);
    }
    let lines = text.lines().map(normalize_spaces).filter(|line| !line.is_empty()).collect();
    Ok(SourceCell { lines, ..cell })
}

/// The separator, and the text without Excel's `sep=` line.
fn detect_separator(text: &str) -> Option<(u8, &str)> {
    if let Some(rest) = text.strip_prefix("sep=") {
        let separator = *rest.as_bytes().first()?;
        let body = rest.get(1..)?.strip_prefix('\n')?;
        return separator.is_ascii().then_some((separator, body));
    }
    // A table of events has at least three columns. Plain text contains commas and semicolons too,
    // but hardly ever tabs.
    let lines_with =
        |separator: char| text.lines().filter(|line| line.matches(separator).count() >= 2).count();
    if lines_with('\t') > 0 {
        return Some((b'\t', text));
    }
    let (semicolons, commas) = (lines_with(';'), lines_with(','));
    match (semicolons, commas) {
        (0, 0) => None,
        _ if semicolons >= commas => Some((b';', text)),
        // Commas within titles do not make commas the separator.
        _ if semicolons > 1 => Some((b';', text)),
        _ => Some((b',', text)),
    }
}

/// Whether each cell that starts with a quotation mark also ends with one. In plain text a title
/// may start with a quotation, and a CSV reader would read on to the next mark.
fn has_csv_quoting(text: &str, separator: u8) -> bool {
    let ends_cell = |byte: Option<&u8>| match byte {
        None | Some(b'\n' | b'\r') => true,
        Some(&byte) => byte == separator,
    };
    let bytes = text.as_bytes();
    let (mut at, mut cell_starts) = (0, true);
    while at < bytes.len() {
        if cell_starts && bytes[at] == b'"' {
            at += 1;
            loop {
                match (bytes.get(at), bytes.get(at + 1)) {
                    (None, _) => return false,
                    (Some(b'"'), Some(b'"')) => at += 2,
                    (Some(b'"'), next) if ends_cell(next) => break,
                    (Some(b'"'), _) => return false,
                    _ => at += 1,
                }
            }
            cell_starts = false;
        } else {
            cell_starts = ends_cell(Some(&bytes[at]));
        }
        at += 1;
    }
    true
}

/// Counts lines for ascending offsets.
struct LineCounter<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl LineCounter<'_> {
    /// The line of the first character at or after `place` that is not a line break.
    fn line_at(&mut self, place: usize) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if self.at >= place && byte != b'\n' {
                break;
            }
            self.line += usize::from(byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<(String, Vec<String>)> {
        let cells = |row: &SourceRow| row.cells.iter().map(|cell| cell.lines.join("|")).collect();
        read(text).unwrap().iter().map(|row| (row.location.to_string(), cells(row))).collect()
    }

    fn line(number: usize, cells: &[&str]) -> (String, Vec<String>) {
        (format!("строка {number}"), cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn the_separator_is_the_one_that_makes_columns() {
        assert_eq!(
            shape("Отчёт\n\n№\tЧто, где; когда\tДата\n1\tИгра\t2.10.2022\n"),
            [
                line(1, &["Отчёт"]),
                line(3, &["№", "Что, где; когда", "Дата"]),
                line(4, &["1", "Игра", "2.10.2022"]),
            ]
        );
        let csv = "№;Мероприятие, класс, кабинет;Дата\n1;\"Игра; \"\"Дебют\"\"\nфинал\";2.10.2022\n;;\n2;Ещё;3.10.2022";
        assert_eq!(
            shape(csv),
            [
                line(1, &["№", "Мероприятие, класс, кабинет", "Дата"]),
                line(2, &["1", "Игра; \"Дебют\"|финал", "2.10.2022"]),
                line(4, &["", "", ""]),
                line(5, &["2", "Ещё", "3.10.2022"]),
            ]
        );
        assert_eq!(shape("sep=,\na,b,c\n"), [line(2, &["a", "b", "c"])]);
        assert_eq!(read("Просто текст, и всё").unwrap_err(), ImportError::Unknown);
    }

    #[test]
    fn a_quotation_mark_that_opens_no_quoted_cell_stays() {
        assert_eq!(
            shape("1\t\"Биохакатон\" для всех\t5.10.22\n2\tИгра\t6.10.22"),
            [
                line(1, &["1", "\"Биохакатон\" для всех", "5.10.22"]),
                line(2, &["2", "Игра", "6.10.22"])
            ]
        );
        assert_eq!(shape("1\t\"Игра\tдата\n2\tа\tб").len(), 2);
    }

    #[test]
    fn tags_in_cells_are_paragraphs() {
        assert_eq!(
            shape("1\t<p>А &amp; Б</p> <p>В<br>Г</p>\t<p>1</p>"),
            [line(1, &["1", "А & Б|В|Г", "1"])]
        );
    }
}
