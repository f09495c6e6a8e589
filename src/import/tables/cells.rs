//! The cells of an open row.

use super::TableBuilder;
use super::open_table::SpanningCell;
use crate::import::ImportError;
use crate::import::rows::{MAX_COLUMNS, SourceCell};

impl TableBuilder {
    /// Starts a cell; ends an open one, and starts a row if there is none.
    pub(in crate::import) fn start_cell(&mut self) -> Result<(), ImportError> {
        self.end_cell()?;
        if self.open.last().is_some_and(|table| table.row.is_none()) {
            self.start_row()?;
        }
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        table.insert_spanning(false, &mut self.budget)?;
        if table.column >= MAX_COLUMNS {
            return Err(ImportError::TooLarge);
        }
        table.cell = Some(SourceCell::new(table.column, 1));
        (table.height, table.continues_above) = (1, false);
        Ok(())
    }

    /// Sets the number of columns and rows of the open cell.
    pub(in crate::import) fn set_span(&mut self, width: Option<usize>, height: Option<usize>) {
        let Some(table) = self.open.last_mut() else { return };
        if let (Some(cell), Some(width)) = (&mut table.cell, width) {
            cell.width = width.clamp(1, MAX_COLUMNS);
        }
        if let Some(height) = height {
            table.height = height.max(1);
        }
    }

    /// Marks the open cell as a continuation of the one above it.
    pub(in crate::import) fn continue_cell_above(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.continues_above = true;
        }
    }

    /// Says that the current line is an item of a list.
    pub(in crate::import) fn mark_list_line(&mut self) {
        self.is_list_line = true;
    }

    /// Marks the open cell as numbered automatically.
    pub(in crate::import) fn mark_numbered(&mut self) {
        self.mark_list_line();
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.numbered = true;
        }
    }

    pub(in crate::import) fn end_cell(&mut self) -> Result<(), ImportError> {
        if self.open.last().is_none_or(|table| table.cell.is_none()) {
            return Ok(());
        }
        self.end_line()?;
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let Some(mut cell) = table.cell.take() else { return Ok(()) };
        if table.continues_above {
            let above = table
                .rows
                .last()
                .and_then(|row| row.cells.iter().find(|above| above.column == cell.column));
            if let Some(above) = above {
                cell = SourceCell { width: cell.width, ..above.repeated_below() };
            }
        }
        self.budget.add_cell(&cell)?;
        table.column = (cell.column + cell.width).min(MAX_COLUMNS);
        if table.height > 1 {
            let spanning = SpanningCell { cell: cell.repeated_below(), rows_left: table.height };
            table.spanning.push(spanning);
        }
        if let Some(row) = &mut table.row {
            row.push(cell);
        }
        Ok(())
    }

    /// Says that the last cell stands for `count` equal ones; `limit` of them are kept if it has text.
    pub(in crate::import) fn repeat_cell(
        &mut self,
        count: usize,
        limit: usize,
    ) -> Result<(), ImportError> {
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let more = count.saturating_sub(1);
        let last = table.row.as_ref().and_then(|row| row.last()).filter(|cell| !cell.is_empty());
        let Some(cell) = last.cloned() else {
            table.column = table.column.saturating_add(more).min(MAX_COLUMNS);
            return Ok(());
        };
        for _ in 0..more.min(limit) {
            if table.column >= MAX_COLUMNS {
                break;
            }
            let next = SourceCell { column: table.column, ..cell.clone() };
            self.budget.add_cell(&next)?;
            table.column += next.width;
            if let Some(row) = &mut table.row {
                row.push(next);
            }
        }
        Ok(())
    }

    /// Changes the open cell.
    pub(in crate::import) fn change_cell(&mut self, change: impl FnOnce(&mut SourceCell)) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            change(cell);
        }
    }
}
