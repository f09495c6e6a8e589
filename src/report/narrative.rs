//! A report's text, as its page has it → blocks of a document.
//!
//! The page's own HTML is read, so that both say the same: quotes, dashes and links are as there.
//! What has no counterpart in a document is told in words: a picture by its description. Links
//! that lead to places of the same page are left out.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::document::{Block, Cell, Column, Row, Span, Spans, Table};

/// Reads HTML, piece by piece, between blocks that come from elsewhere.
pub(super) struct Narrative {
    tokenizer: Tokenizer<Sink>,
}

struct Sink(RefCell<State>);

#[derive(Default)]
struct State {
    blocks: Vec<Block>,
    /// The text of the block that is open.
    spans: Spans,
    look: Look,
    /// The lists that are open, the innermost last, each with whether it is numbered.
    lists: Vec<bool>,
    items: Vec<Spans>,
    table: Option<Grid>,
    tables: usize,
}

/// How the text at hand looks; elements of one kind may lie in each other.
#[derive(Default)]
struct Look {
    bold: usize,
    italic: usize,
    links: Vec<Option<String>>,
}

/// A table that is open.
#[derive(Default)]
struct Grid {
    head: Vec<String>,
    rows: Vec<Vec<Cell>>,
    row: Vec<Cell>,
    in_head: bool,
}

impl Narrative {
    pub(super) fn new() -> Self {
        let sink = Sink(RefCell::default());
        Self { tokenizer: Tokenizer::new(sink, TokenizerOpts::default()) }
    }

    /// Reads HTML whose addresses are absolute.
    pub(super) fn html(&self, html: &str) {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let _ = self.tokenizer.feed(&input);
    }

    /// Puts in a block of its own.
    pub(super) fn block(&self, block: Block) {
        let mut state = self.tokenizer.sink.0.borrow_mut();
        state.end_text();
        state.blocks.push(block);
    }

