//! What the trash has, in words that a person knows it by; where it lay is said besides.

use serde_json::Value;

use super::event_name;
use crate::calendar::EventDate;
use crate::content::{ConflictCopy, PAGES, POSTS, REPORTS, document_path, is_below, is_markdown};
use crate::editor::api::ApiError;
use crate::editor::app::App;
use crate::editor::document_api::{day, moment};
use crate::editor::documents::{KEPT, TrashItem};
use crate::editor::json::json;
use crate::editor::photos;
use crate::editor::titles::{Titles, text_name};
use crate::file_kind::FileKind;

/// Everything that was removed, the latest first.
///
/// # Errors
/// If the disk fails.
pub(super) fn items(app: &App, titles: &Titles<'_>) -> Result<Vec<Value>, ApiError> {
    let mut items = Vec::new();
    let removed = app.documents.trash_items()?;
    for item in &removed {
        items.push((item.deleted, removed_document(item, titles)));
    }
    for photo in photos::trashed(app) {
        let path = document_path(&photo.event);
        let folder = photo.event.rsplit_once('/').map_or("", |(folder, _)| folder);
        let with_it = || removed.iter().find(|item| document_path(&item.file) == path);
        let event = titles.event_of(&photo.event).and_then(|event| titles.title(event));
        let event = event.or_else(|| with_it().map(|item| &*item.title));
        let item = json!({
            "kind": "photo",
            "id": photo.id,
            "what": "Снимок",
            "title": photo.alt.as_deref().unwrap_or(&photo.name),
            "about": event.map(event_name),
            "path": format!("{folder}/{}", photo.name),
            "picture": true,
        });
        items.push((photo.removed, item));
    }
    items.sort_by_key(|(removed, _)| std::cmp::Reverse(*removed));
    let items = items.into_iter().map(|(removed, mut item)| {
        item["removed"] = moment(removed).into();
        item["until"] = day(removed + jiff::SignedDuration::from_millis(KEPT)).into();
        item
    });
    Ok(items.collect())
}

/// A removed document or file as the list has it.
fn removed_document(item: &TrashItem, titles: &Titles<'_>) -> Value {
    let TrashItem { id, file, title, date, .. } = item;
    let copy = ConflictCopy::certain(file, |_| true);
    let is_text = is_markdown(file);
    let is_yaml = !is_text && file.to_ascii_lowercase().ends_with(".yaml");
    let what = if copy.is_some() {
        "Вторая версия файла"
    } else if !is_text && FileKind::from_name(file) == Some(FileKind::Picture) {
        "Снимок"
    } else if is_yaml {
        "Таблица"
    } else if is_text && is_below(file, POSTS) {
        "Событие"
    } else if is_text && is_below(file, PAGES) {
        "Страница"
    } else if is_text && is_below(file, REPORTS) {
        "Отчёт"
    } else {
        "Файл"
    };
    let owner = (what != "Событие").then(|| titles.event_of(file)).flatten();
    let owner = owner.and_then(|event| titles.title(event)).map(event_name);
    // A table has no title of its own.
    let title = match is_yaml {
        true => text_name(copy.as_ref().map_or(file, |copy| &copy.original), None),
        false => title.clone(),
    };
    let date = date.as_ref().map(|date| {
        EventDate::parse(date, None).map_or_else(|_| date.clone(), |date| date.to_string())
    });
    json!({
        "kind": "document",
        "id": id,
        "what": what,
        "title": title,
        "about": owner.or(date),
        "path": file,
        "picture": what == "Снимок",
    })
}
