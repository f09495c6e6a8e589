//! A report as a fragment: headings, paragraphs, lists, and tables with inline borders.

use super::{BOX, LINK, escape};
use crate::report::chart;
use crate::report::{
    Approval, Block, Cell, ListBlock, ReportDocument, Row, Signature, Table, TextSpan,
};

const CELL: &str = "border:1px solid #8a939d;padding:4px 8px;vertical-align:top;text-align:left;\
                    background:#ffffff;color:#1b1f24";

const HEAD: &str = "border:1px solid #8a939d;padding:4px 8px;vertical-align:top;text-align:left;\
                    background:#eef1f4;color:#1b1f24;font-weight:bold";

/// The HTML of a report. A chart becomes a table, because an image cannot be pasted.
pub fn document(document: &ReportDocument) -> String {
    let blocks: String = document.blocks.iter().map(block).collect();
    format!("<div style=\"{BOX};overflow-x:auto\">\n{blocks}</div>\n")
}

fn block(block: &Block) -> String {
    match block {
        // The page has an `h1` of its own.
        Block::Heading { level, spans } => {
            let level = level.saturating_add(1).clamp(2, 6);
            let inner = self::spans(spans);
            format!("<h{level} style=\"color:#1b1f24;background:none\">{inner}</h{level}>\n")
        }
        Block::Paragraph(spans) => format!("<p>{}</p>\n", self::spans(spans)),
        Block::List(ListBlock { start, items }) => {
            let (name, begin) = match start {
                None => ("ul", "<ul>".to_owned()),
                Some(1) => ("ol", "<ol>".to_owned()),
                Some(start) => ("ol", format!("<ol start=\"{start}\">")),
            };
            let items: String = items.iter().map(|blocks| item(blocks)).collect();
            format!("{begin}\n{items}</{name}>\n")
        }
        Block::Table(content) => table(content),
        Block::Chart(content) => table(&chart::to_table(content)),
        Block::Picture(picture) => format!("<p>{}</p>\n", escape(&picture.as_text())),
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
fn item(blocks: &[Block]) -> String {
    let (words, rest) = match blocks {
        [Block::Paragraph(words), rest @ ..] => (spans(words), rest),
        rest => (String::new(), rest),
    };
    let rest: String = rest.iter().map(block).collect();
    format!("<li>{words}{rest}</li>\n")
}

fn spans(spans: &[TextSpan]) -> String {
    let span = |TextSpan { text: words, bold, italic, link }: &TextSpan| {
        let mut html = linked(words, link.as_deref());
        for (name, _) in [("i", italic), ("b", bold)].into_iter().filter(|(_, on)| **on) {
            html = format!("<{name}>{html}</{name}>");
        }
        html
    };
    spans.iter().map(span).collect()
}

fn linked(words: &str, link: Option<&str>) -> String {
    match link {
        Some(link) => {
            let href = escape(&link.replace('$', "%24"));
            format!("<a href=\"{href}\" style=\"{LINK}\">{}</a>", escape(words))
        }
        None => escape(words),
    }
}

fn table(table: &Table) -> String {
    let Table { title, columns, rows, .. } = table;
    let wide = columns.len();
    let heads = columns
        .iter()
        .map(|column| format!("<th scope=\"col\" style=\"{HEAD}\">{}</th>", escape(&column.title)));
    let row = |row: &Row| match row {
        Row::Section(words) => {
            format!("<tr><th colspan=\"{wide}\" style=\"{HEAD}\">{}</th></tr>\n", escape(words))
        }
        Row::Cells(cells) => cells_of(cells, wide, CELL),
        Row::Total(cells) => cells_of(cells, wide, HEAD),
    };
    let title = if title.is_empty() {
        String::new()
    } else {
        format!("<caption>{}</caption>\n", escape(title))
    };
    format!(
        "<table style=\"border-collapse:collapse;width:100%;margin:0 0 12px\">\n{title}<tr>{}</tr>\n{}</table>\n",
        heads.collect::<String>(),
        rows.iter().map(row).collect::<String>()
    )
}

fn cells_of(cells: &[Cell], wide: usize, style: &str) -> String {
    let cell = |cell: Option<&Cell>| {
        let inner = cell.map(|cell| linked(&cell.text, cell.link.as_deref()));
        format!("<td style=\"{style}\">{}</td>", inner.unwrap_or_default())
    };
    let cells: String = (0..wide).map(|at| cell(cells.get(at))).collect();
    format!("<tr>{cells}</tr>\n")
}
