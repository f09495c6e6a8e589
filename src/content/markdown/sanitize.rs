//! Sanitising a body that holds raw HTML.
//!
//! The whole HTML goes through ammonia, for a tag opened in raw HTML may be closed anywhere. What
//! only the program itself may write (classes, ids, addresses of players, links yet to be filled
//! in) is marked with a word that the body cannot hold; ammonia lets it pass by that mark. One
//! walk over the clean HTML then takes the marks away, notes where the links are, and gives every
//! heading, raw ones too, its id.

mod allowed;

use crate::content::markdown::headings::{self, Headings};
use crate::content::markdown::tags::decode;
use crate::content::markdown::{Body, Link};
use crate::content::short_code::ShortCode;

pub(super) use allowed::{NOT_TEXT, REMOVED};

/// A word that marks what the program itself wrote.
#[derive(Debug)]
pub(super) struct Mark {
    word: String,
    own: String,
}

impl Mark {
    /// The mark for this body: made of its hash, which no text can hold of itself.
    pub(super) fn new(body: &str) -> Self {
        let hash = blake3::hash(body.as_bytes()).to_hex();
        let word = format!("r{}", &hash[..32]);
        Self { own: format!("{word}="), word }
    }

    /// What goes before a value that only the program may write.
    pub(super) fn own(&self) -> &str {
        &self.own
    }

    /// What stands for the address of a link, by its number.
    pub(super) fn link(&self, number: usize) -> String {
        format!("{}{number}", self.word)
    }

    /// What stands for a generated part, in text, by its number.
    pub(super) fn code(&self, number: usize) -> String {
        format!("{}{number}", self.word)
    }
}

/// The body with only harmless HTML, with its links found and, if asked, ids on its headings.
pub(super) fn clean(body: Body, mark: &Mark, heading_ids: bool) -> Body {
    // The serialiser writes by name what stands in other pages as itself.
    let html = allowed::builder(mark).clean(&body.html).to_string().replace("&nbsp;", "\u{a0}");
    let mut walk = Walk {
        word: &mark.word,
        links: body.links,
        codes: body.codes,
        body: Body {
            html: String::with_capacity(html.len()),
            links: Vec::new(),
            codes: Vec::new(),
            ..body
        },
        headings: Headings::default(),
        open: None,
    };
    walk.run(&html, heading_ids);
    walk.body.headings = walk.headings.into_list();
    walk.body
}

/// The walk over the clean HTML.
struct Walk<'m> {
    word: &'m str,
    /// The links by their numbers.
    links: Vec<Link>,
    /// The short codes by their numbers.
    codes: Vec<ShortCode>,
    body: Body,
    headings: Headings,
    /// The heading being walked over.
    open: Option<Open>,
}

/// A heading whose end is not seen yet.
struct Open {
    level: u8,
    /// Where in the HTML its id belongs.
    at: usize,
    /// Its plain text so far.
    text: String,
}

impl Walk<'_> {
    fn run(&mut self, html: &str, heading_ids: bool) {
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            self.text(&rest[..start]);
            let tag = &rest[start..start + tag_length(&rest[start..])];
            rest = &rest[start + tag.len()..];
            match heading(tag) {
                Some((closing, level, attributes)) if heading_ids => {
                    self.heading(closing, level, attributes);
                }
                _ => self.tag(tag),
            }
        }
        self.text(rest);
    }

    fn text(&mut self, text: &str) {
        // In text the word stands for nothing but a short code.
        let mut pieces = text.split(self.word);
        self.plain(pieces.next().unwrap_or_default());
        for piece in pieces {
            let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
            let (number, rest) = piece.split_at(digits);
            if let Some(code) = number.parse().ok().and_then(|at: usize| self.codes.get(at)) {
                self.body.codes.push(ShortCode { at: self.body.html.len(), ..code.clone() });
            }
            self.plain(rest);
        }
    }

    fn plain(&mut self, text: &str) {
        self.body.html.push_str(text);
        if let Some(open) = &mut self.open {
            open.text.push_str(&decode(text));
        }
    }

    /// A tag without its marks.
    fn tag(&mut self, tag: &str) {
        let mut rest = tag;
        while let Some(at) = rest.find(self.word) {
            self.body.html.push_str(&rest[..at]);
            rest = &rest[at + self.word.len()..];
            if let Some(value) = rest.strip_prefix('=') {
                rest = value;
                continue;
            }
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            // The parser may have made two links of one: `<a>` is reopened in each block.
            if let Some(link) = rest[..digits].parse().ok().and_then(|at: usize| self.links.get(at))
            {
                self.body.links.push(Link { at: self.body.html.len(), ..link.clone() });
            }
            rest = &rest[digits..];
        }
        self.body.html.push_str(rest);
    }

    fn heading(&mut self, closing: bool, level: u8, attributes: &str) {
        // The page's only `h1` is its title.
        let level = level.max(2);
        self.body.html.push_str(if closing { "</h" } else { "<h" });
        self.body.html.push(char::from(b'0' + level));
        let at = self.body.html.len();
        self.tag(attributes);
        if !closing {
            self.open.get_or_insert(Open { level, at, text: String::new() });
        } else if let Some(open) = self.open.take_if(|open| open.level == level) {
            let id = self.headings.add(open.level, &open.text);
            headings::insert_id(&mut self.body, open.at, id);
        }
    }
}

/// The length of the tag that the text begins with. The serialiser puts values in double quotes.
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

/// Whether a tag is a heading's: if it closes one, the level, and what follows the name.
fn heading(tag: &str) -> Option<(bool, u8, &str)> {
    let (closing, name) = match tag.strip_prefix("</") {
        Some(name) => (true, name),
        None => (false, tag.strip_prefix('<')?),
    };
    let mut rest = name.strip_prefix('h')?.chars();
    let level = rest.next()?.to_digit(7).filter(|&level| level > 0)?;
    rest.as_str().starts_with([' ', '>']).then_some((closing, level as u8, rest.as_str()))
}
