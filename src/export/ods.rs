//! Writes an OpenDocument spreadsheet with one sheet per table, like the Excel workbook: text is text,
//! numbers are numbers, the head stays visible and is printed on each page.

use jiff::civil::Date;

use super::ExportError;
use super::address::encoded;
use super::opendocument::{NAMESPACES, Parts, points, write_text};
use super::sheets::{
    LINE_HEIGHT, SignedLines, TWIPS_PER_DIGIT, column_widths, count_lines, sheet_name,
};
use super::xml::Xml;
use crate::report::{Cell, Row, Table};

/// The bytes of a spreadsheet with a sheet for each of `tables`; `date` is its creation date.
///
/// # Errors
/// None known: writing to memory does not fail.
pub fn ods(tables: &[&Table], signed: &SignedLines, date: Date) -> Result<Vec<u8>, ExportError> {
    let failed = ExportError::new("файл .ods");
    let mut book = Book { styles: Xml::fragment(), sheets: Xml::fragment(), names: Vec::new() };
    book.styles.append(include_str!("ods/automatic.xml"));
    write_row_styles(&mut book.styles);
    for (at, table) in tables.iter().enumerate() {
        let unsigned = SignedLines::default();
        book.write_sheet(table, if at == 0 { signed } else { &unsigned });
    }
    let heads: Vec<usize> =
        (0..tables.len()).map(|at| if at == 0 { lines_above(signed) } else { 0 }).collect();
    let Book { styles, sheets, names } = book;
    let mut content = Xml::document();
    content.element("office:document-content", NAMESPACES, |xml| {
        xml.element("office:automatic-styles", &[], |xml| xml.append(&styles.finish()));
        xml.element("office:body", &[], |xml| {
            xml.element("office:spreadsheet", &[], |xml| xml.append(&sheets.finish()));
        });
    });
    let parts = Parts {
        kind: "spreadsheet",
        content: &content.finish(),
        styles: &page_styles(tables),
        settings: Some(&settings(&names, &heads)),
        pictures: &[],
        title: tables.first().map_or("", |table| &table.title),
        date,
    };
    parts.to_bytes().map_err(|error| failed(&error))
}

/// What the margins of a cell take from its column, in twips.
const PADDING: u32 = 80;
/// LibreOffice takes the heights as they are, so that they rather have a line too many.
const SAFE: f64 = 0.9;

struct Book {
    /// Styles of the columns.
    styles: Xml,
    sheets: Xml,
    names: Vec<String>,
}

impl Book {
    fn write_sheet(&mut self, table: &Table, signed: &SignedLines) {
        let number = self.names.len() + 1;
        let name = sheet_name(table, &self.names);
        let (style, width) = (format!("Sheet{number}"), table.columns.len().max(1));
        let attributes = [
            ("style:name", &*style),
            ("style:family", "table"),
            ("style:master-page-name", &*style),
        ];
        self.styles.empty("style:style", &attributes);
        let widths = column_widths(table);
        for (column, &digits) in (1..).zip(&widths) {
            // Widths are below the largest `u32` by far.
            let twips = (digits * TWIPS_PER_DIGIT) as u32 + PADDING;
            let attributes =
                [("style:name", &*format!("{style}.{column}")), ("style:family", "table-column")];
            self.styles.element("style:style", &attributes, |xml| {
                xml.empty(
                    "style:table-column-properties",
                    &[("style:column-width", &points(twips))],
                );
            });
        }
        let sheet = &mut self.sheets;
        sheet.element(
            "table:table",
            &[("table:name", &name), ("table:style-name", &style)],
            |xml| {
                for column in 1..=width {
                    let style = format!("{style}.{column}");
                    xml.empty("table:table-column", &[("table:style-name", &style)]);
                }
                for line in &signed.above {
                    write_line(xml, line, width - width.div_ceil(3).min(width - 1), width);
                }
                if !signed.above.is_empty() {
                    write_line(xml, "", 0, width);
                }
                xml.element("table:table-header-rows", &[], |xml| {
                    let heads: Vec<Cell> =
                        table.columns.iter().map(|column| Cell::from(&*column.title)).collect();
                    write_cells(xml, &heads, &widths, "Head");
                });
                for row in &table.rows {
                    match row {
                        Row::Section(title) => {
                            let lines = count_lines(title, widths.iter().sum());
                            write_row(xml, lines, |xml| write_wide(xml, title, "Section", width));
                        }
                        Row::Cells(cells) => write_cells(xml, cells, &widths, "Cell"),
                        Row::Total(cells) => write_cells(xml, cells, &widths, "Total"),
                    }
                }
                for line in &signed.below {
                    write_line(xml, "", 0, width);
                    write_line(xml, line, 0, width);
                }
            },
        );
        self.names.push(name);
    }
}

/// The rows above the head of the first sheet.
fn lines_above(signed: &SignedLines) -> usize {
    signed.above.len() + usize::from(!signed.above.is_empty())
}

/// Rows of more lines have the height of so many, as in Excel.
const MAX_LINES: usize = 25;

fn write_row_styles(styles: &mut Xml) {
    for lines in 1..=MAX_LINES {
        let name = format!("Row{lines}");
        let attributes = [("style:name", &*name), ("style:family", "table-row")];
        let height = format!("{}pt", LINE_HEIGHT * lines as f64);
        styles.element("style:style", &attributes, |xml| {
            let height =
                [("style:row-height", &*height), ("style:use-optimal-row-height", "false")];
            xml.empty("style:table-row-properties", &height);
        });
    }
}

