//! The rows and cells of a sheet with their places.

use std::collections::HashMap;
use std::ops::Range;

use quick_xml::escape::unescape;

use super::super::FormError;
use super::super::xml::{PieceKind, Pieces, attribute, local_name};
use super::shift::{column_number, relocate};

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct ScannedSheet {
    /// In their order; rows without cells too.
    pub(super) rows: Vec<SheetRow>,
    /// Where rows begin and end: the content of `sheetData`.
    pub(super) data: Range<usize>,
    /// Whether `sheetData` is one empty tag.
    pub(super) is_empty_tag: bool,
    /// The prefix of its elements with its colon; mostly empty.
    pub(super) prefix: String,
    /// The style of the columns from and to a number, from 0.
    pub(super) column_styles: Vec<(usize, usize, String)>,
    /// The widths of the columns from and to a number, in digits.
    pub(super) column_widths: Vec<(usize, usize, f64)>,
    /// The width of the others.
    pub(super) default_width: Option<f64>,
    /// The height of a line, in points.
    pub(super) line_height: Option<f64>,
    pub(super) merges: Vec<Merge>,
    /// The element `mergeCells`.
    pub(super) merge_cells: Range<usize>,
    /// The formulas that further cells share, by their number: the cell and the text.
    pub(super) shared: HashMap<String, SharedFormula>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct SheetRow {
    /// From 1.
    pub(super) number: u32,
    pub(super) place: Range<usize>,
    pub(super) tag: Range<usize>,
    pub(super) cells: Vec<SheetCell>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct SheetCell {
    /// From 0.
    pub(super) column: usize,
    pub(super) place: Range<usize>,
    pub(super) tag: Range<usize>,
    pub(super) style: Option<String>,
    /// Its formula, as written in the file.
    pub(super) formula: Option<CellFormula>,
    /// Its cached value, with its tags.
    pub(super) value: Option<Range<usize>>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct CellFormula {
    /// With its tags.
    pub(super) place: Range<usize>,
    pub(super) tag: Range<usize>,
    /// Empty where the cell only shares a formula.
    pub(super) text: Range<usize>,
    /// The number of the formula that several cells share.
    pub(super) shared: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct SharedFormula {
    pub(super) row: u32,
    pub(super) column: usize,
    /// As written in the file.
    pub(super) text: Range<usize>,
}

/// Merged cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    /// The first and the last row, from 1.
    pub(super) rows: (u32, u32),
    /// The first and the last column, from 0.
    pub(super) columns: (usize, usize),
}

impl ScannedSheet {
    pub(super) fn scan(xml: &str) -> Result<Self, FormError> {
        let mut sheet = Self::default();
        let mut pieces = Pieces::of(xml);
        let (mut row, mut cell): (Option<SheetRow>, Option<SheetCell>) = (None, None);
        let (mut last_row, mut in_data) = (0_u32, false);
        let mut open_at = 0;
        while let Some((kind, place)) = pieces.next()? {
            let tag = &xml[place.clone()];
            let local = local_name(tag);
            let is_start = matches!(kind, PieceKind::Open | PieceKind::Empty);
            let is_end = matches!(kind, PieceKind::Close | PieceKind::Empty);
            match local {
                "worksheet" if is_start => {
                    let name = super::super::xml::name(tag);
                    sheet.prefix = name.strip_suffix(local).unwrap_or_default().to_owned();
                }
                "sheetData" => {
                    in_data = kind == PieceKind::Open;
                    sheet.is_empty_tag = kind == PieceKind::Empty;
                    match kind {
                        PieceKind::Open => sheet.data = place.end..place.end,
                        PieceKind::Close => sheet.data.end = place.start,
                        _ => sheet.data = place,
                    }
                }
                "col" if is_start => {
                    sheet.column_styles.extend(column_style(tag));
                    sheet.column_widths.extend(column_width(tag));
                }
                "sheetFormatPr" if is_start => {
                    let number = |name| attribute(tag, name)?.parse().ok();
                    sheet.default_width = number("defaultColWidth");
                    sheet.line_height = number("defaultRowHeight");
                }
                "mergeCells" if is_start => sheet.merge_cells = place,
                "mergeCells" => sheet.merge_cells.end = place.end,
                "mergeCell" if is_start => sheet.merges.extend(merge(tag)),
                "row" if in_data => {
                    if is_start {
                        let number = attribute(tag, "r").and_then(|number| number.parse().ok());
                        last_row = number.unwrap_or(last_row.saturating_add(1));
                        open_at = place.start;
                        row = Some(SheetRow {
                            number: last_row,
                            tag: place.clone(),
                            ..SheetRow::default()
                        });
                    }
                    if is_end && let Some(row) = row.take() {
                        sheet.rows.push(SheetRow { place: open_at..place.end, ..row });
                    }
                }
                "c" if in_data && row.is_some() => {
                    let Some(row) = &mut row else { continue };
                    if is_start {
                        let next = row.cells.last().map_or(0, |cell| cell.column + 1);
                        let named = attribute(tag, "r").and_then(|name| {
                            column_number(name.trim_end_matches(|c: char| c.is_ascii_digit()))
                        });
                        cell = Some(SheetCell {
                            column: named.unwrap_or(next),
                            place: place.clone(),
                            tag: place.clone(),
                            style: attribute(tag, "s"),
                            ..SheetCell::default()
                        });
                    }
                    if is_end && let Some(mut cell) = cell.take() {
                        cell.place.end = place.end;
                        row.cells.push(cell);
                    }
                }
                "f" if in_data => {
                    let Some(cell) = &mut cell else { continue };
                    if is_start {
                        let shared = attribute(tag, "si")
                            .filter(|_| attribute(tag, "t").is_some_and(|kind| kind == "shared"));
                        let end = place.end;
                        let (tag, text) = (place.clone(), end..end);
                        cell.formula = Some(CellFormula { place, tag, text, shared });
                    } else if kind == PieceKind::Close
                        && let Some(formula) = &mut cell.formula
                    {
                        formula.text.end = place.start;
                        formula.place.end = place.end;
                        if let Some(number) = &formula.shared
                            && !formula.text.is_empty()
                        {
                            let shared = SharedFormula {
                                row: last_row,
                                column: cell.column,
                                text: formula.text.clone(),
                            };
                            sheet.shared.insert(number.clone(), shared);
                        }
                    }
                }
                "v" if in_data => {
                    let Some(cell) = &mut cell else { continue };
                    match kind {
                        PieceKind::Close => {
                            if let Some(value) = &mut cell.value {
                                value.end = place.end;
                            }
                        }
                        _ => cell.value = Some(place),
                    }
                }
                _ => {}
            }
        }
        Ok(sheet)
    }

    pub(super) fn row(&self, number: u32) -> Option<&SheetRow> {
        let at = self.rows.partition_point(|row| row.number < number);
        self.rows.get(at).filter(|row| row.number == number)
    }

    /// The formula of a cell in the row `row`; a shared one as it is for this cell.
    pub(super) fn formula(&self, xml: &str, cell: &SheetCell, row: u32) -> Option<String> {
        let formula = cell.formula.as_ref()?;
        let plain = |place: &Range<usize>| {
            unescape(&xml[place.clone()]).map(std::borrow::Cow::into_owned).unwrap_or_default()
        };
        let shared = formula.shared.as_ref().filter(|_| formula.text.is_empty());
        let Some(shared) = shared.and_then(|number| self.shared.get(number)) else {
            return Some(plain(&formula.text));
        };
        let down = i64::from(row) - i64::from(shared.row);
        let right = cell.column as i64 - shared.column as i64;
        Some(relocate(&plain(&shared.text), down, right))
    }

    /// The width of columns, in digits.
    pub(super) fn width(&self, columns: Range<usize>) -> f64 {
        let width = |column: usize| {
            let known = self
                .column_widths
                .iter()
                .find(|(first, last, _)| (*first..=*last).contains(&column));
            known.map_or(self.default_width.unwrap_or(8.43), |(.., width)| *width)
        };
        columns.map(width).sum()
    }

    /// The style of a cell in a row; of the column where the row has no such cell.
    pub(super) fn style<'s>(&'s self, row: Option<&'s SheetRow>, column: usize) -> Option<&'s str> {
        let cell = row.and_then(|row| row.cells.iter().find(|cell| cell.column == column));
        let of_column = || {
            let found = self
                .column_styles
                .iter()
                .find(|(first, last, _)| (*first..=*last).contains(&column));
            found.map(|(.., style)| &**style)
        };
        cell.map_or_else(of_column, |cell| cell.style.as_deref())
    }
}

fn column_style(tag: &str) -> Option<(usize, usize, String)> {
    let number = |name| attribute(tag, name)?.parse::<usize>().ok()?.checked_sub(1);
    Some((number("min")?, number("max")?, attribute(tag, "style")?))
}

fn column_width(tag: &str) -> Option<(usize, usize, f64)> {
    let (min, max) = (attribute(tag, "min")?.parse().ok()?, attribute(tag, "max")?.parse().ok()?);
    let first = usize::checked_sub(min, 1)?;
    Some((first, usize::checked_sub(max, 1)?, attribute(tag, "width")?.parse().ok()?))
}

fn merge(tag: &str) -> Option<Merge> {
    let range = attribute(tag, "ref")?;
    let (first, last) = range.split_once(':')?;
    let (first, last) = (cell_place(first)?, cell_place(last)?);
    Some(Merge { rows: (first.1, last.1), columns: (first.0, last.0) })
}

/// The column, from 0, and the row, from 1, of the cell `B7`.
fn cell_place(name: &str) -> Option<(usize, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    Some((column_number(&name[..digits])?, name[digits..].parse().ok()?))
}
