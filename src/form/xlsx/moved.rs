//! Moves what lies below inserted rows, and changes what refers to it in the sheet.

use std::ops::Range;

use quick_xml::escape::unescape;

use super::super::FormError;
use super::super::xml::{
    Edits, PieceKind, Pieces, TextOfElement, attribute, attribute_place, escape, local_name,
    with_attribute, without_attribute,
};
use super::sheet::{Merge, ScannedSheet, SheetCell, SheetRow};
use super::shift::{Shift, column_letters};

/// Changes the sheet `name`; its rows `replaced` are written anew.
pub(super) fn move_sheet(
    xml: &str,
    sheet: &ScannedSheet,
    shift: &Shift,
    name: &str,
    replaced: &[Range<u32>],
    edits: &mut Edits,
) -> Result<(), FormError> {
    let is_replaced = |row: u32| replaced.iter().any(|rows| rows.contains(&row));
    for row in sheet.rows.iter().filter(|row| !is_replaced(row.number)) {
        move_row(xml, sheet, row, shift, name, edits);
    }
    let merges: Vec<Merge> =
        sheet.merges.iter().flat_map(|merge| moved_merge(merge, shift, replaced)).collect();
    if merges != sheet.merges {
        edits.replace(sheet.merge_cells.clone(), merge_cells(&merges, &sheet.prefix));
    }
    if shift.is_empty() {
        return Ok(());
    }
    let mut pieces = Pieces::of(xml);
    let mut texts = TextOfElement::default();
    let mut in_row_breaks = false;
    while let Some((kind, place)) = pieces.next()? {
        if sheet.data.contains(&place.start) && !sheet.is_empty_tag {
            continue;
        }
        let tag = &xml[place.clone()];
        let local = local_name(tag);
        match kind {
            PieceKind::Open | PieceKind::Empty => {
                in_row_breaks |= local == "rowBreaks";
                if let Some(new) = moved_tag(tag, local, in_row_breaks, shift) {
                    edits.replace(place.clone(), new);
                }
            }
            PieceKind::Close => in_row_breaks &= local != "rowBreaks",
            PieceKind::Other => {}
        }
        if let Some((of, text)) = texts.next(kind, local, place) {
            let old = unescape(&xml[text.clone()]).unwrap_or_default();
            let new = match &*of {
                "formula" | "formula1" | "formula2" | "f" => shift.formula(&old, name, name),
                "sqref" => moved_ranges(&old, shift),
                _ => continue,
            };
            if new != old {
                edits.replace(text, escape(&new));
            }
        }
    }
    Ok(())
}

/// A tag of the sheet outside of its rows with moved references; `None` if it has none.
fn moved_tag(tag: &str, local: &str, in_row_breaks: bool, shift: &Shift) -> Option<String> {
    if local == "brk" && in_row_breaks {
        let row = attribute(tag, "id")?.parse().ok()?;
        return Some(with_attribute(tag, "id", &shift.row(row).to_string()));
    }
    let new = match local {
        "mergeCells" | "mergeCell" => return None,
        "hyperlink" => with_attribute(tag, "ref", &shift.fixed_range(&attribute(tag, "ref")?)),
        "selection" | "pane" | "sheetView" => {
            let mut new = tag.to_owned();
            for name in ["activeCell", "topLeftCell", "sqref"] {
                if let Some(cell) = attribute(&new, name) {
                    let moved: Vec<_> =
                        cell.split_whitespace().map(|range| shift.fixed_range(range)).collect();
                    new = with_attribute(&new, name, &moved.join(" "));
                }
            }
            new
        }
        _ => {
            let name =
                ["sqref", "ref"].into_iter().find(|name| attribute_place(tag, name).is_some())?;
            with_attribute(tag, name, &moved_ranges(&attribute(tag, name)?, shift))
        }
    };
    (new != tag).then_some(new)
}