/// Writes a row that is high enough for `lines` of text.
fn write_row(xml: &mut Xml, lines: usize, inside: impl FnOnce(&mut Xml)) {
    let style = format!("Row{}", lines.clamp(1, MAX_LINES));
    xml.element("table:table-row", &[("table:style-name", &style)], inside);
}

/// Writes a line outside the table, from `column` to the right edge.
fn write_line(xml: &mut Xml, line: &str, column: usize, width: usize) {
    write_row(xml, 1, |xml| {
        for _ in 0..column {
            xml.empty("table:table-cell", &[]);
        }
        write_wide(xml, line, "Line", width - column);
    });
}

/// Writes a text across `columns`.
fn write_wide(xml: &mut Xml, text: &str, style: &str, columns: usize) {
    let spanned = columns.to_string();
    let mut attributes = vec![("table:style-name", style), ("office:value-type", "string")];
    if columns > 1 {
        attributes.push(("table:number-columns-spanned", &*spanned));
    }
    xml.element("table:table-cell", &attributes, |xml| {
        xml.element("text:p", &[], |xml| write_text(xml, text));
    });
    for _ in 1..columns {
        xml.empty("table:covered-table-cell", &[]);
    }
}

fn write_cells(xml: &mut Xml, cells: &[Cell], widths: &[f64], style: &str) {
    let empty = Cell::default();
    let cell = |at: usize| cells.get(at).unwrap_or(&empty);
    let lines = widths.iter().enumerate();
    let lines = lines.map(|(at, width)| count_lines(&cell(at).text, width * SAFE));
    write_row(xml, lines.max().unwrap_or(1), |xml| {
        for (at, width) in widths.iter().enumerate() {
            write_cell(xml, cell(at), *width, style);
        }
    });
}

fn write_cell(xml: &mut Xml, cell: &Cell, width: f64, style: &str) {
    let value = cell.value.map(|value| value.to_string());
    let number_style = value.is_some().then(|| format!("{style}Number"));
    let attributes = match &value {
        Some(value) => vec![
            ("table:style-name", number_style.as_deref().unwrap_or(style)),
            ("office:value-type", "float"),
            ("office:value", &**value),
        ],
        None => vec![("table:style-name", style), ("office:value-type", "string")],
    };
    let link = cell.link.as_deref().and_then(encoded);
    // LibreOffice does not break the text of a link, so that a long one would be cut.
    let link = link.filter(|_| cell.text.lines().all(|line| count_lines(line, width) <= 1));
    xml.element("table:table-cell", &attributes, |xml| {
        let text = value.as_deref().unwrap_or(&cell.text);
        for line in text.lines() {
            xml.element("text:p", &[], |xml| match &link {
                Some(link) => {
                    let attributes = [("xlink:type", "simple"), ("xlink:href", &**link)];
                    xml.element("text:a", &attributes, |xml| write_text(xml, line));
                }
                None => write_text(xml, line),
            });
        }
    });
}

/// The pages of the sheets: A4 on its side, the title above and the number of the page below.
fn page_styles(tables: &[&Table]) -> String {
    let mut xml = Xml::document();
    xml.element("office:document-styles", NAMESPACES, |xml| {
        xml.append(include_str!("ods/styles.xml"));
        xml.element("office:master-styles", &[], |xml| {
            for (number, table) in (1..).zip(tables) {
                let name = format!("Sheet{number}");
                let attributes = [("style:name", &*name), ("style:page-layout-name", "Page")];
                xml.element("style:master-page", &attributes, |xml| {
                    xml.element("style:header", &[], |xml| {
                        xml.element("text:p", &[], |xml| write_text(xml, &table.title));
                    });
                    xml.element("style:footer", &[], |xml| {
                        xml.element("text:p", &[], |xml| {
                            xml.element("text:page-number", &[], |xml| xml.text("1"));
                        });
                    });
                });
            }
        });
    });
    xml.finish()
}

/// The view: the rows down to the head of each sheet stay visible. `heads` are the rows above the heads.
fn settings(names: &[String], heads: &[usize]) -> String {
    let mut xml = Xml::document();
    let item = |xml: &mut Xml, name: &str, kind: &str, value: &str| {
        let attributes = [("config:name", name), ("config:type", kind)];
        xml.element("config:config-item", &attributes, |xml| xml.text(value));
    };
    xml.element("office:document-settings", NAMESPACES, |xml| {
        xml.element("office:settings", &[], |xml| {
            let set = [("config:name", "ooo:view-settings")];
            xml.element("config:config-item-set", &set, |xml| {
                let views = [("config:name", "Views")];
                xml.element("config:config-item-map-indexed", &views, |xml| {
                    xml.element("config:config-item-map-entry", &[], |xml| {
                        item(xml, "ViewId", "string", "view1");
                        let tables = [("config:name", "Tables")];
                        xml.element("config:config-item-map-named", &tables, |xml| {
                            for (name, above) in names.iter().zip(heads) {
                                let entry = [("config:name", &**name)];
                                let row = (above + 1).to_string();
                                xml.element("config:config-item-map-entry", &entry, |xml| {
                                    item(xml, "VerticalSplitMode", "short", "2");
                                    item(xml, "VerticalSplitPosition", "int", &row);
                                    item(xml, "ActiveSplitRange", "short", "2");
                                    item(xml, "PositionBottom", "int", &row);
                                });
                            }
                        });
                    });
                });
            });
        });
    });
    xml.finish()
}
