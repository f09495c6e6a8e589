//! The tag of a picture in a text: its address, its files for the browser to choose from, its
//! dimensions.

use crate::photos::{Picture, PublishedPicture};

/// The `sizes` of a picture in the text: a column in large windows, else nearly the whole width.
const TEXT_WIDTH: &str = "(min-width: 44rem) 40rem, 94vw";

const OPEN: &str = "<img src=\"";
const LAZY: &str = " loading=\"lazy\"";

/// The rest of the `<img>` from its address, which begins at `at`. None for other tags and for one
/// that states dimensions itself, as raw HTML may.
pub(super) fn rest_of_tag(html: &str, at: usize) -> Option<&str> {
    let rest = &html[at..];
    let tag = &rest[..=rest.find('>')?];
    // A `>` inside an attribute's value does not end the tag: a quote is still open there.
    let is_whole = tag.bytes().filter(|&byte| byte == b'"').count() % 2 == 1;
    let own = [" width=", " height=", " srcset=", " sizes=", " style="];
    let is_plain = html[..at].ends_with(OPEN) && !own.iter().any(|own| tag.contains(own));
    (is_whole && is_plain).then_some(tag)
}

/// Completes the `<img>` whose beginning up to the address ends `html`; `rest` is what followed the
/// address. The first picture of a page is not loaded lazily.
pub(super) fn write(html: &mut String, rest: &str, picture: &Picture, root: &str, is_first: bool) {
    let files: Vec<_> = picture.uncropped().collect();
    let Some(largest) = files.first() else { return };
    let webp: Vec<_> = picture.uncropped_webp().collect();
    if !webp.is_empty() {
        html.truncate(html.len() - OPEN.len());
        html.push_str("<picture><source type=\"image/webp\" srcset=\"");
        srcset(html, &webp, root);
        html.extend(["\" sizes=\"", TEXT_WIDTH, "\">", OPEN]);
    }
    html.extend([root, &largest.path]);
    if files.len() > 1 {
        html.push_str("\" srcset=\"");
        srcset(html, &files, root);
        html.extend(["\" sizes=\"", TEXT_WIDTH]);
    }
    html.push_str(&format!("\" width=\"{}\" height=\"{}", largest.width, largest.height));
    if let Some(placeholder) = &picture.placeholder {
        html.extend(["\" style=\"", placeholder]);
    }
    match rest.split_once(LAZY).filter(|_| is_first) {
        Some((before, after)) => html.extend([before, after]),
        None => html.push_str(rest),
    }
    if !webp.is_empty() {
        html.push_str("</picture>");
    }
}

fn srcset(html: &mut String, files: &[&PublishedPicture], root: &str) {
    for (number, file) in files.iter().enumerate() {
        let comma = if number == 0 { "" } else { ", " };
        html.push_str(&format!("{comma}{root}{} {}w", file.path, file.width));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_img_without_dimensions_gets_sizes() {
        let rest = |tag: &str| {
            let at = tag.find("src=\"").unwrap() + 5;
            rest_of_tag(&tag.replacen("a.jpg", "", 1), at).map(str::to_owned)
        };
        let completed = Some("\" alt=\"x\" loading=\"lazy\">".to_owned());
        assert_eq!(rest("<img src=\"a.jpg\" alt=\"x\" loading=\"lazy\"> text"), completed);
        assert_eq!(rest("<img src=\"a.jpg\" alt=\"x\" width=\"9\">"), None);
        assert_eq!(rest("<img src=\"a.jpg\" alt=\"x > y\">"), None);
        assert_eq!(rest("<img alt=\"x\" src=\"a.jpg\">"), None);
    }
}
