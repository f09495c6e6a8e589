//! The photos of an event: what there are and what is said of them, uploads, thumbnails.
//!
//! 1. `upload` looks what a file is, names it and puts it beside the text of its event, which gets a
//!    folder for it if it has none.
//! 2. `listing` finds the photos on the disk and in the front matter, `words` says what they lack, `show`
//!    makes the answer.
//! 3. `change` writes what is said of them; `trash` takes one away and brings it back.
//! 4. `word` takes the pictures of a document, together with its text.
//! 5. `thumbs` makes small pictures of them, without metadata.
//!
//! The disk is the truth: nothing here remembers what an event has.

mod change;
mod listing;
mod names;
mod people;
mod refusal;
mod show;
mod thumbs;
mod trash;
mod upload;
mod word;
mod words;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::Deserialize;
use serde_json::Value;

use super::api::{ApiError, Bound, Call, Reply, Route};
use super::app::App;
use super::documents::{Documents, Edit, EditError, Opened};
use crate::content::{POSTS, is_below, is_markdown};
use crate::editor::json::json;
use crate::fs::{self, TempFile};
use crate::site;
use change::GalleryChange;
use listing::{EventPhoto, EventPhotos, OnDisk};
pub(super) use names::{in_turn, taken as taken_names};
pub(super) use refusal::{other_kind, picture as refused_picture};
use thumbs::{PictureTrouble, Thumbs};
pub(super) use trash::{coming_back, restore_trashed, trashed, trashed_path};
pub(super) use upload::is_same as is_same_file;
use upload::{PhotoUpload, Placed};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/photos", list),
    Route::get("/api/thumb", thumb),
    Route::upload("/api/photo", Bound::Photo, add),
    Route::upload("/api/document/word", Bound::Import, word::take),
    Route::post("/api/photos/change", change),
    Route::post("/api/photo/remove", remove),
    Route::post("/api/photo/restore", restore),
];

/// The state that requests about photos share.
#[derive(Debug)]
pub(crate) struct PhotoKeeper {
    thumbs: Thumbs,
    /// Held while a photo gets its name and its place.
    placing: Mutex<()>,
}

impl PhotoKeeper {
    pub(super) fn new(root: &Path) -> Self {
        Self { thumbs: Thumbs::new(root), placing: Mutex::default() }
    }
}

/// Whether an entry of the event `file` that calls a photo `written` means the one called `name`.
fn means(file: &str, written: &str, name: &str) -> bool {
    let photo = format!("{}{name}", folder_of(file));
    written == name || site::link_path::names_file(file, written, &photo)
}

/// The folder in which `file` lies, with `/` at its end: names of photos are seen from there.
fn folder_of(file: &str) -> &str {
    file.rfind('/').map_or("", |end| &file[..=end])
}

/// The text of an event; other documents have no gallery.
pub(super) fn open(documents: &Documents, file: &str) -> Result<Opened, ApiError> {
    if !is_below(file, POSTS) || !is_markdown(file) {
        return Err(EditError::Missing(file.to_owned()).into());
    }
    Ok(documents.open(file)?)
}

/// The photos of an event, with the hash of its file.
fn read(app: &App, file: &str) -> Result<(EventPhotos, String), ApiError> {
    let opened = open(&app.documents, file)?;
    let photos = EventPhotos::read(&app.root, file, opened.text)?;
    Ok((photos, opened.hash))
}

/// The answer about the photos of an event as they are now.
fn answer(app: &App, file: &str) -> Result<Value, ApiError> {
    let (photos, hash) = read(app, file)?;
    Ok(show::all(&photos, &hash, |photo| problem(app, photo)))
}

/// What is wrong with the file of a photo.
fn problem(app: &App, photo: &EventPhoto) -> Option<Value> {
    Some(match app.photos.thumbs.trouble(photo.on_disk.as_ref()?)? {
        PictureTrouble::Incomplete => json!({
            "message": "Файл скопирован не целиком: низ снимка может быть испорчен",
            "hint": "скопируйте его заново с телефона или фотоаппарата",
            "isMild": true,
        }),
        PictureTrouble::Refused(refused) => {
            let ApiError { message, hint, .. } = refusal::picture(&refused);
            json!({ "message": message, "hint": hint })
        }
    })
}

/// `GET /api/photos?file=`
fn list(call: &Call<'_>) -> Result<Reply, ApiError> {
    Ok(Reply::Json(answer(call.app, &call.query.required("file")?)?))
}

