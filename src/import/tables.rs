//! Builds tables from a stream of tags; used by Word, OpenDocument and HTML.
//!
//! A nested table is a table of its own, because pages are often laid out with tables; its text
//! also belongs to the outer cell.

mod open_table;

use super::ImportError;
use super::rows::{Budget, MAX_COLUMNS, RowLocation, SourceCell, SourceRow, normalize_spaces};
use open_table::{OpenTable, SpanningCell};

/// Deeper nesting is an attack.
const MAX_NESTED: usize = 16;

#[derive(Debug, Default)]
pub(super) struct TableBuilder {
    rows: Vec<SourceRow>,
    open: Vec<OpenTable>,
    tables: usize,
    line: String,
    /// Whether the current line is an item of a list.
    is_list_line: bool,
    links: Vec<String>,
    text_lines: usize,
    budget: Budget,
    /// Whether a table around another is the layout of a page, and its cells are text.
    is_page: bool,
}

impl TableBuilder {
    /// A builder for pages, which are often laid out with tables.
    pub(super) fn for_page() -> Self {
        Self { is_page: true, ..Self::default() }
    }

    /// All rows; a nested table comes before its outer one.
    pub(super) fn finish(mut self) -> Result<Vec<SourceRow>, ImportError> {
        self.end_line()?;
        while !self.open.is_empty() {
            self.end_table()?;
        }
        Ok(self.rows)
    }

    pub(super) fn start_table(&mut self) -> Result<(), ImportError> {
        self.end_line()?;
        if self.open.len() >= MAX_NESTED {
            return Err(ImportError::TooLarge);
        }
        if self.is_page {
            for at in 0..self.open.len() {
                self.flatten(at)?;
            }
        }
        self.tables += 1;
        self.open.push(OpenTable { number: self.tables, ..OpenTable::default() });
        Ok(())
    }

    /// Says that the open table is the sheet `name`.
    pub(super) fn name_sheet(&mut self, name: &str) {
        if let Some(table) = self.open.last_mut() {
            table.sheet = Some(name.to_owned());
        }
    }

    /// Ends the innermost table.
    pub(super) fn end_table(&mut self) -> Result<(), ImportError> {
        self.end_row()?;
        if self.open.last().is_some_and(|table| table.is_layout) {
            self.flatten(self.open.len() - 1)?;
        }
        if let Some(table) = self.open.pop() {
            self.rows.extend(table.rows);
        }
        Ok(())
    }

    /// Turns what the table at `at` has so far into lines of text, unless it is one of events.
    fn flatten(&mut self, at: usize) -> Result<(), ImportError> {
        let table = &mut self.open[at];
        if !table.is_layout && table.has_head() {
            return Ok(());
        }
        table.is_layout = true;
        for cell in table.take_cells() {
            for line in cell.lines {
                self.add_free_line(Some(line), Vec::new())?;
            }
            if !cell.links.is_empty() {
                self.add_free_line(None, cell.links)?;
            }
        }
        Ok(())
    }

    /// Adds a line between tables.
    fn add_free_line(
        &mut self,
        line: Option<String>,
        links: Vec<String>,
    ) -> Result<(), ImportError> {
        self.text_lines += 1;
        let lines = line.into_iter().collect();
        let cell = SourceCell { lines, links, ..SourceCell::new(0, 1) };
        self.budget.add_cell(&cell)?;
        self.rows.push(SourceRow {
            location: RowLocation::Line(self.text_lines),
            table: None,
            cells: vec![cell],
        });
        Ok(())
    }

    /// Starts a row; ends an open one.
    pub(super) fn start_row(&mut self) -> Result<(), ImportError> {
        self.end_row()?;
        if let Some(table) = self.open.last_mut() {
            table.row = Some(Vec::new());
            table.started_rows += 1;
            table.column = 0;
        }
        Ok(())
    }

    pub(super) fn end_row(&mut self) -> Result<(), ImportError> {
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
    pub(super) fn repeat_row(&mut self, count: usize, limit: usize) -> Result<(), ImportError> {
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
    pub(super) fn drop_row(&mut self) {
        self.line.clear();
        self.links.clear();
        if let Some(table) = self.open.last_mut() {
            (table.row, table.cell) = (None, None);
        }
    }

    /// Skips columns at the start of a row.
    pub(super) fn skip_columns(&mut self, count: usize) {
        if let Some(table) = self.open.last_mut() {
            table.column = table.column.saturating_add(count).min(MAX_COLUMNS);
        }
    }

    /// Starts a cell; ends an open one, and starts a row if there is none.
    pub(super) fn start_cell(&mut self) -> Result<(), ImportError> {
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
    pub(super) fn set_span(&mut self, width: Option<usize>, height: Option<usize>) {
        let Some(table) = self.open.last_mut() else { return };
        if let (Some(cell), Some(width)) = (&mut table.cell, width) {
            cell.width = width.clamp(1, MAX_COLUMNS);
        }
        if let Some(height) = height {
            table.height = height.max(1);
        }
    }

    /// Marks the open cell as a continuation of the one above it.
    pub(super) fn continue_cell_above(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.continues_above = true;
        }
    }

    /// Says that the current line is an item of a list.
    pub(super) fn mark_list_line(&mut self) {
        self.is_list_line = true;
    }

    /// Marks the open cell as numbered automatically.
    pub(super) fn mark_numbered(&mut self) {
        self.mark_list_line();
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.numbered = true;
        }
    }

    pub(super) fn end_cell(&mut self) -> Result<(), ImportError> {
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
    pub(super) fn repeat_cell(&mut self, count: usize, limit: usize) -> Result<(), ImportError> {
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
    pub(super) fn change_cell(&mut self, change: impl FnOnce(&mut SourceCell)) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            change(cell);
        }
    }

    /// Appends text to the current line.
    pub(super) fn push_text(&mut self, text: &str) {
        self.line.push_str(text);
    }

    /// Adds a link to `target` to the current line.
    pub(super) fn push_link(&mut self, target: &str) {
        self.links.push(target.trim().to_owned());
    }

    /// Ends a paragraph, or a line within one.
    pub(super) fn end_line(&mut self) -> Result<(), ImportError> {
        let line = normalize_spaces(&std::mem::take(&mut self.line));
        let links = std::mem::take(&mut self.links);
        if line.is_empty() && links.is_empty() {
            return Ok(());
        }
        let is_list_line = std::mem::take(&mut self.is_list_line) && !line.is_empty();
        let mut inside = false;
        let innermost = self.open.len().saturating_sub(1);
        for (at, table) in self.open.iter_mut().enumerate() {
            // The text of a layout is that of its own cells.
            let Some(cell) = table.cell.as_mut().filter(|_| !table.is_layout || at == innermost)
            else {
                continue;
            };
            self.budget.add_text(line.len())?;
            cell.lines.extend((!line.is_empty()).then(|| line.clone()));
            cell.list_lines += usize::from(is_list_line);
            cell.links.extend(links.iter().cloned());
            inside = true;
        }
        if !inside {
            self.add_free_line((!line.is_empty()).then_some(line), links)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
