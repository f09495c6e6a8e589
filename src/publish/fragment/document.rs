//! Blocks as a fragment: headings, paragraphs, lists and tables, with inline styles or without any.

use super::{BOX, LINK, escape};
use crate::report::chart;
use crate::report::{
    Approval, Block, Cell, ListBlock, PictureBlock, ReportDocument, Row, Signature, Table, TextSpan,
};

const CELL: &str = "border:1px solid #8a939d;padding:4px 8px;vertical-align:top;text-align:left;\
                    background:#ffffff;color:#1b1f24";

const HEAD: &str = "border:1px solid #8a939d;padding:4px 8px;vertical-align:top;text-align:left;\
                    background:#eef1f4;color:#1b1f24;font-weight:bold";

/// How blocks are written: what stands in the tags, and how a picture is shown.
struct Look<'p> {
    heading: &'static str,
    link: &'static str,
    table: &'static str,
    cell: &'static str,
    head: &'static str,
    picture: &'p dyn Fn(&PictureBlock) -> String,
}

/// The HTML of a report. A chart becomes a table, because an image cannot be pasted.
pub fn document(document: &ReportDocument) -> String {
    let look = Look {
        heading: "color:#1b1f24;background:none",
        link: LINK,
        table: "border-collapse:collapse;width:100%;margin:0 0 12px",
        cell: CELL,
        head: HEAD,
        picture: &|picture| format!("<p>{}</p>\n", escape(&picture.as_text())),
    };
    let blocks = look.blocks(&document.blocks);
    format!("<div style=\"{BOX};overflow-x:auto\">\n{blocks}</div>\n")
}

/// The HTML of `blocks` without styles and classes, for editors that bring their own; `picture` writes a
/// picture.
pub fn plain(blocks: &[Block], picture: &dyn Fn(&PictureBlock) -> String) -> String {
    Look { heading: "", link: "", table: "", cell: "", head: "", picture }.blocks(blocks)
}

/// The attribute for a style.
fn style(style: &str) -> String {
    if style.is_empty() { String::new() } else { format!(" style=\"{style}\"") }
}

impl Look<'_> {
    fn blocks(&self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> String {
        match block {
            // The page has an `h1` of its own.
            Block::Heading { level, spans } => {
                let level = level.saturating_add(1).clamp(2, 6);
                let inner = self.spans(spans);
                format!("<h{level}{}>{inner}</h{level}>\n", style(self.heading))
            }
            Block::Paragraph(spans) => format!("<p>{}</p>\n", self.spans(spans)),
            Block::List(ListBlock { start, items }) => {
                let (name, begin) = match start {
                    None => ("ul", "<ul>".to_owned()),
                    Some(1) => ("ol", "<ol>".to_owned()),
                    Some(start) => ("ol", format!("<ol start=\"{start}\">")),
                };
                let items: String = items.iter().map(|blocks| self.item(blocks)).collect();
                format!("{begin}\n{items}</{name}>\n")
            }
            Block::Table(content) => self.table(content),
            Block::Chart(content) => self.table(&chart::to_table(content)),
            Block::Picture(picture) => (self.picture)(picture),
            Block::Signature(Signature { position, name, date }) => {
                let line = [position, name].map(|part| escape(part)).join(" ____________ ");
                let date =
                    if date.is_empty() { String::new() } else { format!("<br>\n{}", escape(date)) };
                format!("<p>{line}{date}</p>\n")
            }
            Block::Approval(Approval { position, name, order }) => {
                let name = format!("____________ {name}");
                let lines = ["УТВЕРЖДАЮ", position, name.trim_end(), order].map(escape);
                format!("<p style=\"text-align: right\">{}</p>\n", lines.join("<br>\n"))
            }
        }
    }

    /// An item of a list: its first paragraph without `<p>`, and its other blocks.
    fn item(&self, blocks: &[Block]) -> String {
        let (words, rest) = match blocks {
            [Block::Paragraph(words), rest @ ..] => (self.spans(words), rest),
            rest => (String::new(), rest),
        };
        format!("<li>{words}{}</li>\n", self.blocks(rest))
    }

    fn spans(&self, spans: &[TextSpan]) -> String {
        let span = |TextSpan { text: words, bold, italic, link }: &TextSpan| {
            let mut html = self.linked(words, link.as_deref());
            for (name, _) in [("i", italic), ("b", bold)].into_iter().filter(|(_, on)| **on) {
                html = format!("<{name}>{html}</{name}>");
            }
            html
        };
        spans.iter().map(span).collect()
    }

    fn linked(&self, words: &str, link: Option<&str>) -> String {
        match link {
            Some(link) => {
                let href = escape(&link.replace('$', "%24"));
                format!("<a href=\"{href}\"{}>{}</a>", style(self.link), escape(words))
            }
            None => escape(words),
        }
    }

    fn table(&self, table: &Table) -> String {
        let Table { title, columns, rows, .. } = table;
        let wide = columns.len();
        let head = style(self.head);
        let heads: String = columns
            .iter()
            .map(|column| format!("<th scope=\"col\"{head}>{}</th>", escape(&column.title)))
            .collect();
        let row = |row: &Row| match row {
            Row::Section(words) => {
                format!("<tr><th colspan=\"{wide}\"{head}>{}</th></tr>\n", escape(words))
            }
            Row::Cells(cells) => self.cells(cells, wide, self.cell),
            Row::Total(cells) => self.cells(cells, wide, self.head),
        };
        let title = if title.is_empty() {
            String::new()
        } else {
            format!("<caption>{}</caption>\n", escape(title))
        };
        format!(
            "<table{}>\n{title}<tr>{heads}</tr>\n{}</table>\n",
            style(self.table),
            rows.iter().map(row).collect::<String>()
        )
    }

    fn cells(&self, cells: &[Cell], wide: usize, of_cell: &str) -> String {
        let cell = |cell: Option<&Cell>| {
            let inner = cell.map(|cell| self.linked(&cell.text, cell.link.as_deref()));
            format!("<td{}>{}</td>", style(of_cell), inner.unwrap_or_default())
        };
        let cells: String = (0..wide).map(|at| cell(cells.get(at))).collect();
        format!("<tr>{cells}</tr>\n")
    }
}
