//! Which tags, attributes and addresses may stay.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use super::Mark;
use crate::content::markdown::links::{self, Address};

/// The tags that may stay: what teachers paste from elsewhere, and what the writer writes.
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

/// The tags whose content is no text for readers: it goes with them.
pub(in crate::content::markdown) const NOT_TEXT: [&str; 15] = [
    "script", "style", "iframe", "object", "audio", "video", "noscript", "template", "svg", "math",
    "textarea", "title", "xmp", "noembed", "noframes",
];

/// The tags whose loss the author has to know of.
pub(in crate::content::markdown) const REMOVED: [&str; 24] = [
    "script", "style", "iframe", "object", "audio", "video", "noscript", "template", "svg", "math",
    "textarea", "title", "xmp", "noembed", "noframes", "embed", "applet", "form", "input",
    "button", "select", "link", "meta", "base",
];

/// The attributes that only the program may write.
const OWN: [&str; 7] = ["id", "class", "style", "role", "aria-label", "tabindex", "data-embed"];

/// The sanitiser for a body with this mark.
pub(super) fn builder(mark: &Mark) -> Builder<'static> {
    let mut builder = Builder::empty();
    let word = mark.word.clone();
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
    let generic = OWN.into_iter().chain(["title", "lang"]);
    builder
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(NOT_TEXT))
        .generic_attributes(generic.collect())
        .tag_attributes(
            attributes
                .map(|(tag, names)| (tag, names.iter().copied().collect()))
                .into_iter()
                .collect::<HashMap<_, HashSet<_>>>(),
        )
        // A box of a task list is no field. Not more than one such value for a tag: ammonia writes
        // them in the order of a hash map, another one in each run.
        .set_tag_attribute_value("input", "disabled", "")
        .url_schemes(HashSet::from(links::SCHEMES))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(move |tag, name, value| {
            let ours = value.starts_with(&word);
            let only_ours = OWN.contains(&name) || tag == "input" && name == "type";
            let address = name == "href" || name == "src";
            let kept = ours
                || !only_ours && !address
                || address && links::classify(value) == Address::Outside;
            kept.then_some(Cow::Borrowed(value))
        });
    builder
}
