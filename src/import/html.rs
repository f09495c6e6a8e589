//! An HTML page → rows: its tags one by one, as a browser cuts them; ends that are left out are
//! put in where the next tag asks for them.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::Refusal;
use super::rows::{Cell, Row};
use super::tables::Tables;

/// The rows of the page `text`.
pub(super) fn read(text: &str) -> Result<Vec<Row>, Refusal> {
    let page = Page::default();
    let tokenizer = Tokenizer::new(page, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let Walk { tables, outcome, .. } = tokenizer.sink.walk.into_inner();
    outcome?;
    tables.finish()
}

/// `cell` with the paragraphs and links of its text where that has tags: some tables are copied
/// out of pages with them.
pub(super) fn without_tags(text: &str, cell: Cell) -> Result<Cell, Refusal> {
    let mut cell = cell;
    for row in read(text)? {
        for part in row.cells {
            cell.lines.extend(part.lines);
            cell.links.extend(part.links);
        }
    }
    Ok(cell)
}

/// Whether `text` has tags that cut it into paragraphs or lead somewhere.
pub(super) fn has_tags(text: &str) -> bool {
    ["<p>", "<p ", "<br", "<a ", "<div", "<li"].iter().any(|tag| contains(text, tag))
}

/// Whether `text` is a page with a table.
pub(super) fn has_table(text: &str) -> bool {
    contains(text, "<table") || contains(text, "<!doctype html") || contains(text, "<html")
}

fn contains(text: &str, tag: &str) -> bool {
    text.as_bytes().windows(tag.len()).any(|part| part.eq_ignore_ascii_case(tag.as_bytes()))
}

#[derive(Default)]
struct Page {
    walk: RefCell<Walk>,
}

struct Walk {
    tables: Tables,
    outcome: Result<(), Refusal>,
    /// Whether what comes is for the browser, not for the reader.
    muted: bool,
}

impl Default for Walk {
    fn default() -> Self {
        Self { tables: Tables::default(), outcome: Ok(()), muted: false }
    }
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut walk = self.walk.borrow_mut();
        if walk.outcome.is_err() {
            return TokenSinkResult::Continue;
        }
        match token {
            Token::TagToken(tag) => {
                walk.outcome = walk.tag(&tag);
                raw(&tag).map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
            }
            Token::CharacterTokens(text) => {
                if !walk.muted {
                    walk.tables.text(&text);
                }
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// How what follows an opening tag is read, where that is not as usual.
fn raw(tag: &Tag) -> Option<RawKind> {
    if tag.kind == TagKind::EndTag {
        return None;
    }
    match &*tag.name {
        "script" => Some(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
        "title" | "textarea" => Some(RawKind::Rcdata),
        _ => None,
    }
}

impl Walk {
    fn tag(&mut self, tag: &Tag) -> Result<(), Refusal> {
        let starts = tag.kind == TagKind::StartTag;
        let value = |name: &str| {
            let attribute = tag.attrs.iter().find(|one| &*one.name.local == name);
            attribute.map(|one| &*one.value)
        };
        match &*tag.name {
            "script" | "style" | "iframe" => self.muted = starts,
            "table" if starts => self.tables.start_table()?,
            "table" => self.tables.end_table()?,
            "tr" if starts => self.tables.start_row()?,
            "tr" => self.tables.end_row()?,
            "td" | "th" if starts => {
                self.tables.start_cell()?;
                let span = |name| value(name).and_then(|text| text.trim().parse().ok());
                // A height of 0 reaches down to the end of the table.
                let height = span("rowspan").map(|rows| if rows == 0 { usize::MAX } else { rows });
                self.tables.set_span(span("colspan"), height);
            }
            "td" | "th" => self.tables.end_cell()?,
            "a" if starts => {
                if let Some(target) = value("href") {
                    self.tables.link(target);
                }
            }
            "p" | "div" | "br" | "li" | "ul" | "ol" | "dl" | "dt" | "dd" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" | "hr" | "pre" | "blockquote" | "section" | "article"
            | "header" | "footer" | "caption" | "title" | "body" | "form" => {
                self.tables.end_line()?
            }
            _ => {}
        }
        Ok(())
    }
}
