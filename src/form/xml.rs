//! XML as text: its pieces with their places, so that a part can be changed and all other bytes stay.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

use super::FormError;

/// A piece of XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// The tag that begins an element.
    Open,
    /// The tag of an element without content.
    Empty,
    Close,
    /// Text, a comment, the declaration.
    Other,
}

/// Reads the pieces of `xml` one after another.
pub(super) struct Pieces<'x> {
    xml: &'x str,
    reader: Reader<&'x [u8]>,
    at: usize,
}

impl<'x> Pieces<'x> {
    pub(super) fn of(xml: &'x str) -> Self {
        Self { xml, reader: Reader::from_str(xml), at: 0 }
    }

    /// The next piece and its place; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<(PieceKind, Range<usize>)>, FormError> {
        let start = self.at;
        let event = self.reader.read_event()?;
        let end = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        self.at = end.min(self.xml.len());
        let kind = match event {
            Event::Start(_) => PieceKind::Open,
            Event::Empty(_) => PieceKind::Empty,
            Event::End(_) => PieceKind::Close,
            Event::Eof => return Ok(None),
            _ => PieceKind::Other,
        };
        Ok(Some((kind, start..self.at)))
    }
}

/// The name in a tag, with its prefix.
pub(super) fn name(tag: &str) -> &str {
    let inside = tag.trim_start_matches(['<', '/']);
    let end = inside.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
    &inside[..end.unwrap_or(inside.len())]
}

/// The name in a tag, without its prefix.
pub(super) fn local_name(tag: &str) -> &str {
    let name = name(tag);
    name.rsplit(':').next().unwrap_or(name)
}

/// The place of an attribute's value in `tag`; the attribute's prefix does not count.
pub(super) fn attribute_place(tag: &str, wanted: &str) -> Option<Range<usize>> {
    let mut at = 1 + name(tag).len();
    loop {
        let rest = tag.get(at..)?;
        let begin = at + rest.find(|c: char| !c.is_whitespace())?;
        let equals = begin + tag.get(begin..)?.find('=')?;
        let quote_at = equals + 1 + tag.get(equals + 1..)?.find(['"', '\''])?;
        let quote = tag.as_bytes().get(quote_at).copied().map(char::from)?;
        let end = quote_at + 1 + tag.get(quote_at + 1..)?.find(quote)?;
        let found = tag.get(begin..equals)?.trim();
        if found.rsplit(':').next() == Some(wanted) && !found.starts_with("xmlns:") {
            return Some(quote_at + 1..end);
        }
        at = end + 1;
    }
}

/// The value of an attribute of `tag`; the attribute's prefix does not count.
pub(super) fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let raw = &tag[attribute_place(tag, wanted)?];
    Some(unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned))
}

/// `tag` with another value of an attribute that it has.
pub(super) fn with_attribute(tag: &str, wanted: &str, value: &str) -> String {
    match attribute_place(tag, wanted) {
        Some(place) => format!("{}{}{}", &tag[..place.start], escape(value), &tag[place.end..]),
        None => tag.to_owned(),
    }
}

/// `tag` without an attribute.
pub(super) fn without_attribute(tag: &str, unwanted: &str) -> String {
    let Some(value) = attribute_place(tag, unwanted) else { return tag.to_owned() };
    let before = tag[..value.start].rfind(char::is_whitespace).unwrap_or(value.start);
    format!("{}{}", &tag[..before], &tag[value.end + 1..])
}

/// Escapes `text` and leaves out what XML forbids.
pub(super) fn escape(text: &str) -> String {
    let allowed: String = text
        .chars()
        .filter(|c| !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}'))
        .collect();
    quick_xml::escape::escape(allowed).into_owned()
}

/// `xml` without the elements whose tags are `unwanted`.
pub(super) fn without_elements(
    xml: &str,
    unwanted: impl Fn(&str) -> bool,
) -> Result<String, FormError> {
    let mut pieces = Pieces::of(xml);
    let mut rest = String::with_capacity(xml.len());
    let mut depth = 0_usize;
    while let Some((kind, place)) = pieces.next()? {
        let text = &xml[place];
        match kind {
            PieceKind::Open if depth > 0 => depth += 1,
            PieceKind::Close if depth > 0 => depth -= 1,
            PieceKind::Open if unwanted(text) => depth = 1,
            PieceKind::Empty if depth == 0 && unwanted(text) => {}
            _ if depth == 0 => rest.push_str(text),
            _ => {}
        }
    }
    Ok(rest)
}

/// Finds the text of elements that have nothing else.
#[derive(Default)]
pub(super) struct TextOfElement {
    open: Option<(String, usize)>,
}

impl TextOfElement {
    /// The element that ends with this piece, and the place of its text.
    pub(super) fn next(
        &mut self,
        kind: PieceKind,
        local: &str,
        place: Range<usize>,
    ) -> Option<(String, Range<usize>)> {
        match kind {
            PieceKind::Open => {
                self.open = Some((local.to_owned(), place.end));
                None
            }
            PieceKind::Close => {
                let (name, start) = self.open.take()?;
                Some((name, start..place.start))
            }
            PieceKind::Empty => {
                self.open = None;
                None
            }
            PieceKind::Other => None,
        }
    }
}

/// Changes of a text by their places in it.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn replace(&mut self, place: Range<usize>, text: impl Into<String>) {
        self.0.push((place, text.into()));
    }

    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// The changed text. Of two changes of one place, the later is left out.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(place, _)| (place.start, place.end));
        let mut changed = String::with_capacity(text.len());
        let mut at = 0;
        for (place, new) in &self.0 {
            if place.start < at {
                continue;
            }
            changed.push_str(&text[at..place.start]);
            changed.push_str(new);
            at = place.end;
        }
        changed.push_str(&text[at..]);
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_whatever_their_prefix_and_quotes() {
        let tag = "<w:c  r='B7' w:s = \"1 > 2\" xmlns:t=\"x\" t=\"&quot;a&quot;\"/>";
        assert_eq!(local_name(tag), "c");
        assert_eq!(attribute(tag, "r").as_deref(), Some("B7"));
        assert_eq!(attribute(tag, "s").as_deref(), Some("1 > 2"));
        assert_eq!(attribute(tag, "t").as_deref(), Some("\"a\""));
        assert_eq!(attribute(tag, "q"), None);
        assert_eq!(with_attribute("<c r='B7'/>", "r", "B<8"), "<c r='B&lt;8'/>");
        assert_eq!(without_attribute("<row r=\"1\" ht=\"5\">", "ht"), "<row r=\"1\">");
    }

    #[test]
    fn elements_are_removed_whole() {
        let xml = "<a><b x=\"1\"><c/></b>t<c><b/></c>&amp;<b/></a>";
        let rest = without_elements(xml, |tag| local_name(tag) == "b").unwrap();
        assert_eq!(rest, "<a>t<c></c>&amp;</a>");
    }

    #[test]
    fn edits_keep_what_they_do_not_name() {
        let mut edits = Edits::default();
        edits.insert(4, "+");
        edits.replace(1..3, "—");
        edits.replace(2..4, "no");
        assert_eq!(edits.apply("abcdef"), "a—d+ef");
    }
}
