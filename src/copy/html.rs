//! An event as HTML for the editor of another site: headings, paragraphs, lists, tables and pictures,
//! without styles and classes.

use std::collections::HashMap;

use super::compose::{CopiedPicture, EventFacts};
use crate::publish::fragment::{self, escape};
use crate::report::{Block, PictureBlock};

/// The HTML; `pictures` by their paths in the section.
pub(super) fn event(
    facts: &EventFacts<'_>,
    blocks: &[Block],
    pictures: &[CopiedPicture],
) -> String {
    let by_path: HashMap<&str, &CopiedPicture> =
        pictures.iter().map(|picture| (&*picture.path, picture)).collect();
    let in_text = crate::report::pictures(blocks);
    let shown = |picture: &PictureBlock| {
        by_path.get(&*picture.path).map_or_else(String::new, |found| image(found, &picture.caption))
    };
    let paragraph = |text: &String| format!("<p>{}</p>\n", escape(text));
    let mut html = format!("<h2>{}</h2>\n", escape(facts.title));
    html.extend(facts.lines.iter().map(paragraph));
    html += &fragment::plain(blocks, &shown);
    if blocks.is_empty() {
        html.extend(facts.summary.map(paragraph));
    }
    if !facts.results.is_empty() {
        let items = facts.results.iter().map(|result| format!("<li>{}</li>\n", escape(result)));
        html += &format!("<p>Итоги:</p>\n<ul>\n{}</ul>\n", items.collect::<String>());
    }
    let below =
        pictures.iter().filter(|picture| !in_text.iter().any(|one| one.path == picture.path));
    html.extend(
        below.map(|picture| image(picture, picture.caption.as_deref().unwrap_or_default())),
    );
    let url = escape(&facts.url.replace('$', "%24"));
    html += &format!("<p>Подробнее: <a href=\"{url}\">{url}</a></p>\n");
    html.extend(facts.sign_off.map(paragraph));
    html
}

fn image(picture: &CopiedPicture, caption: &str) -> String {
    let caption =
        if caption.is_empty() { String::new() } else { format!("<br>\n{}", escape(caption)) };
    let (name, alt) = (&picture.name, escape(&picture.alt));
    format!("<p><img src=\"{name}\" alt=\"{alt}\">{caption}</p>\n")
}

/// A page with `html` that a browser shows in the right encoding, to be copied from there.
pub fn page(title: &str, html: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"ru\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n</head>\n\
         <body>\n{html}</body>\n</html>\n",
        escape(title)
    )
}
