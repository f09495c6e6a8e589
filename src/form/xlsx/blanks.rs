//! Which empty rows below the head of a form belong to its table, by their formatting.

use super::super::body::BodyRow;
use super::sheet::ScannedSheet;
use crate::import::Columns;

/// No form has more empty rows with borders.
const MAX_BLANKS: u32 = 10_000;

/// The styles of the table's cells in a row.
fn look<'s>(sheet: &'s ScannedSheet, columns: &Columns, row: u32) -> Vec<Option<&'s str>> {
    let row = sheet.row(row);
    columns.all.iter().map(|column| sheet.style(row, column.range.start)).collect()
}

fn is_styled(look: &[Option<&str>]) -> bool {
    look.iter().any(|style| style.is_some_and(|style| style != "0"))
}

/// The last of the empty rows below the row `above` that are formatted as the row `first` of the body.
pub(super) fn blank_run(sheet: &ScannedSheet, columns: &Columns, first: u32, above: u32) -> u32 {
    let own = look(sheet, columns, first);
    let last_row = sheet.rows.last().map_or(0, |row| row.number);
    if !is_styled(&own) {
        return above;
    }
    let below = above.saturating_add(1)..=last_row.min(above.saturating_add(MAX_BLANKS));
    below.take_while(|row| look(sheet, columns, *row) == own).last().unwrap_or(above)
}

/// Takes rows out of the table that only separate it from the text below: those that are formatted in
/// another way than its empty rows, and the last one of rows without formatting.
pub(super) fn leave_gap(
    sheet: &ScannedSheet,
    columns: &Columns,
    head_last: u32,
    kinds: &mut [BodyRow],
) {
    let Some(start) = kinds.iter().position(|kind| kind.is_free()) else { return };
    let length = kinds[start..].iter().take_while(|kind| kind.is_free()).count();
    let end = start + length;
    let belongs = matches!(kinds.get(end), None | Some(BodyRow::Total | BodyRow::Heading(_)));
    let row = |index: usize| head_last + 1 + u32::try_from(index).unwrap_or(u32::MAX);
    let own = look(sheet, columns, row(start));
    let same = (start..end).take_while(|at| look(sheet, columns, row(*at)) == own).count();
    let kept = if belongs || is_styled(&own) && same < length {
        same
    } else {
        length.saturating_sub(1).max(1)
    };
    kinds[start + kept..end].fill(BodyRow::Gap);
}
