//! The API of one event: its text and fields, how it is shown and saved, the trash.

mod echo;
mod problems;
mod request;
mod view;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::json;

use super::api::{ApiError, Bound, Call, Method, Reply, Route, sentence};
use super::app::App;
use super::documents::{Edit, NewEvent, Opened, TrashItem, body_range};
use super::{events, settings, titles};
use crate::calendar::EventDate;
use crate::content::{POSTS, is_below};
use crate::serve::engine::Snapshot;
pub(super) use problems::hint_of_form;
use request::{DocumentChange, refusal, refusal_with};

pub(super) const ROUTES: &[Route] = &[
    get("/api/document", open),
    get("/api/trash", list_trash),
    post("/api/document/show", show),
    post("/api/document/save", save),
    post("/api/document/keep", keep),
    post("/api/document/new", create),
    post("/api/document/trash", trash),
    post("/api/document/restore", restore),
    post("/api/document/versions", versions),
];

type Function = fn(&Call<'_>) -> Result<Reply, ApiError>;

const fn get(path: &'static str, function: Function) -> Route {
    Route { method: Method::Get, path, body: Bound::None, function }
}

const fn post(path: &'static str, function: Function) -> Route {
    Route { method: Method::Post, path, body: Bound::Json, function }
}

/// How long an answer waits for the engine to have taken in what was typed or saved.
pub(super) const PATIENCE: Duration = Duration::from_millis(1500);

/// `file` if it may be the file of an event.
///
/// # Errors
/// If it leads elsewhere.
pub(super) fn document_file(file: &str) -> Result<String, ApiError> {
    let is_event = is_below(file, POSTS) && file.to_ascii_lowercase().ends_with(".md");
    sound(file, is_event).ok_or_else(|| ApiError::new(404, "Такого события нет"))
}

/// `file` if it may be a text of the site: an event, a page, a report, a table, the settings.
fn text_file(file: &str) -> Result<String, ApiError> {
    sound(file, titles::is_text(file)).map_or_else(|| document_file(file), Ok)
}

/// `file`, if it is of the right kind and leads nowhere else.
fn sound(file: &str, is_kind: bool) -> Option<String> {
    let is_name = |name: &str| {
        !name.is_empty() && !name.starts_with('.') && !name.contains([':', '\\', '\0'])
    };
    (is_kind && file.split('/').all(is_name)).then(|| file.to_owned())
}

fn open(call: &Call<'_>) -> Result<Reply, ApiError> {
    let file = text_file(&call.query.required("file")?)?;
    let opened = call.app.documents.open(&file).map_err(refusal)?;
    let snapshot = events::snapshot(call.app)?;
    Ok(Reply::Json(view::whole(&opened, call.app, &snapshot)?))
}

/// Shows a change in the preview without saving it.
fn show(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let request: DocumentChange = call.json()?;
    let file = text_file(&request.file)?;
    let (config, _) = settings::read(&app.root)?;
    let own = view::own_keys(config.as_ref());
    let edit = request.edit(own, &app.documents)?;
    let composed = app.documents.compose(&file, &request.base, &edit);
    let composed = composed.map_err(|error| refusal_with(error, own))?;
    let snapshot = settled(app, &file, Some(composed.text()))?;
    let opened = Opened::read(&file, composed.text(), String::new(), false);
    Ok(Reply::Json(view::shown_with(&opened, config.as_ref(), &snapshot)))
}

fn save(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let request: DocumentChange = call.json()?;
    let file = text_file(&request.file)?;
    let own = settings::own_keys(&app.root)?;
    let edit = request.edit(&own, &app.documents)?;
    let saved = app.documents.save(&file, &request.base, &edit);
    let saved = saved.map_err(|error| refusal_with(error, &own))?;
    let opened = app.documents.open(&file).map_err(refusal)?;
    let snapshot = settled(app, &file, None)?;
    let mut answer = view::shown(&opened, app, &snapshot)?;
    answer["hash"] = saved.hash.into();
    answer["saved"] = local_time((app.now)(), "%-H:%M").into();
    answer["notes"] = saved.notes.iter().map(|note| format!("{note}.")).collect();
    // The page takes over what somebody else wrote.
    let merged = saved.merged.map(|merged| view::whole(&merged, app, &snapshot)).transpose()?;
    answer["merged"] = merged.into();
    Ok(Reply::Json(answer))
}

/// Keeps a change among the earlier versions instead of saving it: another edit is preferred to it.
fn keep(call: &Call<'_>) -> Result<Reply, ApiError> {
    let request: DocumentChange = call.json()?;
    let file = text_file(&request.file)?;
    let documents = &call.app.documents;
    let own = settings::own_keys(&call.app.root)?;
    documents.keep(&file, &request.base, &request.edit(&own, documents)?).map_err(refusal)?;
    Ok(Reply::done())
}

/// The first state of the site in which `file` has this text; with none, that of the disk.
fn settled(app: &App, file: &str, text: Option<&str>) -> Result<Snapshot, ApiError> {
    let engine = app.engine().ok_or_else(events::no_site)?;
    let ticket = engine.overlay(file, text.map(Arc::from));
    Ok(engine.settled(ticket, PATIENCE))
}

/// A moment on the teacher's clock.
fn local_time(moment: Timestamp, format: &str) -> String {
    TimeZone::system().to_datetime(moment).strftime(format).to_string()
}

/// A day and a time of day, for lists: «3 мая 2023 г., 9:05».
fn moment(moment: Timestamp) -> String {
    let day = EventDate::day(TimeZone::system().to_datetime(moment).date());
    format!("{day}, {}", local_time(moment, "%-H:%M"))
}

fn create(call: &Call<'_>) -> Result<Reply, ApiError> {
    #[derive(Deserialize)]
    struct NewEventRequest {
        title: String,
        date: Option<String>,
        direction: Option<String>,
    }
    let app = call.app;
    let NewEventRequest { title, date, direction } = call.json()?;
    if title.trim().is_empty() {
        return Err(ApiError::new(422, "Напишите, как называется событие"));
    }
    if let Some(date) = date.as_deref().filter(|date| !date.trim().is_empty()) {
        EventDate::parse(date, None).map_err(|error| {
            ApiError::new(422, sentence(&error.message()))
                .hint(hint_of_form(&error.hint()))
                .data(json!({ "field": "date" }))
        })?;
    }
    let (config, _) = settings::read(&app.root)?;
    let config = config.ok_or_else(events::no_site)?;
    let new = NewEvent {
        title: title.trim(),
        date: date.as_deref(),
        direction: direction.as_deref(),
        today: app.day(&config),
        draft: true,
    };
    let file = app.documents.create(&config, &new).map_err(refusal)?;
    settled(app, &file, None)?;
    Ok(Reply::Json(json!({ "file": file })))
}

fn trash(call: &Call<'_>) -> Result<Reply, ApiError> {
    #[derive(Deserialize)]
    struct TrashRequest {
        file: String,
    }
    let TrashRequest { file } = call.json()?;
    let id = call.app.documents.trash(&document_file(&file)?).map_err(refusal)?;
    settled(call.app, &file, None)?;
    Ok(Reply::Json(json!({ "id": id })))
}

/// Takes an event back from the trash, or an earlier version of `file`.
fn restore(call: &Call<'_>) -> Result<Reply, ApiError> {
    #[derive(Deserialize)]
    struct RestoreRequest {
        id: String,
        file: Option<String>,
    }
    let app = call.app;
    let RestoreRequest { id, file } = call.json()?;
    let file = match file {
        None => app.documents.restore(&id).map_err(refusal)?,
        Some(file) => {
            let file = text_file(&file)?;
            let text = app.documents.version_text(&file, &id).map_err(refusal)?;
            let now = app.documents.open(&file).map_err(refusal)?;
            // What stands there now becomes an earlier version in turn.
            app.documents.keep(&file, &now.hash, &Edit::default()).map_err(refusal)?;
            let edit = Edit { text: Some(text), ..Edit::default() };
            app.documents.save(&file, &now.hash, &edit).map_err(refusal)?;
            file
        }
    };
    settled(app, &file, None)?;
    Ok(Reply::Json(json!({ "file": file })))
}

fn versions(call: &Call<'_>) -> Result<Reply, ApiError> {
    /// So much of a version is shown in the list.
    const BEGINNING: usize = 120;

    #[derive(Deserialize)]
    struct VersionsRequest {
        file: String,
    }
    let VersionsRequest { file } = call.json()?;
    let file = text_file(&file)?;
    let documents = &call.app.documents;
    let mut versions = Vec::new();
    for version in documents.versions(&file).map_err(refusal)? {
        let text = documents.version_text(&file, &version.id).map_err(refusal)?;
        let body = text[body_range(&text)].chars().take(BEGINNING).collect::<String>();
        versions.push(json!({
            "id": version.id,
            "saved": moment(version.replaced),
            "beginning": body.split_whitespace().collect::<Vec<_>>().join(" "),
        }));
    }
    Ok(Reply::Json(json!({ "versions": versions })))
}

fn list_trash(call: &Call<'_>) -> Result<Reply, ApiError> {
    let items = call.app.documents.trash_items().map_err(refusal)?.into_iter();
    let item = |item: TrashItem| {
        let deleted = moment(item.deleted);
        json!({ "id": item.id, "title": item.title, "file": item.file, "deleted": deleted })
    };
    Ok(Reply::Json(json!({ "items": items.map(item).collect::<Vec<_>>() })))
}
