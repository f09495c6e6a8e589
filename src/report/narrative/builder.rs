//! Builds blocks from the text and tags of a narrative.

use crate::report::document::{
    Block, Cell, Column, ListBlock, PictureBlock, Row, Spans, Table, TextSpan,
};

#[derive(Default)]
pub(super) struct Builder {
    blocks: Vec<Block>,
    /// The text of the open paragraph.
    spans: Spans,
    /// The pictures of the open paragraph.
    pictures: Vec<PictureBlock>,
    /// The formatting of the next text.
    pub(super) style: TextStyle,
    /// The open lists, the innermost last.
    lists: Vec<PendingList>,
    table: Option<PendingTable>,
    tables: usize,
}

/// The formatting at the current position: each count is the number of open elements, which may
/// nest.
#[derive(Default)]
pub(super) struct TextStyle {
    pub(super) bold: usize,
    pub(super) italic: usize,
    /// Above 0, line breaks of the source are kept.
    pub(super) verbatim: usize,
    pub(super) links: Vec<Option<String>>,
    /// Whether text is left out.
    pub(super) muted: bool,
}

struct PendingList {
    list: ListBlock,
    /// The open item.
    item: Vec<Block>,
}

#[derive(Default)]
struct PendingTable {
    head: Vec<String>,
    rows: Vec<Vec<Cell>>,
    row: Vec<Cell>,
    in_head: bool,
}

impl Builder {
    /// Ends the open paragraph and lists, then adds a block.
    pub(super) fn insert_block(&mut self, block: Block) {
        self.end_lists();
        self.blocks.push(block);
    }

    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end_lists();
        self.blocks
    }

    pub(super) fn push_text(&mut self, text: &str) {
        if self.style.muted {
            return;
        }
        if self.style.verbatim > 0 {
            self.append_span(text);
            return;
        }
        // Line breaks of the source are spaces, as in a browser.
        let text = text.replace('\n', " ");
        let ends_in_space = self.spans.last().is_none_or(|span| span.text.ends_with([' ', '\n']));
        self.append_span(if ends_in_space { text.trim_start_matches(' ') } else { &text });
    }

    fn append_span(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let span = TextSpan {
            text: text.to_owned(),
            bold: self.style.bold > 0,
            italic: self.style.italic > 0,
            link: self.style.links.iter().rev().flatten().next().cloned(),
        };
        match self.spans.last_mut() {
            Some(last)
                if (last.bold, last.italic, &last.link) == (span.bold, span.italic, &span.link) =>
            {
                last.text.push_str(text);
            }
            _ => self.spans.push(span),
        }
    }

    pub(super) fn line_break(&mut self) {
        self.spans.push(TextSpan { text: "\n".to_owned(), ..TextSpan::default() });
    }

    /// Takes the text of the open element, without surrounding white space.
    fn take_trimmed_spans(&mut self) -> Spans {
        let mut spans = std::mem::take(&mut self.spans);
        while let Some(last) = spans.last_mut() {
            last.text.truncate(last.text.trim_end_matches([' ', '\n']).len());
            if !last.text.is_empty() {
                break;
            }
            spans.pop();
        }
        spans
    }

    /// Adds a block to the open item, or to the document.
    fn push_block(&mut self, block: Block) {
        self.lists.last_mut().map_or(&mut self.blocks, |open| &mut open.item).push(block);
    }

    /// Adds a picture of the site to the open paragraph.
    pub(super) fn push_picture(&mut self, path: &str, alt: &str) {
        if self.table.is_some() {
            return self.push_text(&format!("[{alt}]"));
        }
        let (path, alt) = (path.to_owned(), alt.to_owned());
        self.pictures.push(PictureBlock { path, alt, caption: String::new() });
    }

    pub(super) fn end_paragraph(&mut self) {
        self.end_text();
        self.end_pictures();
    }

    /// Ends the text of the paragraph; its pictures may still get a caption.
    pub(super) fn end_text(&mut self) {
        // Paragraphs within a cell become its text.
        if self.table.is_some() {
            return;
        }
        let spans = self.take_trimmed_spans();
        if !spans.is_empty() {
            self.push_block(Block::Paragraph(spans));
        }
    }

    fn end_pictures(&mut self) {
        for picture in std::mem::take(&mut self.pictures) {
            self.push_block(Block::Picture(picture));
        }
    }

    /// Ends a caption, which belongs to the last picture.
    pub(super) fn end_caption(&mut self) {
        if self.table.is_none() && !self.pictures.is_empty() {
            let spans = self.take_trimmed_spans();
            if let Some(picture) = self.pictures.last_mut() {
                picture.caption = spans.into_iter().map(|span| span.text).collect();
            }
        }
        self.end_paragraph();
    }

    pub(super) fn end_heading(&mut self, level: u8) {
        // A list cannot contain headings.
        if !self.lists.is_empty() || self.table.is_some() {
            return self.end_paragraph();
        }
        let spans = self.take_trimmed_spans();
        if !spans.is_empty() {
            self.push_block(Block::Heading { level, spans });
        }
        self.end_pictures();
    }

    /// Starts a list; `start` is the first number of a numbered one.
    pub(super) fn start_list(&mut self, start: Option<u32>) {
        self.end_paragraph();
        let list = ListBlock { start, items: Vec::new() };
        self.lists.push(PendingList { list, item: Vec::new() });
    }

    pub(super) fn end_item(&mut self) {
        self.end_paragraph();
        if let Some(PendingList { list, item }) = self.lists.last_mut()
            && !item.is_empty()
        {
            list.items.push(std::mem::take(item));
        }
    }

    pub(super) fn end_list(&mut self) {
        self.end_item();
        if let Some(PendingList { list, .. }) = self.lists.pop()
            && !list.items.is_empty()
        {
            self.push_block(Block::List(list));
        }
    }

    /// Ends everything but a table.
    fn end_lists(&mut self) {
        self.end_paragraph();
        while !self.lists.is_empty() {
            self.end_list();
        }
    }

    pub(super) fn start_table(&mut self) {
        self.end_paragraph();
        self.table = Some(PendingTable::default());
    }

    pub(super) fn set_in_head(&mut self, in_head: bool) {
        if let Some(table) = &mut self.table {
            table.in_head = in_head;
        }
    }

    pub(super) fn end_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        let mut spans = std::mem::take(&mut self.spans);
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        let link = spans.iter_mut().find_map(|span| span.link.take());
        table.row.push(Cell { text: text.trim().to_owned(), value: None, link });
    }

    pub(super) fn end_row(&mut self) {
        let Some(table) = &mut self.table else { return };
        let row = std::mem::take(&mut table.row);
        if table.in_head {
            table.head = row.into_iter().map(|cell| cell.text).collect();
        } else {
            table.rows.push(row);
        }
    }

    pub(super) fn end_table(&mut self) {
        let Some(PendingTable { head, rows, .. }) = self.table.take() else { return };
        let count = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or_default();
        if count == 0 {
            return;
        }
        self.tables += 1;
        let titles = head.into_iter().chain(std::iter::repeat(String::new()));
        self.push_block(Block::Table(Table {
            name: format!("table-{}", self.tables),
            title: String::new(),
            columns: titles.take(count).map(|title| Column { title, width: 1 }).collect(),
            rows: rows.into_iter().map(Row::Cells).collect(),
        }));
    }
}
