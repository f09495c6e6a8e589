//! The documents of the site as an editor sees them: opened, changed at single places, saved, moved to the
//! trash and back. The file on the disk is the truth.
//!
//! | module | job |
//! |---|---|
//! | `opened` | a text as fields and body |
//! | `compose` | an edit applied to a text: only what it names changes |
//! | `memory` | texts that edits were made on |
//! | `diff`, `merge` | lines that differ; edits of two people joined where they do not touch |
//! | `settings` | the settings as fields |
//! | `rows` | the rows of a table, changed one by one |
//! | `create` | a new event, page or table |
//! | `copies` | two versions of a file that a cloud made: one of them stays, or both are joined |
//! | `trash`, `versions` | what was deleted, and earlier texts, in `.rostok-trash/`, for 90 days |
//! | `folder`, `references` | an event moved into a folder of its own; links rewritten for it |
//!
//! Every change names the hash of the file that it was made on. A single file is written beside and
//! renamed; several go through a journal (`fs::FileTransaction`), which [`Documents::recover`] finishes if a
//! process was killed.

mod compose;
mod copies;
mod create;
mod diff;
mod error;
mod folder;
mod memory;
mod merge;
mod opened;
mod references;
mod rows;
mod settings;
mod together;
mod trash;
mod versions;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::characters::capitalised;
use crate::content::{CONTENT, TRASH, is_below};
use crate::digest::Digest;
use crate::fs::{self, TextFile};

pub use compose::DocumentEdit as Edit;
pub use copies::VersionChoice;
pub use create::NewEvent;
pub use error::EditError;
pub use folder::Moved;
use memory::DocumentsState;
pub use opened::{DocumentField as Field, FieldValue, Opened, body_range};
pub(in crate::editor) use rows::table_rows;
pub use rows::{RowEdit, RowField, TableRow};
pub(super) use settings::read as read_settings;
pub use trash::TrashItem;
pub(super) use versions::KEPT;
pub use versions::KeptVersion;
// The short name is that of another module elsewhere.
pub use DocumentStore as Documents;

/// The documents below one root.
#[derive(Debug)]
pub struct DocumentStore {
    root: PathBuf,
    now: fn() -> Timestamp,
    state: Mutex<DocumentsState>,
}

/// What a save has done.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The hash of the file as it is now.
    pub hash: String,
    /// What happened besides, in words for the teacher.
    pub notes: Vec<String>,
    /// The document, where somebody else's edit was joined.
    pub merged: Option<Opened>,
}

impl DocumentStore {
    pub fn new(root: &Path, now: fn() -> Timestamp) -> Self {
        Self { root: root.to_owned(), now, state: Mutex::default() }
    }

