//! The rows below a form's head: which are empty, and where the rows of events go.

use std::ops::Range;

use super::{FormRow, RowsHeading};
use crate::calendar::fold;
use crate::import::{ColumnKind, Columns, SourceRow};

/// What a row below the head is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyRow {
    /// Without a text but its number.
    Blank,
    /// «Пример: турнир по шахматам»: shows how rows are filled, and is replaced.
    Example,
    Heading(RowsHeading),
    /// «Итого».
    Total,
    Other,
    /// A line without cells of its own: «Исполнитель: …» is none of the table's, a heading of others is.
    Line,
    /// A row between the table and what is below it, and what is below.
    Gap,
}

/// Rows to write at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment<'r> {
    /// The blank rows that they take, indices of the body; if empty, they go before its start.
    pub(super) blanks: Range<usize>,
    pub(super) rows: Vec<&'r FormRow>,
    /// The number of its first row.
    pub(super) first_number: u64,
}

/// Where all rows go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FormLayout<'r> {
    pub(super) segments: Vec<Segment<'r>>,
    /// Those whose direction or time has no heading.
    pub(super) without_heading: Vec<&'r FormRow>,
    /// The rows of the body that have data already.
    pub(super) kept: Vec<usize>,
}

impl BodyRow {
    /// `None` stands for a row without cells.
    pub(super) fn of(
        row: Option<&SourceRow>,
        columns: &Columns,
        find_heading: &dyn Fn(&str) -> Option<RowsHeading>,
    ) -> Self {
        let Some(row) = row else { return Self::Blank };
        let is_number_column = |column: usize| {
            columns.at(column).and_then(|column| column.kind) == Some(ColumnKind::Number)
        };
        // Beside the table there may be anything.
        let is_inside = |column: usize| columns.at(column).is_some();
        let cells = row.cells.iter().filter(|cell| !cell.repeated && !cell.is_empty());
        let cells = cells.filter(|cell| is_inside(cell.column));
        let mut texts = Vec::new();
        for cell in cells {
            let text = cell.text();
            if is_total(&text) {
                return Self::Total;
            }
            let is_number = is_number_column(cell.column) && !text.contains(char::is_alphabetic);
            if !is_number && !is_placeholder(&text) {
                texts.push((cell, text));
            }
        }
        match &texts[..] {
            [] => Self::Blank,
            [(cell, text)] => {
                let own = columns.at(cell.column).map_or(1, |column| column.range.len());
                let is_line = is_number_column(cell.column) || cell.width > own;
                match find_heading(text) {
                    Some(heading) => Self::Heading(heading),
                    None if is_line => Self::Line,
                    None => Self::Other,
                }
            }
            texts if texts.iter().any(|(_, text)| is_example(text)) => Self::Example,
            _ => Self::Other,
        }
    }

    /// Whether rows of events may take its place.
    pub(super) fn is_free(self) -> bool {
        matches!(self, Self::Blank | Self::Example)
    }
}

/// Tells lines below the table from those in it.
pub(super) fn leave_lines_below(kinds: &mut [BodyRow]) {
    let is_below = |kind: &BodyRow| matches!(kind, BodyRow::Line | BodyRow::Blank);
    let end = kinds.iter().rposition(|kind| !is_below(kind)).map_or(0, |last| last + 1);
    let first = kinds[end..].iter().position(|kind| *kind == BodyRow::Line).map(|at| end + at);
    // Above the empty rows of the table such a line is a heading.
    let is_below = |first: &usize| *first > 0 || !kinds.contains(&BodyRow::Blank);
    if let Some(below) = first.filter(is_below) {
        kinds[below..].fill(BodyRow::Gap);
    }
    for kind in kinds.iter_mut().filter(|kind| **kind == BodyRow::Line) {
        *kind = BodyRow::Other;
    }
}

