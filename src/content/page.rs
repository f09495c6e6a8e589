//! Standing pages: «Общая информация», «Документы».

use super::document::{Document, Meta};
use super::front_matter::FrontMatter;
use super::short_code::ShortcodeContext;
use crate::yaml::Key;

/// A standing page.
pub type Page = Document<PageMeta>;

/// The keys that only pages have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageMeta {
    /// Its place in the menu: smaller numbers first, then pages without one, by title.
    pub order: Option<u32>,
    /// Whether the menu shows it.
    pub menu: bool,
}

impl Meta for PageMeta {
    const KEYS: &'static [Key] = &[
        ("title", "название"),
        ("summary", "кратко"),
        ("order", "порядок"),
        ("menu", "меню"),
        ("draft", "черновик"),
        ("slug", "адрес"),
        ("aliases", "прежние_адреса"),
        ("updated", "обновлено"),
        ("lines", "строки"),
    ];
    const SHORT_CODES: Option<ShortcodeContext> = Some(ShortcodeContext::Page);
    const TITLE_HINT: Option<&'static str> = Some("добавьте строку `название: …`");

    fn read(front_matter: &mut FrontMatter<'_>) -> Option<Self> {
        Some(Self {
            order: front_matter.number("order", 0..=9999),
            menu: front_matter.flag("menu").unwrap_or(true),
        })
    }
}
