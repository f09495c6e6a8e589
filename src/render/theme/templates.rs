//! The templates of the contract with themes, and the fallback for each that a theme lacks.
//!
//! A theme needs three templates: `list.html`, `post.html` and `page.html`. The others let it show
//! more pages in their own way.

/// What renders a page or part whose template a theme lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fallback {
    /// Nothing: the template is required.
    None,
    /// The theme's `list.html`.
    List,
    /// A template of the program.
    Builtin,
    /// The theme's `page.html` around a template of the program.
    BuiltinInPage,
}

/// All templates of the contract.
pub(super) const TEMPLATES: &[(&str, Fallback)] = &[
    ("404.html", Fallback::Builtin),
    ("archive.html", Fallback::List),
    ("chart.html", Fallback::Builtin),
    ("gallery.html", Fallback::Builtin),
    ("index.html", Fallback::List),
    ("list.html", Fallback::None),
    ("page.html", Fallback::None),
    ("post.html", Fallback::None),
    ("redirect.html", Fallback::Builtin),
    ("report.html", Fallback::BuiltinInPage),
    ("reports.html", Fallback::List),
    ("search.html", Fallback::BuiltinInPage),
    ("table.html", Fallback::Builtin),
    ("tags.html", Fallback::List),
    ("year.html", Fallback::List),
];

/// The scripts of the fallback page of the search.
pub(super) const SEARCH_SCRIPTS: [&str; 3] = ["minisearch.js", "search.js", "stemmer-ru.js"];

/// The templates that render a page.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render) struct PageTemplates {
    /// The template of the whole page.
    pub(in crate::render) whole: String,
    /// The template of its text, if that is rendered apart.
    pub(in crate::render) text: Option<String>,
}

impl PageTemplates {
    /// The template `name` alone.
    pub(super) fn single(name: &str) -> Self {
        Self { whole: name.to_owned(), text: None }
    }

    /// The fallback of `template`.
    pub(super) fn fallback(template: &str) -> Self {
        let found = TEMPLATES.iter().find(|(name, _)| *name == template);
        match found.map_or(Fallback::None, |(_, fallback)| *fallback) {
            Fallback::None => Self::single(template),
            Fallback::List => Self::single("list.html"),
            Fallback::Builtin => Self::single(&fallback_name(template)),
            Fallback::BuiltinInPage => {
                Self { whole: "page.html".to_owned(), text: Some(fallback_name(template)) }
            }
        }
    }
}

/// The name of a fallback template; no file of a theme can have it.
pub(super) fn fallback_name(template: &str) -> String {
    format!("rostok:{template}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::embedded;

    #[test]
    fn each_builtin_fallback_has_a_template() {
        let is_builtin = |fallback| matches!(fallback, Fallback::Builtin | Fallback::BuiltinInPage);
        let expected: Vec<&str> = TEMPLATES
            .iter()
            .filter(|(_, fallback)| is_builtin(*fallback))
            .map(|(name, _)| *name)
            .collect();
        let there: Vec<&str> = embedded::fallback_templates().map(|(name, _)| name).collect();
        assert_eq!(there, expected);
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
