//! A table whose end tag has not come, and the cells that extend into its later rows.

use crate::import::ImportError;
use crate::import::rows::{Budget, SourceCell, SourceRow};

/// A table whose end tag has not come.
#[derive(Debug, Default)]
pub(super) struct OpenTable {
    pub(super) number: usize,
    /// The name of its sheet, in a spreadsheet.
    pub(super) sheet: Option<String>,
    pub(super) rows: Vec<SourceRow>,
    /// Number of rows started so far.
    pub(super) started_rows: usize,
    /// The cells of the open row.
    pub(super) row: Option<Vec<SourceCell>>,
    /// The column after the last cell of the open row.
    pub(super) column: usize,
    pub(super) cell: Option<SourceCell>,
    /// The row span of the open cell.
    pub(super) height: usize,
    /// Whether the open cell continues the one above it.
    pub(super) continues_above: bool,
    /// Cells of earlier rows that extend into later rows.
    pub(super) spanning: Vec<SpanningCell>,
}

#[derive(Debug)]
pub(super) struct SpanningCell {
    pub(super) cell: SourceCell,
    pub(super) rows_left: usize,
}

impl OpenTable {
    /// Inserts the spanning cells that come next in the row, or all remaining ones.
    pub(super) fn insert_spanning(
        &mut self,
        to_row_end: bool,
        budget: &mut Budget,
    ) -> Result<(), ImportError> {
        let Some(row) = &mut self.row else { return Ok(()) };
        loop {
            let next = self.column;
            let cells = self.spanning.iter().map(|spanning| &spanning.cell);
            let matches = |cell: &&SourceCell| {
                if to_row_end { cell.column >= next } else { cell.column == next }
            };
            let Some(cell) = cells.filter(matches).min_by_key(|cell| cell.column) else {
                return Ok(());
            };
            budget.add_cell(cell)?;
            self.column = cell.column + cell.width;
            row.push(cell.clone());
        }
    }
}
