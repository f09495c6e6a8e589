//! Reads HTML pages token by token. Missing end tags are implied by the next tag, as in browsers.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::ImportError;
use super::items::file_name;
use super::rows::{SourceCell, SourceRow};
use super::tables::TableBuilder;
use crate::html::overlong_tag;

pub(super) fn read(text: &str) -> Result<Vec<SourceRow>, ImportError> {
    if overlong_tag(text).is_some() {
        return Err(ImportError::TooManyAttributes);
    }
    let sink = HtmlSink::default();
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let HtmlParser { tables, outcome, .. } = tokenizer.sink.parser.into_inner();
    outcome?;
    tables.finish()
}

/// Fills `cell` from HTML: some tables are copied from pages together with their tags.
pub(super) fn read_cell(text: &str, cell: SourceCell) -> Result<SourceCell, ImportError> {
    let mut cell = cell;
    for row in read(text)? {
        for part in row.cells {
            cell.lines.extend(part.lines);
            cell.links.extend(part.links);
        }
    }
    Ok(cell)
}

/// A piece of HTML as text.
#[derive(Default)]
pub(super) struct Fragment {
    /// Paragraphs.
    pub(super) lines: Vec<String>,
    /// The names of its pictures.
    pub(super) pictures: Vec<String>,
}

/// Reads the HTML within a feed or a page; tables become lines.
pub(super) fn read_fragment(text: &str) -> Result<Fragment, ImportError> {
    let mut fragment = Fragment::default();
    for row in read(text)? {
        for cell in row.cells {
            fragment.lines.extend(cell.lines);
        }
    }
    for (at, _) in text.match_indices("<img") {
        let tag = text[at..].split('>').next().unwrap_or_default();
        let source = tag.split("src=").nth(1).unwrap_or_default();
        let source = source.trim_start_matches(['"', '\'']);
        let source = source.split(['"', '\'', ' ']).next().unwrap_or_default();
        fragment.pictures.extend(file_name(source));
    }
    Ok(fragment)
}

/// Whether `text` has tags for paragraphs or links.
pub(super) fn has_tags(text: &str) -> bool {
    ["<p>", "<p ", "<br", "<a ", "<div", "<li"].iter().any(|tag| contains(text, tag))
}

/// Whether `text` is an HTML page or contains a table.
pub(super) fn has_table(text: &str) -> bool {
    contains(text, "<table") || contains(text, "<!doctype html") || contains(text, "<html")
}

fn contains(text: &str, tag: &str) -> bool {
    text.as_bytes().windows(tag.len()).any(|part| part.eq_ignore_ascii_case(tag.as_bytes()))
}

#[derive(Default)]
struct HtmlSink {
    parser: RefCell<HtmlParser>,
}

struct HtmlParser {
    tables: TableBuilder,
    outcome: Result<(), ImportError>,
    /// Whether the current element is not shown as text: a script, a style sheet.
    in_skipped_element: bool,
}

impl Default for HtmlParser {
    fn default() -> Self {
        Self { tables: TableBuilder::for_page(), outcome: Ok(()), in_skipped_element: false }
    }
}

impl TokenSink for HtmlSink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut parser = self.parser.borrow_mut();
        if parser.outcome.is_err() {
            return TokenSinkResult::Continue;
        }
        match token {
            Token::TagToken(tag) => {
                parser.outcome = parser.tag(&tag);
                raw_text_kind(&tag).map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
            }
            Token::CharacterTokens(text) => {
                if !parser.in_skipped_element {
                    parser.tables.push_text(&text);
                }
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// The tokenizer state after an opening tag, if it is not the default one.
pub(super) fn raw_text_kind(tag: &Tag) -> Option<RawKind> {
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

impl HtmlParser {
    fn tag(&mut self, tag: &Tag) -> Result<(), ImportError> {
        let starts = tag.kind == TagKind::StartTag;
        let value = |name: &str| {
            let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
            attribute.map(|attribute| &*attribute.value)
        };
        match &*tag.name {
            "script" | "style" | "iframe" => self.in_skipped_element = starts,
            "table" if starts => self.tables.start_table()?,
            "table" => self.tables.end_table()?,
            "tr" if starts => self.tables.start_row()?,
            "tr" => self.tables.end_row()?,
            "td" | "th" if starts => {
                self.tables.start_cell()?;
                let span = |name| value(name).and_then(|text| text.trim().parse().ok());
                // `rowspan="0"` extends to the end of the table.
                let height = span("rowspan").map(|rows| if rows == 0 { usize::MAX } else { rows });
                self.tables.set_span(span("colspan"), height);
            }
            "td" | "th" => self.tables.end_cell()?,
            "a" if starts => {
                if let Some(target) = value("href") {
                    self.tables.push_link(target);
                }
            }
            "img" if starts => {
                if let Some(name) = value("src").and_then(file_name) {
                    self.tables.push_picture(name);
                }
            }
            "li" if starts => {
                self.tables.end_line()?;
                self.tables.mark_list_line();
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