/// `GET /api/thumb?file=&name=&width=`
fn thumb(call: &Call<'_>) -> Result<Reply, ApiError> {
    let file = call.query.required("file")?;
    let name = call.query.required("name")?;
    let width = call.query.get("width").and_then(|width| width.parse().ok());
    let on_disk = match beside(call.app, &file, &name) {
        Some(found) => found,
        None => {
            let (photos, _) = read(call.app, &file)?;
            let photo = photos.named(&name)?;
            photo.on_disk.clone().ok_or_else(|| refusal::gone(&name))?
        }
    };
    let made = call.app.photos.thumbs.get(&on_disk, width.unwrap_or(thumbs::CARD));
    let made = made.map_err(|error| refusal::disk(error, &call.app.root))?;
    let jpeg = made.map_err(|refused| refusal::picture(&refused))?;
    Ok(Reply::Bytes { media: "image/jpeg", name: None, bytes: jpeg.to_vec() })
}

/// The photo that lies under this name in the folder of the event's text, where almost all do: a list asks for many.
fn beside(app: &App, file: &str, name: &str) -> Option<OnDisk> {
    let path = app.documents.inside(&format!("{}{name}", folder_of(file))).ok()?;
    let stamp = fs::stat(&path).ok()?;
    fs::exists(&path).then_some(OnDisk { path, stamp })
}

/// Puts a photo that was called `name` beside the event `file`.
///
/// # Errors
/// If it is no photo that can be published, or the disk refuses it.
pub(super) fn take_in(
    app: &App,
    file: &str,
    name: &str,
    temporary: TempFile,
) -> Result<Placed, ApiError> {
    let upload = PhotoUpload { file, name, temporary };
    upload::take_in(&app.photos, &app.documents, &app.root, upload)
}

/// `POST /api/photo?file=&name=`
fn add(call: &Call<'_>) -> Result<Reply, ApiError> {
    let (file, name) = (call.query.required("file")?, call.query.required("name")?);
    let app = call.app;
    let placed = take_in(app, &file, &name, call.take_upload()?)?;
    let mut reply = answer(app, &placed.file)?;
    reply["name"] = placed.name.into();
    reply["already"] = placed.was_there.into();
    reply["rewritten"] = placed.rewritten.into();
    Ok(Reply::Json(reply))
}

/// A small picture of a file.
///
/// # Errors
/// If it is no picture, or cannot be read.
pub(super) fn small(app: &App, path: PathBuf) -> Result<Reply, ApiError> {
    let disk = |error| refusal::disk(error, &app.root);
    let stamp = fs::stat(&path).map_err(disk)?;
    let made = app.photos.thumbs.get(&OnDisk { path, stamp }, thumbs::LIST).map_err(disk)?;
    let jpeg = made.map_err(|refused| refusal::picture(&refused))?;
    Ok(Reply::Bytes { media: "image/jpeg", name: None, bytes: jpeg.to_vec() })
}

/// A small picture of the photo that the event `file` calls `name`, or called so before it was taken away.
///
/// # Errors
/// If there is none, or it cannot be read.
pub(super) fn small_of(app: &App, file: &str, name: &str) -> Result<Reply, ApiError> {
    let there = beside(app, file, name).map(|found| found.path);
    let taken_away = || trash::path_of(app, file, name);
    small(app, there.or_else(taken_away).ok_or_else(|| refusal::gone(name))?)
}

#[derive(Deserialize)]
struct PhotoChangeRequest {
    file: String,
    base: String,
    #[serde(flatten)]
    change: GalleryChange,
}

/// `POST /api/photos/change`
fn change(call: &Call<'_>) -> Result<Reply, ApiError> {
    let PhotoChangeRequest { file, base, change } = call.json()?;
    let (photos, _) = read(call.app, &file)?;
    let text = change::changed(&call.app.root, &photos, &change)?;
    save(call.app, &photos, &base, text)?;
    Ok(Reply::Json(answer(call.app, &file)?))
}

/// Writes `text` into the file of the event.
fn save(app: &App, photos: &EventPhotos, base: &str, text: String) -> Result<(), ApiError> {
    let edit = Edit { text: Some(text), ..Edit::default() };
    app.documents.save(&photos.file, base, &edit)?;
    Ok(())
}

#[derive(Deserialize)]
struct PhotoRequest {
    file: String,
    base: String,
    name: String,
}

/// `POST /api/photo/remove`
fn remove(call: &Call<'_>) -> Result<Reply, ApiError> {
    let PhotoRequest { file, base, name } = call.json()?;
    let (photos, _) = read(call.app, &file)?;
    trash::remove(call.app, &photos, &base, &name)?;
    Ok(Reply::Json(answer(call.app, &file)?))
}

/// `POST /api/photo/restore`
fn restore(call: &Call<'_>) -> Result<Reply, ApiError> {
    let PhotoRequest { file, base, name } = call.json()?;
    let restored = trash::restore(call.app, &file, &base, &name)?;
    let mut reply = answer(call.app, &file)?;
    reply["restored"] = restored.into();
    Ok(Reply::Json(reply))
}
