//! The rows of an open table.

use super::TableBuilder;
use crate::import::ImportError;
use crate::import::rows::{MAX_COLUMNS, RowLocation, SourceCell, SourceRow};

impl TableBuilder {
    /// Starts a row; ends an open one.
    pub(in crate::import) fn start_row(&mut self) -> Result<(), ImportError> {
        self.end_row()?;
        if let Some(table) = self.open.last_mut() {
            table.row = Some(Vec::new());
            table.started_rows += 1;
            table.column = 0;
        }
        Ok(())
    }

    pub(in crate::import) fn end_row(&mut self) -> Result<(), ImportError> {
        self.end_cell()?;
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        if table.row.is_none() {
            return Ok(());
        }
        table.insert_spanning(true, &mut self.budget)?;
        table.spanning.iter_mut().for_each(|spanning| spanning.rows_left -= 1);
        table.spanning.retain(|spanning| spanning.rows_left > 0);
        let Some(cells) = table.row.take() else { return Ok(()) };
        let location = match &table.sheet {
            Some(name) => {
                let row = u32::try_from(table.started_rows).unwrap_or(u32::MAX);
                RowLocation::Sheet { name: name.clone(), row }
            }
            None => RowLocation::TableRow { table: table.number, row: table.started_rows },
        };
        table.rows.push(SourceRow { location, table: Some(table.number), cells });
        Ok(())
    }

    /// Says that the last row stands for `count` equal ones; `limit` of them are kept if it has text.
    pub(in crate::import) fn repeat_row(
        &mut self,
        count: usize,
        limit: usize,
    ) -> Result<(), ImportError> {
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let more = count.saturating_sub(1);
        let first = table.started_rows;
        table.started_rows = first.saturating_add(more);
        let Some(row) = table.rows.last().cloned() else { return Ok(()) };
        if row.cells.iter().all(SourceCell::is_empty) {
            return Ok(());
        }
        for step in 1..=more.min(limit) {
            row.cells.iter().try_for_each(|cell| self.budget.add_cell(cell))?;
            let location = match &row.location {
                RowLocation::Sheet { name, row } => RowLocation::Sheet {
                    name: name.clone(),
                    row: row.saturating_add(u32::try_from(step).unwrap_or(u32::MAX)),
                },
                _ => RowLocation::TableRow { table: table.number, row: first.saturating_add(step) },
            };
            table.rows.push(SourceRow { location, ..row.clone() });
        }
        Ok(())
    }

    /// Discards the open row, which was deleted.
    pub(in crate::import) fn drop_row(&mut self) {
        self.line.clear();
        self.links.clear();
        self.pictures.clear();
        if let Some(table) = self.open.last_mut() {
            (table.row, table.cell) = (None, None);
        }
    }

    /// Skips columns at the start of a row.
    pub(in crate::import) fn skip_columns(&mut self, count: usize) {
        if let Some(table) = self.open.last_mut() {
            table.column = table.column.saturating_add(count).min(MAX_COLUMNS);
        }
    }
}