/// «Пример: …», «(образец)».
fn is_example(text: &str) -> bool {
    let folded = fold(text);
    let text = folded.trim_start_matches(['(', '«', '"']);
    ["например", "пример заполнения", "образец заполнения", "пример", "образец"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .is_some_and(|rest| !rest.trim_start().starts_with(char::is_alphabetic))
}

fn is_total(text: &str) -> bool {
    ["итого", "всего"].iter().any(|word| fold(text).starts_with(word))
}

/// «…», «____», «—».
fn is_placeholder(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

impl<'r> FormLayout<'r> {
    /// `number_of` is the number that a row of the body has.
    pub(super) fn new(
        body: &[BodyRow],
        rows: &'r [FormRow],
        number_of: impl Fn(usize) -> Option<u64>,
    ) -> Self {
        let others = |end: usize| (0..end).filter(|at| body[*at] == BodyRow::Other);
        let mut layout = Self::default();
        let blanks_from = |start: usize| {
            let blank = body[start..].iter().take_while(|row| row.is_free());
            start..start + blank.count()
        };
        let end = body.iter().position(|row| *row == BodyRow::Total);
        let end = end.or_else(|| body.iter().position(|row| *row == BodyRow::Gap));
        let end = end.unwrap_or(body.len());
        layout.kept = others(end).collect();
        let headings = headings(body);
        if headings.is_empty() {
            // The empty rows below those with data, where there are any.
            let last = body[..end].iter().rposition(|row| *row == BodyRow::Other);
            let is_free = |at: &usize| body[*at].is_free();
            let below = last.and_then(|last| (last + 1..end).find(is_free));
            let start = below.or_else(|| (0..end).find(is_free)).unwrap_or(end);
            let rows = rows.iter().collect();
            layout.kept.retain(|at| *at < start);
            let first_number = others(start).filter_map(number_of).next_back().unwrap_or(0) + 1;
            layout.segments.push(Segment { blanks: blanks_from(start), rows, first_number });
            return layout;
        }
        let mut number = 1;
        for (place, (at, heading)) in headings.iter().enumerate() {
            let is_first = !headings[..place].iter().any(|(_, other)| other == heading);
            let own = rows.iter().filter(|row| is_first && heading.has(row));
            let own: Vec<_> = own.collect();
            let first_number = number;
            number += own.len() as u64;
            layout.segments.push(Segment { blanks: blanks_from(at + 1), rows: own, first_number });
        }
        let has_heading = |row: &&FormRow| headings.iter().any(|(_, known)| known.has(row));
        layout.without_heading = rows.iter().filter(|row| !has_heading(row)).collect();
        layout
    }

    pub(super) fn written(&self) -> usize {
        self.segments.iter().map(|segment| segment.rows.len()).sum()
    }

    /// The sum of the numbers in a column, if any of our rows has one. `number_of` is the number in this
    /// column of a row that was there before; without one in each of them there is no sum.
    pub(super) fn sum(
        &self,
        column: usize,
        number_of: impl Fn(usize) -> Option<u64>,
    ) -> Option<u64> {
        let numbers = self.segments.iter().flat_map(|segment| &segment.rows);
        let numbers = numbers.filter_map(|row| match row.values.get(column) {
            Some(super::FormValue::Number(number)) => Some(*number),
            _ => None,
        });
        let numbers: Vec<u64> = numbers.collect();
        if numbers.is_empty() {
            return None;
        }
        let kept = self.kept.iter().map(|at| number_of(*at)).sum::<Option<u64>>()?;
        Some(kept + numbers.iter().sum::<u64>())
    }
}

/// The headings and their rows: of directions, else of periods.
fn headings(body: &[BodyRow]) -> Vec<(usize, RowsHeading)> {
    let all = (0..).zip(body).filter_map(|(at, row)| match row {
        BodyRow::Heading(heading) => Some((at, *heading)),
        _ => None,
    });
    let all: Vec<(usize, RowsHeading)> = all.collect();
    let is_direction = |heading: &RowsHeading| matches!(heading, RowsHeading::Direction(_));
    let has_directions = all.iter().any(|(_, heading)| is_direction(heading));
    all.into_iter().filter(|(_, heading)| !has_directions || is_direction(heading)).collect()
}

/// The number that a row has in a column from `column` on; 0 in an empty cell.
pub(super) fn number_in(row: Option<&SourceRow>, column: usize) -> Option<u64> {
    let cell = row.and_then(|row| row.cells.iter().find(|cell| cell.column == column));
    let text = cell.map(|cell| cell.text()).unwrap_or_default();
    if is_placeholder(&text) { Some(0) } else { text.trim().parse().ok() }
}

/// The number that a row has in its first column.
pub(super) fn number_of(row: &SourceRow, columns: &Columns) -> Option<u64> {
    let number = row.cells.iter().find(|cell| {
        columns.at(cell.column).and_then(|column| column.kind) == Some(ColumnKind::Number)
    });
    number?.text().trim_end_matches('.').parse().ok()
}
