//! What this computer remembers of its uploads, in `.rostok/` of the site, which git ignores:
//!
//! | file | purpose |
//! |---|---|
//! | `place` | identifies this copy of the site |
//! | `encryption` | what servers encrypted: see `encryption` |
//! | `SECTION/lock` | keeps a second process out |
//! | `SECTION/began` | a lock without a claim on the server is ours |
//! | `SECTION/journal` | what the running upload has done, so that nothing is sent twice |
//! | `SECTION/manifest` | the manifest of the server after our last upload, in case the server loses it |
//! | `SECTION/speed` | bytes per second of the last upload |
//! | `SECTION/packed` | what the server will hold once the last pack is uploaded |
//! | `SECTION/kept/`, `undo-…`, `left-…`, `undone` | what uploads replaced: see `undo` |

pub(super) mod encryption;
mod journal;
mod undo;

use std::fs::File;
use std::path::{Path, PathBuf};

use super::error::PublishError;
use super::manifest::{SectionManifest, Unreadable};
use crate::fs;

pub(super) use journal::Journal;
pub use undo::UndoSource;

/// The folder in the site's root.
const FOLDER: &str = ".rostok";

/// The memory of one section on one server. Only one process has it open at a time.
#[derive(Debug)]
pub struct LocalState {
    pub(super) folder: PathBuf,
    site_copy: String,
    /// Held for as long as the value lives.
    _lock: File,
}

impl LocalState {
    /// Opens the memory of `section`, a text that is different for every section. `seed` is random; it
    /// becomes the identifier of this copy of the site if the copy has none yet.
    ///
    /// # Errors
    /// [`PublishError::Busy`] if another process has it open.
    pub fn open(root: &Path, section: &str, seed: &str) -> Result<Self, PublishError> {
        let all = local_folder(root)?;
        let name = blake3::hash(section.as_bytes()).to_hex();
        let folder = all.join(&name[..12]);
        fs::create_dir_all(&folder)?;
        let lock = fs::try_lock(&folder.join("lock"))?.ok_or(PublishError::Busy)?;
        Ok(Self { folder, site_copy: site_copy(&all, seed)?, _lock: lock })
    }

    /// The manifest of the server after the last upload of `section` from here, also while another
    /// process has the memory open: files are replaced whole.
    pub(super) fn peek(root: &Path, section: &str) -> Option<SectionManifest> {
        let file = fs::read(&root.join(FOLDER).join(name_of(section)).join("manifest")).ok()?;
        SectionManifest::from_file(&file).ok()
    }

    /// The identifier of this copy of the site.
    pub fn site_copy(&self) -> &str {
        &self.site_copy
    }

    pub(super) fn read_file(&self, name: &str) -> Result<Option<Vec<u8>>, fs::Error> {
        let path = self.folder.join(name);
        if fs::exists(&path) { fs::read(&path).map(Some) } else { Ok(None) }
    }

    /// Whether an upload of ours may hold a lock without a claim.
    pub(super) fn began(&self) -> bool {
        fs::exists(&self.folder.join("began"))
    }

    pub(super) fn set_began(&self, began: bool) -> Result<(), fs::Error> {
        let path = self.folder.join("began");
        if began { fs::replace(&path, b"") } else { fs::remove_file(&path) }
    }

    /// The manifest of the server after the last upload from here; `None` if it is damaged.
    ///
    /// # Errors
    /// [`PublishError::Newer`] if a newer version of the program wrote it.
    pub(super) fn manifest(&self) -> Result<Option<SectionManifest>, PublishError> {
        self.read_manifest("manifest")
    }

    pub(super) fn read_manifest(
        &self,
        name: &str,
    ) -> Result<Option<SectionManifest>, PublishError> {
        let file = self.read_file(name)?;
        match file.map(|file| SectionManifest::from_file(&file)) {
            Some(Ok(manifest)) => Ok(Some(manifest)),
            Some(Err(Unreadable::Newer(_))) => Err(PublishError::Newer),
            Some(Err(Unreadable::Damaged)) | None => Ok(None),
        }
    }

    pub(super) fn set_manifest(&self, manifest: &SectionManifest) -> Result<(), fs::Error> {
        fs::replace(&self.folder.join("manifest"), &manifest.to_file())
    }

    /// Bytes per second of the last upload that was long enough to measure.
    pub(super) fn speed(&self) -> Option<u64> {
        let file = self.read_file("speed").ok()??;
        String::from_utf8(file).ok()?.trim().parse().ok().filter(|speed| *speed > 0)
    }

    pub(super) fn set_speed(&self, bytes_per_second: u64) -> Result<(), fs::Error> {
        fs::replace(&self.folder.join("speed"), bytes_per_second.to_string().as_bytes())
    }
}

/// The name of the folder of a section.
fn name_of(section: &str) -> String {
    blake3::hash(section.as_bytes()).to_hex()[..12].to_owned()
}

/// The identifier of this copy of the site. A damaged one (zeros, after a power cut) would be the same on
/// several computers, and one would take the lock of another for its own.
fn site_copy(all: &Path, seed: &str) -> Result<String, fs::Error> {
    let path = all.join("place");
    if fs::exists(&path) {
        let text = String::from_utf8_lossy(&fs::read(&path)?).trim().to_owned();
        if !text.is_empty() && !text.contains(char::is_control) {
            return Ok(text);
        }
    }
    fs::replace(&path, seed.as_bytes())?;
    Ok(seed.to_owned())
}

/// Makes the folder for what only this computer needs to know, which git ignores.
///
/// # Errors
/// If it cannot be made.
pub fn local_folder(root: &Path) -> Result<PathBuf, fs::Error> {
    let all = root.join(FOLDER);
    fs::create_dir(&all)?;
    let ignore = all.join(".gitignore");
    if !fs::exists(&ignore) {
        fs::replace(&ignore, b"*\n")?;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_at_a_time_has_it_open_and_the_identifier_stays() {
        let folder = tempfile::tempdir().unwrap();
        let local = LocalState::open(folder.path(), "a", "первое").unwrap();
        let second = LocalState::open(folder.path(), "a", "второе");
        assert!(matches!(second, Err(PublishError::Busy)));
        let other = LocalState::open(folder.path(), "b", "третье").unwrap();
        assert_eq!((local.site_copy(), other.site_copy()), ("первое", "первое"));
        drop(local);
        let place = folder.path().join(FOLDER).join("place");
        let again = LocalState::open(folder.path(), "a", "четвёртое").unwrap();
        assert_eq!(again.site_copy(), "первое");
        drop(again);
        fs::replace(&place, &[0; 16]).unwrap();
        let anew = LocalState::open(folder.path(), "a", "пятое").unwrap();
        assert_eq!(anew.site_copy(), "пятое");
    }
}
