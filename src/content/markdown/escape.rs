//! Texts and addresses, escaped for where they stand.

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

/// Writes text between tags.
pub(super) fn escape_text(html: &mut String, text: &str) {
    // Writing into a string cannot fail; so in the two below.
    let _ = escape_html_body_text(html, text);
}

/// Writes text inside an attribute.
pub(super) fn escape_attribute(html: &mut String, text: &str) {
    let _ = escape_html(html, text);
}

/// Writes an address inside an attribute.
pub(super) fn escape_address(html: &mut String, address: &str) {
    let _ = escape_href(html, address);
}
