//! A simple reader of HTML tags. Finds addresses, videos and tags that the sanitiser will remove.
//!
//! Safety does not depend on it: the sanitiser parses the same HTML as a browser would.

use std::borrow::Cow;
use std::ops::Range;

/// Elements whose content is not text for readers. The sanitiser removes it with the element.
pub(super) const NON_TEXT_ELEMENTS: [&str; 15] = [
    "script", "style", "iframe", "object", "audio", "video", "noscript", "template", "svg", "math",
    "textarea", "title", "xmp", "noembed", "noframes",
];

/// An opening tag.
#[derive(Debug)]
pub(super) struct HtmlTag<'t> {
    /// The name as written.
    pub(super) name: &'t str,
    /// The bytes of the tag, including the angle brackets.
    pub(super) range: Range<usize>,
    pub(super) attributes: Vec<Attribute<'t>>,
}

#[derive(Debug)]
pub(super) struct Attribute<'t> {
    /// The name as written.
    pub(super) name: &'t str,
    /// The value as written, without quotes; empty if there is none.
    pub(super) value: &'t str,
    /// All bytes after the equals sign: spaces, quotes and the value.
    pub(super) range: Range<usize>,
}

impl HtmlTag<'_> {
    /// Whether the tag has this name, ignoring case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The attribute with this name, ignoring case.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute<'_>> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

impl<'t> Attribute<'t> {
    /// The value with character references resolved as by [`decode`].
    pub(super) fn decoded(&self) -> Cow<'t, str> {
        decode(self.value)
    }
}

/// Resolves the character references that serialisers and editors write: five by name, all by
/// number.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some((letter, length)) = parse_reference(rest) {
            decoded.push(letter);
            rest = &rest[length..];
        } else {
            decoded.push('&');
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Parses a character reference without its `&`; returns the character and the length in bytes.
fn parse_reference(text: &str) -> Option<(char, usize)> {
    const NAMED: [(&str, char); 5] =
        [("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("nbsp;", '\u{a0}'), ("amp;", '&')];
    let Some(number) = text.strip_prefix('#') else {
        let (name, letter) = NAMED.iter().find(|(name, _)| text.starts_with(name))?;
        return Some((*letter, name.len()));
    };
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let end = digits.find(|letter: char| !letter.is_digit(radix)).unwrap_or(digits.len());
    let letter = u32::from_str_radix(&digits[..end], radix).ok().and_then(char::from_u32)?;
    let end = end + usize::from(digits[end..].starts_with(';'));
    Some((letter, text.len() - digits.len() + end))
}

/// The next complete opening tag at or after `from`. Skips comments, closing tags and lone `<`.
pub(super) fn next_tag(text: &str, from: usize) -> Option<HtmlTag<'_>> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find('<')?;
        let rest = &text[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            at += 4 + comment.find("-->")?;
        } else if rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            return parse_tag(text, at);
        } else {
            at += 1;
        }
    }
}

/// The start and the end of the closing tag of the element that `tag` opens; the end of the text
/// for both if it is never closed.
pub(super) fn content_end(text: &str, tag: &HtmlTag<'_>) -> (usize, usize) {
    match find_closing(text, tag.range.end, tag.name) {
        Some(at) => (at, text[at..].find('>').map_or(text.len(), |end| at + end + 1)),
        None => (text.len(), text.len()),
    }
}

/// The start of the next closing tag with this name at or after `from`.
pub(super) fn find_closing(text: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find("</")?;
        let (start, end) = (at + 2, at + 2 + name.len());
        let continues_name =
            |byte: &u8| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/');
        if text.get(start..end).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && !text.as_bytes().get(end).is_some_and(continues_name)
        {
            return Some(at);
        }
        at = start;
    }
}

/// Finds a construct that `text`, a whole HTML block, leaves open, so that browsers would treat the
/// rest of the page as its content: a comment, a tag without its `>`, or one of
/// [`NON_TEXT_ELEMENTS`]. `closes_later` tells whether the source after the block closes an element.
/// Returns the range of the opening and what would close it.
pub(super) fn find_unclosed(
    text: &str,
    mut closes_later: impl FnMut(&str) -> bool,
) -> Option<(Range<usize>, String)> {
    let mut at = 0;
    loop {
        at += text.get(at..)?.find('<')?;
        let inside = &text[at + 1..];
        if let Some(comment) = inside.strip_prefix("!--") {
            let Some(end) = comment.find("-->") else {
                return Some((at..at + 4, "-->".to_owned()));
            };
            at += 4 + end;
        } else if inside.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            let Some(tag) = parse_tag(text, at) else {
                let name = inside.find(|letter: char| !letter.is_ascii_alphanumeric());
                return Some((at..at + 1 + name.unwrap_or(inside.len()), ">".to_owned()));
            };
            let start = at;
            at = tag.range.end;
            if NON_TEXT_ELEMENTS.iter().any(|name| tag.is(name)) {
                let (end, after) = content_end(text, &tag);
                // A blank line ends an HTML block; the closing tag may be in a later one.
                if end == text.len() && !closes_later(tag.name) {
                    return Some((start..at, format!("</{}>", tag.name.to_ascii_lowercase())));
                }
                at = after;
            }
        } else {
            at += 1;
        }
    }
}

