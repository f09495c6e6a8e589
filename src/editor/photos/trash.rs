//! Takes photos away and brings them back: the file with what was said of it.
//!
//! `.rostok-trash/photos/TIME/` holds the photo and `record.json`, for 90 days. The photo moves there in the
//! same transaction that takes its entry out of the event.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::change::{self, FocusPoint, GalleryChange, PhotoChange};
use super::listing::{EventPhoto, EventPhotos};
use super::{folder_of, names, refusal};
use crate::content::gallery::{self, Focus};
use crate::content::{document_path, last_name, name_of, other_form, own_folder};
use crate::editor::api::ApiError;
use crate::editor::app::App;
use crate::editor::documents::{Edit, KEPT};
use crate::editor::json;
use crate::fs::{self, FileTransaction};
use crate::slug::name_key;

/// Relative to the site's root.
const FOLDER: &str = ".rostok-trash/photos";
const RECORD: &str = "record.json";

/// What was said of a photo that was taken away.
#[derive(Debug, Deserialize, Serialize)]
struct Record {
    /// The file of the event.
    event: String,
    /// The name of the photo in its folder.
    name: String,
    /// The names of the photos before it.
    before: Vec<String>,
    is_cover: bool,
    said: PhotoChange,
}

/// Takes the photo called `name` away from the event, if its file is still `base`.
///
/// # Errors
/// If the text of the event shows it, or the disk refuses it.
pub(super) fn remove(
    app: &App,
    photos: &EventPhotos,
    base: &str,
    name: &str,
) -> Result<(), ApiError> {
    purge(app);
    let photo = photos.named(name)?;
    if photo.in_text {
        return Err(refusal::in_text());
    }
    let text = change::forgotten(photos, name)?;
    let mut transaction = FileTransaction::default();
    if let Some(file) = file_of(app, photos, photo) {
        let folder = free_folder(app)?;
        transaction.moves.push((file, format!("{folder}/{}", last_name(name))));
        let record = serde_json::to_vec(&record(photos, photo)).unwrap_or_default();
        transaction.writes.push((format!("{folder}/{RECORD}"), record));
    }
    let edit = Edit { text: Some(text), ..Edit::default() };
    app.documents.save_with(&photos.file, base, &edit, transaction)?;
    Ok(())
}

/// Brings back the photo of the event `file` that was last taken away under this `name`; gives its name
/// now, another one if that is taken.
///
/// # Errors
/// If there is none, or the disk refuses it.
pub(super) fn restore(app: &App, file: &str, base: &str, name: &str) -> Result<String, ApiError> {
    let found = last_taken(app, file, name).ok_or_else(|| refusal::gone(name))?;
    bring_back(app, file, base, found)
}

/// Brings back the photo that the trash has under this identifier; gives the file of its event.
///
/// # Errors
/// If there is none, its event is gone, or the disk refuses it.
pub(in crate::editor) fn restore_trashed(app: &App, id: &str) -> Result<String, ApiError> {
    let found = record_of(app, id).ok_or_else(|| refusal::gone(id))?;
    let forms = [Some(found.1.event.clone()), other_form(&found.1.event)];
    let file =
        forms.into_iter().flatten().find(|file| fs::exists(&app.root.join(file))).ok_or_else(
            || {
                ApiError::new(409, "События, из которого этот снимок, сейчас нет")
                    .hint("сначала верните событие, потом снимок")
            },
        )?;
    let base = super::open(&app.documents, &file)?.hash;
    bring_back(app, &file, &base, found)?;
    Ok(file)
}

