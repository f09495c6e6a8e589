//! Writes table cells, and reports cells that a table has no column for.

use std::ops::Range;

use pulldown_cmark::Alignment;

use crate::content::markdown::writer::Writer;
use crate::diagnostic::Diagnostic;

impl Writer<'_, '_> {
    pub(super) fn write_table_cell(&mut self) {
        self.end_prose();
        self.push(if self.cell_tag == "th" { "<th scope=\"col\"" } else { "<td" });
        let side = match self.alignments.get(self.column) {
            Some(Alignment::Left) => "left",
            Some(Alignment::Center) => "center",
            Some(Alignment::Right) => "right",
            Some(Alignment::None) | None => return self.push(">"),
        };
        self.push_trusted(" style=\"");
        self.push("text-align: ");
        self.push(side);
        self.push("\">");
    }

    /// Reports the first cell of the row at the bytes `range` that lies beyond the head of the table:
    /// Markdown drops it.
    pub(super) fn report_lost_cells(&mut self, range: &Range<usize>) {
        let row = self.text.get(range.clone()).unwrap_or_default();
        let columns = self.alignments.len();
        let lost = cells(row).skip(columns).find(|cell| !row[cell.clone()].trim().is_empty());
        let Some(lost) = lost else { return };
        let words = row[lost.clone()].trim();
        let start = range.start + lost.end - row[lost].trim_start().len();
        let problem = Diagnostic::error(format!("в таблице нет столбца для ячейки «{words}»"))
            .at(self.place(&(start..start + words.len())))
            .hint(
                "добавьте столбец в две первые строки таблицы или уберите ячейку; если знак `|` — часть текста, напишите `\\|`",
            );
        self.diagnostics.push(problem);
    }
}

/// The ranges of the cells of `row`, split as GFM does: at each `|` without `\` before it, also in
/// code. Those at both ends of the row separate nothing.
fn cells(row: &str) -> impl Iterator<Item = Range<usize>> {
    let end = row.trim_end().len();
    let inner = row.trim_start();
    let start = row.len() - inner.len();
    let mut start = if inner.starts_with('|') { start + 1 } else { start };
    std::iter::from_fn(move || {
        if start >= end {
            return None;
        }
        let from = start;
        let bytes = &row.as_bytes()[..end];
        let is_border = |at: &usize| bytes[*at] == b'|' && (*at == 0 || bytes[*at - 1] != b'\\');
        let border = (from..end).find(is_border).unwrap_or(end);
        start = border + 1;
        Some(from..border)
    })
}

/// The number of cells in `row`.
pub(super) fn count_cells(row: &str) -> usize {
    cells(row).count()
}

/// Whether `row` is the line of dashes under the head of a table.
pub(super) fn is_delimiter_row(row: &str) -> bool {
    row.contains('-') && row.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_split_as_the_parser_splits_them() {
        for (row, expected) in [
            ("| а | б |", &[" а ", " б "][..]),
            ("а|б", &["а", "б"]),
            (" |а|| \n", &["а", ""]),
            ("|а\\|б|`в|г`|", &["а\\|б", "`в", "г`"]),
            ("|", &[]),
            ("", &[]),
        ] {
            let found: Vec<_> = cells(row).map(|cell| &row[cell]).collect();
            assert_eq!(found, expected, "{row}");
        }
        assert!(is_delimiter_row("|:-|---:|") && !is_delimiter_row("| а |"));
    }
}
