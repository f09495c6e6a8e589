//! Computes the widths of the columns of a table.

use super::metrics::{FontWeight, widest_part, with_breakable_spaces};
use crate::report::{Cell, Row, Table};

/// The horizontal padding of a cell, in twips.
const CELL_PADDING: u64 = 190;

/// Which words of a column must not be broken; each value includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unbroken {
    Heads,
    Words,
    Urls,
}

/// The widths of the columns of `table`, which add up to `total`: in the table's proportions, but no
/// column is narrower than its longest word. If there is not enough room for that, first URLs are
/// broken, then words in the cells.
pub(super) fn widths(table: &Table, total: u32) -> Vec<u32> {
    let total = u64::from(total);
    let proportions: Vec<u64> =
        table.columns.iter().map(|column| u64::from(column.width)).collect();
    let attempts = [Unbroken::Urls, Unbroken::Words, Unbroken::Heads];
    let mut attempts = attempts.map(|unbroken| {
        (0..proportions.len())
            .map(|column| min_width(table, column, unbroken))
            .collect::<Vec<u64>>()
    });
    let fits = |minimums: &&mut Vec<u64>| minimums.iter().sum::<u64>() <= total;
    match attempts.iter_mut().find(fits) {
        Some(minimums) => fit_to_minimums(&proportions, minimums, total),
        None => distribute(&proportions, total),
    }
}

/// Distributes `total` in these proportions, giving each column at least its minimum. The minimums
/// must fit into `total`.
fn fit_to_minimums(proportions: &[u64], minimums: &[u64], total: u64) -> Vec<u32> {
    let mut narrow = vec![false; proportions.len()];
    loop {
        let sum = |widths: &[u64], is_narrow: bool| -> u64 {
            let chosen = widths.iter().zip(&narrow).filter(|&(_, &narrow)| narrow == is_narrow);
            chosen.map(|(width, _)| width).sum()
        };
        let narrow_total = sum(minimums, true);
        if narrow_total > 0 && sum(proportions, false) == 0 {
            return distribute(minimums, total);
        }
        // The rest is distributed among the other columns, and may make more of them too narrow.
        let (rest, shares) = (total - narrow_total, sum(proportions, false).max(1));
        let too_narrow = |column: usize| {
            !narrow[column] && proportions[column] * rest / shares < minimums[column]
        };
        match (0..proportions.len()).find(|&column| too_narrow(column)) {
            Some(column) => narrow[column] = true,
            None => {
                let widths: Vec<u64> = (0..proportions.len())
                    .map(|column| {
                        if narrow[column] {
                            minimums[column] * shares
                        } else {
                            proportions[column] * rest
                        }
                    })
                    .collect();
                return distribute(&widths, total);
            }
        }
    }
}

/// Distributes `total` into whole numbers in these proportions.
fn distribute(proportions: &[u64], total: u64) -> Vec<u32> {
    let sum = proportions.iter().sum::<u64>().max(1);
    let mut before = 0;
    let mut start = 0;
    let mut widths: Vec<u64> = proportions
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
    // No part exceeds the total, which was a `u32`.
    widths.into_iter().map(|width| u32::try_from(width).unwrap_or(u32::MAX)).collect()
}

/// The width that the longest unbroken word of the column at `column` needs.
fn min_width(table: &Table, column: usize, unbroken: Unbroken) -> u64 {
    let cells =
        table.rows.iter().filter(|_| unbroken > Unbroken::Heads).filter_map(|row| match row {
            Row::Section(_) => None,
            Row::Cells(cells) | Row::Total(cells) => cells.get(column),
        });
    let cells = cells.map(|cell: &Cell| match (cell.text.contains("://"), unbroken) {
        (true, Unbroken::Urls) => widest_part(&cell.text, FontWeight::Regular, &['/', '-']),
        (true, _) => 0,
        (false, _) => longest_word(&with_breakable_spaces(&cell.text), FontWeight::Regular),
    });
    cells.fold(longest_word(&table.columns[column].title, FontWeight::Bold), u64::max)
        + CELL_PADDING
}

fn longest_word(text: &str, weight: FontWeight) -> u64 {
    widest_part(text, weight, &[' ', '\n', '\t', '-', '–'])
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
        let narrowest =
            u32::try_from(longest_word("общеобразовательных", FontWeight::Bold) + CELL_PADDING)
                .unwrap();
        let rest = TOTAL - narrowest;
        assert_eq!(widths(&table, TOTAL), [narrowest, rest * 3 / 5, rest - rest * 3 / 5]);
        // Words in a section row have enough room.
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
        let (event, widest) = (
            longest_word("Мероприятие", FontWeight::Bold) + CELL_PADDING,
            longest_word(long, FontWeight::Regular) + CELL_PADDING,
        );
        let first = |total: u64| u64::from(widths(&table, u32::try_from(total).unwrap())[0]);
        assert_eq!(first(9_354), widest);
        let link = longest_word("dopolnitelnogo.html", FontWeight::Regular) + CELL_PADDING;
        assert_eq!(first(widest + link), widest);
        assert_eq!(first(widest + link - 1), widest);
        assert_eq!(
            first(widest + longest_word("Ссылка", FontWeight::Bold) + CELL_PADDING - 1),
            event
        );
    }
}
