//! What a row of a table is besides an event.

use crate::calendar::fold;
use crate::import::columns::{ColumnKind, Columns, Expectation, TableHead};
use crate::import::rows::{SourceCell, SourceRow};
use crate::import::years::is_term;

/// Whether a row is a section with its number: «I | Методическая работа», merged to the end of the row or
/// with a Roman numeral.
pub(super) fn is_numbered_section(
    number: &SourceCell,
    cell: &SourceCell,
    columns: &Columns,
) -> bool {
    let is_roman = number.text().trim_end_matches(['.', ' ']).chars().all(|c| "IVXІХ".contains(c));
    let spans_rest = cell.width > 1 && cell.column + cell.width >= columns.width;
    columns.kind_at(number.column) == Some(ColumnKind::Number)
        && columns.kind_at(cell.column) == Some(ColumnKind::Title)
        && (is_roman || spans_rest)
}

/// Whether a row has the totals of those above: «Итого:», «Всего мероприятий: 5». «Итоговая линейка» is an
/// event.
pub(super) fn is_total(filled: &[&SourceCell]) -> bool {
    let begins = |cell: &&SourceCell| {
        let text = fold(&cell.text());
        let first = text.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
        matches!(first, Some("итого" | "всего"))
    };
    // The number of a row may stand before it.
    filled.iter().find(|cell| cell.text().contains(char::is_alphabetic)).is_some_and(begins)
}

/// Whether a row is the signature below a table: «Директор школы | | П. П. Петров».
pub(super) fn is_signature(filled: &[&SourceCell]) -> bool {
    const SIGNS: [&str; 8] = [
        "директор",
        "руководитель центра",
        "исполнитель",
        "составил",
        "согласован",
        "утвержда",
        "зам. директора",
        "заместитель директора",
    ];
    let texts: Vec<String> = filled.iter().map(|cell| fold(&cell.text())).collect();
    texts.first().is_some_and(|first| SIGNS.iter().any(|sign| first.starts_with(sign)))
        && texts.len() < 4
        && !texts.iter().any(|text| is_term(text) || text.contains(|c: char| c.is_ascii_digit()))
}

/// Whether the first of `rows` is a title above the head of its table: a single text, as the titles of
/// sheets are.
pub(super) fn is_above_head(rows: &[SourceRow]) -> bool {
    /// A title has no more lines.
    const LINES: usize = 8;
    let is_single = |row: &SourceRow| row.cells.iter().filter(|cell| !cell.is_empty()).count() == 1;
    let Some(first) = rows.first().filter(|row| row.table.is_some() && is_single(row)) else {
        return false;
    };
    let same = |row: &&SourceRow| row.table == first.table;
    let titles = rows
        .iter()
        .take(LINES)
        .take_while(same)
        .take_while(|row| is_single(row) || row.cells.iter().all(SourceCell::is_empty));
    let rest = &rows[titles.count()..];
    rest.first().is_some_and(|row| row.table == first.table)
        && TableHead::detect(rest, Expectation::Head).is_some()
}
