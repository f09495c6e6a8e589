//! Draws a [`Chart`]: horizontal bars, each with its number at its end.
//!
//! 1. `layout` places the bars and texts: heights in pixels, lengths in shares of the width, so that
//!    one layout fits a phone and a sheet of paper with letters of the same size.
//! 2. `svg` draws the layout for a page; `export` draws it as PNG for Word.
//!
//! Bars are horizontal because Russian labels are long. Short labels (months) are beside the bars,
//! long ones above them. No information depends on colour alone: each bar has its number, and the
//! bars of a group are in the order of the legend.

mod layout;
mod svg;

use super::{Cell, Chart, Column, Row, Table};

pub(crate) use layout::{ChartMark, LabelRole, Layout, TEXT_SIZE, TextAnchor, WidthShare};
pub use svg::svg;

/// The default colours of the series as red, green and blue, different in lightness too; a fifth
/// series repeats the first colour.
const COLOURS: [[u8; 3]; 4] =
    [[0x1F, 0x5F, 0xA8], [0xE3, 0x9A, 0x2D], [0x3C, 0x7A, 0x4A], [0x8E, 0x5A, 0x9B]];

/// The default colour of a series.
pub(crate) fn series_colour(index: usize) -> [u8; 3] {
    COLOURS[index % COLOURS.len()]
}

/// The numbers of `chart` as a table, which accompanies each chart.
pub fn to_table(chart: &Chart) -> Table {
    let columns = std::iter::once(Column::new(&chart.axis, 4))
        .chain(chart.series.iter().map(|series| Column::new(&series.name, 1)))
        .collect();
    let rows = chart.categories.iter().enumerate().map(|(at, category)| {
        let values = chart.series.iter().map(|series| Cell::number(series.value(at)));
        Row::Cells(std::iter::once(Cell::from(&**category)).chain(values).collect())
    });
    Table { name: chart.name.clone(), title: chart.title.clone(), columns, rows: rows.collect() }
}
