//! Writes tables: the head repeats on each page, and rows are not split between pages.

use super::body::OdtWriter;
use crate::export::columns::{divide_words, fitted_text, is_centred, widths};
use crate::export::metrics::FontWeight;
use crate::export::opendocument::{points, write_spans, write_text};
use crate::export::xml::Xml;
use crate::report::{Cell, Row, Table, TextSpan};

/// Writes `table` without its caption, as wide as the text.
pub(super) fn write_table(writer: &mut OdtWriter<'_>, xml: &mut Xml, table: &Table) {
    let total = writer.orientation.text_width();
    let widths = widths(table, total);
    writer.tables += 1;
    let name = format!("Table{}", writer.tables);
    write_styles(writer, &name, total, &widths);
    xml.element("table:table", &[("table:name", &name), ("table:style-name", &name)], |xml| {
        for number in 1..=widths.len() {
            let style = format!("{name}.{number}");
            xml.empty("table:table-column", &[("table:style-name", &style)]);
        }
        xml.element("table:table-header-rows", &[], |xml| {
            write_row(xml, |xml| {
                for (column, &width) in table.columns.iter().zip(&widths) {
                    let head = divide_words(&column.title, FontWeight::Bold, width);
                    write_cell(xml, "HeadCell", 1, "TableHead", |xml| write_text(xml, &head));
                }
            });
        });
        for row in &table.rows {
            let (cells, bold) = match row {
                Row::Section(title) => {
                    write_row(xml, |xml| {
                        write_cell(xml, "Cell", widths.len(), "TableSection", |xml| {
                            write_text(xml, title);
                        });
                    });
                    continue;
                }
                Row::Cells(cells) => (cells, false),
                Row::Total(cells) => (cells, true),
            };
            write_row(xml, |xml| {
                let empty = Cell::default();
                for (column, &width) in widths.iter().enumerate() {
                    let content = cells.get(column).unwrap_or(&empty);
                    let style = if is_centred(content) { "TableNumber" } else { "TableText" };
                    let span = TextSpan {
                        text: fitted_text(content, bold, width),
                        bold,
                        italic: false,
                        link: content.link.clone(),
                    };
                    write_cell(xml, "Cell", 1, style, |xml| write_spans(xml, &[span]));
                }
            });
        }
    });
}

fn write_styles(writer: &mut OdtWriter<'_>, name: &str, total: u32, widths: &[u32]) {
    let page = writer.take_page();
    let mut style = |name: &str, family: &str, page: Option<&str>, properties: &str, width: u32| {
        let width_name = match family {
            "table" => "style:width",
            _ => "style:column-width",
        };
        let mut attributes = vec![("style:name", name), ("style:family", family)];
        attributes.extend(page.map(|page| ("style:master-page-name", page)));
        writer.styles.element("style:style", &attributes, |xml| {
            let width = points(width);
            let mut attributes = vec![(width_name, &*width)];
            if family == "table" {
                attributes.push(("table:align", "left"));
            }
            xml.empty(properties, &attributes);
        });
    };
    style(name, "table", page, "style:table-properties", total);
    for (number, width) in (1..).zip(widths) {
        let column = format!("{name}.{number}");
        style(&column, "table-column", None, "style:table-column-properties", *width);
    }
}

fn write_row(xml: &mut Xml, cells: impl FnOnce(&mut Xml)) {
    xml.element("table:table-row", &[("table:style-name", "Row")], cells);
}

fn write_cell(
    xml: &mut Xml,
    style: &str,
    columns: usize,
    paragraph: &str,
    inside: impl FnOnce(&mut Xml),
) {
    let spanned = columns.to_string();
    let mut attributes = vec![("table:style-name", style), ("office:value-type", "string")];
    if columns > 1 {
        attributes.push(("table:number-columns-spanned", &*spanned));
    }
    xml.element("table:table-cell", &attributes, |xml| {
        xml.element("text:p", &[("text:style-name", paragraph)], inside);
    });
    for _ in 1..columns {
        xml.empty("table:covered-table-cell", &[]);
    }
}
