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

/// The width in a list.
pub(super) const LIST: u32 = WIDTHS[0];

/// The width of a card, which is made as soon as a photo arrives.
pub(super) const CARD: u32 = 480;

/// How many are kept, those of a section with 20,000 photos in two sizes; one more removes the oldest tenth.
const MOST: usize = 50_000;

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
    root: PathBuf,
    folder: PathBuf,
    /// How many there are; not counted yet before the first is kept.
    count: Mutex<Option<usize>>,
    /// Held while a picture is decoded, with the bytes of its file: memory that each thread asks for anew is
    /// given back late.
    decoding: Mutex<Vec<u8>>,
    /// Pictures with which something is wrong, by the key of their file.
    troubles: Mutex<HashMap<String, PictureTrouble>>,
}

impl Thumbs {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            folder: root.join(FOLDER),
            count: Mutex::default(),
            decoding: Mutex::default(),
            troubles: Mutex::default(),
        }
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
        let kept = self.folder.join(format!("{}-{width}.jpg", self.key(file)));
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
            lock(&self.troubles).insert(self.key(file), PictureTrouble::Incomplete);
        }
    }

    /// What is wrong with the picture, as far as it was looked at.
    pub(super) fn trouble(&self, file: &OnDisk) -> Option<PictureTrouble> {
        lock(&self.troubles).get(&self.key(file)).cloned()
    }

    fn key(&self, file: &OnDisk) -> String {
        key(&self.root, file)
    }

    fn make(&self, file: &OnDisk, bytes: &[u8], width: u32) -> Result<Arc<[u8]>, RefusedPicture> {
        match thumbnail(bytes, width) {
            Ok(made) => {
                if made.is_incomplete {
                    lock(&self.troubles).insert(self.key(file), PictureTrouble::Incomplete);
                }
                self.keep(file, &made.jpeg, width);
                Ok(made.jpeg.into())
            }
            Err(refused) => {
                lock(&self.troubles)
                    .insert(self.key(file), PictureTrouble::Refused(refused.clone()));
                Err(refused)
            }
        }
    }

    /// A thumbnail that cannot be kept is made again.
    fn keep(&self, file: &OnDisk, jpeg: &[u8], width: u32) {
        let _ = self.folder.parent().map(fs::create_dir);
        let _ = fs::create_dir(&self.folder);
        let mut count = lock(&self.count);
        let known = count.unwrap_or_else(|| fs::count_files(&self.folder).unwrap_or_default());
        *count = Some(if known >= MOST { remove_oldest(&self.folder) } else { known } + 1);
        drop(count);
        let _ = fs::replace(&self.folder.join(format!("{}-{width}.jpg", self.key(file))), jpeg);
    }
}

/// Removes the tenth of the thumbnails that was made first; gives the number of the others.
fn remove_oldest(folder: &Path) -> usize {
    let mut kept = fs::list(folder).unwrap_or_default();
    kept.sort_unstable_by_key(|entry| entry.modified);
    let removed = kept.len().div_ceil(10);
    for entry in kept.iter().take(removed) {
        let _ = fs::remove_file(&folder.join(&entry.relative));
    }
    kept.len() - removed
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

/// Tells one state of a file below `root` from all others; the section may be moved as a whole.
fn key(root: &Path, file: &OnDisk) -> String {
    let OnDisk { path, stamp } = file;
    let path = path.strip_prefix(root).unwrap_or(path);
    let touched = stamp.touched.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let state = format!("{}\n{}\n{}", path.display(), stamp.size, touched.as_nanos());
    Digest::hash(state.as_bytes()).to_string()
}

/// No state under these locks can be left half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test sets up the disk by hand")]
mod tests {
    use super::*;

    const PHOTO: &[u8] = include_bytes!("../../../tests/photos/small.jpg");

    #[test]
    fn a_thumbnail_is_made_once_also_after_a_new_start_in_another_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = |root: &Path| {
            let path = root.join("1.jpg");
            OnDisk { stamp: fs::stat(&path).unwrap(), path }
        };
        let before = folder.path().join("before");
        std::fs::create_dir(&before).unwrap();
        std::fs::write(before.join("1.jpg"), PHOTO).unwrap();
        let made = Thumbs::new(&before).get(&file(&before), LIST).unwrap().unwrap();
        let stamp = file(&before).stamp;
        let kept = || fs::list(&folder.path().join("after").join(FOLDER)).unwrap();
        std::fs::rename(&before, folder.path().join("after")).unwrap();
        let root = folder.path().join("after");
        // Moving the folder leaves the times of what is in it.
        assert_eq!(file(&root).stamp, stamp);
        let entries = kept();
        assert_eq!(entries.len(), 1);
        std::fs::write(root.join(FOLDER).join(&entries[0].relative), b"kept").unwrap();
        assert_eq!(&*Thumbs::new(&root).get(&file(&root), LIST).unwrap().unwrap(), b"kept");
        assert!(made.len() > 100);
    }

    #[test]
    fn the_oldest_give_way() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..20_u64 {
            let path = folder.path().join(format!("{number}.jpg"));
            std::fs::write(&path, b"").unwrap();
            let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000 - number);
            std::fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        }
        assert_eq!(remove_oldest(folder.path()), 18);
        let left = |name: &str| folder.path().join(name).exists();
        assert!(!left("19.jpg") && !left("18.jpg") && left("17.jpg") && left("0.jpg"));
    }
}
