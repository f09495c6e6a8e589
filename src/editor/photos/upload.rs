//! Takes in an uploaded photo: looks what it is, gives it a name and puts it beside the text of its
//! event. The bytes are kept as they are; what is published is made of them by a build.

use std::io::Cursor;
use std::path::Path;

use super::listing::OnDisk;
use super::{PhotoKeeper, names, refusal, thumbs};
use crate::content::{other_form, own_folder};
use crate::digest::Digester;
use crate::editor::api::ApiError;
use crate::editor::documents::Documents;
use crate::file_kind::FileKind;
use crate::fs::{self, TempFile};
use crate::photos::{self, RefusedPicture};
use crate::slug::name_key;

/// An uploaded file that lies in the site under a temporary name.
pub(super) struct PhotoUpload<'a> {
    /// The file of the event.
    pub(super) file: &'a str,
    /// The name that it had where it came from.
    pub(super) name: &'a str,
    pub(super) temporary: TempFile,
}

/// Where a photo was put.
pub(in crate::editor) struct Placed {
    /// The file of the event, which may have moved.
    pub(in crate::editor) file: String,
    /// The name of the photo in its folder.
    pub(in crate::editor) name: String,
    /// Whether it had been there already.
    pub(in crate::editor) was_there: bool,
    /// Files whose links were rewritten because the event moved.
    pub(in crate::editor) rewritten: Vec<String>,
}

/// Takes in `upload`.
///
/// # Errors
/// If it is no photo that can be published, or the disk refuses it.
pub(super) fn take_in(
    photos: &PhotoKeeper,
    documents: &Documents,
    root: &Path,
    upload: PhotoUpload<'_>,
) -> Result<Placed, ApiError> {
    let disk = |error| refusal::disk(error, root);
    let (extensions, new) = {
        let mut bytes = photos.thumbs.turn();
        fs::read_into(upload.temporary.path(), &mut bytes).map_err(disk)?;
        examine(upload.name, &bytes)?
    };
    let name = names::of_upload(upload.name, extensions);

    // Names are given to one at a time, and an event moves once.
    let _one_at_a_time = photos.placing.lock();
    let (file, rewritten) = event_folder(documents, root, upload.file)?;
    let folder = root.join(own_folder(&file).unwrap_or_default());
    let taken = names::taken(&folder).map_err(disk)?;
    for name in names::in_turn(&name) {
        let path = folder.join(&name);
        if taken.contains(&name_key(&name)) {
            // Sent again after an answer was lost.
            if is_same(&path, upload.temporary.path()) {
                return Ok(Placed { file, name, was_there: true, rewritten });
            }
            continue;
        }
        upload.temporary.keep_as(&path).map_err(disk)?;
        let stamp = fs::stat(&path).map_err(disk)?;
        photos.thumbs.keep_new(&OnDisk { path, stamp }, &new);
        return Ok(Placed { file, name, was_there: false, rewritten });
    }
    Err(refusal::not_understood())
}

/// The extensions that may stand for the picture `bytes`, which was called `name`, and its thumbnail.
fn examine(name: &str, bytes: &[u8]) -> Result<(&'static [&'static str], thumbs::New), ApiError> {
    // By its name alone anything may be called a picture.
    let name = if FileKind::from_name(name).is_some() { "" } else { name };
    let kind = FileKind::detect(name, &mut Cursor::new(bytes), bytes.len() as u64).ok();
    if let Some(refused) = kind.and_then(refusal::other_kind) {
        return Err(refused);
    }
    let refused = |refused: RefusedPicture| refusal::picture(&refused);
    let extensions = photos::extensions(bytes).map_err(refused)?;
    Ok((extensions, thumbs::New::make(bytes).map_err(refused)?))
}

/// The event with a folder of its own, and the files whose links were rewritten for it.
fn event_folder(
    documents: &Documents,
    root: &Path,
    file: &str,
) -> Result<(String, Vec<String>), ApiError> {
    if own_folder(file).is_some() {
        return Ok((super::open(documents, file)?.file, Vec::new()));
    }
    // Another photo of the same drop has moved it.
    if let Some(moved) = other_form(file)
        .filter(|moved| !fs::exists(&root.join(file)) && fs::exists(&root.join(moved)))
    {
        return Ok((super::open(documents, &moved)?.file, Vec::new()));
    }
    let moved = documents.move_to_folder(&super::open(documents, file)?.file)?;
    Ok((moved.file, moved.rewritten))
}

/// Whether two files have the same bytes.
pub(in crate::editor) fn is_same(one: &Path, other: &Path) -> bool {
    let digest = |path| {
        let mut digester = Digester::default();
        fs::read_chunks(path, |chunk| digester.update(chunk)).ok().map(|()| digester.finish())
    };
    fs::size(one).ok() == fs::size(other).ok()
        && digest(one).is_some_and(|one| Some(one) == digest(other))
}
