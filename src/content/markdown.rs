//! Renders a Markdown body to HTML.
//!
//! 1. pulldown-cmark parses the body to a list of events. The writer needs the whole list, because
//!    it looks ahead: a paragraph may be a single picture or video, and quotes depend on the next
//!    character.
//! 2. Where plain text looks like markup that has only one reading, `repair` changes the source, which
//!    is then parsed again, and `emphasis` the events. `leftovers` warns of the rest.
//! 3. `writer` writes the HTML in one pass: typography, addresses, pictures, videos, heading ids,
//!    footnotes. Internal links stay without an address; [`Body::links`] says where each belongs.
//! 4. If raw HTML is to be sanitised and there is some, `sanitize` cleans the HTML and then adds
//!    the heading ids.
//!
//! Short codes are not expanded either: [`Body::codes`] lists the generated parts to be inserted
//! and their positions.
//!
//! # Ids
//! A heading's id is its slug (`[a-z0-9-]`), so that authors can guess it and write
//! `post.md#itogi`. Ids of footnotes (`fn_1`, `fnref_1`) and of themes contain an underscore, which
//! keeps them apart from headings.
//!
//! # Headings
//! The page's only `h1` is the post's title: the highest heading of a body becomes `h2`, and the
//! others are shifted with it.

mod address;
mod bare_links;
mod blocks;
mod body;
mod codes;
mod embed;
mod emphasis;
mod endnotes;
mod escape;
mod footnotes;
mod headings;
mod inline;
mod leftovers;
mod lines;
mod links;
mod output;
mod raw;
mod repair;
mod repaired;
mod sanitize;
mod tables;
mod tags;
mod videos;
mod writer;

use pulldown_cmark::{Event, Parser};

pub use body::{Body, Heading, Link, LinkKind, Piece};
use leftovers::BodyContents;
use memchr::memchr;
use repaired::RepairedText;

use super::short_code::ShortcodeContext;
use crate::calendar::SchoolBounds;
use crate::characters::has_controls;
use crate::config::{OwnKey, RawHtml};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::html;

/// The most rounds of repairs.
const MAX_REPAIRS: usize = 3;

/// How addresses are handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkMode {
    /// Checks addresses, collects internal ones in [`Body::links`], and understands what people write
    /// in the place of markup.
    Collect,
    /// Writes everything as it is: for the examples of the CommonMark specification.
    Verbatim,
}

/// How a body is rendered.
#[derive(Clone, Copy, Debug)]
pub struct RenderOptions<'a> {
    /// Russian quotes, dashes and non-breaking spaces in prose.
    pub typography: bool,
    pub raw_html: RawHtml,
    /// Whether headings get ids and are shifted so that the highest is `h2`.
    pub heading_ids: bool,
    pub links: LinkMode,
    /// Whether a picture alone in its paragraph becomes a `figure`, and pictures load lazily.
    pub figures: bool,
    /// Hosts whose videos become click-to-load blocks, without `www.` (`rutube.ru`).
    pub embed_hosts: &'a [String],
    /// The address of the published section. Links to it are reported, because pages should link to
    /// the files of other pages. Empty to allow them.
    pub own_address: &'a str,
    /// The kind of document that the body belongs to, for short codes; with `None` they are plain
    /// text.
    pub codes: Option<ShortcodeContext>,
    /// For the periods that short codes name.
    pub bounds: SchoolBounds,
    /// For the columns that short codes name.
    pub own_keys: &'a [OwnKey],
    /// Whether each line of a paragraph stays a line.
    pub keep_lines: bool,
}

/// The source text of a body.
#[derive(Clone, Copy, Debug)]
pub struct BodySource<'a> {
    /// The file, relative to the site's root, with `/` between folders.
    pub file: &'a str,
    /// The text of the whole file, front matter included.
    pub text: &'a str,
    /// The byte of `text` at which the body starts.
    pub body_start: usize,
}

/// An event with its byte range in the body.
type Spanned<'a> = (Event<'a>, std::ops::Range<usize>);