/// «A5:C9 E9» after the insertion.
fn moved_ranges(ranges: &str, shift: &Shift) -> String {
    let moved: Vec<_> = ranges.split_whitespace().map(|range| shift.range(range)).collect();
    moved.join(" ")
}

fn move_row(
    xml: &str,
    sheet: &ScannedSheet,
    row: &SheetRow,
    shift: &Shift,
    name: &str,
    edits: &mut Edits,
) {
    let number = shift.row(row.number);
    let tag = &xml[row.tag.clone()];
    if number != row.number && attribute_place(tag, "r").is_some() {
        edits.replace(row.tag.clone(), with_attribute(tag, "r", &number.to_string()));
    }
    for cell in &row.cells {
        if cell.formula.is_some() {
            edits.replace(cell.place.clone(), formula_cell(xml, sheet, row, cell, shift, name));
        } else if number != row.number {
            let tag = &xml[cell.tag.clone()];
            if attribute_place(tag, "r").is_some() {
                let place = format!("{}{number}", column_letters(cell.column));
                edits.replace(cell.tag.clone(), with_attribute(tag, "r", &place));
            }
        }
    }
}

/// A cell with a formula after the insertion, to be calculated anew.
fn formula_cell(
    xml: &str,
    sheet: &ScannedSheet,
    row: &SheetRow,
    cell: &SheetCell,
    shift: &Shift,
    name: &str,
) -> String {
    let Some(formula) = &cell.formula else { return xml[cell.place.clone()].to_owned() };
    let place = format!("{}{}", column_letters(cell.column), shift.row(row.number));
    let tag = with_attribute(&xml[cell.tag.clone()], "r", &place);
    // Of the old value nothing is left, so its type is of no use.
    let tag = without_attribute(&tag, "t");
    let prefix = &sheet.prefix;
    let new = if shift.is_empty() {
        xml[formula.place.clone()].to_owned()
    } else {
        let text = sheet.formula(xml, cell, row.number).unwrap_or_default();
        let text = escape(&shift.formula(&text, name, name));
        match attribute(&xml[formula.tag.clone()], "ref").filter(|_| formula.shared.is_none()) {
            Some(range) => {
                let tag =
                    with_attribute(&xml[formula.tag.clone()], "ref", &shift.fixed_range(&range));
                format!("{tag}{text}</{prefix}f>")
            }
            None => format!("<{prefix}f>{text}</{prefix}f>"),
        }
    };
    format!("{tag}{new}</{prefix}c>")
}

/// Merged cells after the insertion. Those in rows that are written anew are repeated in each inserted
/// row, and let go where they would hide all rows but the first.
fn moved_merge(merge: &Merge, shift: &Shift, replaced: &[Range<u32>]) -> Vec<Merge> {
    let (first, last) = merge.rows;
    let inside = replaced.iter().find(|rows| rows.contains(&first) && rows.contains(&last));
    let with_rows = |first, last| Merge { rows: (first, last), ..merge.clone() };
    let Some(rows) = inside else { return vec![with_rows(shift.row(first), shift.row(last))] };
    if merge.columns.0 == merge.columns.1 {
        return Vec::new();
    }
    let mut all: Vec<u32> = (first..=last).map(|row| shift.row(row)).collect();
    // The last of the empty rows is the pattern of the inserted ones.
    if last + 1 == rows.end {
        let last = shift.row(last);
        all.extend(last + 1..shift.row(rows.end).max(last + 1));
    }
    all.into_iter().map(|row| with_rows(row, row)).collect()
}

fn merge_cells(merges: &[Merge], prefix: &str) -> String {
    if merges.is_empty() {
        return String::new();
    }
    let merges: String = merges
        .iter()
        .map(|Merge { rows: (first, last), columns: (left, right) }| {
            let (left, right) = (column_letters(*left), column_letters(*right));
            format!("<{prefix}mergeCell ref=\"{left}{first}:{right}{last}\"/>")
        })
        .collect();
    format!("<{prefix}mergeCells>{merges}</{prefix}mergeCells>")
}
