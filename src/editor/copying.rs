//! «Скопировать для ВКонтакте…»: an event as text for other places, its photos in a folder.

use serde::Deserialize;

use super::api::{ApiError, Call, Reply, Route, sentence};
use super::document_api::document_file;
use super::publishing;
use crate::copy::{Channel, text_length};
use crate::diagnostic::Diagnostics;
use crate::editor::json::json;
use crate::fs;
use crate::pipeline::{self, COPIES, CopyChoice, CopyRequest};

pub(super) const ROUTES: &[Route] = &[
    Route::post("/api/copy", copy),
    Route::post("/api/copy/waiting", waiting),
    Route::post("/api/copy/open", open),
];

#[derive(Deserialize)]
struct WantedCopy {
    file: String,
    channel: String,
    /// Whether the text is taken now, and not only looked at.
    taken: bool,
}

/// Makes the copy that `rostok copy` makes, from the event as it is saved.
fn copy(call: &Call<'_>) -> Result<Reply, ApiError> {
    let WantedCopy { file, channel, taken } = call.json()?;
    let wanted = CopyRequest {
        channel: channel_of(&channel)?,
        choice: CopyChoice::Event(document_file(&file)?),
        out: None,
        is_noted: taken,
    };
    let mut problems = Diagnostics::new();
    let saved = pipeline::copy(&publishing::request(call.app), &wanted, &mut problems)?;
    let Some(saved) = saved.and_then(|saved| saved.into_iter().next()) else {
        let first = problems.iter().find(|problem| problem.is_error());
        let message =
            first.map_or("в событии есть ошибки", |problem| &problem.message);
        return Err(ApiError::new(422, sentence(message))
            .hint(first.map(|problem| problem.hint.clone()).unwrap_or_default()));
    };
    let warnings: Vec<_> = problems.iter().map(|problem| sentence(&problem.message)).collect();
    let name = |path: &String| path.rsplit('/').next().unwrap_or_default().to_owned();
    Ok(Reply::Json(json!({
        "text": saved.copy.text,
        "length": text_length(&saved.copy.text),
        "limit": saved.copy.limit,
        "cut": saved.copy.is_cut,
        "photos": saved.copy.pictures.len(),
        "left_out": saved.left_out.iter().map(name).collect::<Vec<_>>(),
        "warnings": warnings,
        "folder": fs::shown_path(&fs::resolve(&saved.folder)?),
        "name": saved.folder.file_name().map(|name| name.to_string_lossy()),
    })))
}

#[derive(Deserialize)]
struct WantedChannel {
    channel: String,
}

/// Lists the events that `rostok copy --since last` would copy, the latest first.
fn waiting(call: &Call<'_>) -> Result<Reply, ApiError> {
    let WantedChannel { channel } = call.json()?;
    let request = publishing::request(call.app);
    let waiting = pipeline::waiting_copies(&request, channel_of(&channel)?)?.unwrap_or_default();
    let events = waiting.iter().rev();
    let events = events.map(|event| json!({ "file": event.file, "title": event.title }));
    Ok(Reply::Json(json!({ "events": events.collect::<Vec<_>>() })))
}

#[derive(Deserialize)]
struct MadeCopy {
    channel: String,
    name: String,
}

/// Shows the folder of a copy in the system's file manager.
fn open(call: &Call<'_>) -> Result<Reply, ApiError> {
    let MadeCopy { channel, name } = call.json()?;
    let folder = call.app.root.join(COPIES).join(channel_of(&channel)?.id());
    if !fs::subfolders(&folder).contains(&name) {
        return Err(ApiError::new(404, "Этой папки больше нет")
            .hint("Выберите, куда скопировать, ещё раз."));
    }
    match opener::open(folder.join(name)) {
        Ok(()) => Ok(Reply::done()),
        Err(_) => Err(ApiError::new(500, "Папка не открылась").hint("Откройте её сами.")),
    }
}

fn channel_of(id: &str) -> Result<Channel, ApiError> {
    Channel::from_id(id).ok_or_else(|| ApiError::new(400, "Запрос не понят"))
}
