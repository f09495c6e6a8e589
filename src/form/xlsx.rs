//! Fills a table of an Excel workbook. Rows that the form has no room for are inserted, and what lies
//! below moves down with all references to it.

mod blanks;
mod moved;
mod others;
mod rows;
mod sheet;
mod shift;
mod styles;

use super::body::{self, BodyRow, FormLayout, number_of};
use super::package::{FormPackage, tags};
use super::xml::{Edits, attribute, local_name};
use super::{FilledForm, FormError, FormRow, FoundForm, RowsHeading};
use crate::import::{ColumnKind, RowLocation, SourceRow};
use rows::RowWriter;
use sheet::ScannedSheet;
use shift::Shift;
use styles::Styles;

/// Fills the table of `form`; its parts of `package` are changed.
pub(super) fn fill(
    package: &mut FormPackage<'_>,
    form: &FoundForm,
    rows: &[FormRow],
    find_heading: &dyn Fn(&str) -> Option<RowsHeading>,
) -> Result<FilledForm, FormError> {
    let (name, head_first, head_last) = place_of_head(form).ok_or(FormError::Broken)?;
    let workbook = package.read(&form.part)?.ok_or(FormError::Broken)?;
    let part = sheet_part(package, form, &workbook, name)?.ok_or(FormError::Broken)?;
    let xml = package.read(&part)?.ok_or(FormError::Broken)?;
    let sheet = ScannedSheet::scan(&xml)?;
    let relations = package.relations(&form.part)?;
    let styles = match relations.iter().find(|relation| relation.kind == "styles") {
        Some(styles) => package.read(&styles.target)?.unwrap_or_default(),
        None => String::new(),
    };
    let styles = Styles::read(&styles, &workbook)?;

    let (body, kinds) = body(form, &sheet, name, head_last, find_heading);
    let columns = &form.head.columns;
    let layout = FormLayout::new(&kinds, rows, |at| number_of(body[at]?, columns));

    let row_of = |index: usize| head_last + 1 + u32::try_from(index).unwrap_or(u32::MAX);
    let mut shift = Shift::default();
    for segment in &layout.segments {
        let missing = segment.rows.len().saturating_sub(segment.blanks.len());
        shift.insert(row_of(segment.blanks.end), u32::try_from(missing).unwrap_or(u32::MAX));
    }
    let mut edits = Edits::default();
    let writer = RowWriter { xml: &xml, sheet: &sheet, form, styles: &styles, shift: &shift };
    for segment in layout.segments.iter().filter(|segment| !segment.rows.is_empty()) {
        let blanks = row_of(segment.blanks.start)..row_of(segment.blanks.end);
        writer.write(segment, blanks, head_first..head_last + 1, name, &mut edits);
    }
    for (kind, index) in kinds.iter().zip(0..) {
        if *kind == BodyRow::Total {
            writer.write_total(&layout, &body, row_of(index), &mut edits);
            break;
        }
    }
    moved::move_sheet(&xml, &sheet, &shift, name, &writer.replaced(&layout, row_of), &mut edits)?;
    let changed = edits.apply(&xml);
    package.put(&part, changed);
    // The rows from the head to the last one that was written.
    let last = layout.segments.last().map_or(head_last, |segment| {
        let rows = u32::try_from(segment.rows.len()).unwrap_or(u32::MAX);
        let first = shift.row_before(row_of(segment.blanks.start));
        first.saturating_add(rows).saturating_sub(1)
    });
    let mut notes =
        others::move_others(package, form, &part, name, &shift, head_last..last.max(head_last))?;
    others::recalculate(package, &form.part)?;
    notes.extend(super::example_note(&kinds, &layout));
    let formulas = writer.formula_columns(&layout, row_of);
    if tags(&xml)?.iter().any(|tag| local_name(tag) == "sheetProtection") {
        notes.push(
            "лист защищён от правки: строки записаны, но изменить их в Excel можно, только сняв \
             защиту"
                .to_owned(),
        );
    }
    Ok(FilledForm {
        bytes: Vec::new(),
        written: layout.written(),
        kept: layout.kept.len(),
        without_heading: layout.without_heading.iter().map(|row| row.title.clone()).collect(),
        formulas,
        notes,
    })
}

