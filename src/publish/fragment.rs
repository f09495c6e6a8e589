//! Pieces of HTML to be pasted into a page that lives in the hosting's own editor.
//!
//! Such a page has a template of its own, of which nothing is known. So a piece brings its own
//! ground and colours, inline, and no script; its links are absolute. uCoz reads `$NAME$` and
//! `<?…?>` in what is pasted (its documentation of templates): neither can come about, because `$`
//! and `<` of texts are written as references.

mod document;

use crate::site::{Event, ListPage, Site};

pub use document::document;

/// The ground: dark letters on white, whatever lies around.
const GROUND: &str = "background:#ffffff;color:#1b1f24;border:1px solid #c9d1d9;padding:12px 16px;\
                      text-align:left;line-height:1.5";

/// A link: 6.5:1 on white, underlined, so that it is no matter of colour alone.
const LINK: &str = "color:#0b4f9e;text-decoration:underline;background:none";

/// The list's own look taken from it: templates like to paint theirs.
const LIST: &str = "list-style:none;margin:0;padding:0;background:none";

const ITEM: &str = "list-style:none;margin:0 0 12px;padding:0;background:none;color:#1b1f24";

const SMALL: &str = "font-size:90%;color:#4a525b";

/// The newest events, at most `count`. Announcements are left out: they would grow old in a page
/// that nobody builds again. None where nothing is left.
pub fn events(site: &Site, of: Events, count: usize) -> Option<String> {
    let list = match of {
        Events::All => &site.all,
        Events::Direction(direction) => &site.directions[direction],
    };
    let events = list.events.iter().rev().map(|&id| &site.events[id]);
    let items: String = events
        .filter(|event| !event.details.announcement)
        .take(count)
        .map(|event| item(site, event, of))
        .collect();
    if items.is_empty() {
        return None;
    }
    let more = match of {
        Events::All => "Все события".to_owned(),
        Events::Direction(direction) => {
            format!("Все события: {}", site.config.directions[direction].short)
        }
    };
    let more = link(site, &list.path(ListPage::Newest), &more);
    Some(format!(
        "<div style=\"{GROUND}\">\n<ul style=\"{LIST}\">\n{items}</ul>\n\
         <p style=\"margin:0\">{more}</p>\n</div>\n"
    ))
}

/// Which events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Events {
    /// Of all directions.
    All,
    /// Of the direction at this place of the settings.
    Direction(usize),
}

fn item(site: &Site, event: &Event, of: Events) -> String {
    let post = &event.document;
    let mut small = text(&post.meta.date.to_string());
    if of == Events::All {
        let direction = &site.config.directions[post.meta.direction].short;
        small += &format!(" &middot; {}", text(direction));
    }
    let title = link(site, &event.path, &post.title);
    let summary = post.summary.as_deref().map(|summary| format!("<br>\n{}", text(summary)));
    format!(
        "<li style=\"{ITEM}\"><b>{title}</b><br>\n<span style=\"{SMALL}\">{small}</span>{}</li>\n",
        summary.unwrap_or_default()
    )
}

fn link(site: &Site, path: &str, title: &str) -> String {
    let href = text(&format!("{}{path}", site.config.base_url).replace('$', "%24"));
    format!("<a href=\"{href}\" style=\"{LINK}\">{}</a>", text(title))
}

/// `text` as HTML, in an attribute too. A non-breaking space is written so that an editor keeps it.
fn text(text: &str) -> String {
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
    fn nothing_of_a_text_is_read_by_a_template() {
        assert_eq!(
            text("$YEAR$ <?if(1)?> «A&B»\u{a0}\"c\""),
            "&#36;YEAR&#36; &lt;?if(1)?&gt; «A&amp;B»&nbsp;&quot;c&quot;"
        );
    }
}
