//! The text of a page as plain text: paragraphs, lists with «•», addresses of links in brackets, rows of
//! tables as lines. Pictures are left out: they are beside the text.

use crate::report::{Block, Cell, ListBlock, Row, Table, TextSpan};

/// A paragraph of plain text; several lines are a list or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) kind: ParagraphKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParagraphKind {
    Heading,
    Prose,
    /// A list or a table: each line stands for itself.
    Lines,
}

pub(super) fn paragraphs(blocks: &[Block]) -> Vec<Paragraph> {
    let paragraphs = blocks.iter().filter_map(|block| {
        let (text, kind) = match block {
            Block::Heading { spans, .. } => (words(spans), ParagraphKind::Heading),
            Block::Paragraph(spans) => (words(spans), ParagraphKind::Prose),
            Block::List(list) => (list_lines(list, 0).join("\n"), ParagraphKind::Lines),
            Block::Table(content) => (table_lines(content).join("\n"), ParagraphKind::Lines),
            // Those of reports.
            Block::Picture(_) | Block::Chart(_) | Block::Signature(_) | Block::Approval(_) => {
                return None;
            }
        };
        let text = plain(&text);
        (!text.is_empty()).then_some(Paragraph { text, kind })
    });
    paragraphs.collect()
}

/// Text with plain spaces: a non-breaking one is a letter for the searches of messengers.
pub(super) fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").trim().to_owned()
}

fn words(spans: &[TextSpan]) -> String {
    let mut text = String::new();
    let mut spans = spans.iter().peekable();
    while let Some(TextSpan { text: words, link, .. }) = spans.next() {
        text.push_str(words);
        // Bold words within a link are a span of their own.
        if spans.peek().is_none_or(|next| next.link != *link) {
            push_address(&mut text, link.as_deref());
        }
    }
    text
}

/// Adds the address behind a link, unless the words say it.
fn push_address(text: &mut String, link: Option<&str>) {
    let Some(link) = link else { return };
    let bare = link.split_once("://").map_or(link, |(_, rest)| rest);
    let bare = bare.trim_end_matches('/');
    let is_page = link.starts_with("http://") || link.starts_with("https://");
    if is_page && !text.trim_end_matches('/').ends_with(bare) {
        let end = text.trim_end().len();
        text.truncate(end);
        text.push_str(&format!(" ({link})"));
    }
}

fn list_lines(list: &ListBlock, depth: usize) -> Vec<String> {
    let indent = "  ".repeat(depth);
    let items = list.items.iter().enumerate();
    let lines = items.flat_map(|(at, blocks)| {
        let mark = match list.start {
            Some(start) => format!("{}.", u64::from(start) + at as u64),
            None => "•".to_owned(),
        };
        let mut lines = Vec::new();
        for block in blocks {
            let mark = if lines.is_empty() { &*mark } else { " " };
            match block {
                Block::List(inner) => {
                    if lines.is_empty() {
                        lines.push(format!("{indent}{mark}"));
                    }
                    lines.extend(list_lines(inner, depth + 1));
                }
                Block::Table(content) => lines.extend(table_lines(content)),
                Block::Heading { spans, .. } | Block::Paragraph(spans) => {
                    lines.push(format!("{indent}{mark} {}", words(spans)));
                }
                _ => {}
            }
        }
        lines
    });
    lines.collect()
}

/// Each row as a line: «Класс: 7а; Место: 1», or its cells with dashes between them if nothing heads the
/// columns.
fn table_lines(table: &Table) -> Vec<String> {
    let has_heads = table.columns.iter().any(|column| !column.title.is_empty());
    let mut lines: Vec<String> =
        Some(table.title.clone()).filter(|title| !title.is_empty()).into_iter().collect();
    for row in &table.rows {
        let cells = match row {
            Row::Section(words) => {
                lines.push(words.replace('\n', " "));
                continue;
            }
            Row::Cells(cells) | Row::Total(cells) => cells,
        };
        let shown = cells.iter().zip(&table.columns).filter(|(cell, _)| !cell.text.is_empty());
        let shown: Vec<_> = shown
            .map(|(cell, column)| match &*column.title {
                "" => cell_words(cell),
                title => format!("{}: {}", title.replace('\n', " "), cell_words(cell)),
            })
            .collect();
        if !shown.is_empty() {
            lines.push(shown.join(if has_heads { "; " } else { " — " }));
        }
    }
    lines
}

fn cell_words(cell: &Cell) -> String {
    let mut text = cell.text.replace('\n', " ");
    push_address(&mut text, cell.link.as_deref());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Column;

    fn span(text: &str, link: Option<&str>) -> TextSpan {
        TextSpan { link: link.map(str::to_owned), ..TextSpan::from(text) }
    }

    fn texts(blocks: &[Block]) -> Vec<String> {
        paragraphs(blocks).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn a_link_is_followed_by_its_address_once() {
        let address = Some("https://a.example/b/");
        let bold = TextSpan { bold: true, ..span("работ", address) };
        let spans = vec![span("Список ", None), span("лучших ", address), bold, span(".", None)];
        let bare = vec![span("a.example/b", address), span("\u{a0}и ", None)];
        let mail = vec![span("пишите", Some("mailto:a@b.ru"))];
        assert_eq!(
            texts(&[Block::Paragraph(spans), Block::Paragraph(bare), Block::Paragraph(mail)]),
            ["Список лучших работ (https://a.example/b/).", "a.example/b и", "пишите"]
        );
    }

    #[test]
    fn lists_have_their_marks() {
        let item = |text: &str| vec![Block::Paragraph(vec![text.into()])];
        let inner = Block::List(ListBlock { start: None, items: vec![item("в")] });
        let items =
            vec![item("а"), [item("б"), vec![inner]].concat(), [item("г"), item("д")].concat()];
        let list = Block::List(ListBlock { start: Some(3), items });
        assert_eq!(texts(&[list]), ["3. а\n4. б\n  • в\n5. г\n  д"]);
    }

    #[test]
    fn the_rows_of_a_table_are_lines() {
        let table = |heads: [&str; 2]| {
            let row = |a: &str, b: &str| Row::Cells(vec![a.into(), b.into()]);
            Block::Table(Table {
                columns: heads.map(|head| Column::new(head, 1)).into(),
                rows: vec![row("7а", "1"), row("7б", "")],
                ..Table::default()
            })
        };
        assert_eq!(
            texts(&[table(["Класс", "Место"]), table(["", ""])]),
            ["Класс: 7а; Место: 1\nКласс: 7б", "7а — 1\n7б"]
        );
    }
}
