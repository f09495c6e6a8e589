//! A standing page of the section.

use jiff::civil::Date;

use super::markdown::Body;
use super::short_code::Home;
use super::{Parts, Unsound, front_matter};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::typography;
use crate::yaml::{Fields, Key};

const KEYS: &[Key] = &[
    ("title", "название"),
    ("summary", "кратко"),
    ("order", "порядок"),
    ("menu", "меню"),
    ("draft", "черновик"),
    ("slug", "адрес"),
    ("aliases", "прежние_адреса"),
    ("updated", "обновлено"),
];

/// A standing page: «Общая информация», «Документы».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its file, relative to the site's root.
    pub file: String,
    /// The folder that is its own, with `/` at its end, if it has one.
    pub folder: Option<String>,
    /// Its name in addresses.
    pub slug: String,
    /// The title, typeset.
    pub title: String,
    /// A sentence about it, typeset.
    pub summary: Option<String>,
    /// Its place in the menu: smaller numbers first, pages without one after them by title.
    pub order: Option<u32>,
    /// Whether the menu has it.
    pub menu: bool,
    /// Whether it is not to be published yet.
    pub draft: bool,
    /// Former addresses, each with its place in the file.
    pub aliases: Vec<(String, Place)>,
    /// The day of the last change.
    pub updated: Option<Date>,
    /// The text.
    pub body: Body,
}

impl Page {
    /// The page in `text`, the text of `file`, and what is wrong with it.
    pub fn parse(
        file: &str,
        text: &str,
        config: &Config,
    ) -> (Result<Self, Unsound>, Vec<Diagnostic>) {
        let Parts { document, node, body, body_problems } =
            match Parts::of(file, text, config, Some(Home::Page)) {
                Ok(parts) => parts,
                Err((unsound, problems)) => return (Err(*unsound), problems),
            };
        let mut problems = document.cut_values();
        let fields = Fields::new(document, &node, KEYS, &mut problems);
        let title = fields.required(
            "title",
            "не указано название",
            "добавьте строку `название: …`",
            &mut problems,
        );
        let typeset = |text: String| {
            if config.typography { typography::prose(&text).into_owned() } else { text }
        };
        let summary = fields.text("summary", &mut problems).map(typeset);
        let order = fields.number("order", 0..=9999, &mut problems);
        let menu = fields.flag("menu", &mut problems).unwrap_or(true);
        let draft = fields.flag("draft", &mut problems).unwrap_or(false);
        let aliases = front_matter::aliases(&fields, &mut problems);
        let updated = front_matter::updated(&fields, &mut problems);
        let slug = front_matter::slug_of(file, &fields, &mut problems);
        problems.extend(body_problems);
        let page = match (title, slug) {
            (Some(title), Some(slug)) => Ok(Self {
                file: file.to_owned(),
                folder: front_matter::own_folder(file),
                slug,
                title: typeset(title),
                summary,
                order,
                menu,
                draft,
                aliases,
                updated,
                body,
            }),
            _ => Err(Unsound { body, draft, ..Unsound::new(file) }),
        };
        (page, problems)
    }
}
