//! Builds tables from a stream of tags; used by Word, OpenDocument and HTML.
//!
//! A nested table is a table of its own, because pages are often laid out with tables; its text
//! also belongs to the outer cell.

mod cells;
mod open_table;
mod rows;

use super::ImportError;
use super::rows::{Budget, RowLocation, SourceCell, SourceRow, normalize_spaces};
use open_table::OpenTable;

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
    pictures: Vec<String>,
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
                self.add_free_line(Some(line), Vec::new(), Vec::new())?;
            }
            if !cell.links.is_empty() || !cell.pictures.is_empty() {
                self.add_free_line(None, cell.links, cell.pictures)?;
            }
        }
        Ok(())
    }

    /// Adds a line between tables.
    fn add_free_line(
        &mut self,
        line: Option<String>,
        links: Vec<String>,
        pictures: Vec<String>,
    ) -> Result<(), ImportError> {
        self.text_lines += 1;
        let lines = line.into_iter().collect();
        let cell = SourceCell { lines, links, pictures, ..SourceCell::new(0, 1) };
        self.budget.add_cell(&cell)?;
        self.rows.push(SourceRow {
            location: RowLocation::Line(self.text_lines),
            table: None,
            cells: vec![cell],
        });
        Ok(())
    }

    /// Appends text to the current line.
    pub(super) fn push_text(&mut self, text: &str) {
        self.line.push_str(text);
    }

    /// Adds a link to `target` to the current line.
    pub(super) fn push_link(&mut self, target: &str) {
        self.links.push(target.trim().to_owned());
    }

    /// Adds the picture `name` to the current line.
    pub(super) fn push_picture(&mut self, name: String) {
        self.pictures.push(name);
    }

    /// Ends a paragraph, or a line within one.
    pub(super) fn end_line(&mut self) -> Result<(), ImportError> {
        let line = normalize_spaces(&std::mem::take(&mut self.line));
        let links = std::mem::take(&mut self.links);
        let pictures = std::mem::take(&mut self.pictures);
        if line.is_empty() && links.is_empty() && pictures.is_empty() {
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
            cell.pictures.extend(pictures.iter().cloned());
            inside = true;
        }
        if !inside {
            self.add_free_line((!line.is_empty()).then_some(line), links, pictures)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
