//! Addresses inside pages: the way to the root, and the links of a body put in their places.

use std::borrow::Cow;

use crate::content::markdown::Body;
use crate::site::Address;

/// How a link to or from a footnote begins; see `content::markdown`.
const FOOTNOTE: &str = "<a href=\"#fn";

/// What leads from the page at `path` to the root of the section: `""`, `"../"`, `"../../"`.
pub(super) fn root(path: &str) -> String {
    "../".repeat(path.bytes().filter(|&byte| byte == b'/').count())
}

/// The HTML of `body` with its links in place: an address inside the section after `root`, one on
/// the same page after `page`.
///
/// Addresses are made by `slug`, and fragments are ids of headings: neither holds a character that
/// would have to be escaped.
pub(super) fn splice<'a>(
    body: &'a Body,
    addresses: &[Address],
    root: &str,
    page: &str,
) -> Cow<'a, str> {
    if addresses.is_empty() && page.is_empty() {
        return Cow::Borrowed(&body.html);
    }
    let grown: usize = addresses
        .iter()
        .map(|address| match address {
            Address::Here(fragment) => page.len() + fragment.len(),
            Address::Inside(path) => root.len() + path.len(),
            Address::Broken => 1,
        })
        .sum();
    let mut html = String::with_capacity(body.html.len() + grown);
    let mut done = 0;
    for (link, address) in body.links.iter().zip(addresses) {
        html.push_str(&body.html[done..link.at]);
        done = link.at;
        match address {
            Address::Here(fragment) => html.extend([page, fragment]),
            Address::Inside(path) => html.extend([root, path]),
            Address::Broken => html.push('#'),
        }
    }
    html.push_str(&body.html[done..]);
    // Footnotes link to each other without being asked about. In text a `<` is written `&lt;`.
    Cow::Owned(if page.is_empty() {
        html
    } else {
        html.replace(FOOTNOTE, &format!("<a href=\"{page}#fn"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::markdown::{Link, LinkKind};
    use crate::diagnostic::Place;

    #[test]
    fn the_way_to_the_root_goes_up_once_for_each_folder() {
        assert_eq!(root("index.html"), "");
        assert_eq!(root("2022/turnir.html"), "../");
        assert_eq!(root("a/b/c.html"), "../../");
    }

    #[test]
    fn footnotes_lead_to_the_page_where_it_is_another() {
        let html = r##"<a href="#fn_1" id="fnref_1">1</a> &lt;a href="#fn"##;
        let body = Body { html: html.to_owned(), ..Body::default() };
        assert_eq!(splice(&body, &[], "", ""), html);
        assert_eq!(
            splice(&body, &[], "", "http://a.example/b.html"),
            r##"<a href="http://a.example/b.html#fn_1" id="fnref_1">1</a> &lt;a href="#fn"##
        );
    }

    #[test]
    fn links_are_put_in_their_places() {
        let html = r#"<a href="">раз</a> и <a href="">два</a>"#;
        let link = |at| Link {
            at,
            target: String::new(),
            fragment: None,
            kind: LinkKind::Page,
            place: Place::file("a.md"),
        };
        let second = html.rfind("\">").unwrap();
        let body =
            Body { html: html.to_owned(), links: vec![link(9), link(second)], ..Body::default() };
        let addresses = [Address::Inside("2022/a.html".into()), Address::Here("#itogi".into())];
        assert_eq!(
            splice(&body, &addresses, "../", ""),
            r##"<a href="../2022/a.html">раз</a> и <a href="#itogi">два</a>"##
        );
        assert_eq!(
            splice(&body, &addresses, "http://a.example/", "http://a.example/b.html"),
            r#"<a href="http://a.example/2022/a.html">раз</a> и <a href="http://a.example/b.html#itogi">два</a>"#
        );
    }
}
