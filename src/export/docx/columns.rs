//! How wide the columns of a table are.

use super::words::{Look, loosened, widest};
use crate::report::{Cell, Row, Table};

/// What the edges of a cell take, in twentieths of a point.
const EDGES: u64 = 190;

/// Which words of a column stay whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Whole {
    Heads,
    Words,
    Addresses,
}

/// The widths of the columns of `table`, which add up to `total`: as the table asks, but no column
/// is narrower than its longest word, if there is room for that. Where there is not, first
/// addresses are broken, then words of the cells.
pub(super) fn widths(table: &Table, total: u32) -> Vec<u32> {
    let total = u64::from(total);
    let wanted: Vec<u64> = table.columns.iter().map(|column| u64::from(column.width)).collect();
    let tries = [Whole::Addresses, Whole::Words, Whole::Heads];
    let mut tries = tries.map(|whole| {
        (0..wanted.len()).map(|place| least(table, place, whole)).collect::<Vec<u64>>()
    });
    let fits = |least: &&mut Vec<u64>| least.iter().sum::<u64>() <= total;
    match tries.iter_mut().find(fits) {
        Some(least) => widened(&wanted, least, total),
        None => shared(&wanted, total),
    }
}

/// `wanted` in parts of `total`, none under its part of `least`, which all fit.
fn widened(wanted: &[u64], least: &[u64], total: u64) -> Vec<u32> {
    let mut narrow = vec![false; wanted.len()];
    loop {
        let sum = |of: &[u64], which: bool| -> u64 {
            of.iter().zip(&narrow).filter(|&(_, &narrow)| narrow == which).map(|(of, _)| of).sum()
        };
        let taken = sum(least, true);
        if taken > 0 && sum(wanted, false) == 0 {
            return shared(least, total);
        }
        // What is left is shared among the columns that are not narrow, and may make more of them
        // narrow.
        let (left, shares) = (total - taken, sum(wanted, false).max(1));
        let too_narrow =
            |place: usize| !narrow[place] && wanted[place] * left / shares < least[place];
        match (0..wanted.len()).find(|&place| too_narrow(place)) {
            Some(place) => narrow[place] = true,
            None => {
                let widths: Vec<u64> =
                    (0..wanted.len())
                        .map(|place| {
                            if narrow[place] { least[place] * shares } else { wanted[place] * left }
                        })
                        .collect();
                return shared(&widths, total);
            }
        }
    }
}

/// `total` in whole parts as `wanted`.
fn shared(wanted: &[u64], total: u64) -> Vec<u32> {
    let sum = wanted.iter().sum::<u64>().max(1);
    let mut before = 0;
    let mut start = 0;
    let mut widths: Vec<u64> = wanted
        .iter()
        .map(|width| {
            before += width;
            let end = total * before / sum;
            let width = end - start;
            start = end;
            width
        })
        .collect();
    if let Some(last) = widths.last_mut() {
        *last += total - start;
    }
    // No part is more than the whole, which came as a `u32`.
    widths.into_iter().map(|width| u32::try_from(width).unwrap_or(u32::MAX)).collect()
}

/// The width that the longest word of the column at `place` needs.
fn least(table: &Table, place: usize, whole: Whole) -> u64 {
    let cells = table.rows.iter().filter(|_| whole > Whole::Heads).filter_map(|row| match row {
        Row::Section(_) => None,
        Row::Cells(cells) | Row::Total(cells) => cells.get(place),
    });
    let cells = cells.map(|cell: &Cell| match (cell.text.contains("://"), whole) {
        (true, Whole::Addresses) => widest(&cell.text, Look::Plain, &['/', '-']),
        (true, _) => 0,
        (false, _) => word(&loosened(&cell.text), Look::Plain),
    });
    cells.fold(word(&table.columns[place].title, Look::Bold), u64::max) + EDGES
}

fn word(text: &str, look: Look) -> u64 {
    widest(text, look, &[' ', '\n', '\t', '-', '–'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Column;

    const TOTAL: u32 = 9_354;

    fn table(columns: &[(u16, &str)]) -> Table {
        let column = |&(width, title): &(u16, &str)| Column { title: title.to_owned(), width };
        Table { columns: columns.iter().map(column).collect(), ..Table::default() }
    }

    #[test]
    fn columns_fill_the_width_of_the_text() {
        let cases: [&[(u16, &str)]; 7] = [
            &[(1, ""), (1, ""), (1, "")],
            &[(8, "№ п/п"), (34, "Мероприятие"), (30, "Аудитория"), (22, "Дата"), (28, "Ссылка")],
            &[(1, "")],
            &[(0, ""), (3, "")],
            &[(0, ""), (0, "")],
            &[(u16::MAX, ""), (1, "")],
            &[
                (1, "общеобразовательных"),
                (1, "общеобразовательных"),
                (1, "общеобразовательных"),
                (1, "общеобразовательных"),
            ],
        ];
        for columns in cases {
            assert_eq!(widths(&table(columns), TOTAL).iter().sum::<u32>(), TOTAL, "{columns:?}");
        }
        assert!(widths(&table(&[]), TOTAL).is_empty());
    }

    #[test]
    fn widths_are_as_the_table_asks() {
        assert_eq!(widths(&table(&[(1, "а"), (2, "б")]), TOTAL), [3_118, 6_236]);
    }

    #[test]
    fn a_long_word_widens_its_column_at_the_cost_of_the_others() {
        let mut table = table(&[(1, "общеобразовательных"), (3, ""), (2, "")]);
        let narrowest = u32::try_from(word("общеобразовательных", Look::Bold) + EDGES).unwrap();
        let rest = TOTAL - narrowest;
        assert_eq!(widths(&table, TOTAL), [narrowest, rest * 3 / 5, rest - rest * 3 / 5]);
        // In a section's row there is room.
        table.columns[0].title = String::new();
        table.rows = vec![Row::Section("Общеобразовательных-и-других".to_owned())];
        assert_eq!(widths(&table, TOTAL)[0], TOTAL / 6);
    }

    #[test]
    fn heads_stay_whole_longer_than_cells_and_cells_longer_than_addresses() {
        let mut table = table(&[(1, "Мероприятие"), (9, "Ссылка")]);
        let cell = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
        let long = "общеобразовательных";
        let page = "https://school.example/dopolnitelnogo.html";
        table.rows = vec![Row::Cells(vec![cell(long), cell(page)])];
        let (event, widest) =
            (word("Мероприятие", Look::Bold) + EDGES, word(long, Look::Plain) + EDGES);
        let first = |total: u64| u64::from(widths(&table, u32::try_from(total).unwrap())[0]);
        assert_eq!(first(9_354), widest);
        let link = word("dopolnitelnogo.html", Look::Plain) + EDGES;
        assert_eq!(first(widest + link), widest);
        assert_eq!(first(widest + link - 1), widest);
        assert_eq!(first(widest + word("Ссылка", Look::Bold) + EDGES - 1), event);
    }
}
