//! Sanitises a body that contains raw HTML.
//!
//! 1. `writer` puts a marker before everything that only the program may write: classes, ids,
//!    player URLs, placeholders of links and short codes. The marker is a hash of the body, so no
//!    text can contain it.
//! 2. ammonia cleans the HTML of the whole body, because a raw tag may be closed anywhere. It
//!    keeps marked values.
//! 3. [`MarkerPass`] removes the markers from the clean HTML, finds the positions of links and
//!    short codes, and gives ids to all headings, raw ones included.

mod allowed;

use std::borrow::Cow;

use crate::characters::floor_char_boundary;
use crate::content::markdown::headings::{self, Headings};
use crate::content::markdown::tags::{self, decode};
use crate::content::markdown::{Body, Link};
use crate::content::short_code::ShortCode;

pub(super) use allowed::REMOVED;

/// A word that marks what the program wrote itself.
#[derive(Debug)]
pub(super) struct TrustMarker {
    word: String,
    value_prefix: String,
}

impl TrustMarker {
    /// Derives the marker from a hash of `body`: a text cannot contain its own hash.
    pub(super) fn new(body: &str) -> Self {
        let hash = blake3::hash(body.as_bytes()).to_hex();
        let word = format!("r{}", &hash[..32]);
        Self { value_prefix: format!("{word}="), word }
    }

    /// Goes before an attribute value that only the program may write.
    pub(super) fn value_prefix(&self) -> &str {
        &self.value_prefix
    }

    /// Stands in for the address of the link with this number.
    pub(super) fn link_placeholder(&self, number: usize) -> String {
        format!("{}{number}", self.word)
    }

    /// Stands in for the short code with this number, in text.
    pub(super) fn code_placeholder(&self, number: usize) -> String {
        format!("{}{number}", self.word)
    }
}

/// Returns the body with clean HTML and the positions of its links and short codes in it; with
/// `heading_ids`, its headings have ids.
pub(super) fn sanitize(body: Body, marker: &TrustMarker, heading_ids: bool) -> Body {
    // The serialiser writes `&nbsp;`; bodies without raw HTML contain the character itself.
    let html = allowed::sanitizer(marker)
        .clean(&with_short_texts(&body.html))
        .to_string()
        .replace("&nbsp;", "\u{a0}");
    let mut pass = MarkerPass {
        word: &marker.word,
        links: body.links,
        codes: body.codes,
        body: Body {
            html: String::with_capacity(html.len()),
            links: Vec::new(),
            codes: Vec::new(),
            ..body
        },
        headings: Headings::default(),
        open_heading: None,
    };
    pass.run(&html, heading_ids);
    pass.body.headings = pass.headings.into_list();
    pass.body
}

/// The longest text in bytes that the sanitiser gets as one: for each `«`, `»`, `&` and non-breaking
/// space, its serialiser looks for the next `<` in all the rest of a text.
const MAX_TEXT: usize = 4096;

/// `html` with an empty comment in each long text, which the sanitiser removes again.
fn with_short_texts(html: &str) -> Cow<'_, str> {
    const COMMENT: &str = "<!---->";
    if html.len() <= MAX_TEXT {
        return Cow::Borrowed(html);
    }
    let mut short = String::new();
    let (mut copied, mut at) = (0, 0);
    while at < html.len() {
        let end = html[at..].find('<').map_or(html.len(), |length| at + length);
        while end - at > MAX_TEXT {
            // None of these is inside a character reference.
            let next = floor_char_boundary(html, at + MAX_TEXT);
            let is_break = |letter: char| matches!(letter, ' ' | '\n' | '&' | '«' | '»' | '\u{a0}');
            let Some(length) = html[next..end].find(is_break) else { break };
            at = next + length;
            short.push_str(&html[copied..at]);
            short.push_str(COMMENT);
            copied = at;
        }
        at = markup_end(html, end);
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    short.push_str(&html[copied..]);
    Cow::Owned(short)
}

/// The end of the comment or tag that starts at `at`; the end of `html` if it is never closed.
fn markup_end(html: &str, at: usize) -> usize {
    let rest = &html[at..];
    let length = if rest.starts_with("<!--") {
        rest[2..].find("-->").map(|end| end + 5)
    } else if rest[rest.len().min(1)..].starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return tags::next_tag(html, at).map_or(html.len(), |tag| tag.range.end);
    } else {
        Some(rest.len().min(1))
    };
    length.map_or(html.len(), |length| at + length)
}

