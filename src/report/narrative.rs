//! Reads the text of a report from the HTML of its page into blocks of a document.
//!
//! Reading the page's own HTML keeps both the same, with typographic quotes, dashes and links. A
//! picture follows its paragraph. In a table cell, or if it is no picture of the site, its
//! description replaces it. Links within the page become plain text.
//!
//! 1. html5ever splits the HTML into tags and texts.
//! 2. This module maps each tag to calls of the builder.
//! 3. `builder` holds the open paragraph, lists and table.

mod builder;

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::document::Block;
use builder::Builder;

/// Reads HTML in pieces, with other blocks between them.
pub(super) struct NarrativeReader {
    tokenizer: Tokenizer<BuilderSink>,
}

struct BuilderSink(RefCell<Builder>);

impl NarrativeReader {
    pub(super) fn new() -> Self {
        let sink = BuilderSink(RefCell::default());
        Self { tokenizer: Tokenizer::new(sink, TokenizerOpts::default()) }
    }

    /// Reads HTML with absolute URLs, except for the site's own pictures.
    pub(super) fn push_html(&self, html: &str) {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let _ = self.tokenizer.feed(&input);
    }

    /// Inserts a block.
    pub(super) fn push_block(&self, block: Block) {
        self.tokenizer.sink.0.borrow_mut().insert_block(block);
    }

    pub(super) fn finish(self) -> Vec<Block> {
        self.tokenizer.end();
        self.tokenizer.sink.0.into_inner().finish()
    }
}

