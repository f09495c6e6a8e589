//! A table whose end tag has not come, and the cells that extend into its later rows.

use crate::import::ImportError;
use crate::import::columns::{Expectation, TableHead};
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
    /// Whether it is the layout of a page.
    pub(super) is_layout: bool,
    /// Cells of earlier rows that extend into later rows.
    pub(super) spanning: Vec<SpanningCell>,
}

#[derive(Debug)]
pub(super) struct SpanningCell {
    pub(super) cell: SourceCell,
    pub(super) rows_left: usize,
}

impl OpenTable {
    /// Whether it is a table of its own so far: one with a head.
    pub(super) fn has_head(&self) -> bool {
        (0..self.rows.len())
            .any(|at| TableHead::detect(&self.rows[at..], Expectation::Head).is_some())
    }

    /// All cells so far, which leave the table.
    pub(super) fn take_cells(&mut self) -> Vec<SourceCell> {
        let mut cells: Vec<SourceCell> =
            std::mem::take(&mut self.rows).into_iter().flat_map(|row| row.cells).collect();
        cells.extend(self.row.iter_mut().flat_map(std::mem::take));
        if let Some(cell) = &mut self.cell {
            let (lines, links) = (std::mem::take(&mut cell.lines), std::mem::take(&mut cell.links));
            let pictures = std::mem::take(&mut cell.pictures);
            cells.push(SourceCell { lines, links, pictures, ..SourceCell::default() });
        }
        cells.retain(|cell| !cell.repeated);
        cells
    }

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
