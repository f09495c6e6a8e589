//! Moves width from columns that have room to those that make the rows high, so that a table takes
//! fewer pages.

use super::CELL_PADDING;
use crate::export::metrics::{FontWeight, text_width};
use crate::report::{Row, Table};

/// What one step moves, in twips: about a letter.
const STEP: u32 = 120;
/// No more steps: the width of some columns.
const MAX_STEPS: usize = 60;
/// The first rows tell how a long table is filled.
const ROWS: usize = 60;

/// `widths` moved step by step between columns, as long as that makes `table` lower. None becomes narrower
/// than its minimum.
pub(super) fn balanced(table: &Table, mut widths: Vec<u32>, minimums: &[u64]) -> Vec<u32> {
    let texts = TextWidths::of(table);
    let mut height = texts.height(&widths);
    for _ in 0..MAX_STEPS {
        let mut best: Option<(u64, usize, usize)> = None;
        for from in 0..widths.len() {
            if u64::from(widths[from]) < minimums[from] + u64::from(STEP) {
                continue;
            }
            widths[from] -= STEP;
            for to in (0..widths.len()).filter(|to| *to != from) {
                widths[to] += STEP;
                let moved = texts.height(&widths);
                widths[to] -= STEP;
                if moved < best.map_or(height, |(best, ..)| best) {
                    best = Some((moved, from, to));
                }
            }
            widths[from] += STEP;
        }
        let Some((moved, from, to)) = best else { break };
        widths[from] -= STEP;
        widths[to] += STEP;
        height = moved;
    }
    widths
}

/// How wide the lines of each cell are, in twips.
struct TextWidths {
    rows: Vec<Vec<Vec<u64>>>,
}

impl TextWidths {
    fn of(table: &Table) -> Self {
        let lines = |text: &str, weight| -> Vec<u64> {
            text.lines().map(|line| text_width(line, weight)).collect()
        };
        let head = table.columns.iter().map(|column| lines(&column.title, FontWeight::Bold));
        let mut rows: Vec<Vec<Vec<u64>>> = vec![head.collect()];
        for row in table.rows.iter().take(ROWS) {
            let (cells, weight) = match row {
                Row::Section(_) => continue,
                Row::Cells(cells) => (cells, FontWeight::Regular),
                Row::Total(cells) => (cells, FontWeight::Bold),
            };
            rows.push(cells.iter().map(|cell| lines(&cell.text, weight)).collect());
        }
        Self { rows }
    }

    /// A measure of the height of all rows: their lines, counted in hundredths, so that a step that fills
    /// a line better counts too.
    fn height(&self, widths: &[u32]) -> u64 {
        let cell = |(lines, width): (&Vec<u64>, &u32)| {
            let room = u64::from(*width).saturating_sub(CELL_PADDING).max(1);
            // Lines are not full to their ends.
            lines.iter().map(|line| (line * 112).div_ceil(room).max(100)).sum::<u64>()
        };
        self.rows.iter().map(|row| row.iter().zip(widths).map(cell).max().unwrap_or(0)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Cell, Column};

    #[test]
    fn the_column_with_the_most_text_becomes_wider() {
        let text = "Государственное бюджетное учреждение дополнительного образования";
        let table = Table {
            columns: vec![Column::new("А", 1), Column::new("Б", 1)],
            rows: vec![Row::Cells(vec![Cell::from("1"), Cell::from(text)])],
            ..Table::default()
        };
        let widths = balanced(&table, vec![4_000, 4_000], &[1_000, 1_000]);
        assert_eq!(widths.iter().sum::<u32>(), 8_000);
        assert!(widths[1] > 6_000 && widths[0] >= 1_000, "{widths:?}");
        // Nothing to gain.
        let short = Table { rows: Vec::new(), ..table };
        assert_eq!(balanced(&short, vec![4_000, 4_000], &[1_000, 1_000]), [4_000, 4_000]);
    }
}
