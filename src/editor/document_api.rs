//! The API of one document, an event, a page or a table: its text and fields, how it is shown and saved, the trash.

mod echo;
mod problems;
mod request;
mod table_problems;
mod unwritten;
mod view;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::api::{ApiError, Call, Reply, Route, sentence};
use super::app::App;
use super::documents::{Edit, NewEvent, Opened};
use super::{events, photos, settings, titles};
use crate::calendar::EventDate;
use crate::content::{PAGES, POSTS, is_below, is_markdown};
use crate::editor::json::json;
use crate::serve::engine::Snapshot;
pub(super) use problems::{hint_of_event, hint_of_form};
use request::refusal_with;
pub(super) use request::{DocumentChange, refusal};
pub(super) use unwritten::{Unwritten, UnwrittenParts};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/document", open),
    Route::post("/api/document/show", show),
    Route::post("/api/document/save", save),
    Route::post("/api/document/keep", keep),
    Route::post("/api/document/new", create),
    Route::post("/api/document/trash", trash),
    Route::post("/api/document/restore", restore),
];

/// How long an answer waits for the engine to have taken in what was typed or saved.
pub(super) const PATIENCE: Duration = Duration::from_millis(1500);

/// `file` if it may be the file of an event.
///
/// # Errors
/// If it leads elsewhere.
pub(super) fn document_file(file: &str) -> Result<String, ApiError> {
    let is_event = is_below(file, POSTS) && is_markdown(file);
    sound(file, is_event).ok_or_else(|| ApiError::new(404, "Такого события нет"))
}

/// `file` if it may be the file of an event or a page.
///
/// # Errors
/// If it leads elsewhere.
pub(super) fn story_file(file: &str) -> Result<String, ApiError> {
    let is_page = is_below(file, PAGES) && is_markdown(file);
    sound(file, is_page).map_or_else(|| document_file(file), Ok)
}

/// `file` if it may be a text of the site: an event, a page, a report, a table, the settings.
pub(super) fn text_file(file: &str) -> Result<String, ApiError> {
    sound(file, titles::is_text(file)).map_or_else(|| document_file(file), Ok)
}

/// `file`, if it is of the right kind and leads nowhere else.
pub(super) fn sound(file: &str, is_kind: bool) -> Option<String> {
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
pub(super) fn settled(app: &App, file: &str, text: Option<&str>) -> Result<Snapshot, ApiError> {
    let engine = app.engine().ok_or_else(events::no_site)?;
    let ticket = engine.overlay(file, text.map(Arc::from));
    Ok(engine.settled(ticket, PATIENCE))
}

/// A moment on the teacher's clock.
fn local_time(moment: Timestamp, format: &str) -> String {
    TimeZone::system().to_datetime(moment).strftime(format).to_string()
}

/// A day and a time of day, for lists: «3 мая 2023 г., 9:05».
pub(super) fn moment(moment: Timestamp) -> String {
    format!("{}, {}", day(moment), local_time(moment, "%-H:%M"))
}

/// The day of a moment on the teacher's clock.
pub(super) fn day(moment: Timestamp) -> String {
    EventDate::day(TimeZone::system().to_datetime(moment).date()).to_string()
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
    let id = call.app.documents.trash(&story_file(&file)?).map_err(refusal)?;
    settled(call.app, &file, None)?;
    Ok(Reply::Json(json!({ "id": id })))
}

/// Takes an event back from the trash, or an earlier version of `file`, made on the file with the hash `base`
/// if that is given; `undo` is the version that has what stood there, `hash` that of the file now.
fn restore(call: &Call<'_>) -> Result<Reply, ApiError> {
    #[derive(Deserialize)]
    struct RestoreRequest {
        id: String,
        file: Option<String>,
        base: Option<String>,
    }
    let app = call.app;
    let RestoreRequest { id, file, base } = call.json()?;
    let (mut undo, mut hash, mut notes) = (None, None, Vec::new());
    let file = match file {
        None => app.documents.restore(&id).map_err(refusal)?,
        Some(file) => {
            let file = text_file(&file)?;
            let text = app.documents.version_text(&file, &id).map_err(refusal)?;
            let now = app.documents.open(&file).map_err(refusal)?;
            if base.is_some_and(|base| base != now.hash) {
                return Err(ApiError::new(
                    412,
                    "Файл изменился, пока вы смотрели на прежнюю версию",
                )
                .hint(
                    "посмотрите на различия ещё раз: теперь они показаны с тем, что в файле сейчас",
                ));
            }
            // What stands there now becomes an earlier version in turn.
            undo = Some(app.documents.keep(&file, &now.hash, &Edit::default()).map_err(refusal)?);
            let photos = photos::coming_back(app, &file, &text);
            let edit = Edit { text: Some(text), ..Edit::default() };
            let saved = app.documents.save_with(&file, &now.hash, &edit, photos);
            let saved = saved.map_err(refusal)?;
            (hash, notes) = (Some(saved.hash), saved.notes);
            file
        }
    };
    settled(app, &file, None)?;
    Ok(Reply::Json(json!({ "file": file, "undo": undo, "hash": hash, "notes": notes })))
}
