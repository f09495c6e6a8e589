//! Thumbnails: each is made once, of one picture at a time, and kept in `.rostok-cache`.
//!
//! A photo of a phone takes 6 MB as a file and some more while it is decoded. Twelve at once would be as
//! fast on the cores there are, and need twelve times the memory.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::listing::OnDisk;
use crate::digest::Digest;
use crate::fs;
use crate::photos::{RefusedPicture, thumbnail};

/// Relative to the site's root.
const FOLDER: &str = ".rostok-cache/thumbnails";

/// The widths that are made, in pixels: for a list, for a card, for the whole screen.
const WIDTHS: [u32; 3] = [240, 480, 1200];

/// The width of a card, which is made as soon as a photo arrives.
pub(super) const CARD: u32 = 480;

/// How many are kept; one more removes all of them: they are made again where they are looked at.
const MOST: usize = 5_000;

/// What is wrong with a picture.
#[derive(Clone, Debug)]
pub(super) enum PictureTrouble {
    /// It cannot be published.
    Refused(RefusedPicture),
    /// Its last bytes are missing.
    Incomplete,
}

#[derive(Debug)]
pub(super) struct Thumbs {
    folder: PathBuf,
    /// Held while a picture is decoded, with the bytes of its file: memory that each thread asks for anew is
    /// given back late.
    decoding: Mutex<Vec<u8>>,
    /// Pictures with which something is wrong, by the key of their file.
    troubles: Mutex<HashMap<String, PictureTrouble>>,
}

impl Thumbs {
    pub(super) fn new(root: &Path) -> Self {
        let folder = root.join(FOLDER);
        Self { folder, decoding: Mutex::default(), troubles: Mutex::default() }
    }

    /// The thumbnail of the picture `file` that is at least `width` wide, as far as there are such.
    ///
    /// # Errors
    /// [`RefusedPicture`] within if it cannot be published; an error of the disk if it cannot be read.
    pub(super) fn get(
        &self,
        file: &OnDisk,
        width: u32,
    ) -> Result<Result<Arc<[u8]>, RefusedPicture>, fs::Error> {
        let width = WIDTHS.into_iter().find(|known| *known >= width).unwrap_or(WIDTHS[2]);
        let kept = self.folder.join(format!("{}-{width}.jpg", key(file)));
        if let Ok(bytes) = fs::read(&kept) {
            return Ok(Ok(bytes.into()));
        }
        let mut bytes = self.turn();
        // Whoever waited finds what the one before made.
        if let Ok(bytes) = fs::read(&kept) {
            return Ok(Ok(bytes.into()));
        }
        fs::read_into(&file.path, &mut bytes)?;
        Ok(self.make(file, &bytes, width))
    }

    /// Waits until no other picture is looked at; none is while the turn is held. The value has room for the
    /// bytes of the picture.
    pub(super) fn turn(&self) -> MutexGuard<'_, Vec<u8>> {
        /// More than photos of phones have.
        const KEPT: usize = 16 * 1024 * 1024;

        let mut bytes = lock(&self.decoding);
        bytes.clear();
        bytes.shrink_to(KEPT);
        bytes
    }

    /// Keeps the thumbnail of a picture that was put in its place.
    pub(super) fn keep_new(&self, file: &OnDisk, new: &New) {
        self.keep(file, &new.jpeg, CARD);
        if new.is_incomplete {
            lock(&self.troubles).insert(key(file), PictureTrouble::Incomplete);
        }
    }

    /// What is wrong with the picture, as far as it was looked at.
    pub(super) fn trouble(&self, file: &OnDisk) -> Option<PictureTrouble> {
        lock(&self.troubles).get(&key(file)).cloned()
    }

    fn make(&self, file: &OnDisk, bytes: &[u8], width: u32) -> Result<Arc<[u8]>, RefusedPicture> {
        match thumbnail(bytes, width) {
            Ok(made) => {
                if made.is_incomplete {
                    lock(&self.troubles).insert(key(file), PictureTrouble::Incomplete);
                }
                self.keep(file, &made.jpeg, width);
                Ok(made.jpeg.into())
            }
            Err(refused) => {
                lock(&self.troubles).insert(key(file), PictureTrouble::Refused(refused.clone()));
                Err(refused)
            }
        }
    }

    /// A thumbnail that cannot be kept is made again.
    fn keep(&self, file: &OnDisk, jpeg: &[u8], width: u32) {
        let _ = self.folder.parent().map(fs::create_dir);
        let _ = fs::create_dir(&self.folder);
        if fs::count_files(&self.folder).is_ok_and(|count| count >= MOST) {
            for entry in fs::list(&self.folder).unwrap_or_default() {
                let _ = fs::remove_file(&self.folder.join(&entry.relative));
            }
        }
        let _ = fs::replace(&self.folder.join(format!("{}-{width}.jpg", key(file))), jpeg);
    }
}

/// The thumbnail of a picture that has no place yet.
#[derive(Debug)]
pub(super) struct New {
    jpeg: Vec<u8>,
    is_incomplete: bool,
}

impl New {
    /// For a card; see [`Thumbs::turn`].
    ///
    /// # Errors
    /// If the picture cannot be published.
    pub(super) fn make(bytes: &[u8]) -> Result<Self, RefusedPicture> {
        let made = thumbnail(bytes, CARD)?;
        Ok(Self { jpeg: made.jpeg, is_incomplete: made.is_incomplete })
    }
}

/// Tells one state of a file from all others.
fn key(file: &OnDisk) -> String {
    let OnDisk { path, stamp } = file;
    let touched = stamp.touched.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let state = format!("{}\n{}\n{}", path.display(), stamp.size, touched.as_nanos());
    Digest::hash(state.as_bytes()).to_string()
}

/// No state under these locks can be left half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
