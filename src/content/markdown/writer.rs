//! Writes the parser's events as HTML: the main loop, and the state that all parts of the writer
//! share.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use crate::content::markdown::footnotes::Footnotes;
use crate::content::markdown::headings::{self, Headings};
use crate::content::markdown::leftovers::BodyContents;
use crate::content::markdown::repaired::RepairedText;
use crate::content::markdown::sanitize::TrustMarker;
use crate::content::markdown::{Body, BodySource, RenderOptions, Spanned};
use crate::diagnostic::{Diagnostics, Place, SourceText};
use crate::typography::Typographer;

/// A body to write.
#[derive(Clone, Copy)]
pub(super) struct ParsedBody<'w, 'e> {
    pub(super) source: &'w BodySource<'w>,
    pub(super) options: &'w RenderOptions<'w>,
    pub(super) repaired: &'w RepairedText<'w>,
    pub(super) events: &'w [Spanned<'e>],
    pub(super) suspects: BodyContents,
    /// If it is there, the HTML goes to the sanitiser afterwards: the writer marks links and reserved
    /// attributes, and leaves the heading ids to the sanitiser.
    pub(super) marker: Option<&'w TrustMarker>,
}

pub(super) fn write(body: ParsedBody<'_, '_>, diagnostics: &mut Diagnostics) -> Body {
    let ParsedBody { source, options, repaired, events, suspects, marker } = body;
    let text = &*repaired.text;
    let mut writer = Writer {
        source,
        source_text: OnceCell::new(),
        options,
        repaired,
        text,
        events,
        marker,
        // Tags and attributes add about a quarter to the length of plain paragraphs.
        body: Body { html: String::with_capacity(text.len() + text.len() / 4), ..Body::default() },
        diagnostics,
        headings: Headings::default(),
        footnotes: Footnotes::default(),
        typographer: Typographer::new(),
        plain_text: None,
        level_shift: if options.heading_ids { headings::level_shift(events) } else { 0 },
        heading_id_at: 0,
        run_bytes: 0..0,
        in_link: false,
        link_open: false,
        alignments: &[],
        column: 0,
        cell_tag: "td",
        unclosed_tag: None,
        closing_tags: BTreeMap::new(),
        open_raw_tags: 0,
        nesting_reported: false,
        repeated_warnings: BTreeMap::new(),
        suspects,
    };
    writer.run(0..events.len());
    writer.write_footnotes();
    writer.append_warning_counts();
    writer.body.headings = writer.headings.into_list();
    // The body lives as long as the site: drop the unused capacity.
    writer.body.html = writer.body.html.as_str().to_owned();
    writer.body
}

pub(super) struct Writer<'w, 'e> {
    pub(super) source: &'w BodySource<'w>,
    /// The text of the file, once it has a place.
    source_text: OnceCell<SourceText>,
    pub(super) options: &'w RenderOptions<'w>,
    repaired: &'w RepairedText<'w>,
    /// The body that was parsed; the ranges of events are relative to it.
    pub(super) text: &'w str,
    pub(super) events: &'w [Spanned<'e>],
    pub(super) marker: Option<&'w TrustMarker>,
    pub(super) body: Body,
    pub(super) diagnostics: &'w mut Diagnostics,
    pub(super) headings: Headings,
    pub(super) footnotes: Footnotes<'w>,
    /// The typography of the current block.
    pub(super) typographer: Typographer,
    /// Collects the plain text of the current heading or first paragraph.
    pub(super) plain_text: Option<String>,
    pub(super) level_shift: isize,
    /// The byte of the HTML at which the id of the current heading is inserted.
    pub(super) heading_id_at: usize,
    /// The bytes of the run of text that is being written.
    pub(super) run_bytes: Range<usize>,
    /// Whether the text belongs to a link, in Markdown or HTML.
    pub(super) in_link: bool,
    /// Whether the current link has an opening tag; an invalid link is written as plain text.
    pub(super) link_open: bool,
    pub(super) alignments: &'w [Alignment],
    pub(super) column: usize,
    pub(super) cell_tag: &'static str,
    /// The raw tag of a non-text element that the current block left open: its name in lower case
    /// and its range.
    pub(super) unclosed_tag: Option<(String, Range<usize>)>,
    /// Where searches for closing tags started and what they found, by name.
    pub(super) closing_tags: BTreeMap<String, (usize, Option<usize>)>,
    pub(super) open_raw_tags: usize,
    /// Whether too deep nesting of raw tags has been reported.
    pub(super) nesting_reported: bool,
    /// Warnings that are given once: by message, the index in `diagnostics` and the number of further
    /// places.
    pub(super) repeated_warnings: BTreeMap<String, (usize, u64)>,
    /// What the text might contain besides prose.
    pub(super) suspects: BodyContents,
}

