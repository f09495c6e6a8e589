//! Fills a table of a Word document.

mod links;
mod row;
mod scan;

use super::body::{self, BodyRow, FormLayout, number_of};
use super::package::FormPackage;
use super::xml::Edits;
use super::{FilledForm, FormError, FormRow, FormValue, FoundForm, RowsHeading};
use crate::import::{ColumnKind, RowLocation, SourceRow};
use links::FormLinks;
use row::Template;
use scan::{ScannedCell, ScannedRow, ScannedTable};

/// Fills the table of `form`; its part of `package` is changed.
pub(super) fn fill(
    package: &mut FormPackage<'_>,
    form: &FoundForm,
    rows: &[FormRow],
    find_heading: &dyn Fn(&str) -> Option<RowsHeading>,
) -> Result<FilledForm, FormError> {
    let xml = package.read(&form.part)?.ok_or(FormError::Broken)?;
    let (number, head_last) = place_of_head(form).ok_or(FormError::Broken)?;
    let tables = scan::scan(&xml)?;
    let table = tables.iter().find(|table| table.number == number).ok_or(FormError::Broken)?;
    let ids: Vec<String> =
        package.relations(&form.part)?.into_iter().map(|relation| relation.id).collect();
    let mut links = FormLinks::new(&xml, &ids);

    let body: Vec<&ScannedRow> = table.rows.iter().filter(|row| row.number > head_last).collect();
    let sources: Vec<Option<&SourceRow>> =
        body.iter().map(|row| source_row(form, number, row.number)).collect();
    let columns = &form.head.columns;
    let mut kinds: Vec<BodyRow> =
        sources.iter().map(|row| BodyRow::of(*row, columns, find_heading)).collect();
    body::leave_lines_below(&mut kinds);
    let layout = FormLayout::new(&kinds, rows, |at| number_of(sources[at]?, columns));

    let head = table.rows.iter().rfind(|row| row.number <= head_last).ok_or(FormError::Broken)?;
    let example = super::example_note(&kinds, &layout);
    let writer = TableWriter { xml: &xml, form, table, body, kinds, head };
    let mut edits = Edits::default();
    writer.write(&layout, &mut edits, &mut links)?;
    writer.write_totals(&layout, &sources, &mut edits, &mut links)?;
    let changed = edits.apply(&xml);
    package.put(&form.part, changed);
    links.write(package, &form.part)?;
    Ok(FilledForm {
        bytes: Vec::new(),
        written: layout.written(),
        kept: layout.kept.len(),
        without_heading: layout.without_heading.iter().map(|row| row.title.clone()).collect(),
        formulas: Vec::new(),
        notes: notes(package, &form.part)?.into_iter().chain(example).collect(),
    })
}

/// The number of the table, and the number of the last row of its head.
fn place_of_head(form: &FoundForm) -> Option<(usize, usize)> {
    match form.rows.get(form.head.at + form.head.height - 1)?.location {
        RowLocation::TableRow { table, row } => Some((table, row)),
        _ => None,
    }
}

fn source_row(form: &FoundForm, table: usize, row: usize) -> Option<&SourceRow> {
    let wanted = RowLocation::TableRow { table, row };
    form.rows.iter().find(|row| row.location == wanted)
}

struct TableWriter<'x> {
    xml: &'x str,
    form: &'x FoundForm,
    table: &'x ScannedTable,
    /// The rows below the head.
    body: Vec<&'x ScannedRow>,
    kinds: Vec<BodyRow>,
    /// The last row of the head.
    head: &'x ScannedRow,
}

impl<'x> TableWriter<'x> {
    fn write(
        &self,
        layout: &FormLayout<'_>,
        edits: &mut Edits,
        links: &mut FormLinks,
    ) -> Result<(), FormError> {
        for segment in layout.segments.iter().filter(|segment| !segment.rows.is_empty()) {
            let blanks = &self.body[segment.blanks.clone()];
            let mut rows = segment.blanks.clone();
            let blank = rows.find(|at| self.kinds[*at] == BodyRow::Blank);
            let blank = blank.map(|at| self.body[at]).or_else(|| blanks.first().copied());
            let template = self.template(segment.blanks.start, blank);
            let mut new = String::new();
            for mark in blanks.iter().flat_map(|row| &row.marks) {
                new += &self.xml[mark.clone()];
            }
            for (number, row) in (segment.first_number..).zip(&segment.rows) {
                let mut filled = Vec::new();
                new += &template.row(|cell| self.value(cell, row, number, &mut filled), links)?;
            }
            for blank in blanks {
                edits.replace(blank.place.clone(), "");
            }
            match blanks.first() {
                Some(first) => edits.insert(first.place.start, new),
                None => edits.insert(self.end_of_row_before(segment.blanks.start), new),
            }
        }
        Ok(())
    }

