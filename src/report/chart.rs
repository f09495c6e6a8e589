//! A [`Chart`] drawn: bars from the left, each with its number at its end.
//!
//! 1. `layout` says what stands where: heights in pixels, lengths in shares of the width, so that
//!    one drawing fits a phone and a sheet of paper without its letters growing or shrinking.
//! 2. `svg` writes that for a page; `export` draws the same on a picture for Word.
//!
//! Labels are Russian and long, so bars lie; where all labels are short (months) they stand
//! beside the bars, else above them. No colour carries a meaning alone: each bar has its number,
//! and the bars of a group stand in the order of the key.

mod layout;
mod svg;

use super::{Cell, Chart, Column, Row, Table};

pub(crate) use layout::{Layout, Mark, Role, Share, TEXT_SIZE};
pub use svg::svg;

/// The colours of the series in red, green and blue where no theme gives others, told apart by
/// lightness too; a fifth series has the first one again.
const COLOURS: [[u8; 3]; 4] =
    [[0x1F, 0x5F, 0xA8], [0xE3, 0x9A, 0x2D], [0x3C, 0x7A, 0x4A], [0x8E, 0x5A, 0x9B]];

/// The colour of the series at `place`.
pub(crate) fn colour(place: usize) -> [u8; 3] {
    COLOURS[place % COLOURS.len()]
}

/// The numbers of `chart` as a table, which is to stand behind each chart.
pub fn table(chart: &Chart) -> Table {
    let columns = std::iter::once(Column::new(&chart.axis, 4))
        .chain(chart.series.iter().map(|series| Column::new(&series.name, 1)))
        .collect();
    let rows = chart.categories.iter().enumerate().map(|(at, category)| {
        let values = chart.series.iter().map(|series| Cell::number(series.value(at)));
        Row::Cells(std::iter::once(Cell::from(&**category)).chain(values).collect())
    });
    Table { name: chart.name.clone(), title: chart.title.clone(), columns, rows: rows.collect() }
}
