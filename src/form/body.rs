//! The rows below a form's head: which are empty, and where the rows of events go.

use std::ops::Range;

use super::FormRow;
use crate::calendar::fold;
use crate::import::{ColumnKind, Columns, SourceRow};

/// What a row below the head is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyRow {
    /// Without a text but its number.
    Blank,
    /// The heading of a direction, by its number.
    Direction(usize),
    /// «Итого».
    Total,
    Other,
    /// An empty row between the table and what is below it.
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
    /// Those whose direction has no heading.
    pub(super) without_heading: Vec<&'r FormRow>,
    /// How many rows with text the table has.
    pub(super) kept: usize,
}

impl BodyRow {
    /// `None` stands for a row without cells.
    pub(super) fn of(
        row: Option<&SourceRow>,
        columns: &Columns,
        find_direction: &dyn Fn(&str) -> Option<usize>,
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
                texts.push(text);
            }
        }
        match &texts[..] {
            [] => Self::Blank,
            [text] => find_direction(text).map_or(Self::Other, Self::Direction),
            _ => Self::Other,
        }
    }
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
            let blank = body[start..].iter().take_while(|row| **row == BodyRow::Blank);
            start..start + blank.count()
        };
        let headings: Vec<(usize, usize)> = (0..)
            .zip(body)
            .filter_map(|(at, row)| match row {
                BodyRow::Direction(direction) => Some((at, *direction)),
                _ => None,
            })
            .collect();
        if headings.is_empty() {
            let blank = body.iter().position(|row| *row == BodyRow::Blank);
            let end = body.iter().position(|row| *row == BodyRow::Total).unwrap_or(body.len());
            let start = blank.filter(|blank| *blank <= end).unwrap_or(end);
            let rows = rows.iter().collect();
            layout.kept = others(start).count();
            let first_number = others(start).filter_map(number_of).next_back().unwrap_or(0) + 1;
            layout.segments.push(Segment { blanks: blanks_from(start), rows, first_number });
            return layout;
        }
        let last_heading = headings.last().map_or(0, |(at, _)| *at);
        layout.kept = others(last_heading).count();
        let mut number = 1;
        for (place, (at, direction)) in headings.iter().enumerate() {
            let is_first = !headings[..place].iter().any(|(_, other)| other == direction);
            let own = rows.iter().filter(|row| is_first && row.direction == *direction);
            let own: Vec<_> = own.collect();
            let first_number = number;
            number += own.len() as u64;
            layout.segments.push(Segment { blanks: blanks_from(at + 1), rows: own, first_number });
        }
        let has_heading =
            |row: &&FormRow| headings.iter().any(|(_, known)| *known == row.direction);
        layout.without_heading = rows.iter().filter(|row| !has_heading(row)).collect();
        layout
    }

    pub(super) fn written(&self) -> usize {
        self.segments.iter().map(|segment| segment.rows.len()).sum()
    }

    /// The sum of the numbers in a column, if all rows of the table are ours and any has one.
    pub(super) fn sum(&self, column: usize) -> Option<u64> {
        let numbers = self.segments.iter().flat_map(|segment| &segment.rows);
        let numbers = numbers.filter_map(|row| match row.values.get(column) {
            Some(super::FormValue::Number(number)) => Some(*number),
            _ => None,
        });
        let numbers: Vec<u64> = numbers.collect();
        (self.kept == 0 && !numbers.is_empty()).then(|| numbers.iter().sum())
    }
}

/// The number that a row has in its first column.
pub(super) fn number_of(row: &SourceRow, columns: &Columns) -> Option<u64> {
    let number = row.cells.iter().find(|cell| {
        columns.at(cell.column).and_then(|column| column.kind) == Some(ColumnKind::Number)
    });
    number?.text().trim_end_matches('.').parse().ok()
}
