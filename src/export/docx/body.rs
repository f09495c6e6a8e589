//! Writes the main part of the package, `word/document.xml`, block by block.

use super::numbering::{self, BULLET_LIST, MAX_LEVEL, NumberedList};
use super::paragraph::{
    ListPosition, write_indented, write_list_item, write_paragraph, write_prose, write_spans,
    write_text,
};
use super::picture::{Drawing, write_picture};
use super::relations::Relations;
use super::section::write_section_properties;
use super::table::write_table;
use crate::export::ending::{bound, bound_spans};
use crate::export::extent::{chart_extent, photo_extent};
use crate::export::page::{SheetOrientation, orientations};
use crate::export::xml::Xml;
use crate::export::{ExportError, png};
use crate::photos::EmbeddedImages;
use crate::report::{
    Approval, Block, Chart, ListBlock, PictureBlock, ReportDocument, Signature, Table,
};

pub(super) const NAMESPACES: &[(&str, &str)] = &[
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
];

/// The indent of the style `Approval`, in twips.
const APPROVAL_INDENT: u32 = 5_103;

/// The lowest heading level that has a style.
const MAX_HEADING_LEVEL: u8 = 4;

/// The main part of the package, with the data that other parts are written from.
pub(super) struct DocumentBody {
    pub(super) xml: Xml,
    pub(super) relations: Relations,
    pub(super) numbered_lists: Vec<NumberedList>,
}

impl DocumentBody {
    pub(super) fn build(
        document: &ReportDocument,
        images: &EmbeddedImages,
    ) -> Result<Self, ExportError> {
        let mut relations = Relations::default();
        // Render charts first: the closures below cannot return errors.
        let charts = document.blocks.iter().filter_map(|block| match block {
            Block::Chart(chart) => Some(png::png(chart)),
            _ => None,
        });
        let charts = charts
            .map(|bytes| bytes.map(|bytes| relations.add_picture(bytes, "png")))
            .collect::<Result<Vec<_>, _>>()?;
        let mut writer = BodyWriter {
            relations,
            numbered_lists: Vec::new(),
            depth: 0,
            charts: charts.into_iter(),
            images,
            orientation: SheetOrientation::Portrait,
            section_end: false,
        };
        let orientations = orientations(&document.blocks);
        let mut xml = Xml::document();
        xml.element("w:document", NAMESPACES, |xml| {
            xml.element("w:body", &[], |xml| {
                for (at, block) in document.blocks.iter().enumerate() {
                    writer.orientation = orientations[at];
                    writer.section_end =
                        orientations.get(at + 1).is_some_and(|next| *next != orientations[at]);
                    writer.write_block(xml, block);
                    writer.end_section(xml);
                }
                write_section_properties(xml, writer.orientation);
            });
        });
        let BodyWriter { relations, numbered_lists, .. } = writer;
        Ok(Self { xml, relations, numbered_lists })
    }
}

/// The state that passes from block to block.
struct BodyWriter<'p> {
    relations: Relations,
    numbered_lists: Vec<NumberedList>,
    /// The nesting depth of lists.
    depth: usize,
    /// Relationship ids and numbers of the charts still to be placed.
    charts: std::vec::IntoIter<(String, usize)>,
    images: &'p EmbeddedImages,
    /// How the sheet of the current block lies.
    orientation: SheetOrientation,
    /// Whether the next block has another orientation.
    section_end: bool,
}