/// One pass over the clean HTML, which resolves the markers.
struct MarkerPass<'m> {
    word: &'m str,
    /// The links by number; their positions are not known yet.
    links: Vec<Link>,
    /// The short codes by number.
    codes: Vec<ShortCode>,
    body: Body,
    headings: Headings,
    open_heading: Option<OpenHeading>,
}

/// A heading whose closing tag has not been reached.
struct OpenHeading {
    level: u8,
    /// The byte of the HTML at which its id is inserted.
    id_at: usize,
    /// The plain text so far.
    text: String,
}

impl MarkerPass<'_> {
    fn run(&mut self, html: &str, heading_ids: bool) {
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            self.push_text(&rest[..start]);
            let tag = &rest[start..start + tag_length(&rest[start..])];
            rest = &rest[start + tag.len()..];
            match HeadingTag::parse(tag) {
                Some(heading) if heading_ids => self.push_heading_tag(&heading),
                _ => self.push_tag(tag),
            }
        }
        self.push_text(rest);
    }

    fn push_text(&mut self, text: &str) {
        // In text, the marker is always the placeholder of a short code.
        let mut pieces = text.split(self.word);
        self.push_plain(pieces.next().unwrap_or_default());
        for piece in pieces {
            let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
            let (number, rest) = piece.split_at(digits);
            if let Some(code) = number.parse().ok().and_then(|at: usize| self.codes.get(at)) {
                self.body.codes.push(ShortCode { at: self.body.html.len(), ..code.clone() });
            }
            self.push_plain(rest);
        }
    }

    fn push_plain(&mut self, text: &str) {
        self.body.html.push_str(text);
        if let Some(open) = &mut self.open_heading {
            open.text.push_str(&decode(text));
        }
    }

    /// Writes a tag without its markers.
    fn push_tag(&mut self, tag: &str) {
        let mut rest = tag;
        while let Some(at) = rest.find(self.word) {
            self.body.html.push_str(&rest[..at]);
            rest = &rest[at + self.word.len()..];
            if let Some(value) = rest.strip_prefix('=') {
                rest = value;
                continue;
            }
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            // A number may occur twice: the HTML parser reopens an unclosed `<a>` in each block.
            if let Some(link) = rest[..digits].parse().ok().and_then(|at: usize| self.links.get(at))
            {
                self.body.links.push(Link { at: self.body.html.len(), ..link.clone() });
            }
            rest = &rest[digits..];
        }
        self.body.html.push_str(rest);
    }

    fn push_heading_tag(&mut self, tag: &HeadingTag<'_>) {
        // The page's only `h1` is its title.
        let level = tag.level.max(2);
        self.body.html.push_str(if tag.closing { "</h" } else { "<h" });
        self.body.html.push(char::from(b'0' + level));
        let id_at = self.body.html.len();
        self.push_tag(tag.attributes);
        if !tag.closing {
            self.open_heading.get_or_insert(OpenHeading { level, id_at, text: String::new() });
        } else if let Some(open) = self.open_heading.take_if(|open| open.level == level) {
            let id = self.headings.add(open.level, &open.text);
            headings::insert_id(&mut self.body, open.id_at, id);
        }
    }
}

/// The length of the tag at the start of `text`. The serialiser quotes values with `"`.
fn tag_length(text: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// An opening or closing tag of a heading.
struct HeadingTag<'t> {
    closing: bool,
    level: u8,
    /// Everything after the name, including `>`.
    attributes: &'t str,
}

impl<'t> HeadingTag<'t> {
    fn parse(tag: &'t str) -> Option<Self> {
        let (closing, name) = match tag.strip_prefix("</") {
            Some(name) => (true, name),
            None => (false, tag.strip_prefix('<')?),
        };
        let mut rest = name.strip_prefix('h')?.chars();
        let level = rest.next()?.to_digit(7).filter(|&level| level > 0)? as u8;
        let attributes = rest.as_str();
        attributes.starts_with([' ', '>']).then_some(Self { closing, level, attributes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_parted_outside_tags_comments_and_references() {
        let long = "&laquo;а&raquo;".repeat(2_000);
        let html = format!("<p title='>{long}'>{long}</p><!-- {long} --> < {long}<i>б</i>");
        let parted = with_short_texts(&html);
        assert_eq!(parted.replace("<!---->", ""), html);
        assert!(parted.contains(&format!("<p title='>{long}'>")), "a tag stays");
        assert!(parted.contains(&format!("<!-- {long} -->")), "a comment stays");
        assert!(parted.matches("<!---->").count() >= 12);
        assert!(!parted.contains("&<") && !parted.contains("o<!---->;"));
        assert_eq!(with_short_texts("<p>а</p>"), "<p>а</p>");
    }
}
