//! What the page calls the texts of the site: events and pages by their titles, files by their jobs.

use std::collections::BTreeMap;

use super::app::App;
use super::documents::FieldValue;
use crate::config;
use crate::content::data::{DATA, TableKind};
use crate::content::{PAGES, POSTS, REPORTS, document_path, is_below, is_markdown, last_name};
use crate::typography;

/// The titles of events by their file and by the path of their page, as the editor shows them.
pub(super) struct Titles<'a> {
    app: &'a App,
    events: BTreeMap<String, EventTitle>,
}

#[derive(Clone)]
struct EventTitle {
    title: String,
    file: String,
    warnings: usize,
}

impl<'a> Titles<'a> {
    pub(super) fn new(app: &'a App) -> Self {
        let snapshot = app.engine().map(|engine| engine.snapshot());
        let rows = snapshot.iter().flat_map(|snapshot| snapshot.documents());
        let mut events = BTreeMap::new();
        for row in rows {
            let known = EventTitle {
                title: row.title.to_owned(),
                file: row.file.to_owned(),
                warnings: row.warnings,
            };
            events.extend(row.path.map(|path| (path.to_owned(), known.clone())));
            events.insert(row.file.to_owned(), known);
        }
        Self { app, events }
    }

    /// The title of the event at `path`, a file or a page.
    pub(super) fn title(&self, path: &str) -> Option<&str> {
        self.events.get(path).map(|event| &*event.title).filter(|title| !title.is_empty())
    }

    /// The file of the event whose page is at `path`.
    pub(super) fn file(&self, path: &str) -> Option<&str> {
        self.events.get(path).map(|event| &*event.file)
    }

    /// How much of the event whose page is at `path` wants a second look.
    pub(super) fn warnings(&self, path: &str) -> usize {
        self.events.get(path).map_or(0, |event| event.warnings)
    }

    /// The event that `file` is the text of, or belongs to, as a photo does.
    pub(super) fn event_of(&self, file: &str) -> Option<&str> {
        if let Some((text, _)) = self.events.get_key_value(file) {
            return Some(text);
        }
        let is_owner = |text: &&String| is_below(file, document_path(text));
        self.events.keys().filter(|text| is_below(text, POSTS)).find(is_owner).map(|text| &**text)
    }

    /// What the page calls `file`.
    pub(super) fn name(&self, file: &str) -> String {
        if let Some(title) = self.event_of(file).and_then(|event| self.title(event)) {
            return title.to_owned();
        }
        let opened = is_text(file).then(|| self.app.documents.open(file).ok()).flatten();
        match opened.as_ref().and_then(|opened| opened.value("title")) {
            Some(FieldValue::Text(title)) => text_name(file, Some(title)),
            _ => text_name(file, None),
        }
    }
}

/// Whether the page can show the text of `file` and change it.
pub(super) fn is_text(file: &str) -> bool {
    let is_in = |folder: &str| is_below(file, folder);
    file == config::FILE
        || is_in(DATA) && file.ends_with(".yaml")
        || is_markdown(file) && [POSTS, PAGES, REPORTS, DATA].into_iter().any(is_in)
}

/// The name of a text that is no event; `title` is its own.
pub(super) fn text_name(file: &str, title: Option<&str>) -> String {
    if file == config::FILE {
        return "Настройки раздела".to_owned();
    }
    let name = last_name(file);
    let table = TableKind::ALL.into_iter().find(|kind| kind.file() == file);
    let title = title.filter(|title| !title.is_empty()).unwrap_or(name);
    match table {
        Some(table) => format!("Таблица «{}»", table.schema().title),
        None if is_below(file, PAGES) => format!("Страница {}", typography::titled(title)),
        None if is_below(file, REPORTS) => format!("Отчёт {}", typography::titled(title)),
        None if is_below(file, "themes") => format!("Оформление: {name}"),
        None => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_named_by_what_they_are() {
        assert_eq!(text_name("content/site.yaml", None), "Настройки раздела");
        assert_eq!(text_name("content/data/teachers.yaml", None), "Таблица «Педагоги центра»");
        assert_eq!(text_name("content/pages/zadachi.md", Some("Задачи")), "Страница «Задачи»");
        assert_eq!(text_name("content/pages/zadachi.md", None), "Страница «zadachi.md»");
        assert_eq!(text_name("content/reports/1.md", Some("")), "Отчёт «1.md»");
        assert_eq!(text_name("themes/svoya/post.html", None), "Оформление: post.html");
        assert_eq!(text_name("content/data/ucheniki.yaml", None), "ucheniki.yaml");
    }

    #[test]
    fn only_texts_of_the_content_are_shown() {
        let texts = [
            "content/site.yaml",
            "content/data/teachers.yaml",
            "content/pages/a.md",
            "content/pages/О центре.MD",
        ];
        assert!(texts.iter().all(|file| is_text(file)));
        let others =
            ["content/posts/a/1.jpg", "themes/a/post.html", "content/pages/a.yaml", ".a.md"];
        assert!(!others.iter().any(|file| is_text(file)));
    }
}
