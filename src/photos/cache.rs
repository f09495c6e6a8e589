//! The folder of finished pictures, `.rostok-cache/photos`, so that each picture is made once.
//!
//! The name of a file is a hash of its source's content and the requested variant, so an intact
//! file is always up to date; it is intact if its size is right. `index.json` records what was made
//! of each source, and the size and time of each source whose content hash is known. The index is
//! written last, when the pictures are on the device; until then each has a `record`. If it is lost or damaged, all
//! are made again; a damaged picture is found by its digest when it is copied to the output (`repair`).
//!
//! Errors are not cached: a broken source fails each build until someone fixes it (a preview reads it
//! again when the plan changes), and a newer version of the program may be able to read it.
//!
//! A build and a preview may run at once: each file is written under a temporary name and renamed, and
//! an unused file is removed only if it is older than the last index by [`OTHER_RUN`].

mod hex;
mod index;
mod record;
mod repair;
mod runs;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use index::INDEX_VERSION;
pub(super) use index::{CacheEntry, CachedFile, CachedPicture, Index, file_name};
pub use repair::remove_damaged;
pub(super) use runs::Turn;

use super::process::Processed;
use super::recipe::Recipe;
use runs::PhotoRun;

use crate::digest::Digest;
use crate::fs::{self, EntryKind, ListedEntry};

/// Relative to the site's root.
const FOLDER: &str = ".rostok-cache/photos";
const INDEX: &str = "index.json";

/// How long another process may work on pictures that no index names yet.
const OTHER_RUN: Duration = Duration::from_secs(60 * 60);

/// Version of the way pictures are made. It is part of their published names: increasing it makes
/// and publishes all of them again.
const ENCODING_VERSION: u32 = 1;

/// Creates a folder of `.rostok-cache`, with a `.gitignore` that keeps that out of Git.
pub fn create_cache_folder(folder: &Path) -> Result<(), fs::Error> {
    // Not in the place of a site that is gone.
    folder.parent().map_or(Ok(()), fs::create_dir)?;
    fs::create_dir(folder)?;
    let note = folder.with_file_name(".gitignore");
    if fs::exists(&note) { Ok(()) } else { fs::replace(&note, b"*\n") }
}

/// The cache as a build finds it.
pub(super) struct Cache {
    pub(super) folder: Arc<Path>,
    index: Index,
    /// When the index was written.
    written: SystemTime,
    /// Sorted by name.
    listed: Vec<ListedEntry>,
    /// Whether there is an index that cannot be understood.
    pub(super) has_unknown_index: bool,
    /// What this run adds.
    added: Mutex<Added>,
    run: PhotoRun,
}

#[derive(Default)]
struct Added {
    /// The files that were written and not flushed.
    files: Vec<PathBuf>,
    /// The pictures that have a record.
    recorded: Vec<String>,
}

impl Cache {
    /// Reads the cache of the site in `root`; an unreadable index counts as empty.
    pub(super) fn open(root: &Path) -> Result<Self, fs::Error> {
        let folder = root.join(FOLDER);
        let mut listed = fs::list(&folder)?;
        listed.sort_unstable_by(|a, b| a.relative.cmp(&b.relative));
        let found = entry(&listed, INDEX).map(|_| Index::read(&folder.join(INDEX)));
        let written = entry(&listed, INDEX).map_or(UNIX_EPOCH, |listed| listed.modified);
        let has_unknown_index = matches!(found, Some(None));
        let index = found.flatten().unwrap_or_default();
        let folder = folder.into();
        let (added, run) = (Mutex::default(), PhotoRun::begin(&folder));
        Ok(Self { folder, index, written, listed, has_unknown_index, added, run })
    }

    /// The hash of a source's content, if the source has not changed since it was read. A source as
    /// new as the index is not trusted: it may have changed within the same tick of the disk's
    /// clock.
    pub(super) fn content_hash(&self, file: &str, stamp: &fs::FileStat) -> Option<&str> {
        let source = self.index.sources.get(file)?;
        (source.matches(stamp) && stamp.touched < self.written).then_some(&source.content)
    }

    /// The picture with this key, if all its files are intact. Earlier versions read all formats but
    /// JPEG in another way: what they made of them is not taken.
    pub(super) fn get(&self, key: &str, is_jpeg: bool) -> Option<&CachedPicture> {
        let picture = self.index.pictures.get(key)?;
        if picture.notices.is_none() && !is_jpeg {
            return None;
        }
        let is_intact = |file: &CachedFile| {
            let listed = entry(&self.listed, &file.name());
            listed.is_some_and(|listed| listed.kind == EntryKind::File && listed.size == file.size)
        };
        picture.files.iter().all(is_intact).then_some(picture)
    }

    /// Waits until no other run of the process makes the picture with this key.
    pub(super) fn turn(&self, key: &str) -> Turn {
        self.run.turn(key)
    }

    /// The picture with this key, if it is intact and a run that has not written its index made it.
    pub(super) fn recorded(&self, key: &str) -> Option<CachedPicture> {
        let picture = record::read(&self.folder, key)?;
        let mut added = self.added();
        // Whoever writes an index with the picture answers for its files.
        added.files.extend(picture.files.iter().map(|file| self.path(file)));
        added.recorded.push(key.to_owned());
        drop(added);
        Some(picture)
    }

