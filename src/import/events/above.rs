//! Cells that mean the same as those above them: ditto marks, and dates that stand once for several
//! rows.

use crate::calendar::fold;
use crate::import::columns::{ColumnKind, Columns};
use crate::import::rows::{SourceCell, SourceRow};

/// The last cell with text in each column of the current table.
#[derive(Debug, Default)]
pub(super) struct RowAbove {
    cells: Vec<SourceCell>,
}

impl RowAbove {
    /// `row` with the cells above in place of ditto marks.
    pub(super) fn complete(&mut self, row: &SourceRow) -> SourceRow {
        let mut row = row.clone();
        for cell in &mut row.cells {
            let above = self.cells.iter().position(|above| above.column == cell.column);
            match above {
                Some(above) if is_ditto(&cell.text()) => {
                    cell.lines = self.cells[above].lines.clone();
                }
                Some(above) if !cell.is_empty() => self.cells[above] = cell.clone(),
                None if !cell.is_empty() => self.cells.push(cell.clone()),
                _ => {}
            }
        }
        row
    }

    /// The date above, where dates stand before the titles: there an empty cell goes on with it.
    pub(super) fn date(&self, columns: &Columns) -> Option<&SourceCell> {
        self.before_title(ColumnKind::Date, columns)
    }

    /// The direction above, likewise.
    pub(super) fn direction(&self, columns: &Columns) -> Option<&SourceCell> {
        self.before_title(ColumnKind::Direction, columns)
    }

    fn before_title(&self, kind: ColumnKind, columns: &Columns) -> Option<&SourceCell> {
        let column = columns.position(&[kind])?;
        let title = columns.position(&[ColumnKind::Title])?;
        self.cells.iter().find(|cell| cell.column == column && column < title)
    }
}

/// «—»—», «-//-», «то же».
fn is_ditto(text: &str) -> bool {
    let folded = fold(text);
    let mark = folded.trim().trim_matches(['-', ' ']);
    matches!(
        mark,
        "»" | "«"
            | "\""
            | "“"
            | "”"
            | "„"
            | "″"
            | "''"
            | "//"
            | "то же"
            | "там же"
            | "тот же"
            | "те же"
            | "та же"
            | "он же"
            | "она же"
            | "они же"
    )
}

#[cfg(test)]
mod tests {
    use super::is_ditto;

    #[test]
    fn ditto_marks_are_known() {
        assert!(
            ["»", "—»—", "-//-", "– \" –", "То же", "там же"].iter().all(|text| is_ditto(text))
        );
        assert!(["-", "", "5", "Ким"].iter().all(|text| !is_ditto(text)));
    }
}
