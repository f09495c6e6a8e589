//! Addresses inside pages: the way to the root, and the links of a body.

use std::borrow::Cow;

use super::picture;
use crate::content::markdown::{Body, LinkKind, Piece};
use crate::photos::Picture;
use crate::site::Address;

/// How links to and from footnotes begin; see `content::markdown`.
const FOOTNOTE: &str = "<a href=\"#fn";

/// The relative address of the section's root from the page at `path`: `""`, `"../"`, `"../../"`.
pub(super) fn root(path: &str) -> String {
    "../".repeat(path.bytes().filter(|&byte| byte == b'/').count())
}

/// What [`splice`] puts into the HTML of a body.
pub(super) struct Insertions<'i, 'p> {
    /// Written before an address inside the section.
    pub(super) root: &'i str,
    /// Written before an address on the same page.
    pub(super) page: &'i str,
    /// Finds the finished picture of a source file. Its tag gets all sizes; a link leads to the
    /// largest.
    pub(super) picture: &'i dyn Fn(&str) -> Option<&'p Picture>,
    /// The HTML of each short code.
    pub(super) parts: &'i [String],
}

/// The HTML of `body` with its links, pictures and generated parts in place.
///
/// Nothing is escaped: addresses come from `slug` and fragments are ids of headings.
pub(super) fn splice<'a>(
    body: &'a Body,
    addresses: &[Address],
    insertions: &Insertions<'_, '_>,
) -> Cow<'a, str> {
    let &Insertions { root, page, picture, parts } = insertions;
    if addresses.is_empty() && body.codes.is_empty() && page.is_empty() {
        return Cow::Borrowed(&body.html);
    }
    let added: usize = addresses
        .iter()
        .map(|address| match address {
            Address::Here(fragment) => page.len() + fragment.len(),
            Address::Inside(path) => root.len() + path.len(),
            Address::Broken => 1,
        })
        .sum();
    let mut html = String::with_capacity(body.html.len() + added);
    // Bytes of the next piece that are the rest of an `<img>` and have been written.
    let mut written = 0;
    // The first picture of a page is not lazy.
    let mut is_first = page.is_empty();
    for piece in body.pieces() {
        let number = match piece {
            Piece::Html(text) => {
                html.push_str(&text[std::mem::take(&mut written)..]);
                continue;
            }
            Piece::Code(number) => {
                html.push_str(parts.get(number).map_or("", String::as_str));
                continue;
            }
            Piece::Link(number) => number,
        };
        match (&body.links[number], addresses.get(number)) {
            (_, Some(Address::Here(fragment))) => html.extend([page, fragment]),
            (link, Some(Address::Inside(path))) => {
                let is_image = link.kind == LinkKind::Image;
                let finished = picture(path);
                let tag = finished.zip(picture::rest_of_tag(&body.html, link.at));
                if let Some((finished, rest)) = tag.filter(|_| is_image) {
                    picture::write(&mut html, rest, finished, root, is_first);
                    written = rest.len();
                } else {
                    let largest = finished.and_then(|picture| picture.uncropped().next());
                    html.extend([root, largest.map_or(path, |largest| &largest.path)]);
                }
                is_first &= !is_image;
            }
            (_, Some(Address::Broken) | None) => html.push('#'),
        }
    }
    // Links of footnotes are not among the body's links. Text cannot match: its `<` is `&lt;`.
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

    fn links<'i>(root: &'i str, page: &'i str) -> Insertions<'i, 'static> {
        Insertions { root, page, picture: &|_| None, parts: &[] }
    }

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
        assert_eq!(splice(&body, &[], &links("", "")), html);
        assert_eq!(
            splice(&body, &[], &links("", "http://a.example/b.html")),
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
            splice(&body, &addresses, &links("../", "")),
            r##"<a href="../2022/a.html">раз</a> и <a href="#itogi">два</a>"##
        );
        assert_eq!(
            splice(&body, &addresses, &links("http://a.example/", "http://a.example/b.html")),
            r#"<a href="http://a.example/2022/a.html">раз</a> и <a href="http://a.example/b.html#itogi">два</a>"#
        );
    }
}
