//! Writes the text block by block.

use super::table::write_table;
use crate::export::ending::{bound, bound_spans};
use crate::export::extent::{Extent, chart_extent, photo_extent};
use crate::export::metrics::with_needed_spaces;
use crate::export::opendocument::{media_type, points, write_spans, write_text};
use crate::export::page::{SheetOrientation, orientations};
use crate::export::xml::Xml;
use crate::export::{ExportError, png};
use crate::photos::EmbeddedImages;
use crate::report::{
    Approval, Block, Chart, ListBlock, PictureBlock, ReportDocument, Signature, Table, TextSpan,
};

/// The lowest heading level that has a style.
const MAX_HEADING_LEVEL: u8 = 4;

/// A written document.
pub(super) struct WrittenBody {
    pub(super) body: String,
    /// Styles that only this document has.
    pub(super) styles: String,
    pub(super) pictures: Vec<(String, Vec<u8>)>,
}

/// The state that passes from block to block.
pub(super) struct OdtWriter<'d> {
    pub(super) styles: Xml,
    /// The names of the styles for paragraphs that begin a page.
    page_styles: Vec<String>,
    pictures: Vec<(String, Vec<u8>)>,
    images: &'d EmbeddedImages,
    /// Tables within lists, which stand below them: items have none.
    deferred: Vec<&'d Table>,
    /// The nesting depth of lists.
    depth: usize,
    pub(super) tables: usize,
    pub(super) orientation: SheetOrientation,
    /// Whether the next paragraph or table begins a page with this orientation.
    begins_page: bool,
}

impl<'d> OdtWriter<'d> {
    pub(super) fn write(
        document: &'d ReportDocument,
        images: &'d EmbeddedImages,
    ) -> Result<WrittenBody, ExportError> {
        let mut writer = Self {
            styles: Xml::fragment(),
            page_styles: Vec::new(),
            pictures: Vec::new(),
            images,
            deferred: Vec::new(),
            depth: 0,
            tables: 0,
            orientation: SheetOrientation::Portrait,
            begins_page: false,
        };
        writer.styles.append(include_str!("automatic.xml"));
        let mut xml = Xml::fragment();
        for (block, orientation) in document.blocks.iter().zip(orientations(&document.blocks)) {
            if orientation != writer.orientation {
                (writer.orientation, writer.begins_page) = (orientation, true);
            }
            writer.write_block(&mut xml, block)?;
        }
        let Self { styles, pictures, .. } = writer;
        Ok(WrittenBody { body: xml.finish(), styles: styles.finish(), pictures })
    }

    fn write_block(&mut self, xml: &mut Xml, block: &'d Block) -> Result<(), ExportError> {
        match block {
            Block::Heading { level, spans } => {
                let level = (*level).clamp(1, MAX_HEADING_LEVEL).to_string();
                let style = self.style(&format!("Heading{level}"));
                let attributes = [("text:style-name", &*style), ("text:outline-level", &*level)];
                xml.element("text:h", &attributes, |xml| write_spans(xml, &bound_spans(spans)));
            }
            Block::Paragraph(spans) => self.prose(xml, "BodyText", spans),
            Block::List(list) => self.write_list(xml, list)?,
            Block::Table(table) if self.depth > 0 => self.deferred.push(table),
            Block::Table(table) => self.table(xml, table),
            Block::Chart(chart) => self.write_chart(xml, chart)?,
            Block::Picture(picture) => self.write_picture(xml, picture),
            Block::Signature(signature) => self.write_signature(xml, signature),
            Block::Approval(approval) => self.write_approval(xml, approval),
        }
        Ok(())
    }

    /// The name of `style`, or of one like it that begins the page.
    fn style(&mut self, style: &str) -> String {
        let Some(page) = self.take_page() else { return style.to_owned() };
        let name = format!("{style}{page}");
        if !self.page_styles.contains(&name) {
            let attributes = [
                ("style:name", &*name),
                ("style:family", "paragraph"),
                ("style:parent-style-name", style),
                ("style:master-page-name", page),
            ];
            self.styles.empty("style:style", &attributes);
            self.page_styles.push(name.clone());
        }
        name
    }

