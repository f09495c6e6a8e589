//! What is open while a text is read, and the blocks that came of it.

use crate::report::document::{Block, Cell, Column, List, Picture, Row, Span, Spans, Table};

/// Blocks that are being put together.
#[derive(Default)]
pub(super) struct Builder {
    blocks: Vec<Block>,
    /// The text of the paragraph that is open.
    spans: Spans,
    /// The pictures of that paragraph.
    pictures: Vec<Picture>,
    /// How what comes looks.
    pub(super) look: Look,
    /// The lists that are open, the innermost last.
    lists: Vec<OpenList>,
    table: Option<Grid>,
    tables: usize,
}

/// How the text at hand looks; elements of one kind may lie in each other.
#[derive(Default)]
pub(super) struct Look {
    pub(super) bold: usize,
    pub(super) italic: usize,
    /// Whether lines are lines and not ends of words.
    pub(super) verbatim: usize,
    pub(super) links: Vec<Option<String>>,
}

struct OpenList {
    list: List,
    /// The item that is open.
    item: Vec<Block>,
}

/// A table that is open.
#[derive(Default)]
struct Grid {
    head: Vec<String>,
    rows: Vec<Vec<Cell>>,
    row: Vec<Cell>,
    in_head: bool,
}

impl Builder {
    /// Puts a block after all that is open.
    pub(super) fn insert(&mut self, block: Block) {
        self.end_lists();
        self.blocks.push(block);
    }

    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end_lists();
        self.blocks
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.look.verbatim > 0 {
            self.push_text(text);
            return;
        }
        // Line ends of the source are spaces, as in a browser.
        let text = text.replace('\n', " ");
        let ends_in_space = self.spans.last().is_none_or(|span| span.text.ends_with([' ', '\n']));
        self.push_text(if ends_in_space { text.trim_start_matches(' ') } else { &text });
    }

    fn push_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let span = Span {
            text: text.to_owned(),
            bold: self.look.bold > 0,
            italic: self.look.italic > 0,
            link: self.look.links.iter().rev().flatten().next().cloned(),
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
        self.spans.push(Span { text: "\n".to_owned(), ..Span::default() });
    }

    /// The words of what ends here, without white space around them.
    fn taken(&mut self) -> Spans {
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

    /// Puts a block where the text is: into the open item, if there is one.
    fn push(&mut self, block: Block) {
        self.lists.last_mut().map_or(&mut self.blocks, |open| &mut open.item).push(block);
    }

    /// A picture of the site.
    pub(super) fn picture(&mut self, path: &str, alt: &str) {
        if self.table.is_some() {
            return self.text(&format!("[{alt}]"));
        }
        let (path, alt) = (path.to_owned(), alt.to_owned());
        self.pictures.push(Picture { path, alt, caption: String::new() });
    }

    pub(super) fn end_paragraph(&mut self) {
        self.end_words();
        self.end_pictures();
    }

    /// Ends the paragraph; its pictures may still get a caption.
    pub(super) fn end_words(&mut self) {
        // The paragraphs of a cell are its text.
        if self.table.is_some() {
            return;
        }
        let spans = self.taken();
        if !spans.is_empty() {
            self.push(Block::Paragraph(spans));
        }
    }

    fn end_pictures(&mut self) {
        for picture in std::mem::take(&mut self.pictures) {
            self.push(Block::Picture(picture));
        }
    }

    /// Ends a caption: it is that of the last picture.
    pub(super) fn end_caption(&mut self) {
        if self.table.is_none() && !self.pictures.is_empty() {
            let words = self.taken();
            if let Some(picture) = self.pictures.last_mut() {
                picture.caption = words.into_iter().map(|span| span.text).collect();
            }
        }
        self.end_paragraph();
    }

    pub(super) fn end_heading(&mut self, level: u8) {
        // A list has no place for headings.
        if !self.lists.is_empty() || self.table.is_some() {
            return self.end_paragraph();
        }
        let spans = self.taken();
        if !spans.is_empty() {
            self.push(Block::Heading { level, spans });
        }
        self.end_pictures();
    }

    /// Begins a list, numbered from `start` if it is.
    pub(super) fn begin_list(&mut self, start: Option<u32>) {
        self.end_paragraph();
        let list = List { start, items: Vec::new() };
        self.lists.push(OpenList { list, item: Vec::new() });
    }

    pub(super) fn end_item(&mut self) {
        self.end_paragraph();
        if let Some(OpenList { list, item }) = self.lists.last_mut()
            && !item.is_empty()
        {
            list.items.push(std::mem::take(item));
        }
    }

    pub(super) fn end_list(&mut self) {
        self.end_item();
        if let Some(OpenList { list, .. }) = self.lists.pop()
            && !list.items.is_empty()
        {
            self.push(Block::List(list));
        }
    }

    /// Ends whatever is open but a table.
    fn end_lists(&mut self) {
        self.end_paragraph();
        while !self.lists.is_empty() {
            self.end_list();
        }
    }

    pub(super) fn begin_table(&mut self) {
        self.end_paragraph();
        self.table = Some(Grid::default());
    }

    pub(super) fn set_in_head(&mut self, in_head: bool) {
        if let Some(grid) = &mut self.table {
            grid.in_head = in_head;
        }
    }

    pub(super) fn end_cell(&mut self) {
        let Some(grid) = &mut self.table else { return };
        let mut spans = std::mem::take(&mut self.spans);
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        let link = spans.iter_mut().find_map(|span| span.link.take());
        grid.row.push(Cell { text: text.trim().to_owned(), value: None, link });
    }

    pub(super) fn end_row(&mut self) {
        let Some(grid) = &mut self.table else { return };
        let row = std::mem::take(&mut grid.row);
        if grid.in_head {
            grid.head = row.into_iter().map(|cell| cell.text).collect();
        } else {
            grid.rows.push(row);
        }
    }

    pub(super) fn end_table(&mut self) {
        let Some(Grid { head, rows, .. }) = self.table.take() else { return };
        let count = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or_default();
        if count == 0 {
            return;
        }
        self.tables += 1;
        let titles = head.into_iter().chain(std::iter::repeat(String::new()));
        self.push(Block::Table(Table {
            name: format!("table-{}", self.tables),
            title: String::new(),
            columns: titles.take(count).map(|title| Column { title, width: 1 }).collect(),
            rows: rows.into_iter().map(Row::Cells).collect(),
        }));
    }
}
