//! Escapes text and addresses for HTML.

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

/// Escapes text between tags.
pub(super) fn escape_text(html: &mut String, text: &str) {
    // Writing to a string cannot fail, here and below.
    let _ = escape_html_body_text(html, text);
}

/// Escapes the value of an attribute.
pub(super) fn escape_attribute(html: &mut String, text: &str) {
    let _ = escape_html(html, text);
}

/// Escapes a URL as the value of an attribute.
pub(super) fn escape_address(html: &mut String, address: &str) {
    let _ = escape_href(html, address);
}
