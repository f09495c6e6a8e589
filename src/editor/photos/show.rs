//! The photos of an event as the page gets them.

use serde_json::Value;

use super::listing::{EventPhoto, EventPhotos};
use super::people::PeopleCode;
use super::words::{self, Need, Needs};
use crate::content::gallery::{Focus, WrittenPhoto};
use crate::editor::json::json;

/// The answer about all photos of an event whose file has this `hash`; `problem` says what is wrong with
/// the file of a photo, as far as it is known.
pub(super) fn all(
    photos: &EventPhotos,
    hash: &str,
    problem: impl Fn(&EventPhoto) -> Option<Value>,
) -> Value {
    let said: Vec<WrittenPhoto> =
        photos.photos.iter().map(|photo| of_entry(photos, photo)).collect();
    let shown = photos.photos.iter().zip(&said);
    let shown: Vec<Value> =
        shown.map(|(photo, said)| one(photos, photo, said, problem(photo))).collect();
    let common = &photos.written;
    json!({
        "file": photos.file,
        "hash": hash,
        "photos": shown,
        "common": json!({
            "alt": common.alt,
            "people": common.people.map(PeopleCode::from),
            "consent": common.consent,
            "needs": needs(&words::of_all(photos, &said)),
        }),
    })
}

fn of_entry(photos: &EventPhotos, photo: &EventPhoto) -> WrittenPhoto {
    let entry = photo.entry.and_then(|entry| photos.written.photos.get(entry));
    entry.cloned().unwrap_or_default()
}

fn one(
    photos: &EventPhotos,
    photo: &EventPhoto,
    said: &WrittenPhoto,
    problem: Option<Value>,
) -> Value {
    let cover = photos.written.cover.as_ref();
    let is_cover = cover.is_some_and(|cover| super::means(&photos.file, &cover.file, &photo.name));
    json!({
        "name": photo.name,
        "size": photo.on_disk.as_ref().map(|file| file.stamp.size),
        "alt": said.alt,
        "caption": said.caption,
        "people": said.people.map(PeopleCode::from),
        "consent": said.consent,
        "focus": said.focus.map(|Focus { x, y }| json!({ "x": x, "y": y })),
        "shown": said.shown != Some(false),
        "cover": is_cover,
        "taken": photo.taken,
        "inText": photo.in_text,
        "named": photo.entry.is_some(),
        "missing": photo.on_disk.is_none(),
        "problem": problem,
        "needs": needs(&words::of_photo(photos, photo, said)),
    })
}

fn needs(needs: &Needs) -> Value {
    let one = |need: &Option<Need>| {
        need.as_ref().map(|need| json!({ "text": need.text, "error": need.is_error }))
    };
    json!({ "alt": one(&needs.alt), "people": one(&needs.people), "consent": one(&needs.consent) })
}