impl TokenSink for BuilderSink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut builder = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => builder.push_text(&text),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => start_tag(&mut builder, &tag),
            Token::TagToken(tag) => end_tag(&mut builder, &tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn start_tag(builder: &mut Builder, tag: &Tag) {
    match &*tag.name {
        "p" | "div" | "section" | "figure" | "blockquote" | "dt" | "dd" | "h1" | "h2" | "h3"
        | "h4" | "h5" | "h6" => builder.end_paragraph(),
        "pre" => {
            builder.end_paragraph();
            builder.style.verbatim += 1;
        }
        "br" => builder.line_break(),
        "strong" | "b" => builder.style.bold += 1,
        "em" | "i" => builder.style.italic += 1,
        "a" => {
            let href = attribute(tag, "href");
            if let Some(note) = href.and_then(|href| href.strip_prefix("#fn")) {
                // A number that leads to a footnote, or the arrow that leads back from one.
                if let Some(number) = note.strip_prefix('_') {
                    builder.push_text(&format!("[{number}]"));
                }
                builder.style.muted = true;
            }
            let address = href.filter(|href| href.contains(':'));
            builder.style.links.push(address.map(str::to_owned));
        }
        "img" => {
            let alt = attribute(tag, "alt").unwrap_or_default();
            let is_own = |path: &&str| !path.is_empty() && !path.contains(':');
            match attribute(tag, "src").filter(is_own) {
                Some(path) => builder.push_picture(path, alt),
                None if alt.is_empty() => {}
                None => builder.push_text(&format!("[{alt}]")),
            }
        }
        "figcaption" => builder.end_text(),
        "ul" => builder.start_list(None),
        "ol" => {
            let start = attribute(tag, "start").and_then(|start| start.parse().ok());
            builder.start_list(Some(start.unwrap_or(1)));
        }
        "li" => builder.end_item(),
        "table" => builder.start_table(),
        "thead" => builder.set_in_head(true),
        _ => {}
    }
}

fn end_tag(builder: &mut Builder, name: &str) {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = name.as_bytes().get(1).map_or(2, |digit| digit.saturating_sub(b'0'));
            builder.end_heading(level);
        }
        "p" | "div" | "section" | "figure" | "blockquote" | "dt" | "dd" => builder.end_paragraph(),
        "figcaption" => builder.end_caption(),
        "pre" => {
            builder.end_paragraph();
            builder.style.verbatim = builder.style.verbatim.saturating_sub(1);
        }
        "strong" | "b" => builder.style.bold = builder.style.bold.saturating_sub(1),
        "em" | "i" => builder.style.italic = builder.style.italic.saturating_sub(1),
        "a" => {
            builder.style.muted = false;
            builder.style.links.pop();
        }
        "li" => builder.end_item(),
        "ul" | "ol" => builder.end_list(),
        "th" | "td" => builder.end_cell(),
        "tr" => builder.end_row(),
        "thead" => builder.set_in_head(false),
        "table" => builder.end_table(),
        _ => {}
    }
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|found| &*found.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::{Cell, ListBlock, PictureBlock, Row, Spans, TextSpan};

    fn blocks(html: &str) -> Vec<Block> {
        let narrative = NarrativeReader::new();
        narrative.push_html(html);
        narrative.finish()
    }

    fn plain(text: &str) -> Spans {
        vec![text.into()]
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(plain(text))
    }

    fn bulleted(items: Vec<Vec<Block>>) -> Block {
        Block::List(ListBlock { start: None, items })
    }

    #[test]
    fn paragraphs_headings_and_lists_are_read() {
        let html = "<h2 id=\"a\">Раз &amp; два</h2>\n<p>Три <strong>четыре</strong>,<br>\n\
                    <a href=\"http://a.example/b.html\">пять</a> <a href=\"#a\">шесть</a></p>\n\
                    <ol>\n<li>а\nб</li>\n<li><p>в</p>\n<ul><li>г</li></ul></li>\n</ol>\n";
        let bold = TextSpan { bold: true, ..TextSpan::from("четыре") };
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
                    TextSpan { link, ..TextSpan::from("пять") },
                    " шесть".into(),
                ]),
                Block::List(ListBlock {
                    start: Some(1),
                    items: vec![
                        vec![paragraph("а б")],
                        vec![paragraph("в"), bulleted(vec![vec![paragraph("г")]])],
                    ],
                }),
            ]
        );
    }

    #[test]
    fn the_number_of_a_footnote_stands_in_brackets_and_nothing_leads_back() {
        let html = "<p>Слово<sup class=\"footnote-ref\"><a href=\"#fn_1\" id=\"fnref_1\">1</a></sup> и\
                    </p>\n<section><ol>\n<li id=\"fn_1\">\n<p>Сноска. <a href=\"#fnref_1\">↩</a></p>\n\
                    </li>\n</ol></section>";
        let note = ListBlock { start: Some(1), items: vec![vec![paragraph("Сноска.")]] };
        assert_eq!(blocks(html), [paragraph("Слово[1] и"), Block::List(note)]);
    }

    #[test]
    fn lists_nest_and_contain_paragraphs() {
        let html = "<ol start=\"3\">\n<li>а\n<ul>\n<li>б\n<ul>\n<li>в</li>\n</ul>\n</li>\n<li>г</li>\n\
                    </ul>\n</li>\n<li>\n<p>д</p>\n<p>е</p>\n</li>\n</ol>\n<ul>\n</ul>\n<p>ж</p>";
        let deepest = bulleted(vec![vec![paragraph("в")]]);
        let inner = bulleted(vec![vec![paragraph("б"), deepest], vec![paragraph("г")]]);
        assert_eq!(
            blocks(html),
            [
                Block::List(ListBlock {
                    start: Some(3),
                    items: vec![vec![paragraph("а"), inner], vec![paragraph("д"), paragraph("е")],],
                }),
                paragraph("ж"),
            ]
        );
    }

    #[test]
    fn lines_of_code_stay_lines() {
        let html = "<pre><code>раз\n  два\n</code></pre>\n<p>три\nчетыре</p>";
        assert_eq!(blocks(html), [paragraph("раз\n  два"), paragraph("три четыре")]);
    }

    #[test]
    fn pictures_stand_after_their_paragraphs_with_their_captions() {
        let picture = |caption: &str| {
            let (path, alt) = ("a.jpg".to_owned(), "Вид".to_owned());
            Block::Picture(PictureBlock { path, alt, caption: caption.to_owned() })
        };
        let html = "<figure><img src=\"a.jpg\" alt=\"Вид\"><figcaption>Зал <b>7</b></figcaption>\
                    </figure>\n<p>раз <img src=\"a.jpg\" alt=\"Вид\"> два</p>\n\
                    <h2>три <img src=\"a.jpg\" alt=\"Вид\"></h2><ul><li><img src=\"a.jpg\" alt=\"Вид\">\
                    </li></ul>";
        let heading = Block::Heading { level: 2, spans: plain("три") };
        let (bare, item) = (picture(""), bulleted(vec![vec![picture("")]]));
        let expected = [picture("Зал 7"), paragraph("раз два"), bare.clone(), heading, bare, item];
        assert_eq!(blocks(html), expected);
    }

    #[test]
    fn a_picture_that_cannot_be_shown_is_replaced_by_its_description() {
        let html = "<figure><img src=\"http://a.example/a.jpg\" alt=\"Вид\"><figcaption>Зал</figcaption>\
                    </figure><p><img src=\"\" alt=\"Двор\"></p>\
                    <table><tr><td><img src=\"a.jpg\" alt=\"Вид\"></td></tr></table>";
        let [outside, caption, broken, Block::Table(table)] = &blocks(html)[..] else {
            panic!("{:?}", blocks(html))
        };
        let texts = ["[Вид]", "Зал", "[Двор]"].map(paragraph);
        assert_eq!([outside, caption, broken], texts.each_ref());
        assert_eq!(table.rows, [Row::Cells(vec![Cell::from("[Вид]")])]);
    }

    #[test]
    fn unmatched_end_tags_are_ignored() {
        let html = "</li></ul></ol></td></tr></table></pre></b></h2><p>раз</p></p>";
        assert_eq!(blocks(html), [paragraph("раз")]);
    }

    #[test]
    fn inserted_blocks_keep_their_places() {
        let narrative = NarrativeReader::new();
        narrative.push_html("<p>раз</p>\n<ul>\n<li>два\n");
        narrative.push_block(Block::Paragraph(plain("часть")));
        narrative.push_html("</li>\n</ul>\n<p>три</p>");
        let texts: Vec<_> = narrative
            .finish()
            .into_iter()
            .map(|block| match block {
                Block::Paragraph(spans) => spans[0].text.clone(),
                Block::List(list) => format!("- {:?}", list.items),
                _ => String::new(),
            })
            .collect();
        let item = format!("- {:?}", [[paragraph("два")]]);
        assert_eq!(texts, ["раз", &*item, "часть", "три"]);
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
