//! Rows that mark the months of their event with «+» or a date.

use super::Grid;
use crate::calendar::fold;
use crate::import::audience::is_dash;
use crate::import::columns::{ColumnKind, Columns};
use crate::import::rows::{SourceCell, SourceRow};
use crate::import::years::is_term;

impl Grid {
    /// A row whose cells below the months are nothing but marks or dates, as one with a date.
    pub(super) fn marked_row(&self, row: &SourceRow) -> Option<(SourceRow, Columns)> {
        let columns = self.marked.clone()?;
        let time_of = |cell: &SourceCell| {
            self.columns
                .iter()
                .find(|(range, _)| range.contains(&cell.column))
                .map(|(_, time)| time)
        };
        let (marks, mut cells): (Vec<SourceCell>, Vec<SourceCell>) =
            row.cells.iter().cloned().partition(|cell| time_of(cell).is_some());
        let mut dates = Vec::new();
        for cell in marks.iter().filter(|cell| !cell.is_empty() && !is_dash(&cell.text())) {
            let text = cell.text();
            let is_mark = !text.contains(char::is_alphanumeric)
                || matches!(&*fold(&text), "v" | "x" | "х" | "да");
            let is_date = is_term(&text);
            match time_of(cell) {
                Some(time) if is_mark => dates.push(time.clone()),
                Some(_) if is_date => dates.push(text),
                _ => return None,
            }
        }
        let date = columns.all.iter().find(|column| column.kind == Some(ColumnKind::Date))?;
        if !dates.is_empty() {
            let lines = vec![dates.join(", ")];
            cells.push(SourceCell { lines, ..SourceCell::new(date.range.start, 1) });
        }
        cells.retain(|cell| !cell.is_empty());
        cells.sort_by_key(|cell| cell.column);
        let has_title = |cell: &SourceCell| columns.kind_at(cell.column) == Some(ColumnKind::Title);
        let is_event = cells.len() > 1 && cells.iter().any(has_title);
        is_event.then(|| (SourceRow { cells, ..row.clone() }, columns.clone()))
    }
}
