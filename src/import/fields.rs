//! What the cells of a row hold, by its columns.

use super::columns::{Columns, Kind};
use super::rows::{Cell, Row};
use super::split::Fields;

/// What the cells of `row` hold, merged ones too.
pub(super) fn of(row: &Row, columns: &Columns) -> Fields {
    let mut fields = Fields::default();
    for cell in &row.cells {
        let lines = match columns.kind(cell.column) {
            Some(Kind::Title) => &mut fields.title,
            Some(Kind::Audience) => &mut fields.audience,
            Some(Kind::Count) => &mut fields.count,
            Some(Kind::Date) => &mut fields.date,
            Some(Kind::Link) => {
                fields.links.extend(links(cell));
                continue;
            }
            Some(Kind::Number | Kind::Direction) | None => continue,
        };
        lines.extend(cell.lines.iter().cloned());
    }
    // A title is often the link itself.
    if fields.links.is_empty() {
        let titles = row.cells.iter().filter(|cell| columns.kind(cell.column) == Some(Kind::Title));
        fields.links = titles
            .flat_map(|cell| cell.links.iter().filter(|link| is_address(link)))
            .cloned()
            .collect();
    }
    fields
}

/// The direction that a column of its own names.
pub(super) fn direction(row: &Row, columns: &Columns) -> Option<String> {
    let cell = row.cells.iter().find(|cell| columns.kind(cell.column) == Some(Kind::Direction))?;
    Some(cell.text()).filter(|text| !text.is_empty())
}

/// The addresses in a cell for links: those behind its text, else those that are its text; what
/// looks like neither is given too where it is more than «нет» or a dash.
fn links(cell: &Cell) -> Vec<String> {
    let behind: Vec<_> = cell.links.iter().filter(|link| is_address(link)).cloned().collect();
    if !behind.is_empty() {
        return behind;
    }
    let words = || cell.lines.iter().flat_map(|line| line.split_whitespace());
    let trimmed = |word: &str| word.trim_matches(['.', ',', ';', '(', ')', '<', '>']).to_owned();
    let written: Vec<_> = words()
        .filter(|word| is_address(word.trim_start_matches(['(', '<'])))
        .map(trimmed)
        .collect();
    if written.is_empty() {
        return words()
            .filter(|word| word.contains('.') && word.contains('/') || word.starts_with("www."))
            .map(trimmed)
            .collect();
    }
    written
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}