/// Renders a body. Content that cannot be published is reported and left out of the HTML.
pub fn render(
    source: &BodySource<'_>,
    options: &RenderOptions<'_>,
    diagnostics: &mut Diagnostics,
) -> Body {
    let mut repaired = RepairedText::new(source.text.get(source.body_start..).unwrap_or_default());
    let rounds = if options.links == LinkMode::Verbatim { 0 } else { MAX_REPAIRS };
    // What was indented may need a repair of its own.
    for _ in 0..rounds {
        let events = parse(&repaired.text);
        let edits = repair::find(&repaired.text, &events);
        if edits.is_empty() {
            return render_events(source, options, &repaired, events, diagnostics);
        }
        drop(events);
        repaired.apply(&edits);
    }
    render_events(source, options, &repaired, parse(&repaired.text), diagnostics)
}

/// Renders the events of `repaired`, the text of a body.
fn render_events<'r>(
    source: &BodySource<'_>,
    options: &RenderOptions<'_>,
    repaired: &'r RepairedText<'r>,
    events: Vec<Spanned<'r>>,
    diagnostics: &mut Diagnostics,
) -> Body {
    let suspects = BodyContents::in_body(&repaired.text, options.links);
    let events = if suspects.emphasis { emphasis::pair(&repaired.text, events) } else { events };
    let is_raw = |(event, _): &Spanned<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    let has_raw = events.iter().any(is_raw);
    let marker = (options.raw_html == RawHtml::Sanitize && has_raw)
        .then(|| sanitize::TrustMarker::new(&repaired.text));
    let marked = marker.as_ref();
    let parsed =
        writer::ParsedBody { source, options, repaired, events: &events, suspects, marker: marked };
    let body = writer::write(parsed, diagnostics);
    let is_refused = has_raw
        && options.links == LinkMode::Collect
        && report_overlong_tag(&body, source, repaired, diagnostics);
    let mut body = match marker {
        Some(_) if is_refused => Body::default(),
        Some(marker) => sanitize::sanitize(body, &marker, options.heading_ids),
        None => body,
    };
    // The source has no control characters, but references such as `&#11;` write them.
    if options.links == LinkMode::Collect && memchr(b'&', repaired.text.as_bytes()).is_some() {
        blank_controls(&mut body.html);
        blank_controls(&mut body.lead);
        body.headings.iter_mut().for_each(|heading| blank_controls(&mut heading.text));
    }
    body
}

/// Reports a raw tag with too many attributes, which the sanitiser would take minutes for; `false` if
/// there is none.
fn report_overlong_tag(
    body: &Body,
    source: &BodySource<'_>,
    repaired: &RepairedText<'_>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let Some(tag) = html::overlong_tag(&body.html) else { return false };
    let tag = &body.html[tag];
    let place = match repaired.text.find(tag) {
        Some(at) => {
            let start = source.body_start + repaired.in_source(at);
            Place::span(source.file, source.text, start, start + tag.len())
        }
        None => Place::file(source.file),
    };
    let message = format!("у тега `{tag}>` больше {} атрибутов", html::MAX_ATTRIBUTES);
    let problem =
        Diagnostic::error(message).at(place).hint("оставьте в теге только нужное или удалите его");
    diagnostics.push(problem);
    true
}

/// Replaces control characters by spaces: of the same length, so that the positions of links stay.
fn blank_controls(text: &mut String) {
    let is_control = |letter: char| letter.is_ascii_control() && letter != '\n' && letter != '\t';
    if has_controls(text) && text.contains(is_control) {
        *text = text.replace(is_control, " ");
    }
}

/// The events of `text` with their bytes.
fn parse(text: &str) -> Vec<Spanned<'_>> {
    // The usual number of events in prose: growing the list would copy it at each doubling.
    let mut events: Vec<Spanned<'_>> = Vec::with_capacity(text.len() / 32);
    events.extend(Parser::new_ext(text, extensions()).into_offset_iter());
    events
}

fn extensions() -> pulldown_cmark::Options {
    pulldown_cmark::Options::ENABLE_TABLES
        | pulldown_cmark::Options::ENABLE_FOOTNOTES
        | pulldown_cmark::Options::ENABLE_STRIKETHROUGH
        | pulldown_cmark::Options::ENABLE_TASKLISTS
}

#[cfg(test)]
mod tests;
