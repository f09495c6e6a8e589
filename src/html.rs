//! A limit for HTML of others. A parser compares each attribute of a tag with all before it, so that one
//! tag of some megabytes takes minutes.

use std::ops::Range;

use memchr::memchr;

/// The most attributes of one tag; pages have a dozen.
pub const MAX_ATTRIBUTES: usize = 1000;

/// Elements whose content has no tags.
const RAW_TEXT: [&str; 8] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The bytes of the first tag of `text` that has more than [`MAX_ATTRIBUTES`], from its `<` to the end
/// of its name.
pub fn overlong_tag(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    // A tag of that many attributes is at least that long.
    if bytes.len() <= MAX_ATTRIBUTES {
        return None;
    }
    let mut at = 0;
    loop {
        at += memchr(b'<', bytes.get(at..)?)?;
        let rest = &bytes[at + 1..];
        if rest.starts_with(b"!--") {
            // `<!-->` is a whole comment.
            at += 2;
            at += text.get(at..)?.find("-->")? + 3;
            continue;
        }
        let closing = rest.starts_with(b"/");
        let name_start = at + 1 + usize::from(closing);
        if !bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic) {
            at += 1;
            continue;
        }
        let (name_end, count, end) = read_tag(bytes, name_start);
        if count > MAX_ATTRIBUTES {
            return Some(at..name_end);
        }
        let name = &text[name_start..name_end];
        at = end;
        if !closing && RAW_TEXT.iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
            at = closing_tag(text, end, name)?;
        }
    }
}

/// The start of the next closing tag with this name at or after `from`.
fn closing_tag(text: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find("</")?;
        let found = text.get(at + 2..at + 2 + name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return Some(at);
        }
        at += 2;
    }
}

/// The end of the name that starts at `start`, the number of attributes, and the end of the tag. Stops
/// counting above the limit.
fn read_tag(bytes: &[u8], start: usize) -> (usize, usize, usize) {
    let skip = |mut at: usize, wanted: &dyn Fn(u8) -> bool| {
        while bytes.get(at).is_some_and(|&byte| wanted(byte)) {
            at += 1;
        }
        at
    };
    let space = |byte: u8| byte.is_ascii_whitespace();
    let name_end = skip(start, &|byte| !space(byte) && byte != b'>' && byte != b'/');
    let (mut at, mut count) = (name_end, 0);
    while count <= MAX_ATTRIBUTES {
        at = skip(at, &|byte| space(byte) || byte == b'/');
        match bytes.get(at) {
            None => break,
            Some(b'>') => return (name_end, count, at + 1),
            Some(_) => count += 1,
        }
        at = skip(at + 1, &|byte| !space(byte) && !matches!(byte, b'=' | b'>' | b'/'));
        let value = skip(at, &space);
        if bytes.get(value) == Some(&b'=') {
            at = skip(value + 1, &space);
            at = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let rest = bytes.get(at + 1..).unwrap_or_default();
                    memchr(quote, rest).map_or(bytes.len(), |end| at + 1 + end + 1)
                }
                _ => skip(at, &|byte| !space(byte) && byte != b'>'),
            };
        }
    }
    (name_end, count, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_too_many_attributes_is_found() {
        let many = |count: usize| " a='>' b=\"<i\" c /".repeat(count / 3 + 1);
        let long = many(MAX_ATTRIBUTES);
        for (text, expected) in [
            (format!("<p>а</p><div{long}>"), Some("<div")),
            (format!("<div{long}"), Some("<div")),
            (format!("</b{long}>"), Some("</b")),
            (format!("<!-- <i a=\" --><u{long}>"), Some("<u")),
            (format!("<script><i a=\"</script><u{long}>"), Some("<u")),
            (format!("<p{}>", many(MAX_ATTRIBUTES - 3)), None),
            (format!("а < б{}", " а".repeat(2000)), None),
            (format!("<!--><u{long}>"), Some("<u")),
            ("<title>".repeat(2000), None),
            (format!("<!--<p{long}>-->"), None),
            (format!("<p a=\"{long}"), Some("<p")),
            (format!("<p a='{}", "б ".repeat(2000)), None),
            ("<p a b".repeat(2000), Some("<p")),
            ("<p a>".repeat(2000), None),
        ] {
            let found = overlong_tag(&text).map(|range| &text[range]);
            assert_eq!(found, expected, "{}", &text[..40.min(text.len())]);
        }
    }
}