fn bring_back(
    app: &App,
    file: &str,
    base: &str,
    (folder, record): (String, Record),
) -> Result<String, ApiError> {
    let disk = |error| refusal::disk(error, &app.root);
    let opened = super::open(&app.documents, file)?;
    let name = &*present_name(&record, file);
    let event_folder = folder_of(file);
    let taken = names::taken(&app.root.join(event_folder)).map_err(disk)?;
    let free = names::in_turn(name).find(|name| !taken.contains(&name_key(name)));
    let free = free.ok_or_else(|| refusal::gone(name))?;
    let moved = (format!("{folder}/{}", last_name(name)), format!("{event_folder}{free}"));

    let photos = EventPhotos::read(&app.root, file, opened.text)?.with(&free);
    let mut order: Vec<String> = photos.photos.iter().map(|photo| photo.name.clone()).collect();
    order.retain(|known| *known != free);
    let at = order.iter().rposition(|known| record.before.contains(known)).map_or(0, |at| at + 1);
    order.insert(at, free.clone());
    let change = GalleryChange {
        order: Some(order),
        photos: [(free.clone(), record.said)].into(),
        cover: record.is_cover.then(|| Some(free.clone())),
        ..GalleryChange::default()
    };
    let text = change::changed(&app.root, &photos, &change)?;
    let transaction = FileTransaction {
        moves: vec![moved],
        empty: vec![folder.clone()],
        ..FileTransaction::default()
    };
    let edit = Edit { text: Some(text), ..Edit::default() };
    app.documents.save_with(file, base, &edit, transaction)?;
    // What is left says nothing any more.
    let _ = fs::remove_file(&app.root.join(&folder).join(RECORD));
    fs::remove_dir_if_empty(&app.root.join(&folder));
    Ok(free)
}

/// A photo that was taken away.
pub(in crate::editor) struct TrashedPhoto {
    pub(in crate::editor) id: String,
    /// The file of its event.
    pub(in crate::editor) event: String,
    pub(in crate::editor) name: String,
    /// The description.
    pub(in crate::editor) alt: Option<String>,
    pub(in crate::editor) removed: Timestamp,
}

/// The photos that were taken away.
pub(in crate::editor) fn trashed(app: &App) -> Vec<TrashedPhoto> {
    let item = |(folder, record): (String, Record)| {
        let id = last_name(&folder).to_owned();
        let removed = Timestamp::from_millisecond(id.parse().ok()?).ok()?;
        let alt = record.said.alt.flatten().filter(|alt| !alt.is_empty());
        Some(TrashedPhoto { id, event: record.event, name: record.name, alt, removed })
    };
    records(app).into_iter().filter_map(item).collect()
}

/// Where the file of a photo that was taken away lies.
pub(in crate::editor) fn trashed_path(app: &App, id: &str) -> Option<PathBuf> {
    let (folder, record) = record_of(app, id)?;
    Some(app.root.join(folder).join(last_name(&record.name)))
}

/// Where the file of the photo lies that was last taken away from the event `file` under this name.
pub(super) fn path_of(app: &App, file: &str, name: &str) -> Option<PathBuf> {
    let (folder, _) = last_taken(app, file, name)?;
    Some(app.root.join(folder).join(last_name(name)))
}

/// The record of the photo that was last taken away from the event `file` under this name.
fn last_taken(app: &App, file: &str, name: &str) -> Option<(String, Record)> {
    let mut found = records(app).into_iter().rev();
    found.find(|(_, record)| record.name == name && is_same(&record.event, file))
}

/// What brings back the photos that `text`, an earlier text of the event `file`, names and that were taken away
/// since.
pub(in crate::editor) fn coming_back(app: &App, file: &str, text: &str) -> FileTransaction {
    let mut change = FileTransaction::default();
    let folder = folder_of(file);
    let named = gallery::written(text).unwrap_or_default().photos;
    for (kept, record) in records(app).into_iter().rev() {
        let name = present_name(&record, file);
        let to = format!("{folder}{name}");
        let is_named = named.iter().any(|photo| photo.file == name);
        let is_free =
            !fs::exists(&app.root.join(&to)) && !change.moves.iter().any(|(_, other)| *other == to);
        if is_named && is_free && is_same(&record.event, file) {
            change.moves.push((format!("{kept}/{}", last_name(&record.name)), to));
        }
    }
    change
}

