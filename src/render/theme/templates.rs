//! The templates that the program asks a theme for, and what stands in for one that a theme lacks.
//!
//! So three templates make a theme: `list.html`, `post.html` and `page.html`. The others are asked
//! for because a good theme shows these pages in a way of their own.

/// What shows a page, or a part of one, whose own template a theme lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Without {
    /// Nothing: the theme has to have it.
    Refused,
    /// The theme's own `list.html`.
    List,
    /// A spare template of the program.
    Spare,
    /// The theme's own `page.html`, with what a spare template of the program makes as its text.
    SpareInPage,
}

/// All of them.
pub(super) const TEMPLATES: &[(&str, Without)] = &[
    ("404.html", Without::Spare),
    ("archive.html", Without::List),
    ("chart.html", Without::Spare),
    ("gallery.html", Without::Spare),
    ("index.html", Without::List),
    ("list.html", Without::Refused),
    ("page.html", Without::Refused),
    ("post.html", Without::Refused),
    ("redirect.html", Without::Spare),
    ("report.html", Without::SpareInPage),
    ("reports.html", Without::List),
    ("search.html", Without::SpareInPage),
    ("table.html", Without::Spare),
    ("tags.html", Without::List),
    ("year.html", Without::List),
];

/// The scripts that the spare page of the search asks for.
pub(super) const SEARCH_SCRIPTS: [&str; 3] = ["minisearch.js", "search.js", "stemmer-ru.js"];

/// By which templates a page is made.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render) struct Shown {
    /// The one that makes all of it.
    pub(in crate::render) whole: String,
    /// The one that makes the text for that.
    pub(in crate::render) text: Option<String>,
}

impl Shown {
    /// By the template of this name.
    pub(super) fn by(name: &str) -> Self {
        Self { whole: name.to_owned(), text: None }
    }

    /// In place of `template`.
    pub(super) fn without(template: &str) -> Self {
        let found = TEMPLATES.iter().find(|(name, _)| *name == template);
        match found.map_or(Without::Refused, |(_, without)| *without) {
            Without::Refused => Self::by(template),
            Without::List => Self::by("list.html"),
            Without::Spare => Self::by(&spare(template)),
            Without::SpareInPage => {
                Self { whole: "page.html".to_owned(), text: Some(spare(template)) }
            }
        }
    }
}

/// The name of a spare template; no folder of a theme gives such a one.
pub(super) fn spare(template: &str) -> String {
    format!("rostok:{template}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::embedded;

    #[test]
    fn there_is_a_spare_template_wherever_one_stands_in() {
        let wanted = |without| matches!(without, Without::Spare | Without::SpareInPage);
        let wanted: Vec<&str> = TEMPLATES
            .iter()
            .filter(|(_, without)| wanted(*without))
            .map(|(name, _)| *name)
            .collect();
        let there: Vec<&str> = embedded::spare_templates().map(|(name, _)| name).collect();
        assert_eq!(there, wanted);
    }

    #[test]
    fn the_document_names_each_template_and_no_other() {
        let document = include_str!("../../../THEMES.md");
        let heads = document.lines().filter_map(|line| line.strip_prefix("### `"));
        let named: Vec<&str> = heads.filter_map(|head| head.strip_suffix(".html`")).collect();
        let asked: Vec<&str> =
            TEMPLATES.iter().filter_map(|(name, _)| name.strip_suffix(".html")).collect();
        let mut sorted = named.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, asked);
    }
}
