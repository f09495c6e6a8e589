//! The API of «Корзина и версии»: what was removed, earlier texts, and second versions that a cloud made.
//!
//! `difference` says what differs between two texts, as a person reads it; `removed` names what is in the trash.

mod difference;
mod removed;

use serde::Deserialize;
use serde_json::Value;

use super::api::{ApiError, Call, Reply, Route};
use super::app::App;
use super::document_api::{moment, settled, text_file};
use super::documents::{Opened, VersionChoice};
use super::titles::Titles;
use super::{events, photos, settings};
use crate::config;
use crate::content::data::TableKind;
use crate::content::{ConflictCopy, POSTS, document_path, is_below, is_markdown, last_name};
use crate::editor::json::json;
use crate::file_kind::FileKind;
use crate::quantity::count;
use crate::typography;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/history", list),
    Route::get("/api/history/file", versions),
    Route::get("/api/history/version", version),
    Route::get("/api/history/copy", copy),
    Route::post("/api/history/copy", settle),
    Route::post("/api/history/restore", restore),
    Route::get("/api/history/thumb", thumb),
];

/// Everything that can be had back.
fn list(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let titles = Titles::new(app);
    let items = removed::items(app, &titles)?;
    let snapshot = events::snapshot(app)?;
    let site = snapshot.site();
    let documents = snapshot.documents();
    let texts = documents.iter().map(|row| row.file);
    let pages =
        site.into_iter().flat_map(|site| site.pages.iter().map(|page| &*page.document.file));
    let reports =
        site.into_iter().flat_map(|site| site.reports.iter().map(|page| &*page.document.file));
    let tables: Vec<_> = TableKind::ALL.into_iter().map(TableKind::file).collect();
    let tables = tables.iter().map(|file| &**file);
    let all = texts.chain(pages).chain(reports).chain(tables).chain([config::FILE]);
    let mut files = app.documents.with_versions(all);
    files.sort_by_key(|(_, _, last)| std::cmp::Reverse(*last));
    let files: Vec<_> = files
        .into_iter()
        .map(|(file, count, last)| {
            let event = documents.iter().find(|row| row.file == file);
            json!({
                "file": file,
                "name": titles.name(file),
                "about": event.map(|row| row.date_text()),
                "count": count,
                "last": moment(last),
            })
        })
        .collect();
    Ok(Reply::Json(json!({
        "items": items,
        "files": files,
        "copies": copies(app)?.iter().map(|copy| copy_view(copy, &titles)).collect::<Vec<_>>(),
    })))
}

fn event_name(title: &str) -> String {
    format!("событие {}", typography::titled(title))
}

/// The earlier texts of a file.
fn versions(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let file = text_file(&call.query.required("file")?)?;
    let versions = app.documents.versions(&file)?.into_iter();
    let versions: Vec<_> = versions
        .map(|version| json!({ "id": version.id, "replaced": moment(version.replaced) }))
        .collect();
    let name = Titles::new(app).name(&file);
    Ok(Reply::Json(json!({
        "file": file,
        "name": name,
        "isEvent": is_below(&file, POSTS),
        "versions": versions,
    })))
}

/// What differs between an earlier text of a file and the present one.
fn version(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let file = text_file(&call.query.required("file")?)?;
    let id = call.query.required("id")?;
    let text = app.documents.version_text(&file, &id)?;
    let then = Opened::read(&file, &text, String::new(), false);
    let now = app.documents.open(&file)?;
    let own = settings::own_keys(&app.root)?;
    let mut answer = difference::between(&then, &now, &own);
    answer["hash"] = now.hash.into();
    Ok(Reply::Json(answer))
}

/// The second versions of files, as the site has them now.
fn copies(app: &App) -> Result<Vec<ConflictCopy>, ApiError> {
    let snapshot = events::snapshot(app)?;
    Ok(snapshot.site().map(|site| site.copies.to_vec()).unwrap_or_default())
}

