//! Tables: a head that repeats on each page, rows that stay whole.

use super::body::TEXT_WIDTH;
use super::columns::widths;
use super::paragraph::{paragraph, spans};
use super::relations::Relations;
use super::words::loosened;
use super::xml::Xml;
use crate::report::{Cell, Row, Span, Table};

/// A number as short as «10.», or a dash, stands in the middle of its column.
const SHORT: usize = 4;

/// Writes `table` without what stands over it.
pub(super) fn table(xml: &mut Xml, relations: &mut Relations, table: &Table) {
    let widths = widths(table, TEXT_WIDTH);
    xml.element("w:tbl", &[], |xml| {
        properties(xml, table);
        xml.element("w:tblGrid", &[], |xml| {
            for width in &widths {
                xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        row(xml, true, |xml| {
            for (column, &width) in table.columns.iter().zip(&widths) {
                let head = [Span::from(&*column.title)];
                cell(xml, Size { width, columns: 1 }, true, |xml| {
                    paragraph(xml, "TableHead", |xml| spans(xml, relations, &head));
                });
            }
        });
        for of in &table.rows {
            let (cells, bold) = match of {
                Row::Section(title) => {
                    section(xml, relations, title, widths.len());
                    continue;
                }
                Row::Cells(cells) => (cells, false),
                Row::Total(cells) => (cells, true),
            };
            row(xml, false, |xml| {
                let empty = Cell::default();
                for (place, &width) in widths.iter().enumerate() {
                    let of = cells.get(place).unwrap_or(&empty);
                    let style = if is_number(of) { "TableNumber" } else { "TableText" };
                    let line = [span(of, bold)];
                    cell(xml, Size { width, columns: 1 }, false, |xml| {
                        paragraph(xml, style, |xml| spans(xml, relations, &line));
                    });
                }
            });
        }
    });
}

fn properties(xml: &mut Xml, table: &Table) {
    xml.element("w:tblPr", &[], |xml| {
        xml.value("w:tblStyle", "TableGrid");
        xml.empty("w:tblW", &[("w:w", &TEXT_WIDTH.to_string()), ("w:type", "dxa")]);
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        xml.empty("w:tblLook", &[("w:val", "0020"), ("w:firstRow", "1")]);
        if !table.title.is_empty() {
            // Read aloud in place of the borders.
            xml.value("w:tblCaption", &table.title);
        }
    });
}

fn row(xml: &mut Xml, head: bool, cells: impl FnOnce(&mut Xml)) {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[]);
            if head {
                xml.empty("w:tblHeader", &[]);
            }
        });
        cells(xml);
    });
}

struct Size {
    width: u32,
    columns: usize,
}

fn cell(xml: &mut Xml, size: Size, head: bool, inside: impl FnOnce(&mut Xml)) {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &size.width.to_string()), ("w:type", "dxa")]);
            if size.columns > 1 {
                xml.value("w:gridSpan", &size.columns.to_string());
            }
            if head {
                let shade = [("w:val", "clear"), ("w:color", "auto"), ("w:fill", "F2F2F2")];
                xml.empty("w:shd", &shade);
                xml.value("w:vAlign", "center");
            }
        });
        inside(xml);
    });
}

fn section(xml: &mut Xml, relations: &mut Relations, title: &str, columns: usize) {
    row(xml, false, |xml| {
        cell(xml, Size { width: TEXT_WIDTH, columns }, false, |xml| {
            paragraph(xml, "TableSection", |xml| spans(xml, relations, &[Span::from(title)]));
        });
    });
}

fn is_number(cell: &Cell) -> bool {
    let letters = || cell.text.chars();
    cell.value.is_some() || (letters().count() <= SHORT && !letters().any(char::is_alphabetic))
}

fn span(cell: &Cell, bold: bool) -> Span {
    Span { text: loosened(&cell.text), bold, italic: false, link: cell.link.clone() }
}
