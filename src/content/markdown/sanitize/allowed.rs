//! The tags, attributes and URLs that the sanitiser keeps.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use super::TrustMarker;
use crate::content::markdown::address::{self, Destination};
use crate::content::markdown::tags::NON_TEXT_ELEMENTS;

/// Allowed tags: those that teachers paste from elsewhere, and those that the writer writes.
const TAGS: [&str; 59] = [
    "a",
    "abbr",
    "address",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

/// Removed tags that the author is warned about.
pub(in crate::content::markdown) const REMOVED: [&str; 24] = [
    "script", "style", "iframe", "object", "audio", "video", "noscript", "template", "svg", "math",
    "textarea", "title", "xmp", "noembed", "noframes", "embed", "applet", "form", "input",
    "button", "select", "link", "meta", "base",
];

/// Attributes that are kept only with the marker of the program.
const TRUSTED: [&str; 7] = ["id", "class", "style", "role", "aria-label", "tabindex", "data-embed"];

/// The sanitiser for a body with this marker.
pub(super) fn sanitizer(marker: &TrustMarker) -> Builder<'static> {
    let mut builder = Builder::empty();
    let word = marker.word.clone();
    let attributes: [(&str, &[&str]); 13] = [
        ("a", &["href", "hreflang"]),
        ("img", &["src", "alt", "width", "height", "loading"]),
        ("input", &["type", "checked"]),
        ("ol", &["start", "reversed", "type"]),
        ("li", &["value"]),
        ("td", &["colspan", "rowspan", "headers", "align"]),
        ("th", &["colspan", "rowspan", "headers", "align", "scope"]),
        ("col", &["span"]),
        ("colgroup", &["span"]),
        ("details", &["open"]),
        ("del", &["datetime"]),
        ("ins", &["datetime"]),
        ("bdo", &["dir"]),
    ];
    let generic = TRUSTED.into_iter().chain(["title", "lang"]);
    builder
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(NON_TEXT_ELEMENTS))
        .generic_attributes(generic.collect())
        .tag_attributes(
            attributes
                .map(|(tag, names)| (tag, names.iter().copied().collect()))
                .into_iter()
                .collect::<HashMap<_, HashSet<_>>>(),
        )
        // Makes the checkbox of a task list read-only. Set at most one such value for a tag:
        // ammonia writes them in the order of a hash map, which differs between runs.
        .set_tag_attribute_value("input", "disabled", "")
        .url_schemes(HashSet::from(address::SCHEMES))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(move |tag, name, value| {
            let trusted = value.starts_with(&word);
            let reserved = TRUSTED.contains(&name) || tag == "input" && name == "type";
            let is_url = name == "href" || name == "src";
            let kept = trusted
                || !reserved && !is_url
                || is_url && address::classify(value) == Destination::External;
            kept.then_some(Cow::Borrowed(value))
        });
    builder
}