    fn end_of_row_before(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(self.head.place.end, |before| self.body[before].place.end)
    }

    /// The row whose formatting new rows before the row `at` get.
    fn template(&self, at: usize, blank: Option<&'x ScannedRow>) -> Template<'x> {
        let any_blank = || {
            let found = self.kinds.iter().position(|kind| *kind == BodyRow::Blank);
            found.map(|at| self.body[at])
        };
        let above = || {
            let is_wide = |row: &&ScannedRow| row.cells.len() * 2 > self.head.cells.len();
            let others = (0..at).rev().filter(|at| self.kinds[*at] == BodyRow::Other);
            others.map(|at| self.body[at]).find(is_wide)
        };
        let row = blank.or_else(any_blank).or_else(above);
        let is_bare = |row: &&ScannedRow| {
            let bare = row.cells.iter().filter(|cell| cell.run.is_none());
            bare.count() * 2 > row.cells.len()
        };
        let example = || {
            let found = self.kinds.iter().position(|kind| *kind == BodyRow::Example);
            found.map(|at| self.body[at])
        };
        Template {
            xml: self.xml,
            prefix: &self.table.prefix,
            row: row.unwrap_or(self.head),
            is_head: row.is_none(),
            font: row.filter(is_bare).map(|_| example().unwrap_or(self.head)),
        }
    }

    /// What the row of an event has in a cell; a column that several cells share is in the first.
    fn value(
        &self,
        cell: &ScannedCell,
        row: &FormRow,
        number: u64,
        filled: &mut Vec<usize>,
    ) -> FormValue {
        let Some(column) = self.column(cell).filter(|column| !filled.contains(column)) else {
            return FormValue::Empty;
        };
        filled.push(column);
        match row.values.get(column) {
            Some(FormValue::Ordinal) if cell.is_numbered => FormValue::Empty,
            Some(FormValue::Ordinal) => FormValue::Number(number),
            Some(value) => value.clone(),
            None => FormValue::Empty,
        }
    }

    /// The index of the column that a cell is in.
    fn column(&self, cell: &ScannedCell) -> Option<usize> {
        self.form.columns().iter().position(|column| column.range.contains(&cell.column))
    }

    /// Writes the sums into the empty cells of «Итого».
    fn write_totals(
        &self,
        layout: &FormLayout<'_>,
        sources: &[Option<&SourceRow>],
        edits: &mut Edits,
        links: &mut FormLinks,
    ) -> Result<(), FormError> {
        let mut totals = self.kinds.iter().zip(&self.body).zip(sources);
        let total = totals.find(|((kind, _), _)| **kind == BodyRow::Total);
        let Some(((_, row), Some(source))) = total else { return Ok(()) };
        let (xml, prefix) = (self.xml, &*self.table.prefix);
        let template = Template { xml, prefix, row, is_head: false, font: None };
        for cell in &row.cells {
            let is_empty =
                source.cells.iter().any(|source| source.column == cell.column && source.is_empty());
            let Some(column) = self.column(cell).filter(|_| is_empty) else { continue };
            let counts = matches!(
                self.form.columns()[column].kind,
                Some(ColumnKind::Count | ColumnKind::People)
            );
            let number =
                |at: usize| body::number_in(sources[at], self.form.columns()[column].range.start);
            if let Some(sum) = layout.sum(column, number).filter(|_| counts) {
                let value = FormValue::Number(sum);
                let cell_xml = template.merged_cell(cell, &value, links)?;
                edits.replace(cell.place.clone(), cell_xml);
            }
        }
        Ok(())
    }
}

fn notes(package: &mut FormPackage<'_>, part: &str) -> Result<Vec<String>, FormError> {
    let settings = part
        .rsplit_once('/')
        .map_or("settings.xml".to_owned(), |(folder, _)| format!("{folder}/settings.xml"));
    let settings = package.read(&settings)?.unwrap_or_default();
    let is_protected = super::package::tags(&settings)?.iter().any(|tag| {
        super::xml::local_name(tag) == "documentProtection"
            && super::xml::attribute(tag, "enforcement")
                .is_some_and(|on| matches!(&*on, "1" | "true" | "on"))
    });
    let note =
        "форма защищена от правки: строки записаны, но изменить их в Word можно, только сняв \
                защиту"
            .to_owned();
    Ok(if is_protected { vec![note] } else { Vec::new() })
}