    /// Finishes what a killed process has begun, and empties the trash of what is older than 90 days.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn recover(&self) -> Result<(), fs::Error> {
        fs::finish_transactions(&self.root, TRASH)?;
        self.purge();
        Ok(())
    }

    /// Reads a document.
    ///
    /// # Errors
    /// If there is none, or it is no text.
    pub fn open(&self, file: &str) -> Result<Opened, EditError> {
        let (text, hash) = self.read(file)?;
        self.remember(&hash, text.text());
        Ok(Opened::read(file, text.text(), hash, self.is_locked(file)))
    }

    /// The document as `edit`, made on the file with the hash `base`, would make it; nothing is written.
    ///
    /// # Errors
    /// If the edit cannot be made, or the disk has another one that touches it.
    pub fn compose(&self, file: &str, base: &str, edit: &Edit) -> Result<TextFile, EditError> {
        let (disk, hash) = self.read(file)?;
        self.remember(&hash, disk.text());
        Ok(self.composed(file, disk, &hash, base, edit)?.merged)
    }

    /// Saves an edit. Somebody else's edit of other lines stays.
    ///
    /// # Errors
    /// As [`Self::compose`], or if the disk fails; then the file is as before.
    pub fn save(&self, file: &str, base: &str, edit: &Edit) -> Result<Saved, EditError> {
        let _one_at_a_time = self.exclusive()?;
        // Another program may write the file in the same moment.
        const ATTEMPTS: usize = 3;
        for _ in 0..ATTEMPTS {
            if let Some(saved) = self.try_save(file, base, edit)? {
                return Ok(saved);
            }
        }
        Err(busy())
    }

    /// Saves an edit; `None` if the file was written by another program meanwhile.
    fn try_save(&self, file: &str, base: &str, edit: &Edit) -> Result<Option<Saved>, EditError> {
        let path = self.path(file)?;
        let before = self.read_bytes(file)?;
        let old_hash = hash(&before);
        let disk = self.decode(file, &before)?;
        self.remember(&old_hash, disk.text());
        let composed = self.composed(file, disk, &old_hash, base, edit)?;
        let joined =
            composed.mine.as_ref().is_some_and(|mine| mine.text() != composed.merged.text());
        let mut notes = Vec::new();
        let bytes = encode(composed.merged, &mut notes);
        let new_hash = hash(&bytes);
        if bytes != before {
            if self.is_locked(file) {
                return Err(EditError::refused(
                    "файл закрыт от изменений",
                    "снимите в его свойствах отметку «Только чтение»",
                ));
            }
            self.keep_version(file, &old_hash, &before)?;
            if self.read_bytes(file)? != before {
                return Ok(None);
            }
            fs::rewrite(&fs::resolve(&path)?, &bytes)?;
            self.state().note_saved(file, &new_hash);
        }
        let text = self.decode(file, &bytes)?;
        self.remember(&new_hash, text.text());
        let mut saved = Saved { hash: new_hash.clone(), notes, merged: None };
        if joined {
            let locked = self.is_locked(file);
            saved.merged = Some(Opened::read(file, text.text(), new_hash, locked));
            saved.notes.push("Файл изменили и в другой программе: обе правки соединены".to_owned());
        }
        Ok(Some(saved))
    }

    /// The bytes of a document's file and their hash.
    fn read(&self, file: &str) -> Result<(TextFile, String), EditError> {
        let bytes = self.read_bytes(file)?;
        Ok((self.decode(file, &bytes)?, hash(&bytes)))
    }

    fn read_bytes(&self, file: &str) -> Result<Vec<u8>, EditError> {
        let path = self.path(file)?;
        if !fs::exists(&path) {
            return Err(EditError::Missing(file.to_owned()));
        }
        Ok(fs::read(&path)?)
    }

    fn decode(&self, file: &str, bytes: &[u8]) -> Result<TextFile, EditError> {
        TextFile::decode(bytes).map_err(|why| {
            EditError::refused(
                &format!("файл `{file}` не прочитать: {why}"),
                "откройте файл в редакторе и сохраните его как текст в кодировке UTF-8",
            )
        })
    }

    /// The path of `file`, which has to be a text below `content/`.
    fn path(&self, file: &str) -> Result<PathBuf, EditError> {
        let lower = file.to_ascii_lowercase();
        if ![".md", ".yaml"].iter().any(|end| lower.ends_with(end)) {
            return Err(EditError::Missing(file.to_owned()));
        }
        self.inside(file)
    }

    /// The path of `file`, which has to be below `content/` by names alone and by where its links lead.
    pub(super) fn inside(&self, file: &str) -> Result<PathBuf, EditError> {
        let is_name = |name: &str| {
            !name.is_empty()
                && !name.starts_with('.')
                && !name.contains(|sign: char| sign.is_control() || matches!(sign, '\\' | ':'))
        };
        let missing = || EditError::Missing(file.to_owned());
        if !is_below(file, CONTENT) || !file.split('/').all(is_name) {
            return Err(missing());
        }
        let path = self.root.join(file);
        let content = fs::resolve(&self.root.join(CONTENT))?;
        // A link that leads to itself leads nowhere.
        let is_inside = fs::resolve(&path).is_ok_and(|real| real.starts_with(content));
        if is_inside { Ok(path) } else { Err(missing()) }
    }

    fn is_locked(&self, file: &str) -> bool {
        fs::is_read_only(&self.root.join(file))
    }

    /// Keeps other processes from changing files in this way while the value lives.
    fn exclusive(&self) -> Result<fs::TransactionLock, EditError> {
        const ATTEMPTS: usize = 100;
        for _ in 0..ATTEMPTS {
            if let Some(lock) = fs::TransactionLock::acquire(&self.root, TRASH)? {
                return Ok(lock);
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        Err(busy())
    }

    fn state(&self) -> MutexGuard<'_, DocumentsState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn busy() -> EditError {
    EditError::refused("файлы сейчас меняет другая программа", "подождите немного и повторите")
}

fn hash(bytes: &[u8]) -> String {
    Digest::hash(bytes).to_string()
}

/// The bytes of `text`; in UTF-8 where its own encoding lacks a character, which is noted.
fn encode(text: TextFile, notes: &mut Vec<String>) -> Vec<u8> {
    let (bytes, lacks) = text.into_bytes();
    notes.extend(lacks.map(|lacks| {
        format!("{}: файл записан в кодировке UTF-8", capitalised(&lacks.to_string()))
    }));
    bytes
}

#[cfg(test)]
mod tests;