    /// All that was read.
    pub(super) fn finish(self) -> Vec<Block> {
        self.tokenizer.end();
        let mut state = self.tokenizer.sink.0.into_inner();
        state.end_text();
        state.blocks
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.text(&text),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => state.open(&tag),
            Token::TagToken(tag) => state.close(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn text(&mut self, text: &str) {
        // Line ends of the source are spaces, as in a browser.
        let text = text.replace('\n', " ");
        let ends_in_space = self.spans.last().is_none_or(|span| span.text.ends_with([' ', '\n']));
        let text = if ends_in_space { text.trim_start_matches(' ') } else { &text };
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

    fn open(&mut self, tag: &Tag) {
        match &*tag.name {
            "p" | "div" | "section" | "figure" | "blockquote" | "dt" | "dd" | "pre" | "h1"
            | "h2" | "h3" | "h4" | "h5" | "h6"
                if self.lists.is_empty() =>
            {
                self.end_paragraph();
            }
            "br" => self.text_as_is("\n"),
            "strong" | "b" => self.look.bold += 1,
            "em" | "i" => self.look.italic += 1,
            "a" => {
                let address = attribute(tag, "href").filter(|href| href.contains(':'));
                self.look.links.push(address.map(str::to_owned));
            }
            "img" => {
                if let Some(description) = attribute(tag, "alt") {
                    self.text(&format!("[{description}]"));
                }
            }
            "ul" | "ol" => {
                if self.lists.is_empty() {
                    self.end_paragraph();
                } else {
                    self.end_item();
                }
                self.lists.push(&*tag.name == "ol");
            }
            "li" => self.end_item(),
            "table" => {
                self.end_text();
                self.table = Some(Grid::default());
            }
            "thead" => self.with_table(|grid| grid.in_head = true),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.lists.is_empty() => {
                let level = name.as_bytes().get(1).map_or(2, |digit| digit.saturating_sub(b'0'));
                let spans = self.taken();
                if !spans.is_empty() {
                    self.blocks.push(Block::Heading { level, spans });
                }
            }
            "p" | "div" | "section" | "figure" | "blockquote" | "dt" | "dd" | "pre"
            | "figcaption" => {
                if self.lists.is_empty() {
                    self.end_paragraph();
                } else if !self.spans.is_empty() {
                    self.text_as_is("\n");
                }
            }
            "strong" | "b" => self.look.bold = self.look.bold.saturating_sub(1),
            "em" | "i" => self.look.italic = self.look.italic.saturating_sub(1),
            "a" => drop(self.look.links.pop()),
            "li" => self.end_item(),
            "ul" | "ol" => {
                self.end_item();
                if self.lists.len() > 1 {
                    self.lists.pop();
                } else {
                    self.end_list();
                }
            }
            "th" | "td" => {
                let spans = self.taken();
                let text: String = spans.iter().map(|span| span.text.as_str()).collect();
                let link = spans.into_iter().find_map(|span| span.link);
                self.with_table(|grid| grid.row.push(Cell { text, value: None, link }));
            }
            "tr" => self.with_table(|grid| {
                let row = std::mem::take(&mut grid.row);
                if grid.in_head {
                    grid.head = row.into_iter().map(|cell| cell.text).collect();
                } else {
                    grid.rows.push(row);
                }
            }),
            "thead" => self.with_table(|grid| grid.in_head = false),
            "table" => self.end_table(),
            _ => {}
        }
    }

    fn with_table(&mut self, change: impl FnOnce(&mut Grid)) {
        if let Some(grid) = &mut self.table {
            change(grid);
        }
    }

    fn text_as_is(&mut self, text: &str) {
        self.spans.push(Span { text: text.to_owned(), ..Span::default() });
    }

    /// The spans of the block that ends here, without white space around them.
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

    fn end_paragraph(&mut self) {
        if self.table.is_some() {
            return;
        }
        let spans = self.taken();
        if !spans.is_empty() {
            self.blocks.push(Block::Paragraph(spans));
        }
    }

    /// Ends whatever is open but a table.
    fn end_text(&mut self) {
        if self.lists.is_empty() {
            self.end_paragraph();
        }
        self.end_list();
    }

    fn end_item(&mut self) {
        let spans = self.taken();
        if !spans.is_empty() {
            self.items.push(spans);
        }
    }

    fn end_list(&mut self) {
        self.end_item();
        let ordered = self.lists.first().copied().unwrap_or_default();
        self.lists.clear();
        let items = std::mem::take(&mut self.items);
        if !items.is_empty() {
            self.blocks.push(Block::List { ordered, items });
        }
    }

    fn end_table(&mut self) {
        let Some(Grid { head, rows, .. }) = self.table.take() else { return };
        let count = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or_default();
        if count == 0 {
            return;
        }
        self.tables += 1;
        let titles = head.into_iter().chain(std::iter::repeat(String::new()));
        self.blocks.push(Block::Table(Table {
            name: format!("table-{}", self.tables),
            title: String::new(),
            columns: titles.take(count).map(|title| Column { title, width: 1 }).collect(),
            rows: rows.into_iter().map(Row::Cells).collect(),
        }));
    }
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|found| &*found.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(html: &str) -> Vec<Block> {
        let narrative = Narrative::new();
        narrative.html(html);
        narrative.finish()
    }

    fn plain(text: &str) -> Spans {
        vec![text.into()]
    }

    #[test]
    fn paragraphs_headings_and_lists_are_read() {
        let html = "<h2 id=\"a\">Раз &amp; два</h2>\n<p>Три <strong>четыре</strong>,<br>\n\
                    <a href=\"http://a.example/b.html\">пять</a> <a href=\"#a\">шесть</a></p>\n\
                    <ol>\n<li>а\nб</li>\n<li><p>в</p>\n<ul><li>г</li></ul></li>\n</ol>\n";
        let bold = Span { bold: true, ..Span::from("четыре") };
        let link = Some("http://a.example/b.html".to_owned());
        assert_eq!(
            blocks(html),
            [
                Block::Heading { level: 2, spans: plain("Раз & два") },
                Block::Paragraph(vec![
                    "Три ".into(),
                    bold,
                    ",".into(),
                    "\n".into(),
                    Span { link, ..Span::from("пять") },
                    " шесть".into(),
                ]),
                Block::List {
                    ordered: true, items: vec![plain("а б"), plain("в"), plain("г")]
                },
            ]
        );
    }

    #[test]
    fn blocks_from_elsewhere_stand_in_their_places() {
        let narrative = Narrative::new();
        narrative.html("<p>раз</p>\n<ul>\n<li>два\n");
        narrative.block(Block::Paragraph(plain("часть")));
        narrative.html("</li>\n</ul>\n<p>три</p>");
        let texts: Vec<_> = narrative
            .finish()
            .into_iter()
            .map(|block| match block {
                Block::Paragraph(spans) => spans[0].text.clone(),
                Block::List { items, .. } => format!("- {}", items[0][0].text),
                _ => String::new(),
            })
            .collect();
        assert_eq!(texts, ["раз", "- два", "часть", "три"]);
    }

    #[test]
    fn a_table_keeps_its_head_and_rows() {
        let html = "<table>\n<thead><tr><th scope=\"col\">а</th><th>б</th></tr></thead>\n\
                    <tbody>\n<tr><td>1</td><td><a href=\"http://a.example/\">2</a></td></tr>\n</tbody></table>";
        let [Block::Table(table)] = &blocks(html)[..] else { panic!("{:?}", blocks(html)) };
        assert_eq!(table.columns[1].title, "б");
        let link = Some("http://a.example/".to_owned());
        let last = Cell { link, ..Cell::from("2") };
        assert_eq!(table.rows, [Row::Cells(vec![Cell::from("1"), last])]);
    }
}
