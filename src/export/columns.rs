//! Computes the widths of the columns of a table.

mod balance;

use std::borrow::Cow;

use crate::export::hyphens::{SOFT_HYPHEN, division_points};
use crate::export::metrics::{FontWeight, widest_part, with_breakable_spaces};
use crate::report::{Cell, Row, Table};

/// The horizontal padding of a cell, in twips.
const CELL_PADDING: u64 = 190;

/// Texts up to this length without letters, such as «10.» or a dash, are centred.
const MAX_SHORT_CHARS: usize = 4;

/// What must not be broken in a column; each value includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unbroken {
    /// Words are divided where grammar allows it.
    Syllables,
    Words,
    Urls,
}

/// The widths of the columns of `table`, which add up to `total`: in the table's proportions, but no
/// column is narrower than its longest word, and balanced, so that the rows are low. If there is not enough room for that, first URLs are
/// broken, then words are divided.
pub(super) fn widths(table: &Table, total: u32) -> Vec<u32> {
    let (widths, minimums) = proportional_widths(table, u64::from(total));
    match minimums {
        Some(minimums) => balance::balanced(table, widths, &minimums),
        None => widths,
    }
}

/// The widths before they are balanced, and the least ones; None where there is not even room for these.
fn proportional_widths(table: &Table, total: u64) -> (Vec<u32>, Option<Vec<u64>>) {
    let proportions: Vec<u64> =
        table.columns.iter().map(|column| u64::from(column.width)).collect();
    let fits = |minimums: &Vec<u64>| minimums.iter().sum::<u64>() <= total;
    let attempts = [Unbroken::Urls, Unbroken::Words, Unbroken::Syllables];
    match attempts.map(|unbroken| min_widths(table, unbroken)).into_iter().find(fits) {
        Some(minimums) => (fit_to_minimums(&proportions, &minimums, total), Some(minimums)),
        None => (distribute(&min_widths(table, Unbroken::Syllables), total), None),
    }
}

/// Whether all words of `table` fit into columns that are `total` wide together.
pub(super) fn has_room_for_words(table: &Table, total: u32) -> bool {
    min_widths(table, Unbroken::Words).iter().sum::<u64>() <= u64::from(total)
}

/// `text` with soft hyphens in the words that are wider than a column of `width`.
pub(super) fn divide_words(text: &str, weight: FontWeight, width: u32) -> Cow<'_, str> {
    let room = u64::from(width).saturating_sub(CELL_PADDING);
    if longest_word(text, weight) <= room {
        return Cow::Borrowed(text);
    }
    let mut divided = String::with_capacity(text.len() * 2);
    for word in text.split_inclusive(WORD_ENDS) {
        if word.contains("://") || widest_part(word, weight, &WORD_ENDS) <= room {
            divided.push_str(word);
            continue;
        }
        let mut start = 0;
        for point in division_points(word) {
            divided.push_str(&word[start..point]);
            divided.push(SOFT_HYPHEN);
            start = point;
        }
        divided.push_str(&word[start..]);
    }
    Cow::Owned(divided)
}

/// The text of a cell in a column of `width`.
pub(super) fn fitted_text(cell: &Cell, bold: bool, width: u32) -> String {
    let weight = if bold { FontWeight::Bold } else { FontWeight::Regular };
    divide_words(&with_breakable_spaces(&cell.text), weight, width).into_owned()
}

/// Whether a cell is centred: a number, «10.», a dash.
pub(super) fn is_centred(cell: &Cell) -> bool {
    let chars = || cell.text.chars();
    cell.value.is_some()
        || (chars().count() <= MAX_SHORT_CHARS && !chars().any(char::is_alphabetic))
}

fn min_widths(table: &Table, unbroken: Unbroken) -> Vec<u64> {
    (0..table.columns.len()).map(|column| min_width(table, column, unbroken)).collect()
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
    let cells = table.rows.iter().filter_map(|row| match row {
        Row::Section(_) => None,
        Row::Cells(cells) | Row::Total(cells) => cells.get(column),
    });
    let lines = cells.flat_map(|cell: &Cell| cell.text.lines()).map(|line| {
        match (line.contains("://"), unbroken) {
            (true, Unbroken::Urls) => widest_part(line, FontWeight::Regular, &['/', '-']),
            (true, _) => 0,
            (false, _) => {
                unbroken_width(&with_breakable_spaces(line), FontWeight::Regular, unbroken)
            }
        }
    });
    let head = unbroken_width(&table.columns[column].title, FontWeight::Bold, unbroken);
    lines.fold(head, u64::max) + CELL_PADDING
}

fn unbroken_width(text: &str, weight: FontWeight, unbroken: Unbroken) -> u64 {
    if unbroken > Unbroken::Syllables {
        return longest_word(text, weight);
    }
    let hyphen = widest_part("-", weight, &[' ']);
    let part_width = |word: &str| {
        let points = division_points(word);
        let ends = points.iter().copied().chain([word.len()]);
        let starts = std::iter::once(0).chain(points.iter().copied());
        let parts = starts.zip(ends).map(|(start, end)| {
            let hyphen = if end < word.len() { hyphen } else { 0 };
            widest_part(&word[start..end], weight, &[' ']) + hyphen
        });
        parts.max().unwrap_or_default()
    };
    text.split_inclusive(WORD_ENDS).map(part_width).max().unwrap_or_default()
}

/// After what a line may break.
const WORD_ENDS: [char; 5] = [' ', '\n', '\t', '-', '–'];

fn longest_word(text: &str, weight: FontWeight) -> u64 {
    widest_part(text, weight, &WORD_ENDS)
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
        let widths = |table: &Table| proportional_widths(table, u64::from(TOTAL)).0;
        assert_eq!(widths(&table), [narrowest, rest * 3 / 5, rest - rest * 3 / 5]);
        // Words in a section row have enough room.
        table.columns[0].title = String::new();
        table.rows = vec![Row::Section("Общеобразовательных-и-других".to_owned())];
        assert_eq!(widths(&table)[0], TOTAL / 6);
    }

    #[test]
    fn words_stay_whole_longer_than_addresses_and_are_then_divided() {
        let mut table = table(&[(1, "Мероприятие"), (9, "Ссылка")]);
        let cell = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
        let long = "общеобразовательных";
        let page = "https://school.example/dopolnitelnogo.html";
        table.rows = vec![Row::Cells(vec![cell(long), cell(page)])];
        let widest = longest_word(long, FontWeight::Regular) + CELL_PADDING;
        let first = |total: u64| u64::from(proportional_widths(&table, total).0[0]);
        assert_eq!(first(9_354), widest);
        let link = longest_word("dopolnitelnogo.html", FontWeight::Regular) + CELL_PADDING;
        assert_eq!(first(widest + link), widest);
        assert_eq!(first(widest + link - 1), widest);
        let head = longest_word("Ссылка", FontWeight::Bold) + CELL_PADDING;
        assert!(has_room_for_words(&table, u32::try_from(widest + head).unwrap()));
        let narrow = widest + head - 1;
        assert!(!has_room_for_words(&table, u32::try_from(narrow).unwrap()));
        let width = u32::try_from(first(narrow)).unwrap();
        assert!(u64::from(width) < widest);
        let divided = divide_words(long, FontWeight::Regular, width);
        let parts = divided.split(SOFT_HYPHEN).map(|part| longest_word(part, FontWeight::Regular));
        assert!(parts.max().unwrap() + CELL_PADDING <= u64::from(width), "{divided}");
        assert_eq!(divide_words("и то", FontWeight::Regular, width), "и то");
    }
}