    /// The page that begins here, if one does.
    pub(super) fn take_page(&mut self) -> Option<&'static str> {
        std::mem::take(&mut self.begins_page).then_some(match self.orientation {
            SheetOrientation::Portrait => "Standard",
            SheetOrientation::Landscape => "Landscape",
        })
    }

    fn paragraph(&mut self, xml: &mut Xml, style: &str, inside: impl FnOnce(&mut Xml)) {
        let style = self.style(style);
        xml.element("text:p", &[("text:style-name", &style)], inside);
    }

    /// Writes running text.
    fn prose(&mut self, xml: &mut Xml, style: &str, spans: &[TextSpan]) {
        let spaced =
            |span: &TextSpan| TextSpan { text: with_needed_spaces(&span.text), ..span.clone() };
        let spans: Vec<TextSpan> = spans.iter().map(spaced).collect();
        self.paragraph(xml, style, |xml| write_spans(xml, &spans));
    }

    fn write_list(
        &mut self,
        xml: &mut Xml,
        ListBlock { start, items }: &'d ListBlock,
    ) -> Result<(), ExportError> {
        let style = if start.is_some() { "Numbers" } else { "Bullets" };
        let mut list = Xml::fragment();
        self.depth += 1;
        for (at, blocks) in items.iter().enumerate() {
            let mut item = Xml::fragment();
            for (number, block) in blocks.iter().enumerate() {
                match block {
                    Block::Paragraph(spans) => {
                        let style = if number == 0 { "ListParagraph" } else { "ListMore" };
                        self.prose(&mut item, style, spans);
                    }
                    block => self.write_block(&mut item, block)?,
                }
            }
            let first = start.filter(|_| at == 0).map(|start| start.to_string());
            let start = first.as_deref().map(|start| ("text:start-value", start));
            let attributes: Vec<_> = start.into_iter().collect();
            list.element("text:list-item", &attributes, |xml| xml.append(&item.finish()));
        }
        self.depth -= 1;
        xml.element("text:list", &[("text:style-name", style)], |xml| xml.append(&list.finish()));
        if self.depth == 0 {
            for table in std::mem::take(&mut self.deferred) {
                self.table(xml, table);
            }
        }
        Ok(())
    }

    fn table(&mut self, xml: &mut Xml, table: &Table) {
        if !table.title.is_empty() {
            self.paragraph(xml, "Caption", |xml| write_text(xml, &bound(&table.title)));
        }
        if !table.columns.is_empty() {
            write_table(self, xml, table);
            self.paragraph(xml, "AfterTable", |_| {});
        }
    }

    fn write_chart(&mut self, xml: &mut Xml, chart: &Chart) -> Result<(), ExportError> {
        if !chart.title.is_empty() {
            self.paragraph(xml, "Caption", |xml| write_text(xml, &bound(&chart.title)));
        }
        let bytes = png::png(chart)?;
        let extent = chart_extent(png::WIDTH, png::chart_height(chart));
        let description = format!("{}. {}", chart.title, chart.description);
        let frame = self.frame("Диаграмма", bytes, "png", extent, &description);
        self.paragraph(xml, "Picture", |xml| xml.append(&frame));
        Ok(())
    }

    fn write_picture(&mut self, xml: &mut Xml, picture: &PictureBlock) {
        let Some(image) = self.images.get(&picture.path) else {
            return self.paragraph(xml, "BodyText", |xml| write_text(xml, &picture.as_text()));
        };
        let (bytes, extent) = (image.bytes.clone(), photo_extent(image));
        let frame = self.frame("Рисунок", bytes, &image.extension, extent, &picture.alt);
        if picture.caption.is_empty() {
            return self.paragraph(xml, "Picture", |xml| xml.append(&frame));
        }
        self.paragraph(xml, "PictureWithCaption", |xml| xml.append(&frame));
        self.paragraph(xml, "PictureCaption", |xml| write_text(xml, &picture.caption));
    }

    /// A picture within a paragraph.
    fn frame(
        &mut self,
        kind: &str,
        bytes: Vec<u8>,
        extension: &str,
        extent: Extent,
        description: &str,
    ) -> String {
        let number = self.pictures.len() + 1;
        let file = format!("Pictures/picture{number}.{extension}");
        let (width, height) = (points(extent.width), points(extent.height));
        let name = format!("{kind} {number}");
        let attributes = [
            ("draw:style-name", "Frame"),
            ("draw:name", &*name),
            ("text:anchor-type", "as-char"),
            ("svg:width", &*width),
            ("svg:height", &*height),
        ];
        let mut xml = Xml::fragment();
        xml.element("draw:frame", &attributes, |xml| {
            let image = [
                ("xlink:href", &*file),
                ("xlink:type", "simple"),
                ("xlink:show", "embed"),
                ("xlink:actuate", "onLoad"),
                ("draw:mime-type", media_type(&file)),
            ];
            xml.empty("draw:image", &image);
            xml.element("svg:desc", &[], |xml| xml.text(description));
        });
        self.pictures.push((file, bytes));
        xml.finish()
    }

    fn write_approval(&mut self, xml: &mut Xml, approval: &Approval) {
        let Approval { position, name, order } = approval;
        let line = format!("______________ {name}");
        let style = match self.orientation {
            SheetOrientation::Portrait => "Approval",
            SheetOrientation::Landscape => "ApprovalWide",
        };
        for text in ["УТВЕРЖДАЮ", position, line.trim_end(), order] {
            self.paragraph(xml, style, |xml| write_text(xml, text));
        }
        self.paragraph(xml, "AfterTable", |_| {});
    }

    fn write_signature(&mut self, xml: &mut Xml, signature: &Signature) {
        let Signature { position, name, date } = signature;
        let line = format!("{position} \t\t{name}");
        self.paragraph(xml, "Signature", |xml| write_text(xml, &line));
        if !date.is_empty() {
            self.paragraph(xml, "SignatureDate", |xml| write_text(xml, date));
        }
    }
}
