//! A standing page of the section.

use jiff::civil::Date;

use super::markdown::Body;
use super::short_code::Home;
use super::{Form, Unsound, front_matter};
use crate::config::Config;
use crate::diagnostic::{Diagnostics, Place};
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
    /// The page in `text`, the text of `file`.
    pub fn parse(
        file: &str,
        text: &str,
        config: &Config,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Box<Unsound>> {
        let form = Form { keys: KEYS, codes: Some(Home::Page) };
        super::read((file, text), config, &form, diagnostics, |fields, body, diagnostics| {
            Self::of(file, config, &fields, body, diagnostics)
        })
    }

    fn of(
        file: &str,
        config: &Config,
        fields: &Fields<'_>,
        body: Body,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Box<Unsound>> {
        let hint = "добавьте строку `название: …`";
        let title = fields.required("title", "не указано название", hint, diagnostics);
        let summary = fields.text("summary", diagnostics).map(|text| config.typeset(text));
        let order = fields.number("order", 0..=9999, diagnostics);
        let menu = fields.flag("menu", diagnostics).unwrap_or(true);
        let draft = fields.flag("draft", diagnostics).unwrap_or(false);
        let aliases = front_matter::aliases(fields, diagnostics);
        let updated = front_matter::updated(fields, diagnostics);
        let slug = front_matter::slug_of(file, fields, diagnostics);
        match (title, slug) {
            (Some(title), Some(slug)) => Ok(Self {
                file: file.to_owned(),
                folder: front_matter::own_folder(file),
                slug,
                title: config.typeset(title),
                summary,
                order,
                menu,
                draft,
                aliases,
                updated,
                body,
            }),
            _ => Err(Box::new(Unsound { body, draft, ..Unsound::new(file) })),
        }
    }
}