impl BodyWriter<'_> {
    fn write_block(&mut self, xml: &mut Xml, block: &Block) {
        let relations = &mut self.relations;
        match block {
            Block::Heading { level, spans } => {
                let style = format!("Heading{}", (*level).clamp(1, MAX_HEADING_LEVEL));
                write_paragraph(xml, &style, |xml| {
                    write_spans(xml, relations, &bound_spans(spans))
                });
            }
            Block::Paragraph(spans) => {
                let level = self.depth.saturating_sub(1);
                write_indented(xml, level, |xml| write_prose(xml, relations, spans));
            }
            Block::List(list) => self.write_list(xml, list),
            Block::Table(table) => self.write_table(xml, table),
            Block::Chart(chart) => self.write_chart(xml, chart),
            Block::Picture(picture) => self.write_picture(xml, picture),
            Block::Signature(signature) => write_signature(xml, signature),
            Block::Approval(approval) => write_approval(xml, approval, self.orientation),
        }
    }

    fn write_list(&mut self, xml: &mut Xml, ListBlock { start, items }: &ListBlock) {
        let level = self.depth.min(MAX_LEVEL);
        let list_id = match start {
            Some(start) => {
                self.numbered_lists.push(NumberedList { level, start: *start });
                numbering::numbered_list_id(self.numbered_lists.len() - 1)
            }
            None => BULLET_LIST,
        };
        self.depth += 1;
        for blocks in items {
            let (spans, rest) = match &blocks[..] {
                [Block::Paragraph(spans), rest @ ..] => (&spans[..], rest),
                rest => (&[][..], rest),
            };
            write_list_item(xml, ListPosition { list_id, level }, |xml| {
                write_prose(xml, &mut self.relations, spans);
            });
            for block in rest {
                self.write_block(xml, block);
            }
        }
        self.depth -= 1;
    }

    fn write_table(&mut self, xml: &mut Xml, table: &Table) {
        if !table.title.is_empty() {
            write_paragraph(xml, "Caption", |xml| write_text(xml, &bound(&table.title)));
        }
        if !table.columns.is_empty() {
            write_table(xml, &mut self.relations, table, self.orientation.text_width());
            // Word merges adjacent tables, and requires a paragraph after a table at the end.
            if !self.section_end {
                write_paragraph(xml, "AfterTable", |_| {});
            }
        }
    }

    /// Ends the section after a block, if the next one has another orientation. The properties of a
    /// section are in its last paragraph.
    fn end_section(&mut self, xml: &mut Xml) {
        if !std::mem::take(&mut self.section_end) {
            return;
        }
        let orientation = self.orientation;
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", "AfterTable");
                write_section_properties(xml, orientation);
            });
        });
    }

    fn write_chart(&mut self, xml: &mut Xml, chart: &Chart) {
        let Some((id, number)) = self.charts.next() else { return };
        if !chart.title.is_empty() {
            write_paragraph(xml, "Caption", |xml| write_text(xml, &bound(&chart.title)));
        }
        let drawing = Drawing {
            id: &id,
            number,
            kind: "Диаграмма",
            description: &format!("{}. {}", chart.title, chart.description),
            extent: chart_extent(png::WIDTH, png::chart_height(chart)),
        };
        write_paragraph(xml, "Picture", |xml| write_picture(xml, &drawing));
    }

    fn write_picture(&mut self, xml: &mut Xml, picture: &PictureBlock) {
        let Some(image) = self.images.get(&picture.path) else {
            return write_paragraph(xml, "BodyText", |xml| write_text(xml, &picture.as_text()));
        };
        let (id, number) = self.relations.add_picture(image.bytes.clone(), &image.extension);
        let drawing = Drawing {
            id: &id,
            number,
            kind: "Рисунок",
            description: &picture.alt,
            extent: photo_extent(image),
        };
        if picture.caption.is_empty() {
            return write_paragraph(xml, "Picture", |xml| write_picture(xml, &drawing));
        }
        write_paragraph(xml, "PictureWithCaption", |xml| write_picture(xml, &drawing));
        write_paragraph(xml, "PictureCaption", |xml| write_text(xml, &picture.caption));
    }
}

/// Writes «УТВЕРЖДАЮ» in the right part of the page; the style says where that begins on an upright one.
fn write_approval(xml: &mut Xml, approval: &Approval, orientation: SheetOrientation) {
    let Approval { position, name, order } = approval;
    let line = format!("______________ {name}");
    let further = orientation.text_width() - SheetOrientation::Portrait.text_width();
    for text in ["УТВЕРЖДАЮ", position, line.trim_end(), order] {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", "Approval");
                if further > 0 {
                    let left = (APPROVAL_INDENT + further).to_string();
                    xml.empty("w:ind", &[("w:left", &left)]);
                }
            });
            write_text(xml, text);
        });
    }
    write_paragraph(xml, "AfterTable", |_| {});
}

/// Writes the position, a line to sign on, and the name at the right edge; the style defines both
/// tab stops.
fn write_signature(xml: &mut Xml, signature: &Signature) {
    let Signature { position, name, date } = signature;
    write_paragraph(xml, "Signature", |xml| write_text(xml, &format!("{position} \t\t{name}")));
    if !date.is_empty() {
        write_paragraph(xml, "Date", |xml| write_text(xml, date));
    }
}
