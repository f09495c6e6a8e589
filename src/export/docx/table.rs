//! Writes tables: the head repeats on each page, and rows are not split between pages.

use super::paragraph::{write_paragraph, write_spans};
use super::relations::Relations;
use crate::export::columns::{divide_words, fitted_text, is_centred, widths};
use crate::export::metrics::FontWeight;
use crate::export::xml::Xml;
use crate::report::{Cell, Row, Table, TextSpan};

/// Writes `table` without its caption, `total` twips wide.
pub(super) fn write_table(xml: &mut Xml, relations: &mut Relations, table: &Table, total: u32) {
    let widths = widths(table, total);
    xml.element("w:tbl", &[], |xml| {
        write_properties(xml, table, total);
        xml.element("w:tblGrid", &[], |xml| {
            for width in &widths {
                xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        write_row(xml, true, |xml| {
            for (column, &width) in table.columns.iter().zip(&widths) {
                let head = divide_words(&column.title, FontWeight::Bold, width);
                let head = [TextSpan::from(&*head)];
                write_cell(xml, CellSize { width, columns: 1 }, true, |xml| {
                    write_paragraph(xml, "TableHead", |xml| write_spans(xml, relations, &head));
                });
            }
        });
        for row in &table.rows {
            let (cells, bold) = match row {
                Row::Section(title) => {
                    let size = CellSize { width: total, columns: widths.len() };
                    write_section(xml, relations, title, size);
                    continue;
                }
                Row::Cells(cells) => (cells, false),
                Row::Total(cells) => (cells, true),
            };
            write_row(xml, false, |xml| {
                let empty = Cell::default();
                for (column, &width) in widths.iter().enumerate() {
                    let content = cells.get(column).unwrap_or(&empty);
                    let style = if is_centred(content) { "TableNumber" } else { "TableText" };
                    let line = [cell_span(content, bold, width)];
                    write_cell(xml, CellSize { width, columns: 1 }, false, |xml| {
                        write_paragraph(xml, style, |xml| write_spans(xml, relations, &line));
                    });
                }
            });
        }
    });
}

fn write_properties(xml: &mut Xml, table: &Table, total: u32) {
    xml.element("w:tblPr", &[], |xml| {
        xml.value("w:tblStyle", "TableGrid");
        xml.empty("w:tblW", &[("w:w", &total.to_string()), ("w:type", "dxa")]);
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        xml.empty("w:tblLook", &[("w:val", "0020"), ("w:firstRow", "1")]);
        if !table.title.is_empty() {
            // Screen readers announce it.
            xml.value("w:tblCaption", &table.title);
        }
    });
}

fn write_row(xml: &mut Xml, is_head: bool, cells: impl FnOnce(&mut Xml)) {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[]);
            if is_head {
                xml.empty("w:tblHeader", &[]);
            }
        });
        cells(xml);
    });
}

struct CellSize {
    /// In twips.
    width: u32,
    columns: usize,
}

fn write_cell(xml: &mut Xml, size: CellSize, is_head: bool, inside: impl FnOnce(&mut Xml)) {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &size.width.to_string()), ("w:type", "dxa")]);
            if size.columns > 1 {
                xml.value("w:gridSpan", &size.columns.to_string());
            }
            if is_head {
                let shade = [("w:val", "clear"), ("w:color", "auto"), ("w:fill", "F2F2F2")];
                xml.empty("w:shd", &shade);
                xml.value("w:vAlign", "center");
            }
        });
        inside(xml);
    });
}

fn write_section(xml: &mut Xml, relations: &mut Relations, title: &str, size: CellSize) {
    write_row(xml, false, |xml| {
        write_cell(xml, size, false, |xml| {
            write_paragraph(xml, "TableSection", |xml| {
                write_spans(xml, relations, &[TextSpan::from(title)])
            });
        });
    });
}

fn cell_span(cell: &Cell, bold: bool, width: u32) -> TextSpan {
    TextSpan { text: fitted_text(cell, bold, width), bold, italic: false, link: cell.link.clone() }
}
