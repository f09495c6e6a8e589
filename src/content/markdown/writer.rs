//! Events to HTML: the walk, the blocks, and what the other parts of the writer share.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use crate::content::markdown::footnotes::Footnotes;
use crate::content::markdown::headings::Headings;
use crate::content::markdown::sanitize::Mark;
use crate::content::markdown::{Body, Options, Source, Spanned};
use crate::diagnostic::{Diagnostics, Place};
use crate::typography::Typographer;

/// Writes the events of a body. With a `mark`, the HTML is meant for the sanitiser: links and
/// what only we may write are marked, and headings get no ids yet.
pub(super) fn write(
    source: &Source<'_>,
    options: &Options<'_>,
    events: &[Spanned<'_>],
    mark: Option<&Mark>,
    diagnostics: &mut Diagnostics,
) -> Body {
    let text = source.text.get(source.body_start..).unwrap_or_default();
    let mut writer = Writer {
        source,
        options,
        text,
        events,
        mark,
        // Tags and attributes add about a quarter to a text of paragraphs.
        body: Body { html: String::with_capacity(text.len() + text.len() / 4), ..Body::default() },
        diagnostics: Diagnostics::new(),
        headings: Headings::default(),
        footnotes: Footnotes::default(),
        typographer: Typographer::new(),
        plain: None,
        shift: if options.heading_ids { shift(events) } else { 0 },
        heading_at: 0,
        link_open: false,
        table: &[],
        column: 0,
        cell: "td",
        unclosed: None,
        nested: 0,
        told_too_deep: false,
        warned: Vec::new(),
    };
    writer.run(0..events.len());
    writer.write_footnotes();
    writer.count_warned();
    writer.body.headings = writer.headings.into_list();
    // It is kept for as long as the site, without the room that was left.
    writer.body.html = writer.body.html.as_str().to_owned();
    diagnostics.extend(writer.diagnostics);
    writer.body
}

/// By how much the levels change so that the highest heading is `h2`.
fn shift(events: &[Spanned<'_>]) -> isize {
    let level = |(event, _): &Spanned<'_>| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as isize),
        _ => None,
    };
    events.iter().filter_map(level).min().map_or(0, |highest| 2 - highest)
}

pub(super) struct Writer<'w, 'e> {
    pub(super) source: &'w Source<'w>,
    pub(super) options: &'w Options<'w>,
    /// The body as written; the events' ranges are within it.
    pub(super) text: &'w str,
    pub(super) events: &'w [Spanned<'e>],
    pub(super) mark: Option<&'w Mark>,
    pub(super) body: Body,
    pub(super) diagnostics: Diagnostics,
    pub(super) headings: Headings,
    pub(super) footnotes: Footnotes<'w>,
    /// The state of the prose of the block being written.
    pub(super) typographer: Typographer,
    /// The plain text of what is being written, where it is wanted.
    pub(super) plain: Option<String>,
    pub(super) shift: isize,
    /// Where in the open heading's tag its id belongs.
    pub(super) heading_at: usize,
    /// Whether the link being written has its tag; a refused one is only its text.
    pub(super) link_open: bool,
    pub(super) table: &'w [Alignment],
    pub(super) column: usize,
    pub(super) cell: &'static str,
    /// The raw tag whose content is no text that this block has opened: its name in small
    /// letters, and where it stands.
    pub(super) unclosed: Option<(String, Range<usize>)>,
    /// How many raw tags are open.
    pub(super) nested: usize,
    /// Whether the author knows that they are too many.
    pub(super) told_too_deep: bool,
    /// What the author has been warned of already: which of `diagnostics`, and how often more.
    pub(super) warned: Vec<(usize, u64)>,
}

