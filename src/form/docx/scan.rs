//! The tables of a Word document with the places of their rows, cells and formatting.
//!
//! Tables and rows are counted as `import` counts them: deleted text and the alternatives for older
//! programs are passed over.

use std::ops::Range;

use super::super::FormError;
use super::super::xml::{PieceKind, Pieces, attribute, local_name, name};

#[derive(Debug, Default)]
pub(super) struct ScannedTable {
    /// From 1.
    pub(super) number: usize,
    /// The prefix of its elements with its colon: `w:`.
    pub(super) prefix: String,
    /// Without deleted ones.
    pub(super) rows: Vec<ScannedRow>,
    started_rows: usize,
    row: Option<ScannedRow>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct ScannedRow {
    /// From 1, deleted rows included.
    pub(super) number: usize,
    pub(super) place: Range<usize>,
    /// `tblPrEx` and `trPr`.
    pub(super) properties: Vec<Range<usize>>,
    pub(super) cells: Vec<ScannedCell>,
    /// Ends of bookmarks and other marks, which belong to the document.
    pub(super) marks: Vec<Range<usize>>,
    column: usize,
    is_deleted: bool,
    cell: Option<ScannedCell>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct ScannedCell {
    /// Of the grid, from 0.
    pub(super) column: usize,
    pub(super) place: Range<usize>,
    /// `tcPr`.
    pub(super) properties: Option<Range<usize>>,
    /// `pPr` of its first paragraph.
    pub(super) paragraph: Option<Range<usize>>,
    /// The formatting of its first text, of a paragraph's end where there is no text.
    pub(super) run: Option<Range<usize>>,
    mark_run: Option<Range<usize>>,
    /// Whether the word processor numbers it.
    pub(super) is_numbered: bool,
    /// Whether its text only asks for one.
    is_placeholder: bool,
    has_paragraph: bool,
    width: usize,
}

/// An element whose end has not come.
struct OpenElement {
    kind: ElementKind,
    start: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ElementKind {
    Table,
    Row,
    Cell,
    Paragraph,
    Run,
    ParagraphProperties,
    RunProperties,
    CellProperties,
    RowProperties,
    Other,
}

impl ElementKind {
    fn of(name: &str) -> Self {
        match name {
            "tbl" => Self::Table,
            "tr" => Self::Row,
            "tc" => Self::Cell,
            "p" => Self::Paragraph,
            "r" => Self::Run,
            "pPr" => Self::ParagraphProperties,
            "rPr" => Self::RunProperties,
            "tcPr" => Self::CellProperties,
            "trPr" | "tblPrEx" => Self::RowProperties,
            _ => Self::Other,
        }
    }
}

/// The tables of `xml` in the order of their beginnings.
pub(super) fn scan(xml: &str) -> Result<Vec<ScannedTable>, FormError> {
    let mut scanner = Scanner::default();
    let mut pieces = Pieces::of(xml);
    let mut skipped = 0_usize;
    while let Some((kind, place)) = pieces.next()? {
        let tag = &xml[place.clone()];
        match kind {
            PieceKind::Open if skipped > 0 => skipped += 1,
            PieceKind::Close if skipped > 0 => skipped -= 1,
            _ if skipped > 0 => {}
            PieceKind::Open if scanner.is_skipped(local_name(tag)) => skipped = 1,
            PieceKind::Open => scanner.start(tag, place.start),
            PieceKind::Empty => {
                scanner.start(tag, place.start);
                scanner.end(place.end);
            }
            PieceKind::Close => scanner.end(place.end),
            PieceKind::Other => {}
        }
    }
    scanner.done.sort_by_key(|table| table.number);
    Ok(scanner.done)
}

#[derive(Default)]
struct Scanner {
    done: Vec<ScannedTable>,
    open_tables: Vec<ScannedTable>,
    open: Vec<OpenElement>,
    count: usize,
}

impl Scanner {
    fn is_skipped(&self, name: &str) -> bool {
        let parent = self.open.last().map(|open| open.kind);
        matches!(name, "moveFrom" | "Fallback")
            || name == "del" && parent != Some(ElementKind::RowProperties)
    }

    fn row(&mut self) -> Option<&mut ScannedRow> {
        self.open_tables.last_mut()?.row.as_mut()
    }

    fn cell(&mut self) -> Option<&mut ScannedCell> {
        self.row()?.cell.as_mut()
    }

    fn start(&mut self, tag: &str, start: usize) {
        let local = local_name(tag);
        let kind = ElementKind::of(local);
        let parent = self.open.last().map(|open| open.kind);
        self.open.push(OpenElement { kind, start });
        match kind {
            ElementKind::Table => {
                self.count += 1;
                let name = name(tag);
                let prefix = name.strip_suffix(local).unwrap_or_default().to_owned();
                let table = ScannedTable { number: self.count, prefix, ..ScannedTable::default() };
                self.open_tables.push(table);
            }
            ElementKind::Row => {
                if let Some(table) = self.open_tables.last_mut() {
                    table.started_rows += 1;
                    let number = table.started_rows;
                    table.row = Some(ScannedRow { number, ..ScannedRow::default() });
                }
            }
            ElementKind::Cell => {
                if let Some(row) = self.row() {
                    let column = row.column;
                    row.cell = Some(ScannedCell { column, width: 1, ..ScannedCell::default() });
                }
            }
            ElementKind::Other => self.note(tag, local, parent, start),
            _ => {}
        }
    }

    /// Notes what an element says of the row or the cell around it.
    fn note(&mut self, tag: &str, local: &str, parent: Option<ElementKind>, start: usize) {
        let number = |name| attribute(tag, name).and_then(|value| value.parse::<usize>().ok());
        match (local, parent) {
            ("gridBefore", Some(ElementKind::RowProperties)) => {
                if let Some(row) = self.row() {
                    row.column = row.column.saturating_add(number("val").unwrap_or(0));
                }
            }
            ("del", Some(ElementKind::RowProperties)) => {
                if let Some(row) = self.row() {
                    row.is_deleted = true;
                }
            }
            ("gridSpan", Some(ElementKind::CellProperties)) => {
                if let Some(cell) = self.cell() {
                    cell.width = number("val").unwrap_or(1).max(1);
                }
            }
            ("numId", _) if attribute(tag, "val").is_some_and(|id| id != "0") => {
                if let Some(cell) = self.cell() {
                    cell.is_numbered = true;
                }
            }
            ("showingPlcHdr", _) => {
                if let Some(cell) = self.cell() {
                    cell.is_placeholder = true;
                }
            }
            _ if tag.ends_with("/>") && is_mark(local) => {
                if let Some(row) = self.row() {
                    row.marks.push(start..start + tag.len());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, end: usize) {
        let Some(OpenElement { kind, start }) = self.open.pop() else { return };
        let place = start..end;
        let parent = self.open.last().map(|open| open.kind);
        match kind {
            ElementKind::Table => self.done.extend(self.open_tables.pop()),
            ElementKind::Row => {
                if let Some(table) = self.open_tables.last_mut()
                    && let Some(row) = table.row.take().filter(|row| !row.is_deleted)
                {
                    table.rows.push(ScannedRow { place, ..row });
                }
            }
            ElementKind::Cell => {
                if let Some(row) = self.row()
                    && let Some(mut cell) = row.cell.take()
                {
                    cell.place = place;
                    cell.run = cell.run.filter(|_| !cell.is_placeholder).or(cell.mark_run.clone());
                    row.column = row.column.saturating_add(cell.width);
                    row.cells.push(cell);
                }
            }
            ElementKind::RowProperties if parent == Some(ElementKind::Row) => {
                if let Some(row) = self.row() {
                    row.properties.push(place);
                }
            }
            _ => {
                if let Some(cell) = self.cell() {
                    cell.note_end(kind, parent, place);
                }
            }
        }
    }
}

impl ScannedCell {
    fn note_end(&mut self, kind: ElementKind, parent: Option<ElementKind>, place: Range<usize>) {
        match (kind, parent) {
            (ElementKind::CellProperties, Some(ElementKind::Cell)) => self.properties = Some(place),
            (ElementKind::ParagraphProperties, Some(ElementKind::Paragraph))
                if !self.has_paragraph =>
            {
                self.paragraph = Some(place);
            }
            (ElementKind::RunProperties, Some(ElementKind::ParagraphProperties))
                if !self.has_paragraph =>
            {
                self.mark_run = Some(place);
            }
            (ElementKind::RunProperties, Some(ElementKind::Run)) if self.run.is_none() => {
                self.run = Some(place);
            }
            (ElementKind::Paragraph, _) => self.has_paragraph = true,
            _ => {}
        }
    }
}

/// Whether an element begins or ends a range of the document.
fn is_mark(name: &str) -> bool {
    matches!(
        name,
        "bookmarkStart"
            | "bookmarkEnd"
            | "commentRangeStart"
            | "commentRangeEnd"
            | "permStart"
            | "permEnd"
    )
}
