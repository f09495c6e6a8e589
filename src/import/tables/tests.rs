//! Rows built from sequences of tags.

use super::*;

/// The rows as `column:text`, with `^` before repeated text.
fn shape(tables: TableBuilder) -> Vec<Vec<String>> {
    let cell = |cell: &SourceCell| {
        let mark = if cell.repeated { "^" } else { "" };
        format!("{}:{mark}{}", cell.column, cell.text())
    };
    let rows = tables.finish().unwrap();
    rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect()
}

fn cell(tables: &mut TableBuilder, text: &str, width: usize, height: usize) {
    tables.start_cell().unwrap();
    tables.set_span(Some(width), Some(height));
    tables.push_text(text);
    tables.end_cell().unwrap();
}

#[test]
fn cells_that_reach_down_are_repeated_in_their_column() {
    let mut tables = TableBuilder::default();
    tables.start_table().unwrap();
    tables.start_row().unwrap();
    cell(&mut tables, "a", 1, 3);
    cell(&mut tables, "b", 1, 1);
    cell(&mut tables, "c", 1, 2);
    tables.start_row().unwrap();
    cell(&mut tables, "d", 1, 1);
    tables.start_row().unwrap();
    cell(&mut tables, "e", 2, 1);
    tables.start_row().unwrap();
    cell(&mut tables, "f", 1, 1);
    let expected =
        [vec!["0:a", "1:b", "2:c"], vec!["0:^a", "1:d", "2:^c"], vec!["0:^a", "1:e"], vec!["0:f"]];
    assert_eq!(shape(tables), expected);
}

#[test]
fn a_table_in_a_cell_is_a_table_and_text_of_the_cell() {
    let mut tables = TableBuilder::default();
    tables.push_text("before");
    tables.start_table().unwrap();
    tables.start_cell().unwrap();
    tables.push_text("outer");
    tables.start_table().unwrap();
    cell(&mut tables, "inner", 1, 1);
    tables.end_table().unwrap();
    tables.push_text("more");
    assert_eq!(shape(tables), [["0:before"], ["0:inner"], ["0:outer inner more"]]);
}

#[test]
fn a_cell_that_reaches_far_down_costs_what_it_unfolds_to() {
    let mut tables = TableBuilder::default();
    tables.start_table().unwrap();
    tables.start_row().unwrap();
    cell(&mut tables, &"a".repeat(1 << 20), 1, usize::MAX);
    let rows = (0..100).try_for_each(|_| tables.start_row());
    assert_eq!(rows, Err(ImportError::TooLarge));
}

#[test]
fn no_number_of_columns_left_out_is_too_large() {
    let mut tables = TableBuilder::default();
    tables.start_table().unwrap();
    tables.start_row().unwrap();
    tables.skip_columns(1);
    tables.skip_columns(usize::MAX);
    assert_eq!(tables.start_cell(), Err(ImportError::TooLarge));
}