impl<'w> Writer<'w, '_> {
    /// Writes the events of `range`.
    pub(super) fn run(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.event(at);
        }
    }

    /// Writes one event, or several that belong together; gives the index of the next.
    fn event(&mut self, at: usize) -> usize {
        let (event, range) = &self.events[at];
        match event {
            Event::Start(tag) => return self.start(at, tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(_) => return self.prose(at),
            Event::Code(code) => self.code(code),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_inline(html, range.start),
            Event::SoftBreak => self.line_break(""),
            Event::HardBreak => self.line_break("<br>"),
            Event::Rule => {
                self.block();
                self.push("<hr>\n");
            }
            Event::FootnoteReference(name) => self.footnote_reference(name),
            Event::TaskListMarker(done) => {
                self.own("<input type=\"");
                self.push(if *done {
                    "checkbox\" checked disabled> "
                } else {
                    "checkbox\" disabled> "
                });
            }
            // The extension is off.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.code(text),
        }
        at + 1
    }

    fn start(&mut self, at: usize, tag: &'w Tag<'_>) -> usize {
        match tag {
            Tag::Paragraph => return self.paragraph(at),
            Tag::Heading { level, .. } => {
                let level = self.level(*level);
                self.open("<h");
                self.push_level(level);
                self.heading_at = self.body.html.len();
                self.push(">");
                self.plain = self.options.heading_ids.then(String::new);
            }
            Tag::BlockQuote(_) => self.open("<blockquote>\n"),
            Tag::CodeBlock(kind) => return self.code_block(at, kind),
            Tag::HtmlBlock => return self.raw_block(at),
            Tag::List(None) => self.open("<ul>\n"),
            Tag::List(Some(1)) => self.open("<ol>\n"),
            Tag::List(Some(first)) => self.open(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.open("<li>"),
            Tag::FootnoteDefinition(name) => return self.footnote_definition(at, name),
            Tag::DefinitionList => self.open("<dl>\n"),
            Tag::DefinitionListTitle => self.open("<dt>"),
            Tag::DefinitionListDefinition => self.open("<dd>"),
            Tag::Table(alignments) => {
                self.table = alignments;
                // A wide one scrolls in its own box, by keys too.
                let own = self.own_prefix();
                self.open(&format!(
                    "<div class=\"{own}table\" role=\"{own}group\" aria-label=\"{own}Таблица\" \
                     tabindex=\"{own}0\"><table>\n"
                ));
            }
            Tag::TableHead => {
                (self.cell, self.column) = ("th", 0);
                self.open("<thead><tr>");
            }
            Tag::TableRow => {
                (self.cell, self.column) = ("td", 0);
                self.open("<tr>");
            }
            Tag::TableCell => self.table_cell(),
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Superscript => self.push("<sup>"),
            Tag::Subscript => self.push("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                return self.link(at, *link_type, dest_url, title);
            }
            Tag::Image { .. } => return self.picture(at, false),
            Tag::MetadataBlock(_) => {}
        }
        at + 1
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                if let Some(lead) = self.plain.take() {
                    self.body.lead = lead.trim().to_owned();
                }
                self.close("</p>\n");
            }
            TagEnd::Heading(level) => self.end_heading(self.level(level)),
            TagEnd::BlockQuote(_) => self.close("</blockquote>\n"),
            TagEnd::List(true) => self.close("</ol>\n"),
            TagEnd::List(false) => self.close("</ul>\n"),
            TagEnd::Item => self.close("</li>\n"),
            TagEnd::DefinitionList => self.close("</dl>\n"),
            TagEnd::DefinitionListTitle => self.close("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.close("</dd>\n"),
            TagEnd::Table => self.close("</tbody></table></div>\n"),
            TagEnd::TableHead => self.close("</tr></thead>\n<tbody>\n"),
            TagEnd::TableRow => self.close("</tr>\n"),
            TagEnd::TableCell => {
                self.column += 1;
                self.close(if self.cell == "th" { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Superscript => self.push("</sup>"),
            TagEnd::Subscript => self.push("</sub>"),
            TagEnd::Link => {
                if std::mem::take(&mut self.link_open) {
                    self.push("</a>");
                }
            }
            // Written with what opens them.
            TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Image
            | TagEnd::FootnoteDefinition
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Writes as it is.
    pub(super) fn push(&mut self, html: &str) {
        self.body.html.push_str(html);
    }

    /// Writes the beginning of an attribute that the sanitiser lets only us write.
    pub(super) fn own(&mut self, attribute: &str) {
        self.push(attribute);
        self.push(self.own_prefix());
    }

    /// What goes before a value that only we may write.
    pub(super) fn own_prefix(&self) -> &'w str {
        self.mark.map_or("", Mark::own)
    }

    /// Begins a block on a line of its own.
    pub(super) fn open(&mut self, tag: &str) {
        if !self.body.html.is_empty() && !self.body.html.ends_with('\n') {
            self.push("\n");
        }
        self.block();
        self.push(tag);
    }

    pub(super) fn close(&mut self, tag: &str) {
        self.block();
        self.push(tag);
    }

    /// Prose on this side has nothing to do with prose on the other.
    pub(super) fn block(&mut self) {
        self.typographer.begin();
        self.end_raw_inline();
    }

    /// The bytes `range` of the body, in the file.
    pub(super) fn place(&self, range: &Range<usize>) -> Place {
        let start = self.source.body_start;
        Place::span(self.source.file, self.source.text, start + range.start, start + range.end)
    }
}