fn record(photos: &EventPhotos, photo: &EventPhoto) -> Record {
    let entry = photo.entry.and_then(|entry| photos.written.photos.get(entry));
    let entry = entry.cloned().unwrap_or_default();
    let before = photos.photos.iter().map(|one| one.name.clone());
    let cover = photos.written.cover.as_ref();
    Record {
        event: photos.file.clone(),
        name: photo.name.clone(),
        before: before.take_while(|name| *name != photo.name).collect(),
        is_cover: cover.is_some_and(|one| super::means(&photos.file, &one.file, &photo.name)),
        said: PhotoChange {
            alt: Some(entry.alt),
            caption: Some(entry.caption),
            people: Some(entry.people.map(Into::into)),
            consent: Some(entry.consent),
            focus: Some(entry.focus.map(|Focus { x, y }| FocusPoint { x, y })),
            shown: Some(entry.shown != Some(false)),
        },
    }
}

/// The file of a photo that lies with the event itself, relative to the root.
fn file_of(app: &App, photos: &EventPhotos, photo: &EventPhoto) -> Option<String> {
    let file = format!("{}{}", folder_of(&photos.file), photo.name);
    let on_disk = photo.on_disk.as_ref()?;
    (on_disk.path == app.root.join(&file)).then_some(file)
}

/// A folder of the trash that does not exist yet, named by the time in milliseconds since 1970.
fn free_folder(app: &App) -> Result<String, ApiError> {
    let mut folders = ((app.now)().as_millisecond()..).map(|time| format!("{FOLDER}/{time}"));
    let free = folders.find(|folder| !fs::exists(&app.root.join(folder)));
    free.ok_or_else(refusal::not_understood)
}

/// Removes for good what was taken away too long ago. What cannot be removed now is removed another time.
fn purge(app: &App) {
    let oldest = (app.now)().as_millisecond() - KEPT;
    let all = app.root.join(FOLDER);
    let is_old = |name: &String| name.parse::<i64>().is_ok_and(|time| time < oldest);
    for folder in fs::subfolders(&all).into_iter().filter(is_old).map(|name| all.join(name)) {
        for entry in fs::list(&folder).unwrap_or_default() {
            let _ = fs::remove_file(&folder.join(&entry.relative));
        }
        fs::remove_dir_if_empty(&folder);
    }
}

/// The records of the trash with their folders, the latest last.
fn records(app: &App) -> Vec<(String, Record)> {
    let names = fs::subfolders(&app.root.join(FOLDER));
    names.iter().filter_map(|name| record_of(app, name)).collect()
}

/// The record of the trash with this identifier, and its folder.
fn record_of(app: &App, id: &str) -> Option<(String, Record)> {
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let folder = format!("{FOLDER}/{id}");
    // One that cannot be read is none.
    let bytes = fs::read(&app.root.join(&folder).join(RECORD)).ok()?;
    let record: Record = json::read(&bytes)?;
    // One whose photo was brought back is left by a process that died right after.
    let is_there = fs::exists(&app.root.join(&folder).join(last_name(&record.name)));
    is_there.then_some((folder, record))
}

/// The name of a photo seen from the event `file`, which may have moved into a folder of its own, or out of it.
fn present_name(record: &Record, file: &str) -> String {
    let folder = format!("{}/", name_of(file));
    match (own_folder(&record.event), own_folder(file)) {
        (None, Some(_)) => record.name.strip_prefix(&folder).unwrap_or(&record.name).to_owned(),
        (Some(_), None) => folder + &record.name,
        _ => record.name.clone(),
    }
}

/// Whether both are the file of one event, which may have moved into a folder of its own.
fn is_same(one: &str, other: &str) -> bool {
    document_path(one) == document_path(other)
}

#[cfg(test)]
mod tests;
