//! HTML fragments to paste into pages that are edited in the hosting's own editor.
//!
//! Such a page has an unknown template. So a fragment brings its background and colours, as inline styles,
//! and no script; its links are absolute. uCoz replaces `$NAME$` and `<?…?>` in pasted HTML (its
//! documentation of templates): neither can occur, because `$` and `<` of texts are written as references.

mod document;

use crate::config::DirectionId;
use crate::site::{Event, ListPage, Site};

pub use document::{document, plain};

/// Dark text on white, whatever is around it.
const BOX: &str = "background:#ffffff;color:#1b1f24;border:1px solid #c9d1d9;padding:12px 16px;\
                      text-align:left;line-height:1.5";

/// Contrast 6.5:1 on white; underlined, because colour alone does not mark a link.
const LINK: &str = "color:#0b4f9e;text-decoration:underline;background:none";

/// Resets the list styles of the template.
const LIST: &str = "list-style:none;margin:0;padding:0;background:none";

const ITEM: &str = "list-style:none;margin:0 0 12px;padding:0;background:none;color:#1b1f24";

const SMALL: &str = "font-size:90%;color:#4a525b";

/// The newest events, at most `count`; `None` if there are none. Announcements are left out: they would become
/// outdated in a page that is never rebuilt. So are those whose day has passed.
pub fn events(site: &Site, selection: EventSelection, count: usize) -> Option<String> {
    let list = match selection {
        EventSelection::All => &site.all,
        EventSelection::Direction(direction) => site.direction_list(direction),
    };
    let events = list.events.iter().rev().map(|&id| site.event(id));
    let items: String = events
        .filter(|event| !event.details.announcement && !event.details.awaits_story)
        .take(count)
        .map(|event| item(site, event, selection))
        .collect();
    if items.is_empty() {
        return None;
    }
    let more = match selection {
        EventSelection::All => "Все события".to_owned(),
        EventSelection::Direction(direction) => {
            format!("Все события: {}", site.config.direction(direction).short)
        }
    };
    let path = match selection {
        EventSelection::All => site.news_path(),
        EventSelection::Direction(_) => list.path(ListPage::Newest),
    };
    let more = link(site, &path, &more);
    Some(format!(
        "<div style=\"{BOX}\">\n<ul style=\"{LIST}\">\n{items}</ul>\n\
         <p style=\"margin:0\">{more}</p>\n</div>\n"
    ))
}

/// Which events a fragment lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventSelection {
    All,
    Direction(DirectionId),
}

fn item(site: &Site, event: &Event, selection: EventSelection) -> String {
    let post = &event.document;
    let mut small = escape(&post.meta.date_text());
    if selection == EventSelection::All {
        let direction = &site.config.direction(post.meta.direction).short;
        small += &format!(" &middot; {}", escape(direction));
    }
    let title = link(site, &event.path, &post.title);
    let summary = post.summary.as_deref().map(|summary| format!("<br>\n{}", escape(summary)));
    format!(
        "<li style=\"{ITEM}\"><b>{title}</b><br>\n<span style=\"{SMALL}\">{small}</span>{}</li>\n",
        summary.unwrap_or_default()
    )
}

fn link(site: &Site, path: &str, title: &str) -> String {
    let href = escape(&format!("{}{path}", site.config.base_url).replace('$', "%24"));
    format!("<a href=\"{href}\" style=\"{LINK}\">{}</a>", escape(title))
}

/// Escapes a text for HTML, also in attributes. A non-breaking space becomes `&nbsp;`, which editors keep.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '$' => html.push_str("&#36;"),
            '\u{a0}' => html.push_str("&nbsp;"),
            '\n' => html.push_str("<br>\n"),
            _ => html.push(letter),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_contain_no_template_codes() {
        assert_eq!(
            escape("$YEAR$ <?if(1)?> «A&B»\u{a0}\"c\""),
            "&#36;YEAR&#36; &lt;?if(1)?&gt; «A&amp;B»&nbsp;&quot;c&quot;"
        );
    }
}
