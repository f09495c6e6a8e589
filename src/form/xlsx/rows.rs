//! Rows of a sheet in the formatting of the form's own rows.

use std::ops::Range;

use super::super::body::{FormLayout, Segment, number_in};
use super::super::xml::{Edits, attribute, escape, with_attribute, without_attribute};
use super::super::{FormRow, FormValue, FoundForm};
use super::sheet::{Merge, ScannedSheet, SheetCell, SheetRow};
use super::shift::{Shift, column_letters, relocate};
use super::styles::Styles;
use crate::import::SourceRow;
use crate::report::wrap_lines;

/// How many letters are as wide as a digit.
const LETTERS_PER_DIGIT: f64 = 0.9;
/// Excel's limit, in points.
const MAX_HEIGHT: f64 = 409.0;

pub(super) struct RowWriter<'s> {
    pub(super) xml: &'s str,
    pub(super) sheet: &'s ScannedSheet,
    pub(super) form: &'s FoundForm,
    pub(super) styles: &'s Styles,
    pub(super) shift: &'s Shift,
}

/// The number of lines of `text` in a cell as wide as so many letters. A word that is wider is cut.
fn lines(text: &str, letters: usize) -> usize {
    wrap_lines(text, letters).iter().map(|line| line.chars().count().div_ceil(letters)).sum()
}

