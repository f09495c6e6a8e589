//! Rows of Word tables in the formatting of a row of the form.

use std::ops::Range;

use super::super::xml::{escape, local_name, without_elements};
use super::super::{FormError, FormValue};
use super::links::FormLinks;
use super::scan::{ScannedCell, ScannedRow};

/// What a row that was deleted or inserted with tracked changes leaves, and merges with rows around it.
const OF_ONE_ROW: [&str; 14] = [
    "vMerge",
    "hMerge",
    "cellIns",
    "cellDel",
    "cellMerge",
    "tcPrChange",
    "trPrChange",
    "pPrChange",
    "rPrChange",
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "sectPr",
];

/// What makes a head of a row.
const OF_HEADS: [&str; 6] = ["tblHeader", "b", "bCs", "shd", "textDirection", "caps"];

/// A row of the form whose formatting others get.
pub(super) struct Template<'x> {
    pub(super) xml: &'x str,
    pub(super) prefix: &'x str,
    pub(super) row: &'x ScannedRow,
    /// Whether it is the form's head, because the table has no other row.
    pub(super) is_head: bool,
    /// A row whose font is taken by cells without formatting, where most of `row` has none.
    pub(super) font: Option<&'x ScannedRow>,
}

/// What is taken of the formatting of another row: the head may be white on blue.
const OF_FONTS: [&str; 4] = ["rPr", "rFonts", "sz", "szCs"];

impl Template<'_> {
    /// The row with `values`, by the first column of each cell.
    pub(super) fn row(
        &self,
        mut value: impl FnMut(&ScannedCell) -> FormValue,
        links: &mut FormLinks,
    ) -> Result<String, FormError> {
        let prefix = self.prefix;
        let mut row = format!("<{prefix}tr>");
        for properties in &self.row.properties {
            row += &at_least_as_high(&self.cleaned(properties, &OF_ONE_ROW)?);
        }
        for cell in &self.row.cells {
            row += &self.cell(cell, &value(cell), links, &OF_ONE_ROW)?;
        }
        row += &format!("</{prefix}tr>");
        Ok(row)
    }

    /// A cell with `value` that keeps its merges.
    pub(super) fn merged_cell(
        &self,
        cell: &ScannedCell,
        value: &FormValue,
        links: &mut FormLinks,
    ) -> Result<String, FormError> {
        self.cell(cell, value, links, &[])
    }

    fn cell(
        &self,
        cell: &ScannedCell,
        value: &FormValue,
        links: &mut FormLinks,
        unwanted: &[&str],
    ) -> Result<String, FormError> {
        let prefix = self.prefix;
        let part = |place: &Option<Range<usize>>| match place {
            Some(place) => self.cleaned(place, unwanted),
            None => Ok(String::new()),
        };
        let (properties, paragraph) = (part(&cell.properties)?, part(&cell.paragraph)?);
        let run = without_elements(&part(&cell.run)?, |tag| {
            matches!(local_name(tag), "ins" | "del" | "moveFrom" | "moveTo" | "rPrChange")
        })?;
        let run = if run.is_empty() { self.font_of(cell)? } else { run };
        let content = match value {
            FormValue::Empty | FormValue::Ordinal => String::new(),
            FormValue::Number(number) => self.run(&run, &number.to_string()),
            FormValue::Day(_, text) | FormValue::Text(text) => self.run(&run, text),
            FormValue::Link(url) => match links.add(url) {
                Some(id) => format!(
                    "<{prefix}hyperlink xmlns:r=\"{}\" r:id=\"{id}\">{}</{prefix}hyperlink>",
                    links.namespace(),
                    self.run(&run, url)
                ),
                None => self.run(&run, url),
            },
        };
        Ok(format!(
            "<{prefix}tc>{properties}<{prefix}p>{paragraph}{content}</{prefix}p></{prefix}tc>"
        ))
    }

    /// The font of the cell's column in the row that gives it.
    fn font_of(&self, cell: &ScannedCell) -> Result<String, FormError> {
        let Some(row) = self.font else { return Ok(String::new()) };
        let same = row.cells.iter().find(|other| other.column == cell.column);
        match same.or(row.cells.first()).and_then(|cell| cell.run.clone()) {
            Some(place) => {
                without_elements(&self.xml[place], |tag| !OF_FONTS.contains(&local_name(tag)))
            }
            None => Ok(String::new()),
        }
    }

    fn run(&self, properties: &str, text: &str) -> String {
        let prefix = self.prefix;
        let lines: Vec<String> = text
            .lines()
            .map(|line| format!("<{prefix}t xml:space=\"preserve\">{}</{prefix}t>", escape(line)))
            .collect();
        let lines = lines.join(&format!("<{prefix}br/>"));
        format!("<{prefix}r>{properties}{lines}</{prefix}r>")
    }

    fn cleaned(&self, place: &Range<usize>, unwanted: &[&str]) -> Result<String, FormError> {
        without_elements(&self.xml[place.clone()], |tag| {
            let name = local_name(tag);
            unwanted.contains(&name) || self.is_head && OF_HEADS.contains(&name)
        })
    }
}

/// Row properties by which a long text makes the row higher: an exact height would cut it.
fn at_least_as_high(properties: &str) -> String {
    properties
        .replace("hRule=\"exact\"", "hRule=\"atLeast\"")
        .replace("hRule='exact'", "hRule='atLeast'")
}
