//! Tables of a document, put together from its tags one by one; Word and HTML share it.
//!
//! A table inside a cell is a table of its own, for pages are often laid out with tables; its text
//! belongs to the outer cell as well.

use super::Refusal;
use super::rows::{At, Budget, Cell, MOST_COLUMNS, Row, tidy};

/// Nobody lays tables deeper than this into each other.
const MOST_NESTED: usize = 16;

/// What is being put together.
#[derive(Debug, Default)]
pub(super) struct Tables {
    rows: Vec<Row>,
    open: Vec<Open>,
    tables: usize,
    line: String,
    links: Vec<String>,
    loose: usize,
    budget: Budget,
}

/// A table that has not ended.
#[derive(Debug, Default)]
struct Open {
    number: usize,
    rows: Vec<Row>,
    /// How many rows have begun.
    begun: usize,
    /// The cells of the row that has not ended.
    row: Option<Vec<Cell>>,
    /// The column after the last cell of that row.
    column: usize,
    cell: Option<Cell>,
    /// How many rows the open cell takes.
    height: usize,
    /// Whether the open cell is the lower part of one above.
    continues: bool,
    /// Cells of rows above that reach down, and over how many rows yet.
    reaching: Vec<(Cell, usize)>,
}

impl Tables {
    /// All rows, each nested table before the one around it.
    pub(super) fn finish(mut self) -> Result<Vec<Row>, Refusal> {
        self.end_line()?;
        while !self.open.is_empty() {
            self.end_table()?;
        }
        Ok(self.rows)
    }

    /// A table begins.
    pub(super) fn start_table(&mut self) -> Result<(), Refusal> {
        self.end_line()?;
        if self.open.len() >= MOST_NESTED {
            return Err(Refusal::TooLarge);
        }
        self.tables += 1;
        self.open.push(Open { number: self.tables, ..Open::default() });
        Ok(())
    }

    /// The innermost table ends.
    pub(super) fn end_table(&mut self) -> Result<(), Refusal> {
        self.end_row()?;
        if let Some(table) = self.open.pop() {
            self.rows.extend(table.rows);
        }
        Ok(())
    }

    /// A row begins; one that is still open ends.
    pub(super) fn start_row(&mut self) -> Result<(), Refusal> {
        self.end_row()?;
        if let Some(table) = self.open.last_mut() {
            table.row = Some(Vec::new());
            table.begun += 1;
            table.column = 0;
        }
        Ok(())
    }

    /// The row ends.
    pub(super) fn end_row(&mut self) -> Result<(), Refusal> {
        self.end_cell()?;
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        if table.row.is_none() {
            return Ok(());
        }
        table.fill(true, &mut self.budget)?;
        table.reaching.iter_mut().for_each(|(_, left)| *left -= 1);
        table.reaching.retain(|(_, left)| *left > 0);
        let Some(cells) = table.row.take() else { return Ok(()) };
        let at = At::Row { table: table.number, row: table.begun };
        table.rows.push(Row { at, table: Some(table.number), cells });
        Ok(())
    }

    /// The row was struck out: nothing of it counts.
    pub(super) fn drop_row(&mut self) {
        self.line.clear();
        self.links.clear();
        if let Some(table) = self.open.last_mut() {
            (table.row, table.cell) = (None, None);
        }
    }

    /// Leaves out columns at the start of a row.
    pub(super) fn skip_columns(&mut self, count: usize) {
        if let Some(table) = self.open.last_mut() {
            table.column = table.column.saturating_add(count).min(MOST_COLUMNS);
        }
    }

    /// A cell begins; one that is still open ends, and a row begins where there is none.
    pub(super) fn start_cell(&mut self) -> Result<(), Refusal> {
        self.end_cell()?;
        if self.open.last().is_some_and(|table| table.row.is_none()) {
            self.start_row()?;
        }
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        table.fill(false, &mut self.budget)?;
        if table.column >= MOST_COLUMNS {
            return Err(Refusal::TooLarge);
        }
        table.cell = Some(Cell::new(table.column, 1));
        (table.height, table.continues) = (1, false);
        Ok(())
    }

    /// How many columns and rows the open cell takes.
    pub(super) fn set_span(&mut self, width: Option<usize>, height: Option<usize>) {
        let Some(table) = self.open.last_mut() else { return };
        if let (Some(cell), Some(width)) = (&mut table.cell, width) {
            cell.width = width.clamp(1, MOST_COLUMNS);
        }
        if let Some(height) = height {
            table.height = height.max(1);
        }
    }

    /// The open cell is the lower part of the one above it.
    pub(super) fn continue_above(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.continues = true;
        }
    }

    /// The open cell has a number that is not written in it.
    pub(super) fn number(&mut self) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.numbered = true;
        }
    }

    /// The cell ends.
    pub(super) fn end_cell(&mut self) -> Result<(), Refusal> {
        if self.open.last().is_none_or(|table| table.cell.is_none()) {
            return Ok(());
        }
        self.end_line()?;
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let Some(mut cell) = table.cell.take() else { return Ok(()) };
        if table.continues {
            let above = table
                .rows
                .last()
                .and_then(|row| row.cells.iter().find(|above| above.column == cell.column));
            if let Some(above) = above {
                cell = Cell { width: cell.width, ..above.below() };
            }
        }
        self.budget.cell(&cell)?;
        table.column = (cell.column + cell.width).min(MOST_COLUMNS);
        if table.height > 1 {
            table.reaching.push((cell.below(), table.height));
        }
        if let Some(row) = &mut table.row {
            row.push(cell);
        }
        Ok(())
    }

    /// Text of the current line.
    pub(super) fn text(&mut self, text: &str) {
        self.line.push_str(text);
    }

    /// The current line has a link to `target`.
    pub(super) fn link(&mut self, target: &str) {
        self.links.push(target.trim().to_owned());
    }

    /// The line ends: a paragraph, or a break in one.
    pub(super) fn end_line(&mut self) -> Result<(), Refusal> {
        let line = tidy(&std::mem::take(&mut self.line));
        let links = std::mem::take(&mut self.links);
        if line.is_empty() && links.is_empty() {
            return Ok(());
        }
        let mut inside = false;
        for cell in self.open.iter_mut().filter_map(|table| table.cell.as_mut()) {
            self.budget.text(line.len())?;
            cell.lines.extend((!line.is_empty()).then(|| line.clone()));
            cell.links.extend(links.iter().cloned());
            inside = true;
        }
        if !inside {
            self.loose += 1;
            let lines = if line.is_empty() { Vec::new() } else { vec![line] };
            let cell = Cell { lines, links, ..Cell::new(0, 1) };
            self.budget.cell(&cell)?;
            self.rows.push(Row { at: At::Line(self.loose), table: None, cells: vec![cell] });
        }
        Ok(())
    }
}

impl Open {
    /// Puts in the cells from above that stand next in the row, or all that are still to come.
    fn fill(&mut self, to_the_end: bool, budget: &mut Budget) -> Result<(), Refusal> {
        let Some(row) = &mut self.row else { return Ok(()) };
        loop {
            let next = self.column;
            let reaches = |(cell, _): &&(Cell, usize)| {
                if to_the_end { cell.column >= next } else { cell.column == next }
            };
            let Some((cell, _)) =
                self.reaching.iter().filter(reaches).min_by_key(|(cell, _)| cell.column)
            else {
                return Ok(());
            };
            budget.cell(cell)?;
            self.column = cell.column + cell.width;
            row.push(cell.clone());
        }
    }
}

#[cfg(test)]
mod tests;
