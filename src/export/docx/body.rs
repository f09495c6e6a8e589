//! The text of a document, block by block.

use super::numbering::{self, BULLETED, DEEPEST_LEVEL, NumberedList};
use super::paragraph::{indented, item, paragraph, plain, spans};
use super::picture::{Drawing, picture, size_of_chart, size_of_photo};
use super::relations::Relations;
use super::table::table;
use super::xml::Xml;
use crate::export::{Error, png};
use crate::photos::Prints;
use crate::report::{Block, Chart, Document, List, Picture, Signature, Table};

/// The width of the text, in twentieths of a point: 21 cm less the fields of 3 and 1.5 cm.
pub(super) const TEXT_WIDTH: u32 = 9_354;

const NAMESPACES: &[(&str, &str)] = &[
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
];

/// The deepest heading that has a style.
const DEEPEST: u8 = 4;

/// The text of a document, with what it needs of other parts.
pub(super) struct Body {
    pub(super) xml: Xml,
    pub(super) relations: Relations,
    pub(super) numbered_lists: Vec<NumberedList>,
}

impl Body {
    pub(super) fn of(document: &Document, prints: &Prints) -> Result<Self, Error> {
        let mut relations = Relations::default();
        // Before the text, so that what fails does so where it can be said.
        let charts = document.blocks.iter().filter_map(|block| match block {
            Block::Chart(chart) => Some(png::png(chart)),
            _ => None,
        });
        let pictures = charts
            .map(|bytes| bytes.map(|bytes| relations.picture(bytes, "png")))
            .collect::<Result<Vec<_>, _>>()?;
        let mut text = Text {
            relations,
            numbered_lists: Vec::new(),
            depth: 0,
            charts: pictures.into_iter(),
            prints,
        };
        let mut xml = Xml::document();
        xml.element("w:document", NAMESPACES, |xml| {
            xml.element("w:body", &[], |xml| {
                for block in &document.blocks {
                    text.block(xml, block);
                }
                sheet(xml);
            });
        });
        let Text { relations, numbered_lists, .. } = text;
        Ok(Self { xml, relations, numbered_lists })
    }
}

/// What is kept in mind from block to block.
struct Text<'p> {
    relations: Relations,
    numbered_lists: Vec<NumberedList>,
    /// In how many lists the text stands.
    depth: usize,
    charts: std::vec::IntoIter<(String, usize)>,
    prints: &'p Prints,
}

impl Text<'_> {
    fn block(&mut self, xml: &mut Xml, block: &Block) {
        let relations = &mut self.relations;
        match block {
            Block::Heading { level, spans: words } => {
                let style = format!("Heading{}", (*level).clamp(1, DEEPEST));
                paragraph(xml, &style, |xml| spans(xml, relations, words));
            }
            Block::Paragraph(words) => {
                let level = self.depth.saturating_sub(1);
                indented(xml, level, |xml| spans(xml, relations, words));
            }
            Block::List(of) => self.list(xml, of),
            Block::Table(of) => self.table(xml, of),
            Block::Chart(chart) => self.chart(xml, chart),
            Block::Picture(of) => self.picture(xml, of),
            Block::Signature(of) => signature(xml, of),
        }
    }

    fn list(&mut self, xml: &mut Xml, List { start, items }: &List) {
        let level = self.depth.min(DEEPEST_LEVEL);
        let number = match start {
            Some(start) => {
                self.numbered_lists.push(NumberedList { level, start: *start });
                numbering::numbered(self.numbered_lists.len() - 1)
            }
            None => BULLETED,
        };
        self.depth += 1;
        for blocks in items {
            let (words, rest) = match &blocks[..] {
                [Block::Paragraph(words), rest @ ..] => (&words[..], rest),
                rest => (&[][..], rest),
            };
            item(xml, (number, level), |xml| spans(xml, &mut self.relations, words));
            for block in rest {
                self.block(xml, block);
            }
        }
        self.depth -= 1;
    }

    fn table(&mut self, xml: &mut Xml, of: &Table) {
        if !of.title.is_empty() {
            paragraph(xml, "Caption", |xml| plain(xml, &of.title));
        }
        if !of.columns.is_empty() {
            table(xml, &mut self.relations, of);
            // Word joins tables that follow each other, and ends no document with a table.
            paragraph(xml, "AfterTable", |_| {});
        }
    }

    fn chart(&mut self, xml: &mut Xml, chart: &Chart) {
        let Some((id, number)) = self.charts.next() else { return };
        if !chart.title.is_empty() {
            paragraph(xml, "Caption", |xml| plain(xml, &chart.title));
        }
        let drawing = Drawing {
            id: &id,
            number,
            kind: "Диаграмма",
            description: &format!("{}. {}", chart.title, chart.description),
            size: size_of_chart((png::WIDTH, png::height_of(chart))),
        };
        paragraph(xml, "Picture", |xml| picture(xml, &drawing));
    }

    fn picture(&mut self, xml: &mut Xml, of: &Picture) {
        let Some(print) = self.prints.get(&of.path) else {
            return paragraph(xml, "BodyText", |xml| plain(xml, &of.in_words()));
        };
        let (id, number) = self.relations.picture(print.bytes.clone(), &print.extension);
        let (kind, size) = ("Рисунок", size_of_photo(print));
        let drawing = Drawing { id: &id, number, kind, description: &of.alt, size };
        if of.caption.is_empty() {
            return paragraph(xml, "Picture", |xml| picture(xml, &drawing));
        }
        paragraph(xml, "PictureWithCaption", |xml| picture(xml, &drawing));
        paragraph(xml, "PictureCaption", |xml| plain(xml, &of.caption));
    }
}

/// The position, a line to sign on up to a tab, the name at the right edge; both tabs are of the
/// style.
fn signature(xml: &mut Xml, of: &Signature) {
    let Signature { position, name, date } = of;
    paragraph(xml, "Signature", |xml| plain(xml, &format!("{position} \t\t{name}")));
    if !date.is_empty() {
        paragraph(xml, "Date", |xml| plain(xml, date));
    }
}

fn sheet(xml: &mut Xml) {
    xml.element("w:sectPr", &[], |xml| {
        xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "footer")]);
        xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", "1134"),
                ("w:right", "851"),
                ("w:bottom", "1134"),
                ("w:left", "1701"),
                ("w:header", "567"),
                ("w:footer", "567"),
                ("w:gutter", "0"),
            ],
        );
    });
}
