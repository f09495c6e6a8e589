//! A rendered body: HTML in which the addresses of links and the generated parts are still to be inserted.

use super::tags;
use crate::content::short_code::{Part, ShortCode};
use crate::diagnostic::Place;

/// A rendered body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The HTML. The addresses of `links` and the parts of `codes` are not inserted yet.
    pub html: String,
    /// Internal links, ordered by `at`.
    pub links: Vec<Link>,
    /// Headings with ids, in the order of the text.
    pub headings: Vec<Heading>,
    /// The plain text of the first paragraph, for summaries; empty if there is no paragraph.
    pub lead: String,
    /// Whether the body contains a click-to-load video.
    pub embeds: bool,
    /// Generated parts to be inserted, ordered by `at`.
    pub codes: Vec<ShortCode>,
}

/// A piece of a rendered body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Html(&'a str),
    /// The position of a link's address; the index in [`Body::links`].
    Link(usize),
    /// The position of a generated part; the index in [`Body::codes`].
    Code(usize),
}

impl Body {
    /// Whether it shows nothing.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.html.trim().is_empty()
    }

    /// Whether it shows the photos of all events.
    pub fn has_gallery(&self) -> bool {
        self.codes.iter().any(|code| code.part == Part::Gallery)
    }

    /// Whether the body consists of short codes and headings only, with at least one short code.
    pub fn has_only_short_codes(&self) -> bool {
        let mut rest = self.html.trim_start();
        while let Some(end) = rest.strip_prefix("<h").and_then(|heading| heading.find("</h")) {
            let after = &rest["<h".len() + end..];
            rest = after.split_once('>').map_or("", |(_, rest)| rest).trim_start();
        }
        !self.codes.is_empty() && rest.is_empty()
    }

    /// The description of the picture that `link` shows.
    pub fn picture_alt(&self, link: &Link) -> String {
        let start = self.html.get(..link.at).and_then(|before| before.rfind("<img"));
        let tag = start.and_then(|start| tags::next_tag(&self.html, start));
        let alt = tag.as_ref().and_then(|tag| tag.attribute("alt"));
        alt.map(|alt| alt.decoded().into_owned()).unwrap_or_default()
    }

    /// Splits the HTML at the positions of links and short codes.
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

/// An internal link. Its address is filled in once the whole site is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The byte of the HTML at which the address, escaped for an attribute, is inserted.
    pub at: usize,
    /// The path as written, percent-decoded, with `/` between folders and without a query; empty
    /// for a place on the same page.
    pub target: String,
    /// What follows `#`, percent-decoded.
    pub fragment: Option<String>,
    pub kind: LinkKind,
    /// Where the link stands in the source.
    pub place: Place,
}

impl Link {
    /// The target and the fragment as the name of one file, in which `#` is a letter: «Фото #1.jpg».
    pub fn whole_name(&self) -> Option<String> {
        self.fragment.as_ref().map(|fragment| format!("{}#{fragment}", self.target))
    }
}

/// What a link should lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// A post or a page: a path to its `.md` file, or a place on the same page.
    Page,
    /// An attachment.
    File,
    /// A picture shown on the page.
    Image,
}

/// A heading of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The level in the HTML, from 2 to 6.
    pub level: u8,
    /// The id, unique within the body.
    pub id: String,
    /// Plain text.
    pub text: String,
}