impl<'w> Writer<'w, '_> {
    pub(super) fn run(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.write_event(at);
        }
    }

    /// Writes one event, or several that belong together; returns the index of the next one.
    fn write_event(&mut self, at: usize) -> usize {
        let (event, range) = &self.events[at];
        match event {
            Event::Start(tag) => return self.write_start(at, tag),
            Event::End(tag) => self.write_end(*tag),
            Event::Text(_) => return self.write_text(at),
            Event::Code(code) => self.write_code(code),
            Event::Html(html) | Event::InlineHtml(html) => {
                self.write_inline_html(html, range.start)
            }
            Event::SoftBreak => {
                let tag = if self.keeps_break(range) { "<br>" } else { "" };
                self.write_line_break(tag);
            }
            Event::HardBreak => self.write_line_break("<br>"),
            Event::Rule => {
                self.end_prose();
                self.push("<hr>\n");
            }
            Event::FootnoteReference(name) => self.write_footnote_reference(name),
            Event::TaskListMarker(done) => {
                self.push_trusted("<input type=\"");
                self.push(if *done {
                    "checkbox\" checked disabled> "
                } else {
                    "checkbox\" disabled> "
                });
            }
            // The math extension is not enabled.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.write_code(text),
        }
        at + 1
    }

    fn write_start(&mut self, at: usize, tag: &'w Tag<'_>) -> usize {
        match tag {
            Tag::Paragraph => return self.write_paragraph(at),
            Tag::Heading { level, .. } => {
                self.warn_of_hashtag(*level, &self.events[at].1);
                let level = self.level(*level);
                self.open_block("<h");
                self.push_level(level);
                self.heading_id_at = self.body.html.len();
                self.push(">");
                self.plain_text = self.options.heading_ids.then(String::new);
            }
            Tag::BlockQuote(_) => self.open_block("<blockquote>\n"),
            Tag::CodeBlock(kind) => return self.write_code_block(at, kind),
            Tag::HtmlBlock => return self.write_html_block(at),
            Tag::List(None) => self.open_block("<ul>\n"),
            Tag::List(Some(1)) => self.open_block("<ol>\n"),
            Tag::List(Some(first)) => self.open_block(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.open_block("<li>"),
            Tag::FootnoteDefinition(name) => return self.collect_footnote_definition(at, name),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                // A wide table scrolls in its own box; `tabindex` lets the keyboard scroll it.
                let prefix = self.trusted_prefix();
                self.open_block(&format!(
                    "<div class=\"{prefix}table\" role=\"{prefix}group\" aria-label=\"{prefix}Таблица\" \
                     tabindex=\"{prefix}0\"><table>\n"
                ));
            }
            Tag::TableHead => {
                (self.cell_tag, self.column) = ("th", 0);
                self.open_block("<thead><tr>");
            }
            Tag::TableRow => {
                (self.cell_tag, self.column) = ("td", 0);
                self.report_lost_cells(&self.events[at].1);
                self.open_block("<tr>");
            }
            Tag::TableCell => self.write_table_cell(),
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Superscript => self.push("<sup>"),
            Tag::Subscript => self.push("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                return self.write_link(at, *link_type, dest_url, title);
            }
            Tag::Image { .. } => return self.write_picture(at, false),
            // These extensions are not enabled.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => {}
        }
        at + 1
    }

    fn write_end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                if let Some(lead) = self.plain_text.take() {
                    self.body.lead = lead.trim().to_owned();
                }
                self.close_block("</p>\n");
            }
            TagEnd::Heading(level) => self.end_heading(self.level(level)),
            TagEnd::BlockQuote(_) => self.close_block("</blockquote>\n"),
            TagEnd::List(true) => self.close_block("</ol>\n"),
            TagEnd::List(false) => self.close_block("</ul>\n"),
            TagEnd::Item => self.close_block("</li>\n"),
            TagEnd::Table => self.close_block("</tbody></table></div>\n"),
            TagEnd::TableHead => self.close_block("</tr></thead>\n<tbody>\n"),
            TagEnd::TableRow => self.close_block("</tr>\n"),
            TagEnd::TableCell => {
                self.column += 1;
                self.close_block(if self.cell_tag == "th" { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Superscript => self.push("</sup>"),
            TagEnd::Subscript => self.push("</sub>"),
            TagEnd::Link => {
                self.in_link = false;
                if std::mem::take(&mut self.link_open) {
                    self.push("</a>");
                }
            }
            // Written by the methods for their start.
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image | TagEnd::FootnoteDefinition => {}
            // These extensions are not enabled.
            TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// The place in the file of the bytes `range` of the body.
    pub(super) fn place(&self, range: &Range<usize>) -> Place {
        let in_source = |at| self.source.body_start + self.repaired.in_source(at);
        let (start, end) = (in_source(range.start), in_source(range.end));
        let source = self.source_text.get_or_init(|| SourceText::new(self.source.text));
        source.place(self.source.file, start, end)
    }
}