    fn added(&self) -> MutexGuard<'_, Added> {
        self.added.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn path(&self, file: &CachedFile) -> PathBuf {
        self.folder.join(file.name())
    }

    /// Writes the files of the picture with this key, and its record.
    pub(super) fn store(
        &self,
        content: &str,
        key: &str,
        recipe: &Recipe,
        processed: Processed,
    ) -> Result<CachedPicture, fs::Error> {
        let Processed { exif, placeholder, files: encoded, notices } = processed;
        let mut files = Vec::new();
        for encoded in encoded {
            let variant = format!("{} {} {}", encoded.size, encoded.extension, recipe.quality());
            let file = CachedFile {
                key: make_key(content, &variant),
                extension: encoded.extension.to_owned(),
                width: encoded.width,
                height: encoded.height,
                is_cut: encoded.size.crop.is_some(),
                cut: encoded.size.crop.and_then(|crop| crop.focus).map(|focus| (focus.x, focus.y)),
                size: encoded.bytes.len() as u64,
                digest: Digest::hash(&encoded.bytes),
            };
            let path = self.path(&file);
            fs::replace(&path, &encoded.bytes)?;
            self.added().files.push(path);
            files.push(file);
        }
        let (taken, has_gps) = (exif.taken, exif.has_gps);
        let picture = CachedPicture { taken, has_gps, placeholder, files, notices: Some(notices) };
        record::write(&self.folder, key, &picture)?;
        self.added().recorded.push(key.to_owned());
        Ok(picture)
    }

    /// Creates the folder.
    pub(super) fn create(&self) -> Result<(), fs::Error> {
        create_cache_folder(&self.folder)
    }

    /// Writes the index and removes unused files. Keeps the entries of sources that `index` lacks
    /// as long as the sources exist unchanged: a build skips drafts, a preview shows them. Where `index` is
    /// `aside`, those of the same sources stay too.
    pub(super) fn close(self, mut index: Index, root: &Path, aside: bool) -> Result<(), fs::Error> {
        for (file, source) in &self.index.sources {
            if let Some(known) = index.sources.get_mut(file)
                && aside
                && known.content == source.content
            {
                known.keys.extend(source.keys.iter().cloned());
                for key in &source.keys {
                    if let Some(picture) = self.index.pictures.get(key) {
                        index.pictures.entry(key.clone()).or_insert_with(|| picture.clone());
                    }
                }
            }
            let is_known = index.sources.contains_key(file);
            if !is_known && fs::stat(&root.join(file)).is_ok_and(|stamp| source.matches(&stamp)) {
                for key in &source.keys {
                    let picture = self.index.pictures.get(key).cloned();
                    index.pictures.extend(picture.map(|picture| (key.clone(), picture)));
                }
                index.sources.insert(file.clone(), source.clone());
            }
        }
        // A newer file may belong to a build or a preview that is running now.
        let is_old = |listed: &ListedEntry| {
            listed.modified.checked_add(OTHER_RUN).is_some_and(|end| end < self.written)
        };
        let is_picture =
            |listed: &ListedEntry| listed.kind == EntryKind::File && listed.relative != INDEX;
        let old = self.listed.iter().filter(|listed| is_picture(listed) && is_old(listed));
        let mut unused: BTreeSet<_> = old.map(|listed| &*listed.relative).collect();
        for picture in index.pictures.values().chain(self.index.pictures.values()) {
            for file in &picture.files {
                unused.remove(&*file.name());
            }
        }
        for name in unused {
            fs::remove_file(&self.folder.join(name))?;
        }
        let added = self.added.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !added.files.is_empty() {
            fs::flush(&self.folder, &added.files)?;
        }
        if index != self.index {
            create_cache_folder(&self.folder)?;
            let bytes = serde_json::to_vec(&index).unwrap_or_default();
            fs::replace_flushed(&self.folder.join(INDEX), &bytes)?;
        }
        // Another run may need them: the last one removes them.
        if self.run.end() {
            let found = self.listed.iter().filter_map(|listed| record::key(&listed.relative));
            let records = found.chain(added.recorded.iter().map(String::as_str));
            for key in records.filter(|key| index.pictures.contains_key(*key)) {
                record::remove(&self.folder, key)?;
            }
        }
        Ok(())
    }
}

/// The entry of this name; `listed` is sorted by name.
fn entry<'e>(listed: &'e [ListedEntry], name: &str) -> Option<&'e ListedEntry> {
    let at = listed.binary_search_by(|listed| (*listed.relative).cmp(name)).ok()?;
    listed.get(at)
}

pub(super) fn hash_content(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// The key of the picture that `recipe` makes of a source with this content hash.
pub(super) fn picture_key(content: &str, recipe: &Recipe) -> String {
    make_key(content, &recipe.to_string()).to_string()
}

fn make_key(content: &str, variant: &str) -> Digest {
    let hash = blake3::hash(format!("{ENCODING_VERSION}\n{content}\n{variant}").as_bytes());
    let first = hash.as_bytes().first_chunk();
    first.map_or_else(|| Digest::hash(hash.as_bytes()), |first| Digest::from_bytes(*first))
}
