//! A picture in a text: its address, its sizes for the browser to choose from, room kept for it.

use crate::photos::{Picture, PublishedPicture};

/// How wide a picture in the text is shown, for `sizes`: a column in large windows, else the whole.
const TEXT_WIDTH: &str = "(min-width: 44rem) 40rem, 94vw";

const OPEN: &str = "<img src=\"";
const LAZY: &str = " loading=\"lazy\"";

/// The rest of the tag from the address at `at`, if it is a picture's tag without sizes of its own,
/// as raw HTML may have.
pub(super) fn rest_of_tag(html: &str, at: usize) -> Option<&str> {
    let rest = &html[at..];
    let tag = &rest[..=rest.find('>')?];
    // A `>` within a value ends no tag: then a quote is still open.
    let whole = tag.bytes().filter(|&byte| byte == b'"').count() % 2 == 1;
    let own = [" width=", " height=", " srcset=", " sizes=", " style="];
    let plain = html[..at].ends_with(OPEN) && !own.iter().any(|own| tag.contains(own));
    (whole && plain).then_some(tag)
}

/// Writes the tag whose beginning up to the address stands at the end of `html`, and whose rest is
/// `rest`. The first picture of a page does not wait for the reader to come near.
pub(super) fn write(html: &mut String, rest: &str, picture: &Picture, root: &str, first: bool) {
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
    match rest.split_once(LAZY).filter(|_| first) {
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
    fn only_a_plain_tag_of_a_picture_is_taken() {
        let rest = |tag: &str| {
            let at = tag.find("src=\"").unwrap() + 5;
            rest_of_tag(&tag.replacen("a.jpg", "", 1), at).map(str::to_owned)
        };
        let taken = Some("\" alt=\"x\" loading=\"lazy\">".to_owned());
        assert_eq!(rest("<img src=\"a.jpg\" alt=\"x\" loading=\"lazy\"> text"), taken);
        assert_eq!(rest("<img src=\"a.jpg\" alt=\"x\" width=\"9\">"), None);
        assert_eq!(rest("<img src=\"a.jpg\" alt=\"x > y\">"), None);
        assert_eq!(rest("<img alt=\"x\" src=\"a.jpg\">"), None);
    }
}