fn parse_tag(text: &str, start: usize) -> Option<HtmlTag<'_>> {
    let bytes = text.as_bytes();
    let skip = |mut at: usize, wanted: &dyn Fn(u8) -> bool| {
        while bytes.get(at).is_some_and(|&byte| wanted(byte)) {
            at += 1;
        }
        at
    };
    let space = |byte: u8| byte.is_ascii_whitespace();
    let name_end = skip(start + 1, &|byte| !space(byte) && byte != b'>' && byte != b'/');
    let mut tag = HtmlTag {
        name: &text[start + 1..name_end],
        range: start..name_end,
        attributes: Vec::new(),
    };
    let mut at = name_end;
    loop {
        at = skip(at, &|byte| space(byte) || byte == b'/');
        if *bytes.get(at)? == b'>' {
            tag.range.end = at + 1;
            return Some(tag);
        }
        // As in browsers, a name may begin with `=`. This also makes each iteration advance.
        let name_end = skip(at + 1, &|byte| !space(byte) && !matches!(byte, b'=' | b'>' | b'/'));
        let name = at..name_end;
        at = skip(name_end, &space);
        let mut value = name_end..name_end;
        let mut range = value.clone();
        if bytes.get(at) == Some(&b'=') {
            range.start = at + 1;
            at = skip(at + 1, &space);
            match *bytes.get(at)? {
                quote @ (b'"' | b'\'') => {
                    value = at + 1..skip(at + 1, &|byte| byte != quote);
                    at = value.end + 1;
                }
                _ => {
                    value = at..skip(at, &|byte| !space(byte) && byte != b'>');
                    at = value.end;
                }
            }
            range.end = at;
        }
        tag.attributes.push(Attribute { name: &text[name], value: &text[value], range });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_editors_write_them() {
        let text = "a < b <!-- <i> --> </p><A HREF='x y' disabled data-a = 1 title=\"a>b\"/>t";
        let tag = next_tag(text, 0).expect("a tag");
        assert!(tag.is("a"));
        let read: Vec<_> =
            tag.attributes.iter().map(|attribute| (attribute.name, attribute.value)).collect();
        assert_eq!(read, [("HREF", "x y"), ("disabled", ""), ("data-a", "1"), ("title", "a>b")]);
        assert_eq!(&text[tag.attributes[0].range.clone()], "'x y'");
        assert_eq!(&text[tag.range.end..], "t");
        assert!(next_tag(text, tag.range.end).is_none());
    }

    #[test]
    fn an_incomplete_tag_is_ignored() {
        for text in ["<a href=", "<a href=\"x", "<a", "<", "<!-- <b>", "<a b"] {
            assert!(next_tag(text, 0).is_none(), "{text}");
        }
    }

    #[test]
    fn content_ends_at_the_closing_tag_of_that_name() {
        let text = "<script>a</b></SCRIPT >c";
        let tag = next_tag(text, 0).expect("a tag");
        assert_eq!(content_end(text, &tag), (13, 23));
        let text = "<script>a</scripty></script/>b";
        let tag = next_tag(text, 0).expect("a tag");
        assert_eq!(content_end(text, &tag), (19, 29));
        let text = "<script>a";
        let tag = next_tag(text, 0).expect("a tag");
        assert_eq!(content_end(text, &tag), (9, 9));
    }

    #[test]
    fn constructs_that_hide_the_rest_of_the_page_are_found() {
        let rest = "Текст\n</VIDEO>\n</scripts>";
        let open = |text| find_unclosed(text, |name| find_closing(rest, 0, name).is_some());
        for (text, range, closing) in [
            ("<p>a<!-- b", 4..8, "-->"),
            ("<!-- a --><div class=\"b\n", 10..14, ">"),
            ("<div", 0..4, ">"),
            ("<Script>a<b>", 0..8, "</script>"),
        ] {
            assert_eq!(open(text), Some((range, closing.to_owned())), "{text}");
        }
        for text in ["<p>a < b <3", "<!-- a -->", "<script>a</script><b>", "<video>\n", "</p>"] {
            assert_eq!(open(text), None, "{text}");
        }
    }

    #[test]
    fn references_are_resolved_once() {
        assert_eq!(decode("a&amp;lt;&nbsp;&x&#9;&#x41b&#;&#xd800;"), "a&lt;\u{a0}&x\tЛ&#;&#xd800;");
    }
}
