//! A post's Markdown body as HTML.
//!
//! 1. pulldown-cmark reads the body into a list of events; a list, because a paragraph that is
//!    one picture or one video, a heading's text and the letter after a quote are all known only
//!    from what follows.
//! 2. `writer` writes the HTML in one walk over that list: typography, addresses, pictures,
//!    videos, heading ids, footnotes. A link inside the site is left open: where its address
//!    belongs in the HTML stands in [`Body::links`], for the one who knows the whole site.
//! 3. Only when the body really holds raw HTML, and it is to be sanitised, the whole goes through
//!    `sanitize`, which gives the headings their ids afterwards.
//!
//! A paragraph of short codes leaves the HTML open too: [`Body::codes`] says where, and which
//! generated parts are to stand there.
//!
//! # Ids
//! A heading's id is its text as an address part (`[a-z0-9-]`), so that people can guess and write
//! `post.md#itogi`. Footnotes use `fn_1` and `fnref_1`; a theme's own ids are kept apart from
//! headings in the same way, by an underscore.
//!
//! # Headings
//! The page's only `h1` is the post's title: the highest heading of a body becomes `h2`, and the
//! others move with it.

mod blocks;
mod codes;
mod embed;
mod escape;
mod footnotes;
mod headings;
mod inline;
mod links;
mod raw;
mod sanitize;
mod tags;
mod writer;

use pulldown_cmark::{Event, Parser};

use super::short_code::{Home, ShortCode};
use crate::config::RawHtml;
use crate::diagnostic::{Diagnostics, Place};

/// What becomes of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkMode {
    /// They are checked; those inside the site are collected.
    Collect,
    /// They are written as they are, unchecked: for the examples of the CommonMark specification.
    Verbatim,
}

/// How a body is rendered.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Russian quotes, dashes and non-breaking spaces in prose.
    pub typography: bool,
    /// What becomes of raw HTML.
    pub raw_html: RawHtml,
    /// Give headings ids, and move them so that the highest is `h2`.
    pub heading_ids: bool,
    /// What becomes of addresses.
    pub links: LinkMode,
    /// A picture alone in its paragraph becomes a `figure`; all pictures load lazily.
    pub figures: bool,
    /// The hosts whose videos become click-to-load blocks, without `www.` (`rutube.ru`).
    pub embed_hosts: &'a [String],
    /// Where the section is published: its own pages are linked to by their files, not by this
    /// address. Empty where that does not matter.
    pub own_address: &'a str,
    /// Where the body stands, if short codes have a meaning there; else they are plain text.
    pub codes: Option<Home>,
}

/// Where the text stands.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file, relative to the site's root, with `/` between folders.
    pub file: &'a str,
    /// The text of the whole file.
    pub text: &'a str,
    /// The byte of `text` at which the body begins.
    pub body_start: usize,
}

/// A rendered body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The HTML, with nothing yet at the places of `links`.
    pub html: String,
    /// The links inside the site, in the order of `at`.
    pub links: Vec<Link>,
    /// The headings that have ids, in their order.
    pub headings: Vec<Heading>,
    /// The plain text of the first paragraph, for summaries; empty if there is none.
    pub lead: String,
    /// Whether there is a click-to-load block.
    pub embeds: bool,
    /// The generated parts that are to be inserted, in the order of `at`.
    pub codes: Vec<ShortCode>,
}

/// A piece of a rendered body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// HTML as it is.
    Html(&'a str),
    /// The place of a link's address, by the link's number.
    Link(usize),
    /// The place of a generated part, by the number of its code.
    Code(usize),
}

impl Body {
    /// Whether it says nothing but what its short codes put in; headings do not count.
    pub fn is_codes_alone(&self) -> bool {
        let mut rest = self.html.trim_start();
        while let Some(end) = rest.strip_prefix("<h").and_then(|heading| heading.find("</h")) {
            let after = &rest["<h".len() + end..];
            rest = after.split_once('>').map_or("", |(_, rest)| rest).trim_start();
        }
        !self.codes.is_empty() && rest.is_empty()
    }

    /// The body cut where links and generated parts are to be put in.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let (mut links, mut codes) = (0, 0);
        let mut done = 0;
        let mut waiting: Option<Piece<'_>> = None;
        std::iter::from_fn(move || {
            if let Some(piece) = waiting.take() {
                return Some(piece);
            }
            let link = self.links.get(links).map(|link| (link.at, Piece::Link(links)));
            let code = self.codes.get(codes).map(|code| (code.at, Piece::Code(codes)));
            let next = link.into_iter().chain(code).min_by_key(|(at, _)| *at);
            let end = next.map_or(self.html.len(), |(at, _)| at);
            let html = (end > done).then(|| Piece::Html(&self.html[done..end]));
            done = end;
            codes += usize::from(matches!(next, Some((_, Piece::Code(_)))));
            links += usize::from(matches!(next, Some((_, Piece::Link(_)))));
            let next = next.map(|(_, piece)| piece);
            match html {
                Some(html) => {
                    waiting = next;
                    Some(html)
                }
                None => next,
            }
        })
    }
}

/// A link whose address is known only once the whole site is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The byte of the HTML at which the address, escaped for an attribute, is to be inserted.
    pub at: usize,
    /// The path as written, percent-decoded, with `/` between folders and without a query;
    /// empty for a place on the same page.
    pub target: String,
    /// What follows `#`, percent-decoded.
    pub fragment: Option<String>,
    /// What is expected there.
    pub kind: LinkKind,
    /// Where the link is written.
    pub place: Place,
}

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// A post or a page: a path to its `.md` file, or a place on the same page.
    Page,
    /// An attached file.
    File,
    /// A picture to be shown.
    Image,
}

/// A heading of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The level in the HTML, 2 to 6.
    pub level: u8,
    /// The id, unique within the body.
    pub id: String,
    /// The plain text.
    pub text: String,
}

/// An event with the bytes of the body it comes from.
type Spanned<'a> = (Event<'a>, std::ops::Range<usize>);

/// Renders a body. Never fails: what cannot be published is left out of the HTML and reported.
pub fn render(source: &Source<'_>, options: &Options<'_>, diagnostics: &mut Diagnostics) -> Body {
    let body = source.text.get(source.body_start..).unwrap_or_default();
    // As many as prose has; a list that grows is copied at each doubling.
    let mut events: Vec<Spanned<'_>> = Vec::with_capacity(body.len() / 32);
    events.extend(Parser::new_ext(body, extensions()).into_offset_iter());
    let raw = |(event, _): &Spanned<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    let mark = (options.raw_html == RawHtml::Sanitize && events.iter().any(raw))
        .then(|| sanitize::Mark::new(body));
    let body = writer::write(source, options, &events, mark.as_ref(), diagnostics);
    match mark {
        Some(mark) => sanitize::clean(body, &mark, options.heading_ids),
        None => body,
    }
}

fn extensions() -> pulldown_cmark::Options {
    pulldown_cmark::Options::ENABLE_TABLES
        | pulldown_cmark::Options::ENABLE_FOOTNOTES
        | pulldown_cmark::Options::ENABLE_STRIKETHROUGH
        | pulldown_cmark::Options::ENABLE_TASKLISTS
        | pulldown_cmark::Options::ENABLE_DEFINITION_LIST
}

#[cfg(test)]
mod tests;
