//! Addresses that documents link to.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Characters that are not allowed in URLs (RFC 3986). Word calls a file with such a URL damaged.
const NOT_IN_ADDRESSES: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// `link` without the characters that are not allowed; `None` for URLs that a document must not link to.
pub(crate) fn encoded(link: &str) -> Option<String> {
    let is_allowed = ["http://", "https://", "mailto:"].iter().any(|start| link.starts_with(start));
    is_allowed.then(|| utf8_percent_encode(link, NOT_IN_ADDRESSES).to_string())
}