impl RowWriter<'_> {
    /// Writes the rows of `segment` into `blanks` and below them. `head` are the rows of the head.
    pub(super) fn write(
        &self,
        segment: &Segment<'_>,
        blanks: Range<u32>,
        head: Range<u32>,
        name: &str,
        edits: &mut Edits,
    ) {
        let template = blanks.end.checked_sub(1).filter(|last| blanks.contains(last));
        let above = blanks.start.checked_sub(1).filter(|above| !head.contains(above));
        let template = template.or(above);
        let first = self.shift.row_before(blanks.start);
        let mut new = String::new();
        for (step, (number, row)) in (0..).zip((segment.first_number..).zip(&segment.rows)) {
            let own = Some(blanks.start + step).filter(|own| blanks.contains(own));
            let base = own.or(template).and_then(|number| self.sheet.row(number));
            new += &self.row(row, number, first + step, base, name);
        }
        let used = u32::try_from(segment.rows.len()).unwrap_or(u32::MAX);
        for row in &self.sheet.rows {
            if blanks.contains(&row.number) && row.number < blanks.start.saturating_add(used) {
                edits.replace(row.place.clone(), "");
            }
        }
        let prefix = &self.sheet.prefix;
        if self.sheet.is_empty_tag {
            let data = format!("<{prefix}sheetData>{new}</{prefix}sheetData>");
            edits.replace(self.sheet.data.clone(), data);
        } else {
            let above = self.sheet.rows.iter().rfind(|row| row.number < blanks.start);
            edits.insert(above.map_or(self.sheet.data.start, |row| row.place.end), new);
        }
    }

    /// The former rows that new ones replace.
    pub(super) fn replaced(
        &self,
        layout: &FormLayout<'_>,
        row_of: impl Fn(usize) -> u32,
    ) -> Vec<Range<u32>> {
        let used = |segment: &Segment<'_>| {
            let start = row_of(segment.blanks.start);
            let used = segment.rows.len().min(segment.blanks.len());
            start..start + u32::try_from(used).unwrap_or(0)
        };
        layout.segments.iter().map(used).collect()
    }

    /// The row `number` of the sheet with the values of `row`, formatted as `base`.
    fn row(
        &self,
        row: &FormRow,
        ordinal: u64,
        number: u32,
        base: Option<&SheetRow>,
        name: &str,
    ) -> String {
        let prefix = &self.sheet.prefix;
        let base_number = base.map_or(number, |base| base.number);
        let height = self.height(row, base);
        let tag = base.map_or_else(
            || format!("<{prefix}row r=\"{number}\">"),
            |base| {
                let mut tag = self.xml[base.tag.clone()].replace("/>", ">");
                for attribute in ["spans", "hidden"] {
                    tag = without_attribute(&tag, attribute);
                }
                with_attribute(&tag, "r", &number.to_string())
            },
        );
        let tag = height.map_or(tag.clone(), |height| {
            let tag = without_attribute(&without_attribute(&tag, "ht"), "customHeight");
            tag.replacen('>', &format!(" ht=\"{height}\" customHeight=\"1\">"), 1)
        });
        let value_of = |column: usize| {
            let at = self.form.columns().iter().position(|known| known.range.start == column)?;
            row.values.get(at)
        };
        let mut columns: Vec<usize> =
            self.form.columns().iter().map(|column| column.range.start).collect();
        columns.extend(base.iter().flat_map(|base| base.cells.iter().map(|cell| cell.column)));
        columns.sort_unstable();
        columns.dedup();
        let cells: String = columns
            .into_iter()
            .map(|column| {
                let cell =
                    base.and_then(|base| base.cells.iter().find(|cell| cell.column == column));
                let place = format!("{}{number}", column_letters(column));
                let style = self.sheet.style(base, column);
                if let Some(cell) = cell.filter(|cell| cell.formula.is_some()) {
                    return self.formula_cell(cell, base_number, number, &place, name);
                }
                match value_of(column) {
                    Some(FormValue::Ordinal) => {
                        self.cell(&place, style, &FormValue::Number(ordinal))
                    }
                    Some(value) => self.cell(&place, style, value),
                    // A column of the form that is none of ours keeps its own row's text.
                    None => match cell.filter(|_| base_number == number) {
                        Some(cell) => self.xml[cell.place.clone()].to_owned(),
                        None => self.cell(&place, style, &FormValue::Empty),
                    },
                }
            })
            .collect();
        format!("{tag}{cells}</{prefix}row>")
    }

    /// The height that the texts of a row need, if it is more than the form's own has. Not every program
    /// finds it out by itself.
    fn height(&self, row: &FormRow, base: Option<&SheetRow>) -> Option<f64> {
        let own = base.and_then(|base| attribute(&self.xml[base.tag.clone()], "ht"));
        let own: Option<f64> = own.and_then(|height| height.parse().ok());
        let lines = self.form.columns().iter().zip(&row.values).map(|(column, value)| {
            let text = match value {
                FormValue::Text(text) | FormValue::Link(text) | FormValue::Day(_, text) => text,
                _ => return 1,
            };
            let style = self.sheet.style(base, column.range.start);
            if !self.styles.is_wrapped(style) {
                return 1;
            }
            let merge = base.and_then(|base| {
                let starts_here = |merge: &&Merge| {
                    merge.rows == (base.number, base.number)
                        && merge.columns.0 == column.range.start
                };
                self.sheet.merges.iter().find(starts_here)
            });
            let last = merge.map_or(column.range.start, |merge| merge.columns.1);
            let width = self.sheet.width(column.range.start..last + 1) * LETTERS_PER_DIGIT;
            lines(text, (width as usize).max(1))
        });
        let line = self.sheet.line_height.unwrap_or(15.0);
        let height = line * lines.max().unwrap_or(1) as f64;
        (height > own.unwrap_or(line)).then_some(height.min(MAX_HEIGHT))
    }

    fn cell(&self, place: &str, style: Option<&str>, value: &FormValue) -> String {
        let prefix = &self.sheet.prefix;
        let shown = style.map(|style| format!(" s=\"{style}\"")).unwrap_or_default();
        let number = |number: String| {
            format!("<{prefix}c r=\"{place}\"{shown}><{prefix}v>{number}</{prefix}v></{prefix}c>")
        };
        match value {
            FormValue::Empty | FormValue::Ordinal => {
                format!("<{prefix}c r=\"{place}\"{shown}/>")
            }
            FormValue::Number(value) => number(value.to_string()),
            FormValue::Day(day, _) if self.styles.is_date(style) => {
                number(self.styles.serial(*day).to_string())
            }
            FormValue::Day(_, text) | FormValue::Text(text) | FormValue::Link(text) => format!(
                "<{prefix}c r=\"{place}\"{shown} t=\"inlineStr\"><{prefix}is><{prefix}t \
                 xml:space=\"preserve\">{}</{prefix}t></{prefix}is></{prefix}c>",
                escape(text)
            ),
        }
    }

    /// The cell with its formula, for the row `number`.
    fn formula_cell(
        &self,
        cell: &SheetCell,
        from: u32,
        number: u32,
        place: &str,
        name: &str,
    ) -> String {
        let prefix = &self.sheet.prefix;
        let shown = cell.style.as_ref().map(|style| format!(" s=\"{style}\"")).unwrap_or_default();
        let text = self.sheet.formula(self.xml, cell, from).unwrap_or_default();
        // First to where the rest of the sheet has moved, then along with the row.
        let text = self.shift.formula(&text, name, name);
        let text = relocate(&text, i64::from(number) - i64::from(self.shift.row(from)), 0);
        format!(
            "<{prefix}c r=\"{place}\"{shown}><{prefix}f>{}</{prefix}f></{prefix}c>",
            escape(&text)
        )
    }

    /// The columns that formulas of the rows fill.
    pub(super) fn formula_columns(
        &self,
        layout: &FormLayout<'_>,
        row_of: impl Fn(usize) -> u32,
    ) -> Vec<usize> {
        let rows = layout.segments.iter().flat_map(|segment| {
            let above = segment.blanks.start.checked_sub(1).filter(|_| segment.blanks.is_empty());
            segment.blanks.clone().chain(above)
        });
        let rows: Vec<_> = rows.filter_map(|at| self.sheet.row(row_of(at))).collect();
        let is_formula = |column: usize| {
            let mut cells = rows.iter().flat_map(|row| &row.cells);
            cells.any(|cell| cell.column == column && cell.formula.is_some())
        };
        let columns = self.form.columns().iter().enumerate();
        columns.filter(|(_, known)| is_formula(known.range.start)).map(|(at, _)| at).collect()
    }

    /// Writes the sums into the empty cells of the row «Итого».
    pub(super) fn write_total(
        &self,
        layout: &FormLayout<'_>,
        body: &[Option<&SourceRow>],
        number: u32,
        edits: &mut Edits,
    ) {
        let Some(row) = self.sheet.row(number) else { return };
        for (at, column) in self.form.columns().iter().enumerate() {
            let kept = |row: usize| number_in(body[row], column.range.start);
            let Some(sum) = layout.sum(at, kept).filter(|_| super::is_count(column.kind)) else {
                continue;
            };
            let cell = row.cells.iter().find(|cell| cell.column == column.range.start);
            let is_empty = |cell: &SheetCell| {
                cell.formula.is_none()
                    && attribute(&self.xml[cell.tag.clone()], "t").is_none()
                    && cell.value.is_none()
            };
            if let Some(cell) = cell.filter(|cell| is_empty(cell)) {
                let place =
                    format!("{}{}", column_letters(column.range.start), self.shift.row(number));
                let value = FormValue::Number(sum);
                edits.replace(cell.place.clone(), self.cell(&place, cell.style.as_deref(), &value));
            }
        }
    }
}
