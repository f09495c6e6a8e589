//! What an element of a page holds, by its name and classes.

/// What an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageRole {
    Title,
    Date,
    /// Who added the news, when, how many have seen it.
    Details,
    Body,
    Skipped,
}

pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "img"
            | "meta"
            | "link"
            | "base"
            | "input"
            | "hr"
            | "source"
            | "wbr"
            | "col"
            | "area"
            | "embed"
            | "track"
    )
}

pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "li"
            | "ul"
            | "ol"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "section"
            | "article"
            | "blockquote"
            | "pre"
            | "dl"
            | "dt"
            | "dd"
            | "main"
    )
}

/// The role of an element by its name and classes. The first are those of uCoz, the others those that
/// most systems have in some form.
pub(super) fn role(name: &str, class: &str, property: &str) -> Option<PageRole> {
    let class = class.to_lowercase();
    let has = |words: &[&str]| {
        class.split(' ').any(|class| words.iter().any(|word| class.contains(word)))
    };
    let is = |words: &[&str]| class.split(' ').any(|class| words.contains(&class));
    if matches!(
        name,
        "script" | "style" | "nav" | "footer" | "aside" | "form" | "noscript" | "title"
    ) || has(&[
        "readall",
        "read-more",
        "readmore",
        "more-link",
        "breadcrumb",
        "menu",
        "pagination",
    ]) {
        return Some(PageRole::Skipped);
    }
    if is(&["etitle"]) || property == "headline" {
        return Some(PageRole::Title);
    }
    if is(&["emessage", "etext"]) || property == "articlebody" || property == "articleBody" {
        return Some(PageRole::Body);
    }
    if is(&["edetails", "edetails1", "edetails2"]) {
        return Some(PageRole::Details);
    }
    if name == "time" || property == "datePublished" {
        return Some(PageRole::Date);
    }
    if matches!(name, "h1" | "h2" | "h3" | "h4") {
        return Some(PageRole::Title);
    }
    // «update» and «validate» are no dates.
    if has(&["date", "published"]) && !has(&["update", "validate"]) {
        return Some(PageRole::Date);
    }
    if has(&["title", "headline"]) && matches!(name, "a" | "div" | "span" | "p" | "td" | "b") {
        return Some(PageRole::Title);
    }
    (name == "p" || has(&["text", "content", "message", "descr", "anons", "preview", "detail"]))
        .then_some(PageRole::Body)
}