/// The name of the sheet, and the numbers of the first and the last row of the head.
fn place_of_head(form: &FoundForm) -> Option<(&str, u32, u32)> {
    let number = |index: usize| match &form.rows.get(index)?.location {
        RowLocation::Sheet { name, row } => Some((&**name, *row)),
        _ => None,
    };
    let (name, first) = number(form.head.at)?;
    let (_, last) = number(form.head.at + form.head.height - 1)?;
    Some((name, first, last))
}

/// The part of the sheet `name`.
fn sheet_part(
    package: &mut FormPackage<'_>,
    form: &FoundForm,
    workbook: &str,
    name: &str,
) -> Result<Option<String>, FormError> {
    let tags = tags(workbook)?;
    let tag = tags
        .iter()
        .find(|tag| local_name(tag) == "sheet" && attribute(tag, "name").as_deref() == Some(name));
    let Some(id) = tag.and_then(|tag| attribute(tag, "id")) else { return Ok(None) };
    let relations = package.relations(&form.part)?;
    Ok(relations.into_iter().find(|relation| relation.id == id).map(|relation| relation.target))
}

/// The rows below the head that can belong to the table, without gaps, and what they are.
fn body<'f>(
    form: &'f FoundForm,
    sheet: &ScannedSheet,
    name: &str,
    head_last: u32,
    find_heading: &dyn Fn(&str) -> Option<RowsHeading>,
) -> (Vec<Option<&'f SourceRow>>, Vec<BodyRow>) {
    let below = |row: &SourceRow| match &row.location {
        RowLocation::Sheet { name: of_row, row } if of_row == name && *row > head_last => {
            Some(*row)
        }
        _ => None,
    };
    let sources: Vec<(u32, &SourceRow)> =
        form.rows.iter().filter_map(|row| Some((below(row)?, row))).collect();
    let last_text = sources.iter().map(|(number, _)| *number).max().unwrap_or(head_last);
    // A cell that a formula fills is none that somebody has filled.
    let kind_of = |number: u32, source: Option<&SourceRow>| {
        let cells = sheet.row(number).map_or(&[][..], |row| &row.cells);
        let is_formula = |column: usize| {
            cells.iter().any(|cell| cell.column == column && cell.formula.is_some())
        };
        let mut row = source.cloned();
        if let Some(row) = &mut row {
            row.cells.retain(|cell| !is_formula(cell.column));
        }
        BodyRow::of(row.as_ref(), &form.head.columns, find_heading)
    };
    let columns = &form.head.columns;
    let end =
        last_text.max(blanks::blank_run(sheet, columns, head_last + 1, last_text.max(head_last)));
    let mut rows: Vec<Option<&SourceRow>> = (head_last + 1..=end)
        .map(|number| sources.iter().find(|(of_row, _)| *of_row == number).map(|(_, row)| *row))
        .collect();
    let mut kinds: Vec<BodyRow> =
        (head_last + 1..=end).zip(&rows).map(|(number, row)| kind_of(number, *row)).collect();
    // The row right below a head alone is as empty as those that a form leaves.
    if kinds.is_empty() {
        rows.push(None);
        kinds.push(BodyRow::Blank);
    }
    body::leave_lines_below(&mut kinds);
    blanks::leave_gap(sheet, columns, head_last, &mut kinds);
    (rows, kinds)
}

/// Whether the numbers of a column are summed up.
fn is_count(kind: Option<ColumnKind>) -> bool {
    matches!(kind, Some(ColumnKind::Count | ColumnKind::People))
}