fn copy_view(copy: &ConflictCopy, titles: &Titles<'_>) -> Value {
    let is_picture = FileKind::from_name(&copy.file) == Some(FileKind::Picture);
    let title = match titles.event_of(&copy.original) {
        Some(event) if event != copy.original => {
            titles.title(event).map_or_else(|| copy.original.clone(), event_name)
        }
        _ => titles.name(&copy.original),
    };
    json!({
        "file": copy.file,
        "original": copy.original,
        "names": copy.names(),
        "title": title,
        "picture": is_picture,
        "isEvent": is_below(&copy.original, POSTS) && is_markdown(&copy.original),
        "certain": copy.is_certain,
    })
}

/// The copy `file`.
fn find_copy(app: &App, file: &str) -> Result<ConflictCopy, ApiError> {
    let mut copies = copies(app)?.into_iter();
    copies.find(|copy| copy.file == file).ok_or_else(|| {
        ApiError::new(404, "Второй версии этого файла уже нет")
            .hint("возможно, её удалили или переименовали: откройте «Корзину и версии» снова")
    })
}

/// What differs between the two versions of a file.
fn copy(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let copy = find_copy(app, &call.query.required("file")?)?;
    let documents = &app.documents;
    let mut answer = copy_view(&copy, &Titles::new(app));
    let beside = documents.files_with_copy(&copy.file)?.len();
    if beside > 0 {
        answer["beside"] = json!({
            "folder": last_name(document_path(&copy.file)),
            "files": count(beside, "файл", "файла", "файлов"),
        });
    }
    let is_text = [&copy.original, &copy.file].map(|file| documents.open(file));
    match is_text {
        [Ok(original), Ok(other)] => {
            let own = settings::own_keys(&app.root)?;
            answer["difference"] = difference::between(&original, &other, &own);
            answer["hashes"] = json!([original.hash, other.hash]);
            answer["canJoin"] = documents.joined(&copy)?.is_some().into();
        }
        _ => {
            let hashes = [&copy.original, &copy.file].map(|file| documents.hash_of(file));
            let [original, other] = hashes;
            answer["hashes"] = json!([original?, other?]);
            answer["canJoin"] = false.into();
        }
    }
    Ok(Reply::Json(answer))
}

/// Keeps one of the two versions of a file, or both in one.
fn settle(call: &Call<'_>) -> Result<Reply, ApiError> {
    #[derive(Deserialize)]
    struct SettleRequest {
        file: String,
        hashes: [String; 2],
        keep: KeptCopy,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum KeptCopy {
        Original,
        Copy,
        Both,
    }
    let app = call.app;
    let SettleRequest { file, hashes, keep } = call.json()?;
    let copy = find_copy(app, &file)?;
    let choice = match keep {
        KeptCopy::Original => VersionChoice::Original,
        KeptCopy::Copy => VersionChoice::Copy,
        KeptCopy::Both => VersionChoice::Joined,
    };
    let saved = app.documents.settle_copy(&copy, [&hashes[0], &hashes[1]], choice)?;
    settled(app, &copy.original, None)?;
    settled(app, &copy.file, None)?;
    Ok(Reply::Json(json!({ "original": copy.original, "notes": saved.notes })))
}

/// Puts back what was removed.
fn restore(call: &Call<'_>) -> Result<Reply, ApiError> {
    #[derive(Deserialize)]
    struct RestoredItem {
        kind: String,
        id: String,
    }
    let app = call.app;
    let RestoredItem { kind, id } = call.json()?;
    let file = match &*kind {
        "photo" => photos::restore_trashed(app, &id)?,
        _ => app.documents.restore(&id)?,
    };
    settled(app, &file, None)?;
    let opens = is_below(&file, POSTS) && is_markdown(&file);
    Ok(Reply::Json(json!({ "file": file, "opens": opens })))
}

/// A small picture: of what was removed, by `kind` and `id`, of a `file` of the content, or of the photo that the
/// event `file` calls `name`, also if it was removed since.
fn thumb(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    if let (Some(file), Some(name)) = (call.query.get("file"), call.query.get("name")) {
        return photos::small_of(app, &file, &name);
    }
    let path = match (call.query.get("kind").as_deref(), call.query.get("id")) {
        (Some("photo"), Some(id)) => photos::trashed_path(app, &id),
        (Some(_), Some(id)) => app.documents.trashed_path(&id),
        _ => Some(app.documents.inside(&call.query.required("file")?)?),
    };
    photos::small(app, path.ok_or_else(|| ApiError::new(404, "Такого снимка нет"))?)
}
